"""Which values variables can have."""

from collections.abc import Mapping

import pytest

from asterisk_lint.dialplan.expressions import MARK
from asterisk_lint.dialplan.followed_variables import Variables
from asterisk_lint.dialplan.passed_values import Passed
from asterisk_lint.dialplan.substitution import variants
from asterisk_lint.dialplan.variable_values import known_variables
from asterisk_lint.model import Step


def steps(*calls: tuple[str, str, str]) -> list[Step]:
    return [
        Step(context, "s", number, application, arguments, "extensions.conf", number)
        for number, (context, application, arguments) in enumerate(calls)
    ]


def sets(*assignments: str) -> Mapping[str, frozenset[str]]:
    return known_variables(steps(*(("a", "Set", assignment) for assignment in assignments)))


@pytest.mark.parametrize(
    ("assignments", "expected"),
    [
        (["A=1"], {"A": {"1"}}),
        (["A=1", "_A=2", "__A=3", "GLOBAL(A)=4"], {"A": {"1", "2", "3", "4"}}),
        (
            ["LOCAL(A)=${ARG1}-${ARG12:1}"],
            {"A": {f"${{ARG1@{b'a'.hex()}}}-${{ARG12@{b'a'.hex()}:1}}"}},
        ),
        (["ARRAY(A,B)=1,2"], {"A": {MARK}, "B": {MARK}}),
        (["EXTEN=1"], {}),
        (["A"], {}),
        (["A${B}=1"], {}),
    ],
)
def test_assignments(assignments: list[str], expected: dict[str, set[str]]) -> None:
    assert sets(*assignments) == expected


def test_what_a_caller_dials_is_not_known() -> None:
    assert known_variables(
        steps(("a", "Set", "PIN=SIP"), ("a", "Read", "PIN,enter"), ("a", "ImportVar", "X=SIP/1,Y"))
    ) == {
        "PIN": {"SIP", MARK},
        "X": {MARK},
    }


def test_sets_inside_execif_and_other_files_and_hints() -> None:
    found = known_variables(
        [
            *steps(("a", "ExecIf", "${X}?Set(T=SIP):Set(T=IAX2)"), ("a", "MSet", "B=1,C=2")),
            Step("a", "1", "hint", "SIP/1&Custom:x", "", "e", 1),
        ],
        [("G", "PJSIP/out")],
    )
    assert found == {
        "T": {"SIP", "IAX2"},
        "B": {"1"},
        "C": {"2"},
        "G": {"PJSIP/out"},
        "HINT": {"SIP/1&Custom:x"},
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", ["plain"]),
        ("${T}/1", ["IAX2/1", "SIP/1"]),
        ("${N}/1", [f"{MARK}/1"]),
        ("${T:0:3}", ["IAX", "SIP"]),
        ("${D:-2}", ["45"]),
        ("${D:1:-1}", ["234"]),
        ("${D:9}", [""]),
        ("${N:1}", [MARK]),
        ("${IF($[${N}]?${D}:x)}", ["12345", "x"]),
        ("${GLOBAL(D)}", ["12345"]),
        ("$[1+1]${D}", [f"{MARK}12345"]),
        ('$["${T}/7"]', ["IAX2/7", "SIP/7"]),
        ("$[ ${D} ]", ["12345"]),
        ("$[IAX2]", ["IAX2"]),
        ('$["a" = "b"]', [MARK]),
        ("$[${N}]", [MARK]),
        ("$[-1]", [MARK]),
        ("${T}${T}", ["IAX2IAX2", "IAX2SIP", "SIPIAX2", "SIPSIP"]),
    ],
)
def test_variants(text: str, expected: list[str]) -> None:
    assert (
        variants(text, Variables({"T": frozenset({"SIP", "IAX2"}), "D": frozenset({"12345"})}).of)
        == expected
    )


def test_many_values_do_not_multiply() -> None:
    known = {name: frozenset(f"{name}{number}" for number in range(20)) for name in "ABCDEF"}
    found = variants("${A}${B}${C}${D}${E}${F}", Variables(known).of)
    assert found[20:] == [
        "".join(f"{name}{number}" for name in "ABCDEF") for number in sorted(range(20), key=str)
    ]
    # what no combination above shows is not known
    assert found[:20] == [f"A{number}{MARK * 5}" for number in sorted(range(20), key=str)]


def test_thousands_of_values_are_not_followed() -> None:
    assert variants("${A}", Variables({"A": frozenset(map(str, range(5000)))}).of) == [MARK]


def handed(context: str, *calls: tuple[str, str, str]) -> dict[str, set[str]]:
    """The values of ARG1, ... in a context, after calls; MARK for a variable."""
    passed = Passed({}, steps(*calls))
    behind = passed.in_context(context)
    names = {name: f"{name}@{behind}" for name in ("ARG1", "ARG2", "ARG3")}
    return {name: set(Variables(passed).of(own)) for name, own in names.items() if own in passed}


@pytest.mark.parametrize(
    ("application", "arguments", "context", "expected"),
    [
        ("Macro", "dial,SIP/1,20", "macro-dial", {"ARG1": {"SIP/1"}, "ARG2": {"20"}}),
        ("MacroIf", "${X}?dial,SIP/1:ring,2", "macro-ring", {"ARG1": {"2"}}),
        ("Gosub", "sub,s,1(SIP/1,${X})", "sub", {"ARG1": {"SIP/1"}, "ARG2": {MARK}}),
        ("Gosub", "100,1(SIP/1)", "included", {"ARG1": {"SIP/1"}}),
        ("Gosub", "1(SIP/1)", "a", {"ARG1": {"SIP/1"}}),
        ("GosubIf", "${X}?sub,s,1(1):sub,s,1(2)", "sub", {"ARG1": {"1", "2"}}),
        ("Dial", "SIP/1,,U(sub^x^y)", "sub", {"ARG1": {"x"}, "ARG2": {"y"}}),
        ("Dial", "SIP/1,,b(sub^s^1(x^y))", "sub", {"ARG1": {"x"}, "ARG2": {"y"}}),
        ("Dial", "SIP/1,,M(ans^x)", "macro-ans", {"ARG1": {"x"}}),
        ("ExecIf", "${X}?Gosub(sub,s,1(x))", "sub", {"ARG1": {"x"}}),
        ("Gosub", "${X},s,1(a)", "any", {"ARG1": {"a"}}),
        ("Gosub", "sub,s,1", "sub", {}),
        ("NoOp", "sub,s,1(a)", "sub", {}),
    ],
)  # fmt: skip
def test_what_is_handed_over(
    application: str, arguments: str, context: str, expected: dict[str, set[str]]
) -> None:
    assert handed(context, ("a", application, arguments)) == expected


def test_each_context_gets_what_is_handed_to_it() -> None:
    calls = [("a", "Gosub", "x,s,1(1)"), ("a", "Gosub", "y,s,1(2)"), ("a", "Gosub", "${Z},s,1(3)")]
    assert handed("x", *calls) == {"ARG1": {"1", "3"}}
    assert handed("elsewhere", *calls) == {"ARG1": {"1", "2", "3"}}
    assert handed("x", *calls, ("b", "Goto", "x,s,1")) == {"ARG1": {"1", "2", "3"}}
    assert handed("x", *calls, ("x", "GotoIf", "${Q}?x,s,1:next")) == {"ARG1": {"1", "3"}}


@pytest.mark.parametrize("assigned", [{}, {"ARG1": frozenset("1")}, {"X": frozenset("1")}])
def test_a_variable_is_known_if_it_has_values(assigned: dict[str, frozenset[str]]) -> None:
    calls = [
        ("a", "Gosub", "x,s,1(1)"),
        ("a", "Gosub", "y,s,1(1,2)"),
        ("a", "Gosub", "${Z},s,1(3)"),
    ]
    passed = Passed(assigned, steps(*calls))
    behind = ["all", "any", "0", "odd", *(context.encode().hex() for context in "abxy")]
    names = [f"{name}@{each}" for name in ("ARG1", "ARG2", "ARG3", "X") for each in behind]
    for name in [*names, "ARG1", "ARG2", "X", "Y"]:
        assert (name in passed) == bool(passed.get(name)), name


def test_values_are_not_collected_to_see_whether_there_are_any() -> None:
    class Many(dict[str, frozenset[str]]):
        def __getitem__(self, name: str) -> frozenset[str]:
            raise AssertionError(f"collects the values of {name}")

    passed = Passed(Many(a=frozenset()), steps(("a", "Gosub", "x,s,1(1)")))
    assert [name for name in ("a", "b", "ARG1@all", "ARG2@all") if name in passed] == [
        "a",
        "ARG1@all",
    ]


def test_what_is_handed_on_is_the_callers() -> None:
    passed = Passed(
        {},
        steps(
            ("a", "Gosub", "x,s,1(SIP/1)"),
            ("x", "Gosub", "y,s,1(20,${ARG1})"),
            ("y", "Gosub", "y,s,1(${ARG1:1},${ARG2})"),
        ),
    )
    assert variants(f"${{ARG2@{passed.in_context('y')}}}", Variables(passed).of) == ["SIP/1", MARK]
    assert variants(f"${{ARG1@{passed.in_context('x')}}}", Variables(passed).of) == ["SIP/1"]
