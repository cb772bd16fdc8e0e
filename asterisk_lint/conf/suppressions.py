"""Comments that silence findings: `; asterisk-lint: ignore[rule-name]` and, on a `load` line, `;
asterisk-lint: keep (reason)`.
"""

from collections.abc import Iterable, Mapping

from asterisk_lint.records import NamedTuple
from asterisk_lint.tree.files import Files, Unreadable

MARK = b"asterisk-lint:"
_PROPOSALS = 100  # an unused result is not computed
COMMENT_SIGNS = (";", "--", "//", "#")  # conf, Lua, AEL, and scripts
SIGNS: Mapping[str, str] = {".lua": "--", ".ael": "//", ".conf": ";"}  # by the name's end


class Suppression(NamedTuple):
    """One comment that silences findings on its line."""

    file: str
    line: int
    column: int  # where the comment starts
    text: str
    keep: bool
    rules: tuple[str, ...]  # rule names, for `ignore`
    reason: str  # for `keep`
    wrong: str  # what is wrong with it, as a text for people; it then silences nothing


def find_suppressions(
    files: Files, names: Iterable[str], rules: Mapping[str, tuple[str, ...]]
) -> tuple[Suppression, ...]:
    """Find every suppression in the given files; `rules` maps every word for rules to their
    names.
    """
    found: list[Suppression] = []
    wrong = 0
    for name in sorted(set(names)):
        try:
            content = files.read(name)
        except (FileNotFoundError, Unreadable):
            continue
        if MARK in content:
            for number, line in enumerate(content.split(b"\n"), 1):
                if MARK in line:
                    suppression = _parse(
                        name, number, line.decode("utf-8", "surrogateescape"), rules, wrong
                    )
                    if suppression is not None:
                        wrong += bool(suppression.wrong)
                        found.append(suppression)
    return tuple(found)


def without_mark(line: str) -> str:
    """Return a line of a .conf file without its suppression. What a person wrote around it stays:
    the comment before it, what follows the rules of `ignore`, and the reason of `keep`.
    """
    start, _, text = line.partition(MARK.decode())
    text = text.lstrip()
    rest = text.removeprefix("keep") if text.startswith("keep") else text.partition("]")[2]
    before, rest = start[: start.rindex(";")].rstrip(), rest.strip()
    if not rest:
        return before
    return f"{before} {rest}" if rest.startswith(";") else f"{before} ; {rest}"


def _parse(
    file: str, number: int, line: str, rules: Mapping[str, tuple[str, ...]], number_wrong: int
) -> Suppression | None:
    at = line.find(MARK.decode())
    before = line[:at].rstrip()
    sign = next((sign for sign in COMMENT_SIGNS if before.endswith(sign)), None)
    if sign is None:
        return None
    text = line[at + len(MARK) :].strip()
    found = Suppression(
        file, number, len(before) - len(sign) + 1, text, keep=False, rules=(), reason="", wrong=""
    )
    if text == "keep" or text.startswith(("keep ", "keep(")):
        return found._replace(keep=True, reason=text[4:].strip().strip("()").strip())
    if text.startswith("ignore[") and "]" in text:
        words = [word.strip() for word in text[len("ignore[") : text.index("]")].split(",")]
        unknown = [word for word in words if word not in rules]
        if unknown:
            from asterisk_lint.settings.spelling import did_you_mean

            hint = did_you_mean(unknown[0], rules) if number_wrong < _PROPOSALS else ""
            return found._replace(wrong=f"unknown rule '{unknown[0]}'{hint}")
        return found._replace(rules=tuple(name for word in words for name in rules[word]))
    return found._replace(wrong="write `ignore[rule-name]` or, on a load line, `keep (reason)`")
