"""The documentation, messages, docstrings and comments are plain English: words that only this
project understood stay out.
"""

import ast
import io
import re
import subprocess
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

pytestmark = pytest.mark.xdist_group("prose")  # one process reads all files, once
ROOT = Path(__file__).parent.parent
AREAS = ("asterisk_lint", "tools", "benchmarks", "tests", "docs", "fixtures")
# Each pattern with what to write instead.
DIALECT = {
    r"\bstands? (?:twice|in|on|at|inside|behind|before|beside|there|here|between|where|after)\b": (
        "is, is listed, comes"
    ),
    r"\bstands? (?:above|first)\b": "is, comes",
    r"\bstood\b": "was",
    r"(?<!each )(?<!some )(?<!none )(?<!argument )\bof which\b": "a relative clause, or two "
    "sentences",
    r"\b(?:is|are|was|were) said\b": "the subject that says it",
    r"\bby (?:itself|themselves)\b": "alone, automatically, on its own",
    r"\btakes? part\b": "is included",
    r"\b(?:brought|brings?)\b": "adds, introduces, causes",
    r"\bthat which\b": "what",
    r"\bkin\b": "related",
    r"\bsleeping\b|\bcomes? alive\b": "commented out, re-enabled",
    r"\byoung\b": "new, unfinished",
    r"\bdoors?\b": "what is really meant",
    r"\bin sight\b|\bout of sight\b": "that was read, that cannot be read",
    r"\bwhoever\b": "anyone who, callers that",
    r"(?<!there )\b(?:is|are) no (?!longer\b|more\b|other\b|such\b)[a-z]+": "is not a",
    r"\b(?:lies|lying)(?! about\b)(?=[ .,;:])": "is",
    r"\bpass(?:es|ed|ing)? over\b(?! the file)": "skip, ignore",
    r"\banew\b": "again",
    r"\bwithout a word\b": "silently",
    r"\bmend(?:s|ed)?\b": "fix, correct",
    r"\bjudges?\b": "decides, checks",
    r"\bsmall letters\b": "lower case",
    r"\bbec(?:omes|ame) of\b|\bcomes? of\b": "happens to, the result of",
    r"\bgoes by\b": "uses, follows",
    r"\bcut off from\b": "without",
}
# Reviewed: file and text in which a pattern is plain English after all.
REVIEWED = {
    ("benchmarks/README.md", "of which"),  # "20 files, 18 of which are the same"
}
GENERATED = re.compile(r"docs/(?:minimal|basic-pbx|catalog/(?:\d|master))")


class Words(NamedTuple):
    """What a file says, each with its line."""

    texts: list[tuple[int, str]]  # of Markdown all lines; docstrings, comments, strings of Python
    names: list[tuple[int, str]]  # what it defines or assigns


@cache
def words_of(path: str) -> Words:
    """Return what a file says. Strings of tests are left out: they are names and pieces of
    dialplan.
    """
    content = (ROOT / path).read_text(encoding="utf-8")
    if path.endswith(".md"):
        return Words(list(enumerate(content.split("\n"), 1)), [])
    found = Words([], [])
    test = path.startswith("tests/")
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Store):
                found.names.append((node.lineno, node.id))
        elif isinstance(node, ast.Constant):
            if not test and isinstance(node.value, str) and " " in node.value:
                found.texts.append((node.lineno, node.value))
        elif isinstance(node, ast.arg):
            found.names.append((node.lineno, node.arg))
        elif isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            if not isinstance(node, ast.Module):
                found.names.append((node.lineno, node.name))
            if test:
                line = node.body[0].lineno if node.body else 1
                found.texts.append((line, ast.get_docstring(node) or ""))
    for token in tokenize.generate_tokens(io.StringIO(content).readline):
        if token.type == tokenize.COMMENT:
            found.texts.append((token.start[0], token.string))
    return found


# Words in names of functions, classes, parameters and variables: `test_what_stands_here`.
NAMES = re.compile(
    r"(?:^|_)(?:kin|doors?|judged?|mend(?:s|ed)?|stood|lies|sleeping|young|anew|brought"
    r"|(?:in|out_of)_sight|stands(?!_for(?:_|$)))(?:_|$)",
    re.IGNORECASE,
)
REVIEWED_NAMES = {
    "test_a_machine_that_lies_is_refused_with_one_line",
    "test_an_asterisk_that_lies_is_refused_with_one_line",
}


def files() -> list[str]:
    tracked = subprocess.run(
        ["git", "ls-files", "-z", *AREAS, "*.md"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    return sorted(
        {
            path
            for path in tracked
            if path.endswith((".py", ".md"))
            and path != "tests/test_prose.py"
            and not GENERATED.match(path)
        }
    )


# One search tells whether a text has any of them: most have none.
ANY = re.compile("|".join(DIALECT), re.IGNORECASE)


def dialect(text: str) -> Iterator[tuple[str, str]]:
    """Yield each house word in a text, with what to write instead."""
    if ANY.search(text) is None:
        return
    for pattern, instead in DIALECT.items():
        for match in re.finditer(pattern, text, re.IGNORECASE):
            yield match[0], instead


def test_no_house_words() -> None:
    found = [
        f"{path}:{line}: {word!r} (write: {instead})"
        for path in files()
        for line, text in words_of(path).texts
        for word, instead in dialect(text)
        if (path, word.lower()) not in REVIEWED
    ]
    assert not found, "\n".join(found)


def test_no_house_words_in_names() -> None:
    found = [
        f"{path}:{line}: {name}"
        for path in files()
        for line, name in words_of(path).names
        if NAMES.search(name) and name not in REVIEWED_NAMES
    ]
    found += [path for path in files() if NAMES.search(Path(path).stem)]
    assert not found, "\n".join(found)


SENTENCE_END = re.compile(r"[.!?](?<!e\.g\.)(?<!i\.e\.)(?<!\.\.\.) (?=[A-Z`*\"\[])")


def sentences(line: str) -> int:
    """How many sentences a line of Markdown holds; text in backquotes and parentheses is one."""
    plain = re.sub(r"`[^`]*`|\([^()]*\)", "`x`", line)
    return len(SENTENCE_END.findall(re.sub(r"^ *\d+\. ", "", plain))) + 1


def test_one_sentence_on_each_line() -> None:
    """A change of a sentence is a change of its line. (Tables, code and what is generated are left
    out.)
    """
    found = []
    generated = re.compile(r"docs/(?:rules|command-line)\.md")
    for path in files():
        if path.endswith(".md") and not generated.match(path):
            code = False
            for number, line in words_of(path).texts:
                code ^= line.startswith("```")
                if not code and not line.startswith(("|", "#", "<", "    ")):
                    found += [f"{path}:{number}: {line}"] if sentences(line) > 1 else []
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("- Load it. `init` says how.", 2),
        ("1. Load it.", 1),
        ("See `a. B` (it is short. Very.) there.", 1),
        ("Why? Because.", 2),
    ],
)
def test_sentences_are_counted(line: str, count: int) -> None:
    assert sentences(line) == count


def test_reviewed_exceptions_are_needed() -> None:
    for path, word in REVIEWED:
        assert any(
            word == each.lower() for _, text in words_of(path).texts for each, _ in dialect(text)
        ), (
            path,
            word,
        )


@pytest.mark.parametrize(
    "text",
    [
        "app_dial stands twice",
        "Reports each module of which all users are in sight.",
        "a sleeping line comes alive",
        "what the settings mend",
        "Asterisk drops it without a word.",
        "it is no option",
    ],
)
def test_house_words_are_found(text: str) -> None:
    assert list(dialect(text))


@pytest.mark.parametrize(
    "text",
    [
        "there is no such module",
        "MARK stands for any text",
        "each of which has a name",
        "it is no longer needed",
        "an amendment to the settings",
    ],
)
def test_plain_english_is_not(text: str) -> None:
    assert not list(dialect(text))
