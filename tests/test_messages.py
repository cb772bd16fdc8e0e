"""Every message that the program can print is in one list (`python -m tools.messages`), and none
shows what only programmers know.
"""

import json
import re
from collections.abc import Iterator

import pytest

from tests.pbx import FIXTURES, lint
from tests.sessions import steps_of
from tools.messages import Message, messages

pytestmark = pytest.mark.xdist_group("messages")  # one process collects them
# Names that are filled in, and text in backquotes (Asterisk's, or a command to type).
QUOTED = re.compile(r"\{[^{}]*\}|`[^`]*`")
PYTHON = re.compile(
    r"\b(None|True|False|dict|tuple|NamedTuple|[Tt]raceback|Exception|__\w+__)\b|<class"
)
PATTERNS = re.compile(r"(^|\s)!\w+\||\?\*|=\*|\w\|\w")
# Words of this project's history that an administrator does not know (no
# metaphors of a house).
HOUSE = re.compile(r"\b(kin|doors?|judged?|witness(es)?|sleeping|young|thereof)\b")


@pytest.fixture(scope="module")
def every() -> list[Message]:
    return messages()


def test_the_list_holds_all_kinds(every: list[Message]) -> None:
    counts = {
        kind: sum(each.kind == kind for each in every)
        for kind in ("error", "note", "finding", "reason")
    }
    assert len(every) > 1700
    assert all(count > 60 for count in counts.values()), counts
    texts = {each.text for each in every}
    assert "--fix and --diff cannot be combined: --diff shows what --fix would change" in texts
    assert any(text.startswith("nothing uses {") for text in texts)


def test_each_has_its_trigger(every: list[Message]) -> None:
    assert [each for each in every if not each.trigger] == []
    triggers = {each.text: each.trigger for each in every}
    assert triggers["no answer: nothing was written"] == "ask(): if not line"
    assert (
        triggers["{file} is not UTF-8 text: edit it by hand"] == "decoded(): on UnicodeDecodeError"
    )


@pytest.mark.parametrize("sign", [PYTHON, PATTERNS, HOUSE], ids=["Python", "patterns", "house"])
def test_no_message_shows_what_only_programmers_know(
    every: list[Message], sign: re.Pattern[str]
) -> None:
    assert [each for each in every if sign.search(QUOTED.sub("", each.text))] == []


def test_errors_are_one_line(every: list[Message]) -> None:
    """They follow `asterisk-lint: `, so they begin in lower case and end without a full stop."""
    errors = [each.text for each in every if each.kind == "error"]
    assert [text for text in errors if "\n" in text] == []
    assert [text for text in errors if text.endswith(".") and not text.endswith("...")] == []


TITLE = re.compile(r"^(?:security|error|warning|information)\[[\w-]+\]: (.*)$", re.MULTILINE)
NOTE = re.compile(r"^asterisk-lint: (.*)$", re.MULTILINE)
REASON = re.compile(r"^ *= (?:why|help|fix): (.*(?:\n {8,}\S.*)*)$", re.MULTILINE)
ADDED = re.compile(r": Asterisk rejects the whole file$| {3}\(asterisk-lint --fix\)$")


def printed() -> Iterator[str]:
    """Yield what the sessions in docs/ show, and what a check of every fixture finds."""
    for page in sorted((FIXTURES.parent / "docs").glob("*.md")):
        for step in steps_of(page.read_text(encoding="utf-8")):
            for sign in (TITLE, NOTE, REASON):
                yield from sign.findall(step.shown)
    report = lint("--output-format", "json", "--exit-zero", "--asterisk", "22", str(FIXTURES))
    for pbx in json.loads(report.stdout)["pbx"]:
        for finding in pbx["findings"]:
            yield from (finding[key] for key in ("message", "why", "help", "fix") if key in finding)


def test_what_is_printed_is_in_the_list(every: list[Message]) -> None:
    known = []
    for each in every:
        parts = re.split(r"(\{[^{}]*\})", " ".join(each.text.split()))
        fixed = "".join(part for part in parts if not part.startswith("{"))
        if len(fixed) > 5:  # (less would be in anything)
            pattern = "".join(".*" if part.startswith("{") else re.escape(part) for part in parts)
            known.append(re.compile(pattern))
    texts = {ADDED.sub("", " ".join(text.split())) for text in printed()}
    assert len(texts) > 300
    missing = [text for text in texts if not any(each.fullmatch(text) for each in known)]
    # (a long list of modules at the end of a message is printed apart)
    missing = [text for text in missing if not any(each.fullmatch(f"{text}: x") for each in known)]
    assert missing == []
