"""`graph`, `module` and `verify` tell what only an observation of the machine shows."""

import json
from pathlib import Path

import pytest

from tests.pbx import lint
from tests.repository import Repository

MODULES = "[modules]\nautoload=no\n" + "".join(
    f"load={name}.so\n" for name in ("pbx_config", "app_queue", "app_verbose", "app_echo",
        "res_musiconhold")
)  # fmt: skip
DIALPLAN = "[a]\nexten => 1,1,Verbose(x)\n#tryinclude more.conf\n"
# Both files are on the machine: Queue() needs app_queue, which declines without queues.conf.
THERE = {
    "modules.conf": MODULES,
    "extensions.conf": DIALPLAN,
    "more.conf": "[b]\nexten => 1,1,Queue(x)\n same => n,Verbose(y)\n",
    "queues.conf": "[x]\nmusicclass=none\n",
}


@pytest.fixture
def pbx(tmp_path: Path) -> Path:
    """A repository after its machine was observed."""
    place = tmp_path / "repository"
    Repository(place).commit(
        **{"modules.conf": MODULES, "extensions.conf": DIALPLAN,
            ".asterisk-lint.yaml": "asterisk: 22\n"}
    )  # fmt: skip
    etc = tmp_path / "etc"
    etc.mkdir()
    for name, text in THERE.items():
        (etc / name).write_text(text)
    log = tmp_path / "full"
    log.write_text(
        "[2026-11-27 10:00:00] VERBOSE[1][C-1] pbx.c: Executing [1@a:1] "
        'Echo("OutgoingSpoolFailed", "") in new stack\n'
    )
    lint("observe", ".", "--etc", str(etc), "--log", str(log), "--yes", cwd=place, status=0)
    return place


def test_graph_marks_what_only_the_machine_shows(pbx: Path) -> None:
    picture = lint("graph", ".", "--output-format", "dot", cwd=pbx, status=0).stdout
    fills = {
        line.split('"')[1]: line.partition("fillcolor=")[2].split('"')[1]
        for line in picture.splitlines()
        if "fillcolor" in line
    }
    observed = fills["module:app_queue"]
    assert fills["module:app_echo"] == observed  # in the log
    assert fills["module:res_musiconhold"] == observed  # app_queue depends on it
    assert fills["module:app_verbose"] == fills["module:pbx_config"] != observed
    page = lint("graph", ".", "--output-format", "html", cwd=pbx, status=0).stdout
    assert "only the machine shows that it is required" in page


def test_module_says_what_an_observation_shows(pbx: Path) -> None:
    said = lint("module", "app_queue", "app_verbose", "app_echo", cwd=pbx, status=0).stdout
    queue, verbose, echo = said.split("\n\n")
    assert ".: needed, as only an observation of the machine shows:" in queue
    assert "    - Queue(): more.conf:2 on the machine, observed " in queue
    assert ".: needed; an observation of the machine shows it, too:" in verbose
    assert "    - Echo(): ran 1 time until 2026-11-27 (full log)" in echo
    written = lint("module", "app_echo", "--output-format", "json", cwd=pbx, status=0).stdout
    [module] = json.loads(written)["modules"]
    assert module["observed"] == [
        {"directory": ".", "only": True,
            "reasons": ["Echo(): ran 1 time until 2026-11-27 (full log)"]}
    ]  # fmt: skip
    elsewhere = lint("module", "app_echo", cwd=pbx.parent / "etc", status=0).stdout
    assert "observ" not in elsewhere


def test_verify_boots_without_the_files_that_only_the_machine_has(
    pbx: Path, asterisk_root: str
) -> None:
    booted = [".", "--root", asterisk_root, "--asterisk", "22", "--output-format", "concise"]
    done = lint("verify", *booted, cwd=pbx)
    assert "did not start" not in done.stdout
    assert (
        "no boot can prove that 3 modules are needed, because only the observation of "
    ) in done.stderr
    assert "shows what they are for: app_echo, app_queue, res_musiconhold" in done.stderr
    (pbx / ".asterisk-lint.observed.yaml").unlink()
    done = lint("verify", *booted, cwd=pbx)
    assert "app_queue did not start in Asterisk" in done.stdout
    assert "because some possible uses cannot be read here: " in done.stderr
