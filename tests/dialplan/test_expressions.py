"""Functions and variables in texts; `test_asterisk_*` ask a real Asterisk which functions it looks
for.
"""

import random
import re
import time
from collections.abc import Mapping
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asterisk_lint.dialplan.expressions import MARK, mask, references
from asterisk_lint.witness.boot import boot


class Case(NamedTuple):
    text: str
    functions: list[str]
    variables: list[str]


# Each confirmed by `test_asterisk_looks_for_the_same_functions`.
CASES = [
    Case("plain text, nothing in it (at all)", [], []),
    Case("${EXTEN}", [], ["EXTEN"]),
    Case("${EXTEN:1}", [], ["EXTEN"]),
    Case("${EXTEN:-4:2}", [], ["EXTEN"]),
    Case("${CALLERID(num)}", ["CALLERID"], []),
    Case("${CALLERID(num):0:3}", ["CALLERID"], []),
    Case("${CUT(CALLERID(num),-,1)}", ["CUT"], []),
    Case("${IF($[${LEN(${X})} > 3]?${DB(a/b)}:c)}", ["IF", "LEN", "DB"], ["X"]),
    Case("${DB(${CALLERID(num)}/x)}", ["DB", "CALLERID"], []),
    Case("${Callerid(num)}", ["Callerid"], []),
    Case("${ CDR(x)}", [" CDR"], []),
    Case("${SHELL(echo {1\\,2})}", ["SHELL"], []),
    Case("\\${TOUPPER(x)}", ["TOUPPER"], []),
    Case("$${TOUPPER(x)}", ["TOUPPER"], []),
    Case("$ {TOUPPER(x)} $(TOUPPER(x)) {TOUPPER(x)}", [], []),
    Case("$[1 + 2]", [], []),
    Case("$[FOO(1) + 2]", ["FOO"], []),
    Case("$[CEIL(1.5) + ABS(2)]", [], []),
    Case('$["FOO(1)" = "x"]', [], []),
    Case("$[${X} : (SIP)]", [], ["X"]),
    Case("$[${LEN(a)}=1]${LEN(b)", ["LEN"], []),
    Case("${HASH(a,${KEY})}", ["HASH"], ["KEY"]),
    Case("${X${Y}}", [], ["Y", f"X{MARK}"]),
    Case("${${FN}(x)}", [f"{MARK}"], ["FN"]),
    Case("${EVAL(${TXT})}", ["EVAL"], ["TXT"]),
    Case("${REGEX(\"^[0-9]{3}$\" ${X})}", ["REGEX"], ["X"]),
    Case("${STRFTIME(${EPOCH},,%H:%M)}", ["STRFTIME"], ["EPOCH"]),
    Case("${URIENCODE(a}b)}", ["URIENCODE"], []),
    Case("${}", [], [""]),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_references(case: Case) -> None:
    found = list(references(case.text))
    assert sorted({each.name for each in found if each.kind == "function"}) == sorted(
        case.functions
    )
    assert sorted(each.name for each in found if each.kind == "variable") == sorted(case.variables)


def test_what_is_between_parentheses_and_behind_the_colon() -> None:
    (reference, inner) = references("${CUT(CALLERID(num),${SEP},1):2:3}")
    assert (reference.name, reference.arguments, reference.substring) == (
        "CUT",
        "CALLERID(num),${SEP},1",
        "2:3",
    )
    assert (inner.name, inner.arguments, inner.substring) == ("SEP", "", "")


def test_an_unclosed_reference_takes_everything_up_to_the_end() -> None:
    (reference,) = references("a ${LEN(x), b")
    assert (reference.name, reference.closed, reference.span) == ("LEN", False, (2, 13))


def test_mask_leaves_one_mark_for_each_reference() -> None:
    assert mask('a,${IF($[${X}]?b,c)},$["${Y}"="1"]?d') == f"a,{MARK},{MARK}?d"


def asked_for(root: str, texts: list[str]) -> Mapping[int, set[str]]:
    """Which functions an Asterisk without function modules misses while it evaluates each of the
    texts.
    """
    lines = [
        "[t]",
        *(
            f"exten => s,{number},NoOp(${{MARK{number}()}}{text})"
            for number, text in enumerate(texts, 1)
        ),
    ]
    last = len(texts) + 1
    configuration = {
        "extensions.conf": "\n".join(
            [*lines, f"exten => s,{last},NoOp(${{MARK{last}()}})", ""]
        ).encode()
    }
    with boot(
        root,
        configuration,
        modules=["[modules]", "autoload=no", "load=pbx_config", "load=res_clioriginate"],
    ) as asterisk:
        asterisk.cli("channel originate Local/s@t application Wait 1")
        for _ in range(100):
            if f"MARK{last} " in asterisk.log:
                break
            time.sleep(0.2)
        log = asterisk.log
    missed: dict[int, set[str]] = {}
    at = 0
    for line in log.splitlines():
        _, _, name = line.partition(": Function ")
        name = name.removesuffix(" not registered")
        if "could not find func " in line:
            name = line.partition("could not find func ")[2].removesuffix(".")
        if name.startswith("MARK"):
            at = int(name[4:])
        elif name and at:
            missed.setdefault(at, set()).add(name)
    assert at == last, "Asterisk did not get to the end"
    return missed


def test_asterisk_looks_for_the_same_functions(asterisk_root: str) -> None:
    missed = asked_for(asterisk_root, [case.text for case in CASES])
    for number, case in enumerate(CASES, 1):
        assert missed.get(number, set()) == {name.replace(MARK, "") for name in case.functions} - {
            ""
        }, case.text


PIECES = [
    "${",
    "}",
    "$[",
    "]",
    "(",
    ")",
    ":",
    ",",
    "FOO",
    "Bar",
    "BAZ_2",
    "X",
    "1",
    " ",
    "\\",
    '"',
    "$",
    "{",
    "[",
    "/",
    "-",
    "=",
    "?",
    "${FOO(",
    "${X:1}",
]


@given(st.text('AB1."( \t)', max_size=12))
def test_an_expression_calls_each_word_before_a_parenthesis_outside_quotes(text: str) -> None:
    called = []
    for at, sign in enumerate(text):
        if sign == "(":
            before = text[:at].rstrip(" \t")
            name = before[len(re.sub(r"[A-Z0-9.]*$", "", before)) :]
            outside = before.removesuffix(name).count('"') % 2 == 0
            if outside and re.fullmatch(r"(?=.*[A-Z])[A-Z0-9]+", name):
                called.append(name)
    found = references(f"$[{text}]")
    assert [each.name for each in found if each.kind == "function"] == called


def test_asterisk_looks_for_the_same_functions_in_random_texts(asterisk_root: str) -> None:
    chance = random.Random(22)
    texts = [
        "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 14))) for _ in range(1000)
    ]
    # An expression with a syntax error calls nothing, and its value can be part of a name.
    plain = [text for text in texts if "$[" not in text]
    ours = {
        text: {each.name.replace(MARK, "") for each in references(text) if each.kind == "function"}
        - {""}
        for text in plain
    }
    missed = asked_for(asterisk_root, plain)
    differing = [
        text for number, text in enumerate(plain, 1) if missed.get(number, set()) != ours[text]
    ]
    # A busy Asterisk drops lines of its log: what differs is asked of a fresh one.
    again = asked_for(asterisk_root, differing) if differing else {}
    assert [
        text for number, text in enumerate(differing, 1) if again.get(number, set()) != ours[text]
    ] == []
