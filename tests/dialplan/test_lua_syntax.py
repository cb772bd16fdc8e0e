"""Where a text stops being valid Lua, compared with real Lua; and no text takes long."""

import importlib
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from asterisk_lint.dialplan.lua import read_lua
from asterisk_lint.dialplan.lua.syntax import error
from tests.amount import examples
from tests.memory import MemoryFiles

_FIXTURES = Path(__file__).parents[2] / "fixtures"

GOOD = [
    "",
    "#!/usr/bin/lua\nx = 1",
    "x, y.z, f().a[1] = 1, 'b', [==[ ]] ]==]",
    "local x <const>, y = 0x1p4, .5e-3 -- comment\n--[[ long ]] local z;;",
    "for i = 1, 2, 3 do break end for k, v in pairs(t) do end while true do end repeat "
    "local a until a",
    "if a then elseif b then else return 1, 2; end",
    "function a.b.c:d(e, ...) return ... end local function f() return end",
    "f{1; 2, [3] = 4, x = 5,} f'a' f[[b]] f'a':g{}(1).x() (f)(x)",
    "goto done ::done:: goto = 1",
    "x = not -#a ~b // c >> d .. e ^ f == g ~= h and i or function() end",
    'x = "a\\"b\\\nc\\z  \n d"',
    "a = 3..2",
]
BAD = [
    "[",
    "x=x..",
    "..",
    "end",
    "x",
    "x y",
    "f() = 1",
    "x = ",
    "return return",
    "'a\n'",
    "[=[ a",
    "--[[ a",
    "f 5",
    "if x do end",
    "local 1",
    "{}",
    "goto",
    "~x",
    "x = 1 )",
]


@pytest.mark.parametrize("text", GOOD)
def test_lua(text: str) -> None:
    assert error(text.encode()) is None


@pytest.mark.parametrize("text", BAD)
def test_no_lua(text: str) -> None:
    assert error(text.encode()) is not None


def test_the_place_of_the_error_and_of_the_statement_around_it() -> None:
    text = b"x = 1\nfunction f()\n  if a b\nend\n"
    assert error(text) == (text.index(b"function"), text.index(b"b\n"))


def _refusals(text: str) -> list[str | None]:
    """What Lua 5.1, 5.2, 5.3 and 5.4 say against a text; None where it is valid."""
    return [says(text.encode()) for says in _LUAS]


def _said_by(version: str) -> Callable[[bytes], str | None]:
    runtime = importlib.import_module(f"lupa.{version}").LuaRuntime()
    compile_only: Callable[[bytes], str | None] = runtime.eval(
        "function(text) local _, refusal = (loadstring or load)(text); return refusal end"
    )
    return compile_only


_LUAS = [_said_by(version) for version in ("lua51", "lua52", "lua53", "lua54")]
# What Lua finds when it gives numbers and names a meaning; the grammar allows it.
_MEANING = ("malformed number", "no visible label", "const variable")


@settings(max_examples=examples(1000), deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*GOOD, *BAD, "x = 1", "f()", "do", "end", "function f()", "return", "(", ")", "{", "}"]
        ),
        max_size=6,
    ).map("\n".join)
)
def test_real_lua_takes_and_refuses_the_same(text: str) -> None:
    # Lua 5.1 has no goto and takes it for a name, even where 5.2 to 5.4 refuse it.
    assume("goto" not in text)
    refusals = _refusals(text.removeprefix("#!/usr/bin/lua"))
    if None in refusals:
        assert error(text.encode()) is None
    elif not any(meaning in str(refusals[-1]) for meaning in _MEANING):
        assert error(text.encode()) is not None


@pytest.mark.parametrize(
    "path", sorted(_FIXTURES.glob("**/*.lua")), ids=lambda path: str(path.relative_to(_FIXTURES))
)
def test_every_fixture_is_lua(path: Path) -> None:
    assert error(path.read_bytes()) is None


START = 'extensions = { office = { ["1"] = function() app.dial("SIP/1") end } }\n'


@pytest.mark.parametrize(
    "token",
    [
        "[",
        "[=",
        "[=[",
        "..",
        "x=x..",
        ";~",
        "x=",
        "return ",
        "end ",
        "::",
        "{",
        "(",
        "f(",
        "function f() ",
        "if x then ",
        "'",
        "]]",
    ],
)
def test_wrong_text_is_unseen_and_takes_no_time(token: str) -> None:
    start = time.process_time()
    found = read_lua(MemoryFiles({"extensions.lua": START + token * 40_000}))
    assert time.process_time() - start < 4
    assert [problem.rule for problem in found.problems] == ["syntax-error"]
    assert found.problems[0].line == 2
    assert [step.application for step in found.steps] == ["dial"]
    assert [(thing.line, thing.reaches) for thing in found.unseen] == [
        (2, frozenset({"application", "function"}))
    ]


@pytest.mark.parametrize(
    "text",
    [
        'x = "a"' + ' .. "a"' * 20_000,
        "x = 1" + "+1" * 20_000,
        "x = f" + "()" * 20_000,
        "x = a" + ".b" * 20_000,
    ],
)
def test_what_is_nested_too_deeply_names_the_file_and_is_unseen(text: str) -> None:
    found = read_lua(MemoryFiles({"extensions.lua": START + text}))
    assert [(problem.file, problem.rule) for problem in found.problems] == [
        ("extensions.lua", "syntax-error")
    ]
    assert "nested constructs" in found.problems[0].message
    assert [thing.file for thing in found.unseen] == ["extensions.lua"]


def test_a_small_mistake_hides_nothing_of_a_small_file() -> None:
    found = read_lua(MemoryFiles({"extensions.lua": "x = = 1\n" + START}))
    assert [step.application for step in found.steps] == ["dial"]
    assert not found.unseen
