"""What programs write is found out once for each content, and again when it changes."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from asterisk_lint.run.kept_programs import written_by_programs
from asterisk_lint.tree.deployment import in_program
from asterisk_lint.tree.open import open_work_tree
from asterisk_lint.tree.target import WrittenFile

ENTRYPOINT = "#!/bin/sh\nsed -i s/a/b/ /etc/asterisk/pjsip.conf\n"
OTHER = "#!/bin/sh\n\necho x >> /etc/asterisk/rtp.conf\n"


@pytest.fixture
def looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The programs that were looked at, in order."""
    paths: list[str] = []

    def noted(path: str, content: bytes) -> Iterable[WrittenFile]:
        paths.append(path)
        return in_program(path, content)

    monkeypatch.setattr("asterisk_lint.run.kept_programs.in_program", noted)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return paths


def written(place: Path) -> list[tuple[str, str, int]]:
    """What a run finds: the file that is written, by which program, in which line."""
    tree, _ = open_work_tree(str(place))
    found = written_by_programs(tree, wanted=True)
    return [(each.path, each.program, each.line) for each in found]


def test_a_program_is_looked_at_again_only_when_it_changes(
    tmp_path: Path, looked_at: list[str]
) -> None:
    place = tmp_path / "pbx"
    place.mkdir()
    (place / "a.sh").write_text(ENTRYPOINT)
    (place / "b.sh").write_text(OTHER)
    both = [("/etc/asterisk/pjsip.conf", "a.sh", 2), ("/etc/asterisk/rtp.conf", "b.sh", 3)]
    assert written(place) == both
    assert written(place) == both
    assert looked_at == ["a.sh", "b.sh"]
    (place / "b.sh").write_text(OTHER.replace("rtp", "sip"))
    assert written(place) == [both[0], ("/etc/asterisk/sip.conf", "b.sh", 3)]
    assert looked_at == ["a.sh", "b.sh", "b.sh"]
    (place / "a.sh").unlink()
    assert written(place) == [("/etc/asterisk/sip.conf", "b.sh", 3)]
    (place / "c.sh").write_text(ENTRYPOINT)  # under its own name
    assert written(place)[1] == ("/etc/asterisk/pjsip.conf", "c.sh", 2)


def test_nothing_is_kept_without_the_cache(tmp_path: Path, looked_at: list[str]) -> None:
    (tmp_path / "a.sh").write_text(ENTRYPOINT)
    tree, _ = open_work_tree(str(tmp_path))
    assert len(written_by_programs(tree, wanted=False)) == 1
    assert not (tmp_path / "cache").exists()
