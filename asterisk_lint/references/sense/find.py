"""Everything in one PBX's dialplan that cannot do what it says."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain

from asterisk_lint.catalog.application_arguments import application_arguments
from asterisk_lint.conf.placeholder import has_name
from asterisk_lint.conf.shared_results import Table
from asterisk_lint.conf.truth import is_true
from asterisk_lint.conf.zeroed import one_zeroed, without_words, zeroed
from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.columns import APPLICATION, ARGUMENTS, FILE, column
from asterisk_lint.dialplan.found_in_steps import InSteps, with_same_words
from asterisk_lint.model import AlikeSteps, Step, StepUses
from asterisk_lint.records import TYPE_CHECKING
from asterisk_lint.references.dialplan_index import DialplanIndex
from asterisk_lint.references.sense.calls import Calls
from asterisk_lint.references.sense.chain_steps import ChainSteps, suspects
from asterisk_lint.references.sense.extensions import SHADOWED, Includes, odd_extensions
from asterisk_lint.references.sense.settings import ignored_settings
from asterisk_lint.references.sense.text import Odd
from asterisk_lint.references.sense.values import Oddity
from asterisk_lint.releases import Release

if TYPE_CHECKING:
    from asterisk_lint.references.sense.flow import Flow
    from asterisk_lint.references.sense.jumps import Jumps

_SENDING = frozenset({"channelredirect", "random", "parkandannounce"})
_SCRIPTS = frozenset({"agi", "eagi", "deadagi"})
# The shapes of calls about which nothing is odd.
_FINE: Table[Release, set[tuple[str, bytes]]] = Table()
# By the contexts that modules create; none with scripts, whose content may matter
_ODD: Table[frozenset[str] | None, list[Oddity]] = Table()
_NAMING = "FEATUREMAP("  # a function that knows few words


def oddities(
    configuration: Configuration,
    index: DialplanIndex | None,
    jumps: Sequence[StepUses],
    in_steps: InSteps,
) -> list[Oddity]:
    """Return every oddity, by file and line. `index` is None if a part of the dialplan has no
    contexts that are known (Lua); `jumps` are the uses that name places in it.
    """
    of_dialplan = _of_dialplan(configuration, index, jumps, in_steps.found.alike)
    if _SCRIPTS.isdisjoint(configuration.applications()):
        created = None if index is None else index.created
        kept = in_steps.results.once(_ODD, created, lambda: list(of_dialplan))
        found = dict.fromkeys(chain(ignored_settings(configuration), kept))
    else:
        found = dict.fromkeys(chain(ignored_settings(configuration), of_dialplan))
    return sorted(
        found, key=lambda each: (each.file, each.line, each.column, each.rule, each.message)
    )


def _of_dialplan(
    configuration: Configuration,
    index: DialplanIndex | None,
    jumps: Sequence[StepUses],
    alike: Iterable[AlikeSteps],
) -> Iterator[Oddity]:
    steps = configuration.dialplan().steps
    yield from _in_calls(configuration, alike)
    if index is None or _other_order(configuration):
        return
    entered = cache(lambda: _entered(configuration, index, jumps))  # few dialplans need it
    chains = ChainSteps(steps)
    flow = cache(lambda: _flow(configuration, index, chains, entered()))
    for step, before in suspects(steps):
        yield from flow().oddities_of(step, before)
    yield from odd_extensions(configuration, index, chains, entered)
    yield from _dead_includes(configuration, index, chains)


def _entered(
    configuration: Configuration, index: DialplanIndex, jumps: Sequence[StepUses]
) -> "Jumps":
    """Return the places that something jumps into."""
    from asterisk_lint.references.sense.jumps import Jumps

    anywhere = _goes_anywhere(configuration)
    return Jumps(index, jumps, configuration.release, anywhere=anywhere)


def _flow(
    configuration: Configuration, index: DialplanIndex, chains: ChainSteps, entered: "Jumps"
) -> "Flow":
    from asterisk_lint.references.sense.flow import Flow

    return Flow(chains, index, entered, old=configuration.release.within("<1.8"))


def _goes_anywhere(configuration: Configuration) -> bool:
    """Tell whether calls are sent to places that are not followed: GOSUB_RESULT=GOTO:...,
    GOTO_ON_BLINDXFR=..., MACRO_OFFSET=..., and applications that name a priority.
    """
    text = configuration.arguments()
    applications = configuration.applications()
    return (
        "GOTO" in text
        or "MACRO_OFFSET" in text
        or not _SENDING.isdisjoint(applications)
        or (not _SCRIPTS.isdisjoint(applications) and _sets_priority(configuration))
    )


def _sets_priority(configuration: Configuration) -> bool:
    """Tell whether an AGI script of the tree may set the priority of its call (AGI's command SET
    PRIORITY); what programs elsewhere do cannot be read.
    """
    from asterisk_lint.dialplan.agi_files import by_last_part, script_file

    names = by_last_part(configuration.names())
    scripts = {
        script_file(step.arguments, names)
        for step in configuration.dialplan().steps
        if step.application.lower() in _SCRIPTS
    }
    return any(
        "priority" in line.lower()
        for name in scripts
        if name is not None
        for line in configuration.lines(name)
    )


def _other_order(configuration: Configuration) -> bool:
    """Tell whether Asterisk finds extensions in another order here."""
    return any(
        is_true(entry.value)
        for section in configuration.named("extensions.conf", "general")
        for entry in section.all("extenpatternmatchnew")
    )


def _in_calls(configuration: Configuration, alike: Iterable[AlikeSteps]) -> Iterator[Oddity]:
    """Yield what is odd about the arguments of the steps."""
    release = configuration.release
    calls = Calls(application_arguments(release), release.within(">=1.6.0"))
    several = "extensions.ael" in configuration.names()
    results = configuration.results
    fine = _Fine(calls, set() if results is None else results.of(_FINE).setdefault(release, set()))
    for group in alike:
        first = group.steps[0]
        application, arguments = first.application, first.arguments
        matters = calls.matters(application.lower()) or (group.alike and "$" in arguments)
        if not matters or first.priority == "hint":
            continue
        if several or not group.alike:
            yield from _one_by_one(group.steps, calls, fine)
        elif not group.forms or fine.ignores_words(application, arguments):
            if not _is_fine(application, arguments, calls, fine):
                yield from _one_by_one(group.steps, calls, fine)
        else:
            for steps in with_same_words(group):
                if not _is_fine(application, steps[0].arguments, calls, fine):
                    yield from _one_by_one(steps, calls, fine)


def _is_fine(application: str, arguments: str, calls: Calls, fine: "_Fine") -> bool:
    """Tell whether nothing is odd about a call, and therefore about those that are alike."""
    shape = fine.shape(application, arguments)
    if shape not in fine.shapes:
        if next(calls.odd(application, arguments, compiled=False), None) is not None:
            return False
        fine.shapes.add(shape)
    return True


class _Fine:
    """The shapes of calls about which nothing is odd: those that differ only in digits, or in words
    that mean nothing here, are alike. `shapes`: those known from other PBXs.
    """

    def __init__(self, calls: Calls, shapes: set[tuple[str, bytes]]) -> None:
        self.shapes = shapes
        self._calls = calls
        self._wordless: dict[str, bool] = {}

    def shape(self, name: str, text: str) -> tuple[str, bytes]:
        """Return what a call, an application with arguments, has in common with those that are
        alike.
        """
        if self.ignores_words(name, text):
            return name, b"%s\n%s" % without_words(text.encode("utf-8", "surrogateescape"))
        return name, one_zeroed(text)

    def ignores_words(self, name: str, text: str) -> bool:
        """Tell whether only the names of functions are words that matter in a call."""
        ignored = self._wordless.get(name)
        if ignored is None:
            ignored = self._wordless[name] = self._calls.ignores_words(name.lower())
        return ignored and "$" in text and _NAMING not in text


def _one_by_one(steps: Sequence[Step], calls: Calls, fine: _Fine) -> Iterator[Oddity]:
    """Yield what is odd about the arguments of steps that run the same application. Those that are
    alike are looked at once, unless something is odd about them.
    """
    known: dict[tuple[str, bool], tuple[Odd, ...]] = {}
    alike: set[tuple[str, bytes]] = set()  # what differs from them in digits alone is fine
    applications, texts = column(steps, APPLICATION), list(column(steps, ARGUMENTS))
    calls_in = zip(applications, zeroed(texts), texts, column(steps, FILE), strict=True)
    for index, (application, without_digits, text, file) in enumerate(calls_in):
        if (application, without_digits) in alike:
            continue
        shape = fine.shape(application, text)
        if shape in fine.shapes:
            alike.add((application, without_digits))
            continue
        key = (text, file.endswith(".ael"))
        odd = known.get(key)
        if odd is None:
            odd = tuple(calls.odd(application, text, compiled=key[1]))
            odd = known[key] = () if odd and _is_filled_in(text) else odd
        if odd:
            for each in odd:
                yield _placed(each, steps[index])
        elif not key[1]:
            fine.shapes.add(shape)


def _is_filled_in(text: str) -> bool:
    """Tell whether a deployment fills in a part of the text."""
    return has_name(text) or any(sign in text for sign in ("{{", "{%", "<%"))


def _placed(odd: Odd, step: Step) -> Oddity:
    return Oddity(
        odd.rule,
        odd.message,
        step.file,
        step.line,
        step.column,
        odd.fix,
        odd.severity,
        help=odd.help,
    )


def _dead_includes(
    configuration: Configuration, index: DialplanIndex, chains: ChainSteps
) -> Iterator[Oddity]:
    includes = Includes(index, chains)
    for section in configuration.objects("extensions.conf", "general", "globals"):
        for entry in section.entries if index.included(section.name) else ():
            if entry.key.lower() == "include":
                included = entry.value.partition(",")[0].strip()
                hiding = includes.hiding(section.name, included)
                if hiding is not None:
                    context, chain = hiding
                    message = (
                        f"no call in the context '{section.name}' finds anything in '{included}': "
                        f"{chain.extension} of '{context}' matches it all and is found first"
                    )
                    yield Oddity(
                        SHADOWED, message, entry.file, entry.line, entry.column, of_dialplan=True
                    )
