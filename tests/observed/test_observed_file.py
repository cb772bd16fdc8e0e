"""The file itself: read back as written, refused with file and line where `observe` did not write
it, and never trusted with protection.
"""

import re

import pytest

from asterisk_lint import __version__
from asterisk_lint.catalog.load import KINDS as CATALOG_KINDS
from asterisk_lint.check import check_files
from asterisk_lint.configuration import Configuration
from asterisk_lint.fix.rounds import fix_files
from asterisk_lint.observed.read import parse_observed
from asterisk_lint.observed.text import render
from asterisk_lint.observed.values import (
    KINDS,
    NAME,
    Defined,
    Foreign,
    Observed,
    ObservedUse,
    OpenQuestion,
    Ran,
    Then,
)
from asterisk_lint.releases import Release
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.settings.values import Settings, SettingsError
from asterisk_lint.tree.find import OBSERVED
from asterisk_lint.tree.target import Target
from asterisk_lint.unseen.digests import digest_of_clients, digest_of_mappings
from tests.memory import MemoryFiles

HEAD = f"version: 1\nwritten-by: {__version__}\nobserved: 2026-11-27\n"

OTHER = (("application", "OtherSMS"), ("channel", "Other"))
FULL = Observed(
    written_by="0.9.1",
    day="2026-11-27",
    asterisk=Release.parse("22.9"),
    complete=True,
    then=Then(frozenset({"app_dial", "res_srtp"}), "0123456789abcdef", "fedcba9876543210",
        frozenset({("rtp.conf", "0123456789abcdef")}), frozenset({"rtp.conf"})),
    files=frozenset({"pjsip.conf", "custom/more.conf"}),
    unread=frozenset({"manager.conf"}),
    includes=frozenset({("extensions.conf", "custom/*.conf")}),
    databases=frozenset({"sippeers", "res_pjsip/endpoint"}),
    conditions=frozenset({"cel.conf general/enable=true"}),
    uses=(
        ObservedUse("application", "Dial", "custom/*.conf", 7),
        ObservedUse("codec", "*", "pjsip.conf", 9),
        ObservedUse("module", "res_srtp", "pjsip.conf", 20, True, True,
            ("chan_pjsip", "res_pjsip")),
    ),
    open=(OpenQuestion("client", "manager.conf", 5,
            ("application", "application:dial", "modules:res_ari_*")),),
    defined=(Defined("function", "ODBC_PRICE", "func_odbc"),),
    logged_from="2026-06-01",
    logged_until="2026-11-27",
    ran=(Ran("application", "Queue", 1204, "2026-11-27", "full log"),
        Ran("channel", "PJSIP", 1, "", "CDR")),
    sounds=frozenset({"g722", "wav"}),
    installed=frozenset({"app_dial", "chan_PJSIP"}),
    foreign=(Foreign("app_alone", ()),
        Foreign("chan_other", ("res_rtp_multicast", "res_srtp"), OTHER)),
)  # fmt: skip


def unnumbered(observed: Observed) -> Observed:
    """Without the lines in the observed file."""
    return observed._replace(
        uses=tuple(use._replace(line=0) for use in observed.uses),
        open=tuple(thing._replace(line=0) for thing in observed.open),
        ran=tuple(ran._replace(line=0) for ran in observed.ran),
    )


def test_what_is_written_is_read() -> None:
    text = render(FULL)
    read = parse_observed(text.encode(), NAME)
    assert unnumbered(read) == FULL
    lines = text.splitlines()
    assert lines[read.uses[0].line - 1] == "  custom/*.conf:7: application Dial"
    assert lines[read.ran[0].line - 1].startswith(
        "  application Queue: 1,204 times until 2026-11-27"
    )
    assert render(read) == text


def test_its_name_and_kinds_are_said_alike_in_both_places() -> None:
    assert OBSERVED == NAME
    assert CATALOG_KINDS | {"module"} == KINDS


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("", ":1: the file is empty"),
        ("version: 1\n", ":1: the key 'written-by' is missing"),
        ("version: 2\nwritten-by: x\nobserved: 2026-11-27\n", ":1: version must be 1"),
        (HEAD + "usess: |\n  x\n",
            ":4: unknown key 'usess' in the observed file (did you mean 'uses'?)"),
        (HEAD + "uses: |\n  pjsip.conf:20 module res_srtp\n", ":5: uses: not FILE:LINE: KIND NAME"),
        (HEAD + "uses: |\n  # a remark\n  pjsip.conf:20: modul res_srtp\n",
            ":6: uses: unknown kind 'modul' (did you mean 'module'?)"),
        (HEAD + "uses: |\n  pjsip.conf:20: module res_srtp (protect)\n",
            ":5: uses: unknown remark (protect) (did you mean 'protects'?)"),
        (HEAD + "open: |\n  manager.conf:5: clients: application\n",
            ":5: open: unknown cause 'clients' (did you mean 'client'?)"),
        (HEAD + "open: |\n  manager.conf:5: client: everything\n",
            ":5: open: unknown kind 'everything'"),
        (HEAD + "ran: |\n  application Queue: often (full log)\n",
            ":5: ran: not KIND NAME: N times"),
        (HEAD + "ran: |\n  application Queue: 3 times (full logs)\n",
            ":5: ran: unknown source 'full logs' (did you mean 'full log'?)"),
        (HEAD + "files: |\n  ../../etc/passwd\n",
            ":5: files: not the name of a file: '../../etc/passwd'"),
        (HEAD + "files: [pjsip.conf]\n", ":4: files must be a text (`files: |`), not a list"),
        (HEAD + "third-party: |\n  chan_other res_a\n", ":5: third-party: not MODULE: MODULES"),
        (
            HEAD + "third-party: |\n  app_own:\nprovides: |\n  application Own: app_other\n",
            ":7: provides: third-party does not list app_other",
        ),
        (HEAD + "provides: |\n  application Own\n", ":5: provides: not KIND NAME: MODULE"),
        (HEAD + "complete: perhaps\n", ":4: complete must be true or false"),
        (HEAD + "asterisk: twenty\n", ":4: asterisk must be an Asterisk release"),
        ("version: 1\nwritten-by: x\nobserved: today\n",
            ":3: observed must be a day such as 2026-11-27"),
        (HEAD + "uses: |\n" + "  a:1: module app_dial\n" * 20_001,
            ":4: uses has more than 20000 lines"),
        (HEAD + "uses: |\n  " + "a" * 5000 + "\n", ":5: uses: a line is too long"),
        ("[" * 20_000, ":1: "),
        ("a" * (2 << 20), "2 MB is too large"),
        ("uses: \x1b[2J\n", ":1: not valid YAML"),
        (HEAD + 'files: "\\e[2J"\n', ":4: files: not the name of a file: '\\x1b[2J'"),
    ],
)  # fmt: skip
def test_what_observe_would_not_write_is_refused_with_its_line(content: str, wanted: str) -> None:
    with pytest.raises(SettingsError) as error:
        parse_observed(content.encode(), NAME)
    assert wanted in str(error.value)
    assert str(error.value).isprintable()


MODULES = "[modules]\nautoload=no\n" + "".join(
    f"load={name}.so\n"
    for name in ("pbx_config", "app_queue", "app_dial", "res_pjsip", "res_pjsip_acl", "res_srtp",
        "res_pjsip_t38")
)  # fmt: skip
FILES = {"modules.conf": MODULES, "extensions.conf": "[default]\nexten => 1,1,NoOp()\n"}


def whitelist(observed: Observed | None, settings: Settings = Settings()) -> frozenset[str]:  # noqa: B008
    """What `--fix` leaves of the whitelist."""
    target = Target(MemoryFiles(FILES), Release.parse("22"), settings, observed=observed)
    return frozenset(fix_files(target, RuleSelection()).after.facts.whitelist.loaded())


LOADED = frozenset(re.findall(r"load=(\w+)", MODULES))
LOOKED = Observed(
    __version__,
    "2026-11-27",
    Release.parse("22"),
    complete=True,
    then=Then(LOADED, mappings=digest_of_mappings(MemoryFiles(FILES))),
)


def test_an_observation_settles_what_a_missing_file_left_open() -> None:
    before, after = whitelist(None), whitelist(LOOKED)
    assert "res_pjsip_t38" in before
    assert "res_pjsip_t38" not in after


def test_no_observation_removes_a_protection() -> None:
    lie = LOOKED._replace(
        files=frozenset({"pjsip.conf", "sorcery.conf", "acl.conf"}), logged_until="2026-11-27"
    )
    for sealed in (False, True):
        left = whitelist(lie, Settings(sealed=sealed, clients_complete=True))
        assert {"res_pjsip_acl", "res_srtp"} <= left


@pytest.mark.parametrize(
    "stale",
    [
        LOOKED._replace(written_by="0.0.1"),
        LOOKED._replace(asterisk=Release.parse("18")),
        LOOKED._replace(complete=False),
        LOOKED._replace(unread=frozenset({"pjsip.conf"})),
    ],
)
def test_what_another_version_release_or_half_a_look_saw_settles_nothing(stale: Observed) -> None:
    assert "res_pjsip_t38" in whitelist(stale)


def test_an_observed_use_is_a_use_until_its_file_is_committed() -> None:
    use = ObservedUse("application", "Queue", "more.conf", 3, line=9)
    seen = LOOKED._replace(files=frozenset({"more.conf"}), uses=(use,))
    facts = check_files(Target(MemoryFiles(FILES), Release.parse("22"), observed=seen)).facts
    reason = facts.required["app_queue"].reasons[0]
    assert (reason.file, reason.line) == (NAME, 9)  # type: ignore[union-attr]
    assert "more.conf:3 on the machine, observed 2026-11-27" in reason.because
    committed = MemoryFiles({**FILES, "more.conf": "[x]\n"})
    facts = check_files(Target(committed, Release.parse("22"), observed=seen)).facts
    assert "app_queue" not in facts.required


def test_clients_are_settled_by_a_person_and_a_period_of_logs_alone() -> None:
    files = {**FILES, "manager.conf": "[general]\nenabled=yes\n[crm]\nsecret=x\nwrite=originate\n"}

    def left(observed: Observed, complete: bool) -> frozenset[str]:
        settings = Settings(clients_complete=complete)
        target = Target(MemoryFiles(files), Release.parse("22"), settings, observed=observed)
        return frozenset(fix_files(target, RuleSelection()).after.facts.whitelist.loaded())

    clients = digest_of_clients(Configuration(MemoryFiles(files), release=Release.parse("22")))
    logged = LOOKED._replace(
        logged_from="2026-06-01",
        logged_until="2026-11-27",
        then=LOOKED.then._replace(clients=clients),
    )
    assert "app_queue" in left(logged, False)
    assert "app_queue" in left(LOOKED, True)
    assert "app_queue" not in left(logged, True)
    queue = Ran("application", "Queue", 1204, "2026-11-27", "full log", 7)
    assert "app_queue" in left(logged._replace(ran=(queue,)), True)


def test_the_formats_of_the_prompts_count_where_the_settings_name_none() -> None:
    files = {"modules.conf": MODULES,
        "extensions.conf": "[default]\nexten => 1,1,Playback(vm-intro)\n"}  # fmt: skip
    target = Target(MemoryFiles(files), Release.parse("22"))
    seen = LOOKED._replace(sounds=frozenset({"g722"}))
    assert "format_gsm" in check_files(target).facts.required
    assert "format_gsm" not in check_files(target._replace(observed=seen)).facts.required
    said = target._replace(observed=seen, settings=Settings(sounds=("gsm",)))
    assert "format_gsm" in check_files(said).facts.required
