"""A report from the cache is the one that a check would give, whatever happened to the files."""

import contextlib
import io
import os
import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from asterisk_lint.__main__ import main
from asterisk_lint.run.cache import blob_id
from asterisk_lint.tree import statuses
from asterisk_lint.tree.statuses import Statuses
from asterisk_lint.tree.work import WorkTree
from tests.repository import Repository

MODULES = "[modules]\nautoload=no\nload => pbx_config.so\nload => app_verbose.so\n"
DIALPLAN = "[default]\nexten => 1,1,Verbose(1)\n#tryinclude more.conf\n"
STEPS = ("Verbose(1)", "Playtones(1)", "Queue(help)", "Set(x=${MD5(1)})", "System(ls) ; no")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Three PBXs, in a run that trusts each status that is older than the run."""
    monkeypatch.setattr(statuses, "_STEP", 0)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in list(os.environ):
        if name.startswith(("GIT_", "PRE_COMMIT")):
            monkeypatch.delenv(name)
    top = tmp_path / "top"
    for each in range(3):
        (top / f"pbx{each}").mkdir(parents=True)
        (top / f"pbx{each}/modules.conf").write_text(MODULES)
        (top / f"pbx{each}/extensions.conf").write_text(DIALPLAN)
    repository = Repository(top)
    repository.git("add", "--all")
    monkeypatch.chdir(top)
    return repository


def told(*arguments: str) -> tuple[int, str, str]:
    """What a run says, and its status."""
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        status = main(["--asterisk", "22", *arguments])
    return status, output.getvalue(), errors.getvalue()


def reads_of(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that runs read from now on."""
    paths: list[str] = []
    read = WorkTree.read

    def reading(tree: WorkTree, path: str) -> bytes:
        content = read(tree, path)
        paths.append(path)
        return content

    monkeypatch.setattr(WorkTree, "read", reading)
    return paths


def test_an_unchanged_file_is_not_read_again(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = told()
    told()
    read = reads_of(monkeypatch)
    assert told() == first
    assert read == []
    (repository.path / "pbx1/extensions.conf").write_text(DIALPLAN + "exten => 2,1,Queue(x)\n")
    assert told() == told("--no-cache") != first
    assert {path for path in read[:3] if "pbx1" not in path} == set()


def test_a_file_that_has_just_changed_is_read_again(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statuses, "_STEP", 3_600_000_000_000)
    told()
    read = reads_of(monkeypatch)
    told()
    assert "pbx0/extensions.conf" in read


@pytest.mark.parametrize("mark", ["--assume-unchanged", "--skip-worktree"])
def test_what_git_thinks_unchanged_counts_as_it_is_on_disk(
    repository: Repository, mark: str
) -> None:
    told()
    repository.git("update-index", mark, "pbx0/extensions.conf")
    (repository.path / "pbx0/extensions.conf").write_text(DIALPLAN.replace("Verbose", "Playtone"))
    assert told() == told("--no-cache")
    assert "Playtone" in told()[1]


def edits(top: Path, dice: random.Random) -> list[Callable[[], object]]:
    """Things that happen to the files of a PBX."""
    pbx = top / f"pbx{dice.randrange(3)}"
    other = top / f"pbx{dice.randrange(3)}"
    file = pbx / dice.choice(["extensions.conf", "extensions.conf", "modules.conf", "more.conf"])
    text = (
        f"[default]\nexten => {dice.randrange(9)},1,{dice.choice(STEPS)}\n#tryinclude more.conf\n"
    )

    def write() -> None:
        remove()
        file.write_text(MODULES if file.name == "modules.conf" else text)

    def remove() -> None:
        if file.is_dir() and not file.is_symlink():
            shutil.rmtree(file)
        else:
            file.unlink(missing_ok=True)

    def same_size_and_time() -> None:
        """As `touch --reference` or a tool that unpacks archives leaves it."""
        if file.is_file():
            status = file.stat()
            file.write_text(file.read_text().replace("Verbose", "Playtone", 1)[: status.st_size])
            os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))

    def swap() -> None:
        one, two = pbx / "extensions.conf", other / "extensions.conf"
        if one.exists() and two.exists() and one != two:
            one.rename(pbx / "away")
            two.rename(one)
            (pbx / "away").rename(two)

    def link() -> None:
        remove()
        file.symlink_to(dice.choice([other / "extensions.conf", Path("/dev/null"), pbx / "gone"]))

    def directory() -> None:
        remove()
        file.mkdir()

    def settings() -> None:
        (top / ".asterisk-lint.yaml").write_text(
            dice.choice(["strict: true\n", "sealed: true\n", "uses: {applications: [Queue]}\n"])
        )

    def ignored() -> None:
        (top / ".gitignore").write_text(dice.choice(["more.conf\n", "\n", "queues.conf\n"]))

    def added() -> None:
        subprocess.run(["git", "add", "--all"], cwd=top, check=True, capture_output=True)

    return [
        write,
        write,
        write,
        remove,
        same_size_and_time,
        swap,
        link,
        directory,
        settings,
        ignored,
        added,
    ]


@pytest.mark.parametrize("seed", range(int(os.environ.get("EDIT_SEEDS", "3"))))
def test_the_cache_changes_nothing_over_random_edits(repository: Repository, seed: int) -> None:
    """EDIT_SEEDS=200 makes it a campaign."""
    dice = random.Random(seed)
    for _ in range(8):
        done = dice.choice(edits(repository.path, dice))
        done()
        options = dice.choice([(), ("-q",), ("--output-format", "json"), ("--staged",)])
        jobs = dice.choice([(), ("-j", "2")])
        assert told(*options, *jobs) == told(*options, "--no-cache"), done.__name__


def test_a_status_holds_for_the_content_that_was_read_with_it(tmp_path: Path) -> None:
    place = tmp_path / "a"
    place.write_bytes(b"one")
    known = Statuses(1 << 62)
    known.read("a", place.stat(), b"one")
    known.settle("a", b"two", blob_id(b"two"))  # of another read
    assert known.blobs(["a"], [str(place)]) == [None]
    content = place.read_bytes()
    known.read("a", place.stat(), content)
    known.settle("a", content, blob_id(content))
    assert known.blobs(["a"], [str(place)]) == [blob_id(b"one")]
    place.write_bytes(b"two")
    assert known.blobs(["a"], [str(place)]) == [None]
    place.unlink()
    assert known.blobs(["a"], [str(place)]) == [None]
