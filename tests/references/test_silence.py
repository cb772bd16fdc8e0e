"""Where something cannot be read, nobody is told that a name refers to nothing."""

import pytest

from asterisk_lint.check import check_files
from asterisk_lint.releases import Release
from asterisk_lint.rules import GROUPS, MISSING_NAMES, RULES, load_rule
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.settings.values import Settings
from asterisk_lint.tree.target import Target
from tests.memory import MemoryFiles

# No file declares these, or the one that the rule speaks of is there.
OF_FILES = {
    "unknown-script", "unknown-sound", "missing-query", "unset-variable", "unset-cdr-field",
    "unknown-cel-event",
}  # fmt: skip
NAMES = [
    name
    for code, name in RULES
    if code.startswith(GROUPS["references"]) and name in MISSING_NAMES and name not in OF_FILES
]
# The file in which the name of each rule's bad example would be declared.
DECLARING = {
    "unknown-context": "extensions.conf",
    "unknown-extension": "extensions.conf",
    "unknown-priority": "extensions.conf",
    "unknown-mailbox": "voicemail.conf",
    "unknown-queue": "queues.conf",
    "unknown-conference-profile": "confbridge.conf",
    "unknown-music-class": "musiconhold.conf",
    "unknown-parking-lot": "res_parking.conf",
    "unknown-agent": "agents.conf",
    "unknown-peer": "pjsip.conf",
    "unknown-pjsip-object": "pjsip.conf",
    "unknown-access-list": "acl.conf",
    "unknown-odbc-connection": "res_odbc.conf",
    "unknown-follow-me": "followme.conf",
    "unknown-feature": "features.conf",
    "unknown-queue-rule": "queuerules.conf",
    "unknown-calendar": "calendar.conf",
}


def found(name: str, files: dict[str, str], *, sealed: bool = False) -> list[str]:
    settings = Settings(sealed=sealed)
    target = Target(MemoryFiles(files), Release.parse("22"), settings)
    scope = RuleSelection(frozenset({name}))
    return [finding.message for finding in check_files(target, scope).findings]


@pytest.mark.parametrize("name", NAMES)
def test_each_example_is_told(name: str) -> None:
    assert found(name, dict(load_rule(name).bad))


@pytest.mark.parametrize(
    ("name", "hiding"),
    [
        (name, hiding)
        for name in NAMES
        for hiding in ("include", "pattern", "exec", "template", "placeholder", "missing")
        # These examples name things in the file that would declare them; and a context in a
        # placeholder is a template.
        if not (hiding == "missing" and name == "unknown-pjsip-object")
        if not (hiding == "placeholder" and DECLARING[name] == "extensions.conf")
    ],
)
def test_nothing_is_told_of_what_may_be_hidden(name: str, hiding: str) -> None:
    files = dict(load_rule(name).bad)
    file = DECLARING[name]
    if hiding == "include":
        files[file] += "#include hidden.conf\n"
    elif hiding == "pattern":
        files[file] += "#tryinclude hidden.d/*.conf\n"
    elif hiding == "exec":
        files[file] += "#exec /usr/local/bin/more\n"
    elif hiding == "template":
        files[f"{file}.j2"] = "{% for each in all %}\n"
    elif hiding == "placeholder":
        kind = next((line for line in files[file].splitlines() if line.startswith("type")), "")
        files[file] += f"[{{{{ item }}}}]\n{kind}\n{{{{ item }}}} => 1,2\n"
    else:
        del files[file]
    assert not found(name, files)


@pytest.mark.parametrize(
    ("name", "family", "file"),
    [
        ("unknown-mailbox", "voicemail", "extconfig.conf"),
        ("unknown-queue", "queues", "extconfig.conf"),
        ("unknown-music-class", "musiconhold", "extconfig.conf"),
        ("unknown-follow-me", "followme", "extconfig.conf"),
        ("unknown-peer", "ps_endpoints", "extconfig.conf"),
    ],
)
def test_nothing_is_told_of_what_may_be_in_a_database(name: str, family: str, file: str) -> None:
    files = dict(load_rule(name).bad)
    files[file] = f"[settings]\n{family} => odbc,asterisk\n"
    if family == "ps_endpoints":
        files["sorcery.conf"] = "[res_pjsip]\nendpoint = realtime,ps_endpoints\n"
    assert not found(name, files)


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("unknown-extension", {"extensions.conf": "switch => Realtime\n"}),
        ("unknown-extension", {"extensions.conf": "include => ${MORE}\n"}),
        ("unknown-context", {"extensions.lua": "extensions = {sales = {}}\n"}),
        ("unknown-context", {"extensions.lua": "extensions = contexts()\n"}),
        ("unknown-context", {"extensions.lua": 'extensions = require("contexts")\n'}),
        ("unknown-context", {"extensions.lua": "extensions = {}\nfill(extensions)\n"}),
        ("unknown-context", {"extensions.lua": "extensions = {[name()] = {}}\n"}),
        ("unknown-context", {"extensions.lua": "extensions = {}\nload(text())()\n"}),
        ("unknown-context", {"extensions.lua": "extensions = {}\n_G[name()] = {x = {}}\n"}),
        ("unknown-context", {"extensions.ael": "context sales { s => { Hangup(); } }\n"}),
        ("unknown-context", {"pjsip.conf": "[global]\ntype = global\nregcontext = sales\n"}),
        ("unknown-parking-lot", {"res_parking.conf": "[general]\nparkeddynamic = yes\n"}),
        ("unknown-mailbox", {"voicemail.conf": "[general]\nsearchcontexts = yes\n"}),
    ],
)
def test_nothing_is_told_where_a_name_can_come_from_elsewhere(
    name: str, more: dict[str, str]
) -> None:
    files = dict(load_rule(name).bad)
    for file, text in more.items():
        files[file] = files.get(file, "") + text
    assert not found(name, files)


MANAGER = "[general]\nenabled = yes\n[x]\nsecret = y\nwrite = "
FLOW = ("unreachable-priority", "priority-gap", "missing-first-priority")
SENDING = (
    {"manager.conf": f"{MANAGER}call\n"},
    {"manager.conf": f"{MANAGER}originate\n"},
    {"manager.conf": f"{MANAGER}system,command\n"},
    {"ari.conf": "[general]\nenabled = yes\n[x]\ntype = user\npassword = y\n",
        "http.conf": "[general]\nenabled = yes\n"},
    {"extensions.conf": "[agi]\nexten => 7,1,AGI(elsewhere.py)\n"},
    {"modules.conf": "[modules]\nautoload=no\nload=pbx_config\nload=pbx_spool\n"},
    {"extensions.conf": "[ari]\nexten => 7,1,Stasis(x)\n"},
)  # fmt: skip


@pytest.mark.parametrize("name", FLOW)
@pytest.mark.parametrize("more", SENDING)
def test_nothing_is_told_where_a_program_could_send_calls(name: str, more: dict[str, str]) -> None:
    files = dict(load_rule(name).bad)
    for file, text in more.items():
        files[file] = text if file == "modules.conf" else files.get(file, "") + text
    assert not found(name, files)
    assert found(name, files, sealed=True)


@pytest.mark.parametrize("name", FLOW)
@pytest.mark.parametrize(
    "more",
    [
        {"manager.conf": f"{MANAGER}user\n"},
        {"manager.conf": "[general]\nenabled = no\n[x]\nsecret = y\nwrite = all\n"},
    ],
)
def test_a_client_that_cannot_send_calls_hides_nothing(name: str, more: dict[str, str]) -> None:
    assert found(name, {**load_rule(name).bad, **more})


@pytest.mark.parametrize("name", FLOW)
@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("print('VERBOSE hello')\n", True),
        ("print('SET CONTEXT default')\nprint('SET PRIORITY 3')\n", False),
    ],
)
def test_an_agi_script_of_the_tree_may_set_the_priority(name: str, script: str, told: bool) -> None:
    files = dict(load_rule(name).bad)
    files["extensions.conf"] += "[agi]\nexten => 7,1,AGI(here.py)\n"
    files["agi-bin/here.py"] = f"#!/usr/bin/python3\n{script}"
    assert bool(found(name, files)) == told
