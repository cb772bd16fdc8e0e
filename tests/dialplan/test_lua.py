"""extensions.lua, as it is read and as a real Asterisk runs it."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from asterisk_lint.dialplan.lua import read_lua
from asterisk_lint.dialplan.steps import Dialplan
from asterisk_lint.model import Use
from asterisk_lint.witness.boot import Asterisk, boot
from tests.memory import MemoryFiles

MODULES = [
    "[modules]", "autoload=no", "load=pbx_lua.so", "load=app_verbose.so", "load=func_callerid.so",
    "load=app_exec.so", "load=res_clioriginate.so",
    "load=codec_ulaw.so",
]  # fmt: skip

# The body of an extension's function, and the calls that Asterisk logs when it runs it.
RUN = {
    'app.noop("a", nil, 3, "b,c")': [("noop", "a,,3,b,c")],
    'app.noop(nil, "x")': [("noop", ",x")],
    "app.NoOp()": [("NoOp", "")],
    'app["noop"]("a" .. 1 .. \'b\')': [("noop", "a1b")],
    "app.noop [[long]]": [("noop", "long")],
    "app.noop [==[\nlo]]ng]==]": [("noop", "lo]]ng")],
    'app.goto("none")': [("goto", "none")],
    'local n = app.noop; n("x"); n("y")': [("noop", "x"), ("noop", "y")],
    'local a = app; a.noop("x")': [("noop", "x")],
    'local name = "noop"; app[name]("x")': [("noop", "x")],
    'pcall(app.noop, "x", 1)': [("noop", "x,1")],
    '_G.app.noop("x")': [("noop", "x")],
    'app.noop(string.format("%s-%02d%%", "f", "5"))': [("noop", "f-05%")],
    'app.noop(("%s/%s"):format("SIP", "1"))': [("noop", "SIP/1")],
    'app.noop(table.concat({"a", "b"}, "&"))': [("noop", "a&b")],
    'join("a", "b")': [("noop", "a&b")],
    'app.noop(TRUNK .. "/1")': [("noop", "SIP/1")],
    'app.noop(settings.trunk, settings["num"])': [("noop", "DAHDI,7")],
    'app.noop(with("x", "y"))': [("noop", "x-y")],
    'call("noop", "a")': [("noop", "a")],
    'object:call("a")': [("noop", "a")],
    'app.noop("q\\"\\\\\\65")': [("noop", 'q"\\A')],
    'app.noop(false or "x")': [("noop", "x")],
    'for _, x in ipairs({"a", "b"}) do app.noop(x) end': [("noop", "a"), ("noop", "b")],
    'channel.CALLERID("num"):set("5"); app.noop("x")': [("noop", "x")],
    'app.noop("${CALLERID(num)}")': [("noop", "${CALLERID(num)}")],
    'app.exec("NoOp(q)")': [("exec", "NoOp(q)")],
    "helper.say()": [("noop", "from a file")],
}

PROGRAM = """
TRUNK = "SIP"
settings = { trunk = "DAHDI", ["num"] = 7 }
helper = require("helper")
local function with(a, b) return a .. "-" .. b end
local function call(name, ...) app[name](...) end
local function join(...) app.noop(table.concat({...}, "&")) end
object = {}
function object:call(text) app.noop(text) end
extensions = { a = {} }
"""
HELPER = 'local M = {}\nfunction M.say() app.noop("from a file") end\nreturn M\n'


def read(program: str, **files: str) -> Dialplan:
    return read_lua(
        MemoryFiles(
            {**{f"{name}.lua": text for name, text in files.items()}, "extensions.lua": program}
        )
    )


def calls(dialplan: Dialplan) -> list[tuple[str, str]]:
    return [(step.application, step.arguments) for step in dialplan.steps if step.priority == 1]


def uses(dialplan: Dialplan, kind: str) -> list[tuple[str, int, int]]:
    return [(use.name, use.line, use.column) for use in dialplan.uses if use.kind == kind]


def in_extension(body: str) -> str:
    return f"extensions = {{ a = {{ s = function(context, extension)\n{body}\nend }} }}\n"


@pytest.mark.parametrize("body", RUN)
def test_calls(body: str) -> None:
    dialplan = read(f"{PROGRAM}extensions.a.x = function(c, e) {body} end\n", helper=HELPER)
    expected = RUN[body]
    assert [call for call in calls(dialplan) if call in expected] == expected
    assert [problem for problem in dialplan.problems if problem.rule != "dynamic-use"] == []


@pytest.fixture(scope="module")
def asterisk(asterisk_root: str) -> Iterator[Asterisk]:
    program = PROGRAM.replace("TRUNK =", 'package.path = "/etc/asterisk/?.lua"\nTRUNK =', 1)
    for number, body in enumerate(RUN):
        program += f'extensions.a["x{number}"] = function(c, e) {body} end\n'
    program += 'hints = { a = { ["x0"] = "SIP/0", [1] = "SIP/" .. 1 } }\n'
    files = {"extensions.lua": program.encode(), "helper.lua": HELPER.encode()}
    with boot(asterisk_root, files, modules=MODULES) as started:
        assert started.up, started.failure
        yield started


def test_asterisk_makes_the_same_calls(asterisk: Asterisk) -> None:
    for number in range(len(RUN)):
        asterisk.cli(f"channel originate Local/x{number}@a application Wait 0")
    wanted = {f"x{number}": expected for number, expected in enumerate(RUN.values())}
    made: dict[str, list[tuple[str, str]]] = {}
    for _ in range(50):
        made = {}
        for match in re.finditer(
            r'pbx_lua\.c: Executing \[(x\d+)@a:1\] (\w+)\("[^"]*", "(.*)"\)', asterisk.log
        ):
            made.setdefault(match[1], []).append((match[2], match[3]))
        if made == wanted:
            break
        time.sleep(0.1)
    assert made == wanted


def test_asterisk_shows_the_same_hints(asterisk: Asterisk) -> None:
    shown = asterisk.cli("dialplan show a")
    dialplan = read(
        'extensions = { a = {} }\nhints = { a = { ["x0"] = "SIP/0", [1] = "SIP/" .. 1 } }\n'
    )
    assert [
        (step.context, step.extension, step.priority, step.application) for step in dialplan.steps
    ] == [
        ("a", "x0", "hint", "SIP/0"),
        ("a", "1", "hint", "SIP/1"),
    ]
    assert re.findall(r"'(\w+)' => +hint: (\S+)", shown) == [("1", "SIP/1"), ("x0", "SIP/0")]


@pytest.mark.parametrize(
    ("program", "line"),
    [
        ("local dial = app.dial\nextensions = {}\n", 1),
        ("extensions = {}\nX = channel.X\n", 2),
        ("x = 1\n", 1),
        ("extensions = {\n", 2),
        ("extensions = {}\nfunction f()\n  app.noop('a'\nend\n", 4),
    ],
)
def test_asterisk_does_not_start_with_what_is_a_problem(
    program: str, line: int, asterisk_root: str
) -> None:
    problems = read(program).problems
    assert [problem.rule for problem in problems] == ["syntax-error"]
    assert abs(problems[0].line - line) <= 1
    with boot(asterisk_root, {"extensions.lua": program.encode()}, modules=MODULES) as started:
        assert not started.up
        assert started.exit_status == 2


def test_no_file_is_no_dialplan() -> None:
    assert read_lua(MemoryFiles({})) == Dialplan()
    assert read("-- nothing\n") == Dialplan()


def test_the_example_that_asterisk_ships_is_no_dialplan(asterisk_root: str) -> None:
    sample = (Path(asterisk_root) / "etc/asterisk/extensions.lua").read_text()
    assert read(sample) == Dialplan()
    assert read(sample + "x = 1\n").steps


def test_a_call_in_one_extension_knows_it() -> None:
    dialplan = read(
        'local function h(c, e)\n  app.dial("SIP/" .. e)\nend\n'
        'extensions = { a = { ["_1X"] = h }, ["b-c"] = { include = { "a" } } }\n'
    )
    assert [step[:8] for step in dialplan.steps] == [
        ("a", "_1X", 1, "dial", "SIP/${e}", "extensions.lua", 2, 7)
    ]


def test_a_call_in_several_extensions_knows_none() -> None:
    dialplan = read(
        "local function h()\n  app.echo()\nend\nextensions = { a = { s = h, t = h } }\n"
    )
    assert [step[:4] for step in dialplan.steps] == [("", "", 1, "echo")]


def test_extensions_may_be_built_piece_by_piece() -> None:
    dialplan = read(
        "extensions = {}\nextensions.a = {}\n"
        'extensions["a"]["s"] = function() app.echo() end\n'
        "extensions.b = { t = function() app.wait(1) end }\n"
    )
    assert [step[:4] for step in dialplan.steps] == [("a", "s", 1, "echo"), ("b", "t", 1, "wait")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('channel.CALLERID("num"):get()', [("CALLERID", 2, 9)]),
        ('channel.CALLERID("num"):set(5)', [("CALLERID", 2, 9)]),
        ('channel["CALLERID(num)"]:get()', [("CALLERID", 2, 9)]),
        ('channel["CDR(x)"] = "y"', [("CDR", 2, 9)]),
        ("channel.LANGUAGE():get()", [("LANGUAGE", 2, 9)]),
        ('channel["DB(a/" .. extension .. ")"]:get()', [("DB", 2, 9)]),
        ('local c = channel; c.TIMEOUT("digit"):set(5)', [("TIMEOUT", 2, 22)]),
        ('local cid = channel.CALLERID; cid("num")', [("CALLERID", 2, 31)]),
        ('app.noop(channel.DB("a/b"):get())', [("DB", 2, 18)]),
        ("channel.EXTEN:get()", []),
        ("channel.X = 1", []),
        ('channel["X"]:set("CDR(x)")', []),
        ("local channel = {}; channel.CDR('x')", []),
    ],
)
def test_functions(body: str, expected: list[tuple[str, int, int]]) -> None:
    dialplan = read(in_extension(body))
    assert uses(dialplan, "function") == expected
    assert dialplan.problems == ()


def test_functions_inside_arguments_of_functions() -> None:
    assert [
        name
        for name, _, _ in uses(read(in_extension('channel.MATH("${DB(a/b)}+1"):get()')), "function")
    ] == ["MATH", "DB"]


@pytest.mark.parametrize(
    ("body", "reaches"),
    [
        ("app[extension]('x')", "application"),
        ("app['x' .. extension]()", "application"),
        ("channel[extension]:get()", "function"),
        ("somewhere(app)", "application"),
        ("somewhere(channel)", "function"),
        ("return app", "application"),
        ("load(extension)()", "application"),
    ],
)
def test_what_cannot_be_followed(body: str, reaches: str) -> None:
    dialplan = read(in_extension(body))
    assert [(problem.rule, problem.line) for problem in dialplan.problems] == [("dynamic-use", 2)]
    assert [unseen.line for unseen in dialplan.unseen] == [2]
    assert reaches in dialplan.unseen[0].reaches


@pytest.mark.parametrize(
    "body",
    [
        "local app = {}; app[extension]()",
        "local t = {}; t[extension]()",
        'app[extension == "1" and "noop" or "echo"]()',
        'channel["VAR_" .. extension]:get()',
        "local f = app.noop; if f then f() end",
    ],
)
def test_what_can_be_followed_is_no_problem(body: str) -> None:
    assert read(in_extension(body)).problems == ()


def test_an_application_that_is_kept_in_a_table_is_used() -> None:
    dialplan = read(in_extension("actions = { hang = app.hangup }; actions[extension]()"))
    assert uses(dialplan, "application") == [("hangup", 2, 24)]


def test_parameters_take_the_values_of_every_call() -> None:
    program = 'local function out(tech)\n  app.dial(tech .. "/1")\nend\n' + in_extension(
        'out("SIP"); out("PJSIP")'
    )
    assert calls(read(program)) == [("dial", "SIP/1"), ("dial", "PJSIP/1")]


def test_required_files_are_found_where_lua_looks() -> None:
    files = {
        "extensions.lua": 'package.path = package.path .. ";/etc/asterisk/lua/?.lua"\n'
        "extensions = {}\n"
        'require "a.b"\nrequire("c")\ndofile("/etc/asterisk/d.lua")\n',
        "lua/a/b.lua": "function f() app.noop(1) end\n",
        "c.lua": "function g() app.noop(2) end\n",
        "d.lua": "function h() app.noop(3) end\n",
        "e.lua": "function i() app.noop(4) end\n",
    }
    dialplan = read_lua(MemoryFiles(files))
    assert sorted((step.file, step.arguments) for step in dialplan.steps) == [
        ("c.lua", "2"),
        ("d.lua", "3"),
        ("lua/a/b.lua", "1"),
    ]
    assert dialplan.unseen == ()


def test_a_required_file_that_is_not_here_is_unseen() -> None:
    dialplan = read('extensions = {}\nrequire "our.own"\nrequire "luasql.postgres"\n')
    assert [(unseen.line, sorted(unseen.reaches)) for unseen in dialplan.unseen] == [
        (2, ["application", "function"])
    ]


def test_files_that_require_each_other_are_read_once() -> None:
    assert calls(
        read(
            'require "b"\nextensions = {}\n',
            b='require "extensions"\nfunction f() app.echo() end\n',
        )
    ) == [("echo", "")]


def test_an_error_hides_no_other_use() -> None:
    dialplan = read(
        "extensions = {}\nfunction f()\n  app.dial('SIP/1'\nend\nfunction g()\n"
        "  app.queue('x')\nend\n"
    )
    assert [(problem.rule, problem.line) for problem in dialplan.problems] == [("syntax-error", 3)]
    assert ("queue", "x") in calls(dialplan)


def test_bytes_and_columns() -> None:
    dialplan = read_lua(
        MemoryFiles(
            {
                "extensions.lua": b"\xef\xbb\xbfextensions = {}\n"
                b'function f() --[[\xe9]] app.noop("\xc3\xa9\xe9") end\n'
            }
        )
    )
    assert [(step.arguments, step.line, step.column) for step in dialplan.steps] == [
        ("é\udce9", 2, 26)
    ]


def test_a_long_chain_is_read() -> None:
    dialplan = read(in_extension("app.noop(" + " .. ".join(['"x"'] * 1500) + ")"))
    assert calls(dialplan) == [("noop", "x" * 1500)]


def test_a_wrapper_keeps_what_belongs_together() -> None:
    program = "local function run(name, ...)\n  app[name](...)\nend\n" + in_extension(
        'run("dial", "SIP/1", 20); run("playback", "x")'
    )
    assert calls(read(program)) == [("dial", "SIP/1,20"), ("playback", "x")]


def test_a_wrapper_that_is_handed_on_is_not_known_to_the_end() -> None:
    program = "function run(name)\n  app[name]()\nend\n" + in_extension('run("echo"); other(run)')
    assert calls(read(program)) == [("echo", "")]
    assert [problem.line for problem in read(program).problems] == [2]


@pytest.mark.parametrize(
    "program",
    [
        'x = ""\n' + 'x = x .. "a" .. x\n' * 200,
        "".join(f'v{number} = (v{number + 1} or "a") .. v{number + 1}\n' for number in range(60)),
        "".join(f"v{number} = v{number + 1} .. v{number + 1}\n" for number in range(39))
        + 'v39 = "x"\n',
        "function f(a) return f(a .. a) end\n" + 'f("x")\n' * 100,
        "t = {}\nt.t = t\nfor k, v in pairs(t) do t[k] = v t[v] = t.t.t.t end\n",
    ],
)
def test_entangled_programs_are_read_to_an_end(program: str) -> None:
    dialplan = read(program + "extensions = {}\nfunction g() app.noop(x, v0, f('y'), t.t.t) end\n")
    assert dialplan.steps or dialplan.unseen


def test_uses_are_told_once_for_each_place() -> None:
    dialplan = read(in_extension('channel.CDR("a"):set("b")'))
    assert [use for use in dialplan.uses if use.kind == "function"] == [
        Use("function", "CDR", "extensions.lua", 2, 9, "a", "s", 1)
    ]
    assert dialplan.problems == ()
