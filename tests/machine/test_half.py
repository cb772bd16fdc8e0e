"""Each fixture cut in half: what is taken out of the repository is "on the machine", and an
observation there restores every verdict.
"""

import pytest

from asterisk_lint import __version__
from asterisk_lint.catalog.load import load
from asterisk_lint.check import check_files
from asterisk_lint.commands.observe import at_the_logs
from asterisk_lint.configuration import Configuration
from asterisk_lint.facts import Facts
from asterisk_lint.fix.rounds import fix_files
from asterisk_lint.machine.files import FilesInMemory, MachineFiles
from asterisk_lint.machine.learn import learn
from asterisk_lint.machine.objects import Objects
from asterisk_lint.observed.read import parse_observed
from asterisk_lint.observed.text import render
from asterisk_lint.observed.values import NAME, Observed, Then
from asterisk_lint.releases import Release
from asterisk_lint.requirements.verdicts import protective_modules
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.settings.values import Settings
from asterisk_lint.tree.target import Target, WrittenFile
from asterisk_lint.unseen.digests import digest_of_clients, digest_of_mappings
from asterisk_lint.unseen.known_files import known_files
from asterisk_lint.unseen.reach import rows_by_file
from tests.memory import MemoryFiles
from tests.pbx import pbxs
from tests.unseen.test_mutations import complete, contents, target


def with_spares(name: str) -> dict[str, bytes]:
    """A fixture that also loads every twelfth module of its release: there is something to be
    unused, and something to be in doubt.
    """
    files = {file: bytes(content) for file, content in contents(name).items()}  # type: ignore[arg-type]
    spares = sorted(load(target(files, name).release).modules)[::12]
    extra = "".join(f"load => {module}.so\n" for module in spares).encode()
    return {**files, "modules.conf": files["modules.conf"] + b"\n" + extra}


def states(facts: Facts) -> dict[str, str]:
    return {module: verdict.state for module, verdict in facts.verdicts.items()}


@pytest.mark.parametrize(
    "name", pbxs()[::2]
)  # `python -m tests.machine.test_half` takes all, and both halves
def test_a_look_at_the_machine_gives_every_verdict_back(name: str) -> None:
    whole = with_spares(name)
    wanted = check_files(target(whole, name)).facts
    protective = protective_modules(wanted.declarations, wanted.catalog)
    others = sorted(file for file in whole if not file.startswith("modules"))
    for gone in halves(others)[len(name) % 2 :][:1]:
        check_half(name, whole, gone, states(wanted), protective)


def halves(names: list[str]) -> list[set[str]]:
    return [set(names[0::2]), set(names[1::2])]


def check_half(
    name: str,
    whole: dict[str, bytes],
    gone: set[str],
    wanted: dict[str, str],
    protective: frozenset[str],
) -> None:
    half = {file: content for file, content in whole.items() if file not in gone}
    seen = learn(
        target(half, name), MachineFiles(FilesInMemory(whole), complete=False), day="2026-11-27"
    )
    text = render(seen)
    observed = parse_observed(text.encode(), NAME)
    assert render(observed) == text
    got = states(check_files(target(half, name)._replace(observed=observed)).facts)
    # What protects is never called unused on the word of an observation alone.
    expected = {
        module: "undecided" if state == "unused" and module in protective else state
        for module, state in wanted.items()
    }
    differ = {
        module: (state, got[module])
        for module, state in wanted.items()
        if got[module] not in {state, expected[module]}
    }
    assert differ == {}


@pytest.mark.parametrize("name", ["webrtc", "realtime-odbc"])
def test_fix_removes_nothing_that_the_whole_pbx_requires(name: str) -> None:
    whole = with_spares(name)
    facts = fix_files(target(whole, name), RuleSelection()).after.facts
    required = facts.required.keys() & facts.whitelist.loaded().keys()
    for gone in halves(sorted(file for file in whole if not file.startswith("modules"))):
        half = {file: content for file, content in whole.items() if file not in gone}
        seen = learn(
            target(half, name), MachineFiles(FilesInMemory(whole), complete=False), day="2026-11-27"
        )
        fixed = fix_files(target(half, name)._replace(observed=seen), RuleSelection()).after.facts
        assert required - fixed.whitelist.loaded().keys() == set()


def lie_about(name: str) -> set[str]:
    """What protects in a fixture and is gone after `--fix`, where an observation swears that there
    is nothing to see.
    """
    whole = complete(name)
    facts = check_files(target(whole, name)).facts
    protective = protective_modules(facts.declarations, facts.catalog)
    needed = facts.required.keys() & facts.whitelist.loaded().keys() & protective
    here = {file: content for file, content in whole.items() if file.startswith("modules")}
    lie = Observed(
        __version__,
        "2026-11-27",
        complete=True,
        then=Then(
            frozenset(facts.whitelist.loaded()),
            digest_of_clients(Configuration(MemoryFiles(here), release=facts.catalog.release)),
            digest_of_mappings(MemoryFiles(here)),
        ),
        files=known_files(rows_by_file(facts.declarations)),
        databases=frozenset({"res_pjsip/endpoint", "res_pjsip/auth", "sippeers", "pjsip.conf"}),
        logged_from="2026-01-01",
        logged_until="2026-11-27",
    )
    made = target(here, name)
    settings = made.settings._replace(clients_complete=True, sealed=True)
    fixed = fix_files(made._replace(observed=lie, settings=settings), RuleSelection()).after.facts
    return set(needed - fixed.whitelist.loaded().keys())


@pytest.mark.parametrize("name", ["webrtc", "caller-identity", "sip-classic"])
def test_a_lie_removes_no_protection(name: str) -> None:
    assert lie_about(name) == set()


WHITELIST = "[modules]\nautoload=no\n" + "".join(
    f"load={name}.so\n" for name in ("pbx_config", "chan_pjsip", "res_pjsip", "res_pjsip_t38",
        "res_srtp")
)  # fmt: skip
PJSIP = "[alice]\ntype=endpoint\nallow=!all,ulaw\n"
BASE = {"modules.conf": WHITELIST, "extensions.conf": "[a]\nexten => 1,1,NoOp()\n"}


@pytest.mark.parametrize(
    ("here", "changed"),
    [
        ({"pjsip.conf.j2": "{{ phones }}\n"}, {"pjsip.conf.j2": "{{ phones }}\n[bob]\n"}),
        ({"pjsip.conf": "[alice]\n{{ phones }}\n"},
            {"pjsip.conf": "[alice]\n{{ phones }}\n{{ fax }}\n"}),
        ({"pjsip.conf": PJSIP}, {"pjsip.conf": None}),  # no longer in the repository
    ],
)  # fmt: skip
def test_what_was_made_of_a_file_settles_nothing_once_the_file_has_changed(
    here: dict[str, str], changed: dict[str, str | None]
) -> None:
    before = {**BASE, **here}
    there = FilesInMemory(
        {name: text.encode() for name, text in {**BASE, "pjsip.conf": PJSIP}.items()}
    )
    made = Target(MemoryFiles(before), Release.parse("22"))
    seen = learn(made, MachineFiles(there, complete=True), day="2026-11-27")
    observed = parse_observed(render(seen).encode(), NAME)
    assert states(check_files(made._replace(observed=observed)).facts)["res_pjsip_t38"] == "unused"
    after = {name: text for name, text in {**before, **changed}.items() if text is not None}
    later = made._replace(files=MemoryFiles(after), observed=observed)
    assert states(check_files(later).facts)["res_pjsip_t38"] != "unused"


@pytest.mark.parametrize(
    "here",
    [
        {"pjsip.conf": "[alice]\ntype=endpoint\n"},  # it adds lines
        {},  # it creates the file
    ],
)
def test_a_look_settles_what_a_program_wrote_until_program_or_file_changes(
    here: dict[str, str],
) -> None:
    before = {**BASE, **here, "run.sh": "cat acl >> /etc/asterisk/pjsip.conf\n"}
    there = FilesInMemory(
        {name: text.encode() for name, text in {**BASE, "pjsip.conf": PJSIP}.items()}
    )
    written = (WrittenFile("/etc/asterisk/pjsip.conf", "run.sh", 1),)
    sealed = Settings(sealed=True)
    made = Target(MemoryFiles(before), Release.parse("22"), sealed, written=written)
    assert states(check_files(made).facts)["res_pjsip_t38"] == "undecided"
    seen = learn(made, MachineFiles(there, complete=True), day="2026-11-27")
    observed = parse_observed(render(seen).encode(), NAME)
    made = made._replace(observed=observed)
    assert states(check_files(made).facts)["res_pjsip_t38"] == "unused"
    for name in (*here, "run.sh"):
        after = {**before, name: f"{before[name]}; more\n"}
        later = made._replace(files=MemoryFiles(after))
        assert states(check_files(later).facts)["res_pjsip_t38"] == "undecided", name


DATABASE = {"sorcery.conf": "[res_pjsip]\nendpoint=realtime,ps_endpoints\n",
    "extconfig.conf": "[settings]\nps_endpoints => odbc,one\n"}  # fmt: skip
LATER = "load=res_pjsip_one_touch_record_info.so\n"


@pytest.mark.parametrize(
    ("here", "changed", "module"),
    [
        # The file that asks for it was made on the machine when the module was whitelisted.
        ({}, {"modules.conf": WHITELIST + LATER}, "res_pjsip_one_touch_record_info"),
        (DATABASE, {"extconfig.conf": "[settings]\nps_endpoints => odbc,two\n"}, "res_pjsip_t38"),
        (DATABASE, {"sorcery.conf": "[res_pjsip]\nendpoint=realtime,other\n"}, "res_pjsip_t38"),
    ],
)  # fmt: skip
def test_an_observation_settles_nothing_for_what_was_configured_after_it(
    here: dict[str, str], changed: dict[str, str], module: str
) -> None:
    before = {**BASE, **here}
    there = FilesInMemory(
        {name: text.encode() for name, text in {**before, "pjsip.conf": PJSIP}.items()}
    )
    made = Target(MemoryFiles(before), Release.parse("22"))
    objects = Objects((), frozenset({"res_pjsip/endpoint"}), (), frozenset({"bob"}))
    seen = learn(made, MachineFiles(there, complete=True), day="2026-11-27", objects=objects)
    observed = parse_observed(render(seen).encode(), NAME)
    assert states(check_files(made._replace(observed=observed)).facts)["res_pjsip_t38"] == "unused"
    later = made._replace(files=MemoryFiles({**before, **changed}), observed=observed)
    checked = check_files(later)
    assert states(checked.facts)[module] == "undecided"
    again = learn(later, MachineFiles(there, complete=True), day="2026-11-28", objects=objects)
    assert states(check_files(later._replace(observed=again)).facts)[module] == "unused"
    if module not in WHITELIST:
        told = [each.message for each in checked.findings if module in each.message]
        assert told == [
            f"{module} was whitelisted after the machine was observed on 2026-11-27: "
            "that observation cannot show what needs it"
        ]


def test_a_client_added_after_the_logs_were_read_is_not_settled() -> None:
    client = "[general]\nenabled=yes\n[crm]\nsecret=x\nwrite=originate\n"
    files = {**BASE, "modules.conf": WHITELIST + "load=app_queue.so\n", "manager.conf": client}
    made = Target(MemoryFiles(files), Release.parse("22"), Settings(clients_complete=True))
    machine = MachineFiles(
        FilesInMemory({name: text.encode() for name, text in files.items()}), True
    )
    seen = learn(made, machine, day="2026-11-27")._replace(logged_until="2026-11-27")
    observed = at_the_logs(seen, made, looked=True)
    assert states(check_files(made._replace(observed=observed)).facts)["app_queue"] == "unused"
    for more in ("[new]\nsecret=y\nwrite=originate\n", "write=command\n"):
        after = MemoryFiles({**files, "manager.conf": client + more})
        later = made._replace(files=after, observed=observed)
        assert states(check_files(later).facts)["app_queue"] == "undecided"


def test_odd_names_of_files_are_written_as_nothing_that_cannot_be_read_back() -> None:
    here = {**BASE,
        "extensions.conf": '#include "a b*.conf"\n#tryinclude "x\u202e.conf"\n[a]\n'
            'exten => 1,1,NoOp()\n', "x y.conf.j2": ""}  # fmt: skip
    there = {**here, "a b1.conf": "[b]\nexten => 1,1,Dial(PJSIP/x)\n", "x\u202e.conf": "[c]\n",
        "pjsip.conf": '#include "q r.conf"\n', "q r.conf": PJSIP}  # fmt: skip
    machine = MachineFiles(
        FilesInMemory({name: text.encode() for name, text in there.items()}), True
    )
    seen = learn(Target(MemoryFiles(here), Release.parse("22")), machine, day="2026-11-27")
    text = render(seen)
    assert render(parse_observed(text.encode(), NAME)) == text
    assert "extensions.conf#included:2: application Dial" in text
    assert "pjsip.conf#included:2: module chan_pjsip" in text


def main() -> None:
    """Both halves of every fixture."""
    for name in pbxs():
        whole = with_spares(name)
        facts = check_files(target(whole, name)).facts
        protective = protective_modules(facts.declarations, facts.catalog)
        for gone in halves(sorted(file for file in whole if not file.startswith("modules"))):
            check_half(name, whole, gone, states(facts), protective)
        assert lie_about(name) == set()
        print(name, "the same")


if __name__ == "__main__":
    main()
