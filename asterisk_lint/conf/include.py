"""Which files of the PBX an `#include` names."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from asterisk_lint.conf.braces import braces
from asterisk_lint.records import NamedTuple
from asterisk_lint.tree.files import Files, ignore_rules, ignored_names, is_ignored
from asterisk_lint.tree.paths import resolved

_MAGIC = frozenset("*?[{\\")
_LONGEST = 255  # bytes of a path that config_text_file_load() keeps
_ALTERNATIVES = 256  # the number of paths that braces may expand to here; each pair doubles it


class IncludeMatches(NamedTuple):
    """What an include target matches: files in the order in which Asterisk reads them, and
    directories, which it skips with a warning.

    A name without wildcards is listed whether or not the file exists. `outside`: the target is
    outside the PBX's directory, which is never read, or braces expand to more paths than are
    followed. Only `observe` has files from there: their names are absolute paths.
    """

    names: tuple[str, ...] = ()
    directories: tuple[str, ...] = ()
    outside: bool = False


def find(files: Files, target: str, etc: str) -> IncludeMatches:
    """Return the files that Asterisk would read for `target`, relative to the configuration
    directory `etc` (never to the including file).
    """
    path = target if target.startswith("/") else f"{etc}/{target}"
    if len(path) > _LONGEST // 4:
        path = path.encode("utf-8", "surrogateescape")[:_LONGEST].decode("utf-8", "surrogateescape")
    names: list[str] = []
    directories: list[str] = []
    outside = 0
    alternatives = list(islice(braces(path), _ALTERNATIVES + 1))
    if len(alternatives) > _ALTERNATIVES:
        return IncludeMatches(outside=True)
    for alternative in alternatives:
        parts = _inside(alternative, etc)
        if parts is None:
            beyond, before = _inside(alternative, "/"), len(names)
            if beyond:
                _match(files, ["", *beyond], names, directories)
            outside += len(names) == before
        elif _MAGIC.isdisjoint("".join(parts)):
            (names if parts else directories).append("/".join(parts))
        else:
            _match(files, parts, names, directories)
    return IncludeMatches(tuple(names), tuple(directories), outside > 0 and not names)


def leads_outside(target: str, etc: str) -> bool:
    """Tell whether a target names a path outside the PBX's directory, alone or beside others."""
    path = target if target.startswith("/") else f"{etc}/{target}"
    alternatives = list(islice(braces(path), _ALTERNATIVES + 1))
    return len(alternatives) > _ALTERNATIVES or any(
        _inside(alternative, etc) is None for alternative in alternatives
    )


def ignored_by_git(files: Files, target: str, etc: str) -> str:
    """Return a file that a pattern would match on the machine but that .gitignore keeps out of Git;
    "" if there is none, or for a plain name.
    """
    path = target if target.startswith("/") else f"{etc}/{target}"
    for alternative in islice(braces(path), _ALTERNATIVES):
        parts = _inside(alternative, etc)
        if not parts or _MAGIC.isdisjoint("".join(parts)):
            continue
        matchers = [_matcher(part) for part in parts]
        there = frozenset(files.names())
        for name in ignored_names(files):
            pieces = name.split("/")
            if (
                name not in there
                and len(pieces) == len(parts)
                and all(matcher(piece) for matcher, piece in zip(matchers, pieces, strict=True))
            ):
                return name
        for probe in _probes(files, parts):
            if probe not in there and is_ignored(files, probe):
                return probe
    return ""


def _probes(files: Files, parts: list[str]) -> Iterator[str]:
    """Yield names that a pattern (its parts) matches and a .gitignore could cover, derived from the
    pattern and from each rule.
    """
    plain = [_example(part) for part in parts]
    if "[" not in "".join(plain):
        yield "/".join(plain)
    matchers = [_matcher(part) for part in parts]
    seen: set[str] = set()
    for text in ignore_rules(files):
        for line in text.splitlines():
            rule = line.strip()
            if not rule or rule[0] in "#!" or rule in seen:
                continue
            seen.add(rule)
            pieces = rule.strip("/").split("/")
            last = _example(pieces[-1])
            ends = [last, last + plain[-1]] if pieces[-1].endswith("*") else [last]
            for piece in map(_example, pieces):
                folders = [
                    piece if matches(piece) else own
                    for matches, own in zip(matchers[:-1], plain[:-1], strict=True)
                ]
                for end in (plain[-1], *ends):
                    made = [*folders, end]
                    if made != plain and all(
                        matches(part) for matches, part in zip(matchers, made, strict=True)
                    ):
                        yield "/".join(made)


def _example(pattern: str) -> str:
    """Return a name that a pattern part without brackets matches."""
    return "".join("x" if sign in "*?" else sign for sign in pattern)


def templates_of(files: Files, target: str, etc: str, endings: Sequence[str]) -> str:
    """Return a template of a file that `target` names or finds: with one or more of the endings,
    next to that file; "" if there is none.
    """
    path = target if target.startswith("/") else f"{etc}/{target}"
    for alternative in islice(braces(path), _ALTERNATIVES):
        parts = _inside(alternative, etc)
        if not parts:
            continue
        matchers = [_matcher(part) for part in parts]
        for name in _beginning(files.names(), _fixed(parts)):
            made = name
            while made.endswith(tuple(endings)):
                made = next(made.removesuffix(each) for each in endings if made.endswith(each))
            pieces = made.split("/") if made != name else []
            if len(pieces) == len(parts) and all(
                matches(piece) for matches, piece in zip(matchers, pieces, strict=True)
            ):
                return name
    return ""


def _inside(path: str, etc: str) -> list[str] | None:
    """Return the path's parts below `etc`, or None if it leads elsewhere."""
    home = [part for part in etc.split("/") if part not in ("", ".")]
    parts = resolved(path)
    if parts is None or parts[: len(home)] != home:
        return None
    return parts[len(home) :]


def _match(files: Files, parts: list[str], names: list[str], directories: list[str]) -> None:
    matchers = [_matcher(part) for part in parts]
    met: set[str] = set()
    found: list[str] = []
    for name in _beginning(files.names(), _fixed(parts)):
        pieces = name.split("/")
        if len(pieces) < len(matchers) or not all(
            matcher(piece) for matcher, piece in zip(matchers, pieces, strict=False)
        ):
            continue
        if len(pieces) == len(matchers):
            found.append(name)
        else:
            met.add("/".join(pieces[: len(matchers)]))
    names.extend(sorted(found, key=_bytes))
    directories.extend(sorted(met, key=_bytes))


def _fixed(parts: list[str]) -> str:
    """Return the common beginning of all names that the parts of a pattern match."""
    fixed: list[str] = []
    for part in parts:
        at = next((at for at, letter in enumerate(part) if letter in _MAGIC), len(part))
        fixed.append(part[:at])
        if at < len(part):
            break
    return "/".join(fixed)


def _beginning(names: Sequence[str], beginning: str) -> Iterator[str]:
    """Yield the names, from a sorted sequence, that start with `beginning`."""
    for name in islice(names, bisect_left(names, beginning), None):
        if not name.startswith(beginning):
            break
        yield name


def _bytes(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape")


def _matcher(pattern: str) -> Callable[[str], object]:
    if _MAGIC.isdisjoint(pattern):
        return pattern.__eq__
    import re

    text = _expression(pattern)
    if not pattern.startswith((".", "\\.")):
        text = r"(?!\.)" + text
    try:
        return re.compile(text, re.DOTALL).fullmatch
    except re.error:  # a range that ends before it begins is empty
        return lambda name: None


def _expression(pattern: str) -> str:
    """Return a part of a glob pattern as a regular expression (glob(7))."""
    import re

    out: list[str] = []
    pieces = [out]  # the text between stars
    at = 0
    while at < len(pattern):
        letter = pattern[at]
        at += 1
        if letter == "*":
            if out or len(pieces) == 1:
                out = []
                pieces.append(out)
        elif letter == "?":
            out.append(".")
        elif letter == "\\" and at < len(pattern):
            out.append(re.escape(pattern[at]))
            at += 1
        elif letter == "[":
            end = _set_end(pattern, at)
            if end < 0:
                out.append(r"\[")
                continue
            inner = pattern[at:end]
            negated = inner[:1] in ("!", "^")
            inner = inner[1:] if negated else inner
            out.append(f"[{'^' if negated else ''}{_set(inner)}]")
            at = end + 1
        else:
            out.append(re.escape(letter))
    # Only the shortest text up to a piece is tried: whatever follows a star could also be found
    # after a longer one.
    first, *others = ["".join(piece) for piece in pieces]
    between = [
        f"(?=(?P<p{number}>.*?{piece}))(?P=p{number})" for number, piece in enumerate(others[:-1])
    ]
    return "".join([first, *between, *(f".*{piece}" for piece in others[-1:])])


def _set_end(pattern: str, at: int) -> int:
    start = at + 1 if pattern[at : at + 1] in ("!", "^") else at
    at = start
    while at < len(pattern):
        if pattern.startswith("[:", at):
            end = pattern.find(":]", at + 2)
            if end > 0:
                at = end + 2
                continue
        if pattern[at] == "]" and at > start:
            return at
        at += 2 if pattern[at] == "\\" else 1
    return -1


_CLASSES = {
    "digit": "0-9",
    "alpha": "A-Za-z",
    "alnum": "A-Za-z0-9",
    "lower": "a-z",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
    "space": " \t",
    "punct": r"!-/:-@\[-`{-~",
}


def _set(inner: str) -> str:
    out = []
    at = 0
    while at < len(inner):
        if inner.startswith("[:", at) and (end := inner.find(":]", at)) > 0:
            out.append(_CLASSES.get(inner[at + 2 : end], ""))
            at = end + 2
            continue
        if inner[at] == "\\" and at + 1 < len(inner):
            at += 1
        out.append("\\" + inner[at] if inner[at] in "[]^\\&~|" else inner[at])
        at += 1
    return "".join(out)
