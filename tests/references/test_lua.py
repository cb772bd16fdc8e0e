"""Contexts that extensions.lua declares, and places that its code names."""

import pytest

from asterisk_lint.check import check_files, gather
from asterisk_lint.references.navigation import declarations
from asterisk_lint.releases import Release
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.tree.target import Target
from tests.memory import MemoryFiles

RULES = RuleSelection(frozenset({"unknown-context", "unknown-extension", "unknown-priority"}))
LUA = """\
local function ring(context, extension) app.dial("PJSIP/" .. extension, 20) end
extensions = {
  inbound = { include = {"services"}, ["_1XX"] = ring },
}
extensions.services = { ["*97"] = ring, h = function() CODE end }
"""


def told(code: str = "", conf: str = "", lua: str = LUA) -> list[str]:
    files = {
        "modules.conf": "[modules]\nautoload = yes\n",
        "extensions.lua": lua.replace("CODE", code),
        "extensions.conf": f"[a]\n{conf}\n",
    }
    target = Target(MemoryFiles(files), Release.parse("22"))
    return [each.message for each in check_files(target, RULES).findings]


@pytest.mark.parametrize(
    ("conf", "message"),
    [
        ("exten => 1,1,Goto(inbound,100,1)", ""),
        ("exten => 1,1,Goto(inbound,*97,1)", ""),
        ("exten => 1,1,Goto(inbound,2,1)", "there is no extension '2' in the context 'inbound'"),
        ("exten => 1,1,Goto(services,9,1)", "there is no extension '9' in the context 'services'"),
        (
            "exten => 1,1,Goto(inbound,100,2)",
            "there is no priority '2' in extension 100 of the context 'inbound'",
        ),
        ("exten => 1,1,Goto(nowhere,1,1)", "there is no context 'nowhere'"),
        ("include => services\nexten => 1,1,Goto(a,*97,1)", ""),
    ],
)  # fmt: skip
def test_the_dialplan_names_what_lua_declares(conf: str, message: str) -> None:
    assert told(conf=conf) == [message] * bool(message)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ('app["goto"]("inbound", "100", 1)', ""),
        ('app["goto"]("inbound", "2", 1)', "there is no extension '2' in the context 'inbound'"),
        ('app["goto"]("nowhere", "2", 1)', "there is no context 'nowhere'"),
        ('app.dial("PJSIP/1", 20, "G(nowhere^1^1)")', "there is no context 'nowhere'"),
        ('app.gosub("a", "1", "1")', "there is no extension '1' in the context 'a'"),
        ('app["goto"]("inbound", channel.EXTEN:get(), 1)', ""),
        ('app["goto"](where(), "2", 1)', ""),
    ],
)
def test_lua_names_places(code: str, message: str) -> None:
    assert told(code) == [message] * bool(message)


@pytest.mark.parametrize(
    "lua",
    [
        "extensions = {}\nfor _, n in ipairs(names()) do extensions[n] = {} end\n",
        "extensions = {inbound = entries()}\n",
        "extensions = {inbound = {[name()] = function() end}}\n",
        "extensions = {inbound = {}}\ntable.insert(extensions.inbound, function() end)\n",
        "extensions = setmetatable({}, {__index = more})\n",
        "extensions = {inbound = {include = names()}}\n",
        "extensions = {inbound = {",
    ],
)
def test_nothing_is_told_of_tables_that_are_not_followed(lua: str) -> None:
    assert told(conf="exten => 1,1,Goto(inbound,200,1)", lua=lua) == []


def test_editors_go_from_a_name_to_the_table() -> None:
    files = {
        "modules.conf": "[modules]\nautoload = yes\n",
        "extensions.lua": LUA.replace("CODE", ""),
        "extensions.conf": "[a]\nexten => 1,1,Goto(inbound,100,1)\n",
    }
    facts = gather(Target(MemoryFiles(files), Release.parse("22")))
    names = facts.references.names_in("extensions.conf", 2)
    found = {name.text: list(declarations(facts.configuration, name)) for name in names}
    assert found["inbound"] == [("extensions.lua", 3, found["inbound"][0][2])]
    assert found["100"] == found["inbound"]
