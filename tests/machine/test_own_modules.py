"""On a booted Asterisk with modules that nobody but this test has: what they provide is seen in
their files and in what that Asterisk lists, and decides what it can decide."""

import json
import re
import shutil
from pathlib import Path

from asterisk_lint.observed.read import parse_observed
from asterisk_lint.observed.values import NAME, Foreign, Observed
from asterisk_lint.witness.boot import Asterisk, boot
from asterisk_lint.witness.installed_modules import module_folder
from asterisk_lint.witness.layout import Layout, asterisk_conf
from tests.machine.test_booted import release_of
from tests.machine.test_live import reached
from tests.machine.test_observe import is_of_the_list
from tests.own_modules import compiled
from tests.pbx import lint
from tests.repository import Repository
from tests.talk import within

EMPTY = "static int load_module(void) { return 0; }\nstatic int unload_module(void) { return 0; }\n"
BASE = "int own_base_send(void);\nint own_base_send(void) { return 0; }\n" + EMPTY
# It provides an application and a function (whose name `core show functions` cuts off), binds to a
# symbol of another module from outside, and declares that it requires one of Asterisk's own.
SMS = """\
int own_base_send(void);
static int run(struct ast_channel *channel, const char *data) { return own_base_send(); }
static int answer(
    struct ast_channel *channel, const char *command, char *data, char *buffer, size_t size)
{ ast_copy_string(buffer, "1", size); return 0; }
static struct ast_custom_function own = { .name = "OWN_MESSAGES_TO_BE_SENT", .read = answer };
static int unload_module(void)
{
    ast_custom_function_unregister(&own);
    return ast_unregister_application("OwnSMS");
}
static int load_module(void)
{
    ast_custom_function_register(&own);
    return ast_register_application("OwnSMS", run, "Send", "It sends.");
}
"""
LINE = """\
static struct ast_channel_tech line = { .type = "OwnLine", .description = "A line" };
static int unload_module(void) { ast_channel_unregister(&line); return 0; }
static int load_module(void)
{
    if (!(line.capabilities = ast_format_cap_alloc(AST_FORMAT_CAP_FLAG_DEFAULT))) { return -1; }
    ast_format_cap_append(line.capabilities, ast_format_ulaw, 0);
    return ast_channel_register(&line);
}
"""
SMS_APPLICATION = ("application", "OwnSMS")
SMS_FUNCTION = ("function", "OWN_MESSAGES_TO_BE_SENT")
OWN = ("app_ownsms", "chan_ownline", "res_ownbase", "res_owndaemon")
NEEDED = (
    "pbx_config",
    "app_dial",
    "bridge_simple",
    "res_timing_timerfd",
)  # by what the dialplan uses
THEIRS = (*NEEDED, "res_speech", "app_echo", "res_clioriginate")
MODULES = "[modules]\nautoload=no\n" + "".join(
    f"load = {name}.so\n"
    for name in (*NEEDED, "app_ownsms", "chan_ownline", "res_owndaemon", "app_echo")
)
CALLS = b"load = res_clioriginate.so\n"  # for the call that the test makes
DIALPLAN = """[office]
exten => 1,1,Answer()
 same => n,OwnSMS(x)
 same => n,Wait(20)
#tryinclude "customers/*.conf"
"""
CUSTOMERS = """[acme]
exten => 1,1,Dial(OwnLine/secret)
 same => n,NoOp(${OWN_MESSAGES_TO_BE_SENT(secret)})
"""


def modules_of(root: str, folder: Path) -> Path:
    """A module directory with the test's own modules and some of Asterisk's."""
    folder.mkdir()
    theirs = module_folder(root)
    assert theirs is not None
    for name in THEIRS:
        shutil.copy(Path(theirs) / f"{name}.so", folder)
    compiled(root, folder, "res_ownbase", BASE, gives=True)
    compiled(root, folder, "app_ownsms", SMS, more='.requires = "res_speech"')
    compiled(root, folder, "chan_ownline", LINE)
    compiled(root, folder, "res_owndaemon", EMPTY)
    return folder


def repository(folder: Path, release: str) -> Path:
    place = folder / "repository"
    files = {"modules.conf": MODULES, "extensions.conf": DIALPLAN}
    Repository(place).commit(**files, **{".asterisk-lint.yaml": f"asterisk: {release}\n"})
    return place


def running(asterisk: Asterisk) -> set[str]:
    """The modules that run, without those that are built in."""
    found = asterisk.modules().items()
    return {name for name, state in found if state.running and name in (*OWN, *THEIRS)}


def observed_in(place: Path) -> Observed:
    return parse_observed((place / NAME).read_bytes(), NAME)


def provided(place: Path) -> set[tuple[str, str]]:
    return {each for module in observed_in(place).foreign for each in module.provides}


def verdicts(place: Path) -> tuple[dict[str, list[dict[str, str]]], dict[str, set[str]]]:
    """Each required module with its reasons, and what each rule reports."""
    done = lint("--output-format", "json", "--exit-zero", cwd=place, status=0)
    [pbx] = json.loads(done.stdout)["pbx"]
    found: dict[str, set[str]] = {}
    for each in pbx["findings"]:
        names = {each["module"]} if each.get("module") else set()
        if each["rule"] == "undecided-module":
            names |= set(re.findall(r"\b[a-z]+_\w+", each["message"]))
        found.setdefault(each["rule"], set()).update(names)
    return {each["module"]: each["reasons"] for each in pbx["required"]}, found


def test_a_module_from_outside_is_required_where_its_names_are_used(
    asterisk_root: str, tmp_path: Path
) -> None:
    folder = modules_of(asterisk_root, tmp_path / "modules")
    etc = {f"modules/{path.name}": path.read_bytes() for path in folder.iterdir()}
    etc |= {"extensions.conf": DIALPLAN.encode(), "customers/acme.conf": CUSTOMERS.encode()}
    everything = [
        "[modules]",
        "autoload=no",
        *(f"load={name}.so" for name in (*THEIRS, *OWN[::-1])),
    ]
    layout = Layout(directories={"astmoddir": "/etc/asterisk/modules"})
    own = asterisk_conf(layout.etc, layout.options, layout.directories)
    place = repository(tmp_path, release_of(asterisk_root))
    required, found = verdicts(place)
    assert "unknown-application" in found
    assert "app_ownsms" not in required

    there = {**etc, "asterisk.conf": own.encode()}
    sent: list[str] = []
    with boot(asterisk_root, there, modules=everything, layout=layout) as asterisk:
        assert asterisk.up, asterisk.failure
        assert {*OWN, *THEIRS} == running(asterisk)
        assert "OWN_MESSAGES_TO_BE_S " in asterisk.cli("core show functions")  # cut off
        with reached(asterisk, tmp_path, sent) as prefix:
            look = ["observe", ".", "--run", prefix, "--modules", "/etc/asterisk/modules", "--yes"]
            lint(*look, cwd=place, status=0)
    assert [line for line in sent if not is_of_the_list(line)] == []
    assert "secret" not in (place / NAME).read_text()
    seen = observed_in(place)
    assert seen.foreign == (
        Foreign("app_ownsms", ("res_speech", "res_ownbase"), (SMS_APPLICATION, SMS_FUNCTION)),
        Foreign("chan_ownline", (), (("channel", "OwnLine"),)),
        Foreign("res_ownbase", ()),
        Foreign("res_owndaemon", ()),
    )
    assert {SMS_FUNCTION, ("channel", "OwnLine")} <= {(use.kind, use.name) for use in seen.uses}

    required, found = verdicts(place)
    assert {"kind": "application", "name": "OwnSMS", "file": "extensions.conf", "line": 3} in [
        {key: reason[key] for key in ("kind", "name", "file", "line") if key in reason}
        for reason in required["app_ownsms"]
    ]
    assert {"chan_ownline", "res_speech", "res_ownbase"} <= required.keys()
    assert found["missing-module"] == {"res_speech", "res_ownbase"}
    assert found["unused-module"] == {"app_echo"}
    assert "unknown-application" not in found
    # Nothing shows what it does, so it stays.
    assert "res_owndaemon" in found["undecided-module"] | required.keys()

    lint("--fix", cwd=place)
    fixed = (place / "modules.conf").read_text()
    assert set(re.findall(r"(?m)^load = (\w+)\.so", fixed)) == {*OWN, *NEEDED, "res_speech"}
    with boot(
        asterisk_root, {**etc, "modules.conf": fixed.encode() + CALLS}, layout=layout
    ) as asterisk:
        assert asterisk.up, asterisk.failure
        assert {*OWN, *NEEDED, "res_speech", "res_clioriginate"} == running(asterisk)
        asterisk.cli("channel originate Local/1@office application Wait 3")
        assert within(10, lambda: '1@office:2] OwnSMS("' in asterisk.log), asterisk.log[-2000:]
        log = asterisk.log
    assert "No application" not in log
    # A log of that machine counts, too.
    (tmp_path / "full").write_text(log)
    lint("observe", ".", "--log", str(tmp_path / "full"), "--yes", cwd=place, status=0)
    seen = observed_in(place)
    assert ("application", "OwnSMS", 1) in [ran[:3] for ran in seen.ran]
    assert seen.foreign[0].provides == (SMS_APPLICATION, SMS_FUNCTION)
    done = lint("log", "--uses", str(tmp_path / "full"), cwd=place, status=0)
    assert "application OwnSMS: 1 time until" in done.stdout
    done = lint("why", "app_ownsms", cwd=place, status=0)
    assert "extensions.conf:3" in done.stdout


def test_copies_show_what_the_configuration_uses(asterisk_22: str, tmp_path: Path) -> None:
    """Without a running Asterisk, the names come from the configuration and the documentation."""
    folder = tmp_path / "usr/lib/asterisk"
    folder.mkdir(parents=True)
    folder = modules_of(asterisk_22, folder / "modules")
    place = repository(tmp_path, "22")
    look = ["observe", ".", "--modules", str(folder), "--yes"]
    lint(*look, cwd=place, status=0)
    assert provided(place) == {SMS_APPLICATION}
    documents = tmp_path / "usr/share/asterisk/documentation/thirdparty"
    documents.mkdir(parents=True)
    (documents / "own-en_US.xml").write_text(
        '<docs><function name="OWN_MESSAGES_TO_BE_SENT" language="en_US"/>\n'
        '<application name="OwnNothing" language="en_US"></application></docs>\n'
    )
    lint(*look, cwd=place, status=0)
    assert provided(place) == {SMS_APPLICATION, SMS_FUNCTION}
    # A look at copies without the modules keeps what is known of them.
    etc = tmp_path / "etc"
    (etc / "customers").mkdir(parents=True)
    (etc / "customers/acme.conf").write_text("[acme]\nexten => 1,1,OwnSMS(secret)\n")
    lint("observe", ".", "--etc", str(etc), "--yes", cwd=place, status=0)
    assert provided(place) == {SMS_APPLICATION, SMS_FUNCTION}
    assert "customers/*.conf:2: application OwnSMS" in (place / NAME).read_text()
    # Two modules contain that name: which of them provides it is not known.
    shutil.copy(folder / "app_ownsms.so", folder / "app_ownother.so")
    lint(*look, cwd=place, status=0)
    assert provided(place) == set()
