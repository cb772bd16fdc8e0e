"""Which argument of which application or function runs or names something: the table's rows and how they are found.

The rows stand in the `arguments_*.py` files beside this one, one file per area. Every application of every release has at least one row; those
that run nothing have one with empty `needs`, so that a new application cannot be forgotten.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple


class Argument(NamedTuple):
    """One argument that runs or names something.

    `name` is an application; a function when it ends in `()`, a variable when it ends in `=`.

    `where`:

    - "" is the application itself, whatever its arguments
    - "2" is the second argument, "4-" the fourth and all that follows as one text, "*" all of them as one text
    - "3+" is each argument from the third on
    - "3:!r" is such an option string that lacks the letter; "!1" is a first argument that is empty
    - "3:bU" is what follows one of these letters, in parentheses, in the option string that is the third argument
    - "?" is each of the two branches behind the condition (`cond?a:b`), "?1" the one branch of those that have just one,
      "??" the branches, or the call behind a comma (`cond,App,args`) as old dialplans write it
    - "5(6)" is the fifth argument with the sixth as its arguments
    - " if 4=app" behind it: only when the fourth argument is `app`
    - "=" (functions) is what is assigned, in `Set(F(x)=...)`; "= if a|b" only where the function's argument is one of these,
      and "= if a|b is true" only what is true as Asterisk takes it

    `needs` is "KIND NAME" (several separated by "; ", NAME may hold `{value}`), or what kind of text the argument is:

    - `call`: `App(args)`; `dial`: `Tech/resource&Tech/resource`; `technology`: the word before the first `/`; `devices`: hinted devices
    - `gosub`, `macro`, `agi`: a target; it runs Gosub, Macro, AGI (nothing, when it is empty)
    - `in Dial`: arguments of Dial; `features`: letters of Dial's options
    - `assign`: `name=value`; `variable`: a name that is written; `copy`: a name that is read; each may be a function
    - `expression`: evaluated a second time
    - `caret`: evaluated later, with `^{...}` for `${...}`; `replaced`: with the text's first character for `$`
    - `media`: sounds separated by `&`, among them addresses on the web
    - `file`: a file name whose ending is a file format; `formats`: file formats separated by `|` or `&`; `codecs`: codecs separated by commas
    - "" runs nothing
    """

    name: str
    where: str
    needs: str
    source: str
    because: str = ""
    releases: str = ""


RUN = {"gosub": "application Gosub", "macro": "application Macro", "agi": "application AGI"}


def rows() -> tuple[Argument, ...]:
    """The whole table."""
    from asterisk_lint.dialplan.arguments_calls import CALLS
    from asterisk_lint.dialplan.arguments_functions import FUNCTIONS
    from asterisk_lint.dialplan.arguments_media import MEDIA
    from asterisk_lint.dialplan.arguments_nothing import NOTHING
    from asterisk_lint.dialplan.arguments_variables import VARIABLES

    nothing = tuple(Argument(name, "", "", source) for source, names in NOTHING for name in names.split())
    return CALLS + MEDIA + VARIABLES + FUNCTIONS + nothing


@lru_cache(maxsize=4)  # one release a run; every value of other files that holds a piece of dialplan asks for it
def arguments(release: str) -> Mapping[str, tuple[Argument, ...]]:
    """The rows that say something in a release, by name: applications in small letters, functions with `()` and variables with `=` as they are."""
    from asterisk_lint.usage.patterns import release_matches

    found: dict[str, list[Argument]] = {}
    for row in rows():
        if row.needs and (not row.releases or release_matches(row.releases, release)):
            name = row.name if row.name.endswith(("()", "=")) else row.name.lower()
            found.setdefault(name, []).append(row)
    return {name: tuple(those) for name, those in found.items()}


def needs(row: Argument) -> list[tuple[str, str]]:
    """The capabilities and modules that a row names outright, as kind and name."""
    found = []
    for need in row.needs.split("; "):
        kind, _, name = RUN.get(need, need).partition(" ")
        if name and "{" not in name and kind != "in":
            found.append((kind, name))
    return found


def sentence(row: Argument) -> str:
    """What a row speaks of, for people: `Dial(), option U: a subroutine runs on the called channel when it answers`."""
    name = row.name.rstrip("()=")
    place = row.where.partition(" if ")[0]
    number, colon, letters = place.partition(":")
    if row.name.endswith("="):
        said = f"the variable {name}"
    elif place == "=":
        wanted = row.where.partition(" if ")[2].partition(" is ")[0].replace("|", ", ")
        said = f"{name}({wanted}) is set"
    elif colon:
        said = f"{name}() without option {letters[1:]}" if letters[0] == "!" else f"{name}(), option {' or '.join(letters)}"
    elif number.isdigit():
        said = f"{name}(), argument {number}"
    else:
        said = f"{name}()"
    return f"{said}: {row.because}" if row.because else said
