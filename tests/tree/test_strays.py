"""Which folders without modules.conf hold files that a deployment may put over those of a PBX."""

import pytest

from tests.pbx import lint
from tests.repository import Repository

ASIDE = (
    *("docs", "test", "old", "pbx-old", "Backups2023", "unit_tests", "third-party", "examples/sip"),
    *("node_modules/x", "archive.2019", "thirdparty", "Documentation", "spec/x", "vendor/a/b"),
    *(".github/workflows", ".devcontainer", "wiki", "etc/asterisk.bkp", "notes", "pbx copy"),
)
# Each contains a word of those.
DEPLOYED = (
    "docker",
    ".docker",
    "notebooks",
    "latest",
    "goldcoast",
    "special",
    "bakery",
    "savecall",
    "originate",
    "nodes/node1",
    "third",
)


def pbx(repository: Repository, *folders: str) -> None:
    """A PBX that uses no app_sms, and folders with a dialplan that does."""
    repository.write(".asterisk-lint.yaml", "asterisk: 20\n")
    lines = "load = pbx_config.so\nload = app_verbose.so\nload = app_sms.so\n"
    repository.write("pbx/modules.conf", f"[modules]\nautoload = no\n{lines}")
    repository.write("pbx/extensions.conf", "[office]\nexten => 1,1,Verbose(1,hello)\n")
    for folder in folders:
        repository.write(f"{folder}/extensions.conf", "[office]\nexten => 1,1,SMS(x)\n")
    repository.commit()


def test_folders_that_nobody_deploys(repository: Repository) -> None:
    pbx(repository, *ASIDE)
    lint("--fix", cwd=repository.path, status=1)
    assert "app_sms" not in (repository.path / "pbx/modules.conf").read_text()


@pytest.mark.parametrize("folder", DEPLOYED)
def test_folders_that_may_be_deployed(folder: str, repository: Repository) -> None:
    pbx(repository, folder)
    lint("--fix", cwd=repository.path, status=0)
    assert "app_sms" in (repository.path / "pbx/modules.conf").read_text()
