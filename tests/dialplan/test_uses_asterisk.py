"""A real Asterisk says which applications it looks for when applications run applications."""

import re
import time

import pytest

from asterisk_lint.model import Step
from asterisk_lint.releases import Release
from asterisk_lint.witness.boot import boot
from tests.calls_end import wait_for_calls
from tests.found_in_steps import step_uses

# None of these applications exists, so that Asterisk names each in its log when it looks for it.
CALLS = [
    ("ExecIf", "{}?Foo(a):Bar(b)"),
    ("ExecIf", "{}?Foo:Bar"),
    ("ExecIf", "{}?Foo(a:b):Bar(c)"),
    ("ExecIf", "{}?Foo[:]:Bar"),
    ("ExecIf", "{}? Foo: Bar"),
    ("ExecIf", "{}?Foo(a),b:Bar"),
    ("ExecIf", "{}?Foo,a:Bar"),
    ("ExecIf", '{}?"Foo:Bar":Baz'),
    ("ExecIf", "{}?Foo((a):Bar"),
    ("ExecIf", "{}?Foo\\:Bar:Baz"),
    ("ExecIf", "{}?:Bar"),
    ("ExecIf", "{}?Foo:"),
    ("ExecIf", "{},Foo,a"),
    ("ExecIf", "{},Foo,a?b:c"),
    ("ExecIf", '$["a?b:c" = "a?b:c" & {}]?Foo:Bar'),
    ("ExecIf", "$[{}]?Foo(x?y):Bar"),
    ("Exec", "Foo(a)"),
    ("Exec", "Foo"),
    ("Exec", "Foo,a"),
    ("Exec", " Foo(a)"),
    ("Exec", "Foo(a)b"),
    ("Exec", "${IF($[{}]?Foo:Bar)}(x)"),
    ("ExecIfTime", "*,*,*,*?Foo(a:b)"),
    ("ExecIfTime", "*,*,*,*?Foo"),
]
MODULES = [
    "[modules]",
    "autoload=no",
    "load=pbx_config",
    "load=res_clioriginate",
    "load=app_exec",
    "load=func_logic",
]
_MISSED = re.compile(
    r"\[(C-[0-9a-f]+)\].*(?:Could not find application!? \(|No such application '|No "
    r"application ')(.*?)(?:\)|' for extension.*|')$",
    re.MULTILINE,
)
_MARK = re.compile(r"\[(C-[0-9a-f]+)\].*Function MARK([0-9]+) not registered")


def ours(application: str, arguments: str) -> set[str]:
    first, *others = step_uses(
        [Step("c", "s", 1, application, arguments, "extensions.conf", 1)],
        release=Release.parse("22"),
    )
    assert first.name == application
    return {use.name for use in others if use.kind == "application"}


def test_asterisk_looks_for_the_same_applications(asterisk_root: str) -> None:
    lines = ["[t]"]
    for number, (application, arguments) in enumerate(CALLS):
        for truth in (0, 1):
            name = f"{number}{truth}"
            lines += [
                f"exten => {name},1,NoOp(${{MARK{name}()}})",
                f"exten => {name},2,{application}({arguments.replace('{}', str(truth))})",
            ]
    with boot(
        asterisk_root, {"extensions.conf": "\n".join([*lines, ""]).encode()}, modules=MODULES
    ) as asterisk:
        for number in range(len(CALLS)):
            for truth in (0, 1):
                asterisk.cli(f"channel originate Local/{number}{truth}@t application Wait 1")
        for _ in range(50):
            if len(_MARK.findall(asterisk.log)) == 2 * len(CALLS):
                break
            time.sleep(0.1)
        time.sleep(0.3)
        log = asterisk.log
    calls = dict(_MARK.findall(log))
    assert len(calls) == 2 * len(CALLS)
    missed: dict[int, set[str]] = {}
    for call, name in _MISSED.findall(log):
        if call in calls and name not in ("(null)", ""):
            missed.setdefault(int(calls[call][:-1]), set()).add(name)
    for number, (application, arguments) in enumerate(CALLS):
        assert missed.get(number, set()) == ours(application, arguments.replace("{}", "1")), (
            application,
            arguments,
        )


@pytest.mark.parametrize(
    ("options", "runs"),
    [
        ("B(x^s^1)", True),
        ("gB(x^s^1(a^b))t", True),
        ("D(a:B(x))", False),
        ("A(B(x^s^1))", False),
        ('D("B(x")B(x^s^1)', False),  # the quotes are gone before the options are read
        ("D(\\))B(x^s^1)", True),
        ("B", False),
        ("B()", False),
        ("tB(x^s^1", False),
    ],
)
def test_options_that_run_a_subroutine(options: str, runs: bool) -> None:
    found = step_uses(
        [Step("c", "s", 1, "Dial", f"Local/1@c,1,{options}", "extensions.conf", 1)],
        release=Release.parse("22"),
    )
    assert ("Gosub" in {use.name for use in found}) is runs


def test_asterisk_runs_a_subroutine_for_the_same_options(asterisk_root: str) -> None:
    marks = test_options_that_run_a_subroutine.pytestmark  # type: ignore[attr-defined]
    cases = marks[0].args[1]
    lines = ["[t]"]
    for number, (options, _) in enumerate(cases):
        lines += [
            f"exten => {number},1,NoOp(${{MARK{number}()}})",
            f"exten => {number},2,Dial(Local/1@nowhere,1,{options})",
        ]
    modules = [
        "[modules]",
        "autoload=no",
        "load=pbx_config",
        "load=res_clioriginate",
        "load=app_dial",
    ]
    with boot(
        asterisk_root, {"extensions.conf": "\n".join([*lines, ""]).encode()}, modules=modules
    ) as asterisk:
        for number in range(len(cases)):
            asterisk.cli(f"channel originate Local/{number}@t application Wait 1")
        wait_for_calls(asterisk)
        log = asterisk.log
    calls = dict(_MARK.findall(log))
    assert len(calls) == len(cases)
    ran = {
        int(calls[call])
        for call in re.findall(r"\[(C-[0-9a-f]+)\].*Cannot run 'Gosub", log)
        if call in calls
    }
    assert ran == {number for number, (_, runs) in enumerate(cases) if runs}


# Functions that exist, given names that are functions themselves (which do not exist).
NAMES = [
    "Set(X=${CUT(FOO(a),-,1)})",
    "Set(X=${FIELDQTY(FOO(a),-)})",
    "Set(X=${FIELDNUM(FOO(a),-,b)})",
    "Set(X=${LISTFILTER(FOO(a),-,b)})",
    "Set(X=${REPLACE(FOO(a),b,c)})",
    "Set(X=${STRREPLACE(FOO(a),b,c)})",
    "Set(X=${SHIFT(FOO(a),-)})",
    "Set(X=${POP(FOO(a),-)})",
    "Set(PUSH(FOO(a),-)=b)",
    "Set(UNSHIFT(FOO(a),-)=b)",
    "Set(X=${SET(FOO(a)=b)})",
    "Set(X=${EVAL(FOO(a))})",
    "Set(X=${IF(FOO(a)?FOO(b):FOO(c))})",
    "Set(X=${LEN(FOO(a))})",
    "Set(X=${TOUPPER(${FOO(a)})})",
    "Set(ARRAY(A,FOO(b))=1\\,2)",
    "Set(FOO(a)=b)",
    "Set( FOO(a)=b)",
    "Set(FOO(a) =b)",
    "Set(FOO(a)x=b)",
    "Set(__FOO(a)=b)",
    "Set(A=1,FOO(b)=2)",
    "MSet(A=1,FOO(b)=2)",
    "MSet(FOO(a,c)=1,B=2)",
    "Set(X=${MASTER_CHANNEL(FOO(a))})",
    "Read(FOO(a),,1,,1,1)",
    "WaitForCondition(%,%[%{FOO(a)} = 1],0.1)",
    "ExecIf(1?Set(FOO(a)=b))",
    "Exec(NoOp(${FOO(a)}))",
    "Set(X=$[FOO(1) + 2])",
    "Set(X=${EXISTS(FOO(a))})",
]
LOADED = [
    "func_cut",
    "func_strings",
    "func_logic",
    "func_channel",
    "app_read",
    "app_waitforcond",
    "app_exec",
]


def test_asterisk_looks_for_functions_in_the_same_names(asterisk_root: str) -> None:
    lines = ["[t]"]
    for number, text in enumerate(NAMES):
        lines += [f"exten => {number},1,NoOp(${{MARK{number}()}})", f"exten => {number},2,{text}"]
    modules = [
        "[modules]",
        "autoload=no",
        "load=pbx_config",
        "load=res_clioriginate",
        *(f"load={name}" for name in LOADED),
    ]
    with boot(
        asterisk_root, {"extensions.conf": "\n".join([*lines, ""]).encode()}, modules=modules
    ) as asterisk:
        for number in range(len(NAMES)):
            asterisk.cli(f"channel originate Local/{number}@t application Wait 2")
        wait_for_calls(asterisk)
        log = asterisk.log
    calls = dict(_MARK.findall(log))
    assert len(calls) == len(NAMES)
    asked: dict[int, set[str]] = {}
    for call, name in re.findall(
        r"\[(C-[0-9a-f]+)\].*(?:Function |could not find func )(.*?)(?: not registered|\.)$",
        log,
        re.MULTILINE,
    ):
        if call in calls and not name.startswith("MARK"):
            asked.setdefault(int(calls[call]), set()).add(name)
    for number, text in enumerate(NAMES):
        application, _, rest = text.partition("(")
        found = step_uses(
            [Step("c", "s", 1, application, rest[:-1], "extensions.conf", 1)],
            release=Release.parse(asterisk_root.rpartition("-")[2]),
        )
        ours_here = {use.name for use in found if use.kind == "function" and "FOO" in use.name}
        assert asked.get(number, set()) == ours_here, text
