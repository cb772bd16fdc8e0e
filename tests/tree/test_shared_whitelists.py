"""Several PBXs that read the same whitelist: what one of them needs stays for all."""

import os
from pathlib import Path

import pytest

from tests.pbx import lint
from tests.repository import Repository

SETTINGS = "asterisk: 22\nsealed: true\n"
# Asterisk 22 needs app_verbose for the first dialplan; app_echo and func_db for the second.
DIALPLANS = {
    "a": "[default]\nexten => 1,1,Verbose(1,x)\n",
    "b": "[default]\nexten => 1,1,Echo()\n same => n,NoOp(${DB(a/b)})\n",
}
LINES = "load = pbx_config.so\nload = app_echo.so\nload = app_morsecode.so\nload = app_verbose.so\n"
HEAD = "[modules]\nautoload = no\n"


def layers(repository: Repository) -> str:
    names = [f"  {name}: {{layers: [common, {name}]}}\n" for name in DIALPLANS]
    repository.write(".asterisk-lint.yaml", f"{SETTINGS}pbx:\n{''.join(names)}")
    repository.write("common/modules.conf", HEAD + LINES)
    return "common/modules.conf"


def link(repository: Repository) -> str:
    repository.write("common/list", HEAD + LINES)
    for name in DIALPLANS:
        os.symlink("../common/list", repository.path / name / "modules.conf")
    return "common/list"


def link_to_the_other(repository: Repository) -> str:
    repository.write("a/modules.conf", HEAD + LINES)
    os.symlink("../a/modules.conf", repository.path / "b/modules.conf")
    return "a/modules.conf"


def linked_folder(repository: Repository) -> str:
    repository.write("common/all.conf", LINES)
    for name in DIALPLANS:
        repository.write(f"{name}/modules.conf", f"{HEAD}#include modules.d/*.conf\n")
        os.symlink("../common", repository.path / name / "modules.d")
    return "common/all.conf"


def included_layer(repository: Repository) -> str:
    layers(repository)
    (repository.path / "common/modules.conf").unlink()
    repository.write("common/modules.d/all.conf", LINES)
    for name in DIALPLANS:
        repository.write(f"{name}/modules.conf", f"{HEAD}#include modules.d/*.conf\n")
    return "common/modules.d/all.conf"


@pytest.fixture(params=[layers, link, link_to_the_other, linked_folder, included_layer])
def shared(repository: Repository, request: pytest.FixtureRequest) -> tuple[Path, Path]:
    """The repository, and the file that holds the lines of both PBXs."""
    repository.write(".asterisk-lint.yaml", SETTINGS)
    for name, dialplan in DIALPLANS.items():
        repository.write(f"{name}/extensions.conf", dialplan)
    file = request.param(repository)
    repository.commit()
    return repository.path, repository.path / file


def test_a_line_goes_if_all_agree_and_each_adds_what_it_lacks(shared: tuple[Path, Path]) -> None:
    place, file = shared
    done = lint("--output-format", "concise", cwd=place, status=1)
    assert "app_morsecode" in done.stdout
    assert "nothing uses app_echo" not in done.stdout
    assert "nothing uses app_verbose" not in done.stdout
    lint("--fix", cwd=place, status=1)
    after = file.read_text()
    assert after.endswith(
        "load = func_db.so\nload = pbx_config.so\nload = app_echo.so\nload = app_verbose.so\n"
    )
    lint("--fix", cwd=place, status=0)
    lint("--from-ref", "HEAD", cwd=place, status=0)
    for name in DIALPLANS:
        lint("--fix", name, cwd=place, status=0)
        assert file.read_text() == after


def test_one_alone_asks_the_others(shared: tuple[Path, Path]) -> None:
    place, file = shared
    done = lint("--output-format", "concise", "a", cwd=place, status=1)
    assert done.stdout.count("\n") == 1
    assert "app_morsecode" in done.stdout
    lint("--fix", "a", cwd=place, status=1)
    assert file.read_text().endswith(LINES.replace("load = app_morsecode.so\n", ""))


def test_the_diff_is_one_patch(shared: tuple[Path, Path], repository: Repository) -> None:
    place, file = shared
    patch = lint("--diff", cwd=place, status=1).stdout
    lint("--fix", cwd=place, status=1)
    after = file.read_text()
    repository.git("checkout", "-q", ".")
    repository.git("apply", given=patch)
    assert file.read_text() == after


def test_a_whitelist_of_its_own_has_no_say(repository: Repository) -> None:
    """b reads the common layer, too, but not its modules.conf."""
    for name, dialplan in DIALPLANS.items():
        repository.write(f"{name}/extensions.conf", dialplan)
    layers(repository)
    own = f"{HEAD}load = func_db.so\nload = pbx_config.so\nload = app_echo.so\n"
    repository.write("b/modules.conf", own)
    lint("--fix", cwd=repository.path, status=1)
    common = (repository.path / "common/modules.conf").read_text()
    assert common == f"{HEAD}load = pbx_config.so\nload = app_verbose.so\n"
    assert (repository.path / "b/modules.conf").read_text() == own


def test_of_two_lines_the_shared_one_stays(repository: Repository) -> None:
    for name, dialplan in DIALPLANS.items():
        repository.write(f"{name}/extensions.conf", dialplan)
    repository.write(".asterisk-lint.yaml", SETTINGS)
    file = linked_folder(repository)
    own = f"{HEAD}load = app_echo.so ; own\n#include modules.d/*.conf\n"
    repository.write("b/modules.conf", own)
    repository.commit()
    lint("--fix", cwd=repository.path, status=1)
    assert "load = app_echo.so\n" in (repository.path / file).read_text()
    assert (repository.path / "b/modules.conf").read_text() == own.replace(
        "load = app_echo.so ; own\n", ""
    )
    lint("--fix", cwd=repository.path, status=0)


def test_init_leaves_a_shared_whitelist_to_fix(repository: Repository) -> None:
    """What it wrote for one PBX would stop the modules of the other."""
    for name, dialplan in DIALPLANS.items():
        repository.write(f"{name}/extensions.conf", dialplan)
    file = repository.path / link(repository)
    file.write_text("[modules]\nautoload = yes\n")
    repository.commit()
    for words in (("a",), ()):
        done = lint("init", "--yes", "--asterisk", "22", *words, cwd=repository.path, status=2)
        assert "a and b read the same modules.conf" in done.stderr
        assert file.read_text() == "[modules]\nautoload = yes\n"
        assert repository.git("status", "--short") == ""
    repository.write(".asterisk-lint.yaml", f"{SETTINGS}autoload: fix\n")
    done = lint("--fix", "a", cwd=repository.path, status=2)
    assert "autoload can only be turned off for both" in done.stderr
    assert file.read_text() == "[modules]\nautoload = yes\n"
    lint("--fix", cwd=repository.path, status=1)
    assert {"app_verbose", "app_echo", "func_db", "pbx_config"} == {
        line.removeprefix("load = ").removesuffix(".so")
        for line in file.read_text().split("\n")[2:-1]
    }
    lint("--fix", cwd=repository.path, status=0)
