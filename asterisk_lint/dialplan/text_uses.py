"""The uses in values, of any file, that contain pieces of dialplan (those in the dialplan itself:
step_uses.py).
"""

from collections.abc import Iterator

from asterisk_lint.dialplan.arguments.table import arguments
from asterisk_lint.dialplan.dial_strings import in_dial
from asterisk_lint.dialplan.followed_variables import Variables
from asterisk_lint.dialplan.scan import in_arguments, in_assignment, in_call, in_text
from asterisk_lint.dialplan.text_needs import BROKEN, UNSEEN, Setting, TextNeed, in_media
from asterisk_lint.model import Use
from asterisk_lint.releases import RELEASE_22, Release


def expression_uses(text: str, place: Use, release: Release = RELEASE_22) -> Iterator[Use]:
    """Yield the functions in a text in which Asterisk evaluates `${...}` and `$[...]`; everything
    except kind and name is copied from `place`.
    """
    if "$" in text:
        yield from _at(in_text(text, place.within, setting_of(release)), text, place)


def call_uses(text: str, place: Use, release: Release = RELEASE_22) -> Iterator[Use]:
    """Yield the application of an `App(args)` or `App,args`, what its arguments run and name, and
    the functions in it.
    """
    setting = setting_of(release)
    yield from _at(in_text(text, place.within, setting), text, place)
    yield from _at(in_call(text, place.within, setting, loose=True), text, place)


def dial_uses(text: str, place: Use, release: Release = RELEASE_22) -> Iterator[Use]:
    """Yield the channel technologies of a `Tech/resource&Tech/resource`, and the functions in
    it.
    """
    setting = setting_of(release)
    yield from _at(in_text(text, place.within, setting), text, place)
    yield from _at(in_dial(text, place.within, setting), text, place)


def media_uses(text: str, place: Use, release: Release = RELEASE_22) -> Iterator[Use]:
    """Yield what sounds separated by `&` or `,` need, for those on the web."""
    yield from _at(in_media(text.replace(",", "&"), place.within, setting_of(release)), text, place)


def application_uses(
    application: str, arguments: str, place: Use, release: Release = RELEASE_22
) -> Iterator[Use]:
    """Yield an application that runs with arguments in which nothing is evaluated (call files,
    AMI), and what the arguments run and name.
    """
    yield place._replace(kind="application", name=application)
    yield from _at(in_arguments(application, arguments, setting_of(release)), arguments, place)


def assignment_uses(text: str, place: Use, release: Release = RELEASE_22) -> Iterator[Use]:
    """Yield the function that a `name=value` writes, as in `set_var=CALLERID(num)=100`, and the
    meaning of the value, which is not evaluated.
    """
    yield from _at(in_assignment(text, place.within, setting_of(release)), text, place)


def setting_of(release: Release) -> Setting:
    """Return the context of a scan in a release: arguments are separated by `|` before 1.6, by
    commas since (include/asterisk/app.h).
    """
    return Setting(arguments(release), "|" if release.within("<1.6.0") else ",", Variables({}))


def once(found: Iterator[TextNeed]) -> tuple[TextNeed, ...]:
    """Return the needs without duplicates."""
    return tuple(
        {(each.kind, each.name, each.within, each.reaches): each for each in found}.values()
    )


def _at(found: Iterator[TextNeed], text: str, place: Use) -> Iterator[Use]:
    """Yield the uses among these; what is only known during a call as one of the kind UNSEEN, with
    what it could be as its name (`usage/find.py` separates these from the others).
    """
    for each in once(found):
        if each.kind == UNSEEN:
            yield place._replace(
                kind=UNSEEN,
                name=" ".join(sorted(each.reaches)),
                within=each.within,
                because=each.because,
            )
        elif each.kind != BROKEN:
            at = text.find(each.name)
            column = place.column + at if at > 0 and place.column else place.column
            yield place._replace(
                kind=each.kind,
                name=each.name,
                column=column,
                within=each.within,
                because=each.because or place.because,
            )
