"""Extensions that match nothing, less than they look, or never before another one
(main/pbx.c: _extension_match_core(), ext_cmp(), pbx_find_extension()).
"""

from collections.abc import Callable, Iterator
from itertools import islice

from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.extensions.contexts import Chain
from asterisk_lint.dialplan.extensions.match import order
from asterisk_lint.model import Step
from asterisk_lint.records import TYPE_CHECKING
from asterisk_lint.references.dialplan_index import DialplanIndex
from asterisk_lint.references.sense.chain_steps import ChainSteps
from asterisk_lint.references.sense.shapes import Shape, covers, numbers, shape_of
from asterisk_lint.references.sense.values import Oddity, at

if TYPE_CHECKING:
    from asterisk_lint.references.sense.jumps import Jumps

PATTERN, SHADOWED = "wrong-pattern", "shadowed-extension"
_MOST = 100  # numbers of one pattern that are looked up
_MOST_BEFORE = 200  # contexts that are searched before an include and may hide it
_ABOVE = 100  # lines above the first step of an extension in which its name is looked for


def odd_extensions(
    configuration: Configuration,
    index: DialplanIndex,
    chains: ChainSteps,
    jumps: "Callable[[], Jumps]",
) -> Iterator[Oddity]:
    """Yield what is wrong with the extensions of each context. `jumps` returns the places that
    something jumps into.
    """
    for context in index.filled():
        if index.has_numbers_only(context):
            continue
        for chain in index.own_chains(context):
            extension = chain.extension
            if extension.startswith("_"):
                shape = shape_of(extension)
                first = chains.first(context, chain)
                if first is not None:
                    for odd in _pattern(extension, shape, first):
                        yield _where_written(configuration, extension, odd)
                    if shape is not None and not shape.tail and not shape.impossible:
                        yield from _shadowed(index, context, chain, shape, first)
            elif (
                not extension.isdigit()
                and _is_like_a_pattern(extension)
                and not jumps().anywhere
                and not jumps().names(extension)
            ):
                first = chains.first(context, chain)
                if first is not None:
                    odd = _without_underscore(extension, first)
                    yield _where_written(configuration, extension, odd)


def _where_written(configuration: Configuration, extension: str, odd: Oddity) -> Oddity:
    """Return an oddity of an extension's first step at the extension itself, which can be some
    lines above; unchanged if it is not written there as it is stored.
    """
    for line in range(odd.line, max(odd.line - _ABOVE, 0), -1):
        at = configuration.line(odd.file, line).find(extension)
        if at >= 0:
            return odd._replace(line=line, column=at + 1)
    return odd


def _is_like_a_pattern(extension: str) -> bool:
    """Tell whether an extension is written like a pattern, but without the underscore."""
    if not any(sign in extension for sign in "XNZ["):
        return False
    import re

    sets = r"(?:[XNZ]{2,}[.!]?|[XNZ][.!]|\[[0-9-]+\][XNZ0-9]*[.!]?)"
    return re.fullmatch(rf"\+?[0-9*#]*{sets}", extension) is not None


def _has_word(pattern: str) -> bool:
    """Tell whether an `n`, `x` or `z` of a pattern, which matches a digit, is inside a word."""
    if not any(letter in pattern for letter in "nxz"):
        return False
    import re

    outside = re.sub(r"\[[^\]]*\]?", "[", pattern)
    return re.search(r"[a-mo-wy](?=[nxz])|[nxz](?=[a-mo-wy])", outside) is not None


def _pattern(extension: str, shape: Shape | None, first: Step) -> Iterator[Oddity]:
    if shape is None:
        message = f"the [ in the pattern {extension} is never closed: it matches nothing"
        yield at(first, PATTERN, message, "close the [ with ]")
    elif not shape.pattern or extension in ("_.", "_!"):
        return  # the reader reports these
    elif shape.impossible:
        reason = (
            "the range in its brackets runs backwards or is empty"
            if "[" in extension
            else "it is only an underscore"
        )
        yield at(first, PATTERN, f"the pattern {extension} matches nothing: {reason}")
    elif shape.behind:
        message = (
            f"Asterisk ignores '{shape.behind}' in the pattern {extension}: nothing counts behind "
            f"'{shape.tail}'"
        )
        yield at(first, PATTERN, message)
    elif _has_word(extension):
        letter = next(each for each in extension if each in "nxz")
        message = (
            f"in the pattern {extension}, each n, x and z matches a digit and not the letter: no "
            "such name matches"
        )
        yield at(first, PATTERN, message, f"write [{letter}] for the letter {letter}")


def _without_underscore(extension: str, first: Step) -> Oddity:
    return at(
        first,
        PATTERN,
        f"the extension {extension} is not a pattern, because it does not begin with an "
        "underscore: only a call to these very characters matches",
        f"write _{extension}",
    )


def _shadowed(
    index: DialplanIndex, context: str, chain: Chain, shape: Shape, first: Step
) -> Iterator[Oddity]:
    """Report a pattern if, for each number that it matches, Asterisk finds another extension of the
    context first, with the same priorities.
    """
    if first.file.endswith((".ael", ".lua")):
        return
    found: Chain | None = None
    for number in numbers(shape, _MOST) or ():
        found = next(
            (
                other
                for other in index.own_matching(context, number)
                if other is not chain
                and other.caller_id is None
                and order(other) < order(chain)
                and other.covers(chain)
            ),
            None,
        )
        if found is None:
            return
    if found is not None:
        message = (
            f"no call in the context '{context}' reaches {chain.extension}: for each number that "
            f"it matches, Asterisk finds another extension first ({found.extension})"
        )
        yield at(first, SHADOWED, message)


class Includes:
    """Finds the includes of contexts in which nothing is found, because a pattern that Asterisk
    searches earlier matches everything in them.
    """

    def __init__(self, index: DialplanIndex, chains: ChainSteps) -> None:
        self._index = index
        self._chains = chains
        self._wide: dict[str, list[tuple[Chain, Shape]]] = {}
        self._dead: dict[tuple[str, str], bool] = {}

    def hiding(self, context: str, included: str) -> tuple[str, Chain] | None:
        """Return the context and the pattern that is found before everything that a context
        includes by one name; None if there is no such pattern.
        """
        if included not in self._index.filled() or self._index.is_open(included):
            return None
        for name in islice(self._before(context, included), _MOST_BEFORE):
            for chain, shape in self._patterns(name):
                if self._is_dead(chain, shape, included):
                    return name, chain
        return None

    def _before(self, context: str, included: str) -> Iterator[str]:
        """Yield the contexts that Asterisk always searches before an include."""
        yield context
        for name in self._index.included(context):
            if name == included:
                return
            if (context, name) not in self._index.timed:
                yield name

    def _patterns(self, context: str) -> list[tuple[Chain, Shape]]:
        found = self._wide.get(context)
        if found is None:
            found = self._wide[context] = [
                (chain, shape)
                for chain in self._index.own_chains(context)
                if chain.extension.endswith((".", "!")) and chain.caller_id is None
                for shape in [shape_of(chain.extension)]
                if shape is not None and self._chains.ends(context, chain)
            ]
        return found

    def _is_dead(self, chain: Chain, shape: Shape, included: str) -> bool:
        key = (chain.extension, included)
        if key not in self._dead:
            self._dead[key] = all(
                other.extension != chain.extension and narrow is not None and covers(shape, narrow)
                for name in self._index.reachable(included)
                for other in self._index.own_chains(name)
                for narrow in [shape_of(other.extension)]
            )
        return self._dead[key]
