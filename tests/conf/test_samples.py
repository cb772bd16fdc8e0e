"""Every configuration file that Debian ships with Asterisk, read by us and by that Asterisk."""

from pathlib import Path

from asterisk_lint.conf.reader import read_conf
from asterisk_lint.releases import Release
from asterisk_lint.witness.boot import boot
from tests.conf.test_differential_conf import MANAGER, MODULES, Seen, ask
from tests.memory import MemoryFiles


def test_the_sample_files_are_read_as_asterisk_reads_them(asterisk_root: str) -> None:
    directory = Path(asterisk_root, "etc/asterisk")
    files = {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in directory.rglob("*.conf")
        if path.is_file()
    }
    names = sorted(set(files) - {"manager.conf", "asterisk.conf", "modules.conf", "logger.conf"})
    assert len(names) > 80
    memory = MemoryFiles(files)
    differences, sections = [], 0
    with boot(asterisk_root, {**files, "manager.conf": MANAGER}, modules=MODULES) as asterisk:
        assert asterisk.up, asterisk.failure
        for name, seen in zip(names, ask(asterisk, names), strict=True):
            conf = read_conf(
                memory, name, release=Release.parse(asterisk_root.rpartition("-")[2]), stop=True
            )
            assert conf is not None
            sections += len(seen.sections or ())
            if Seen.of(conf) != seen:
                differences.append((name, seen, conf))
    assert not differences
    assert sections > 200
