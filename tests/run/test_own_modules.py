"""Modules are found as Python finds them, only faster."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import asterisk_lint

# Imports a module through the finder, and prints what Python keeps of it.
SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
from asterisk_lint.run.own_modules import CompiledLoader, import_own_modules_fast
import_own_modules_fast()
import asterisk_lint.conf.section as module, asterisk_lint.conf as package
ours = isinstance(module.__spec__.loader, CompiledLoader)
assert module.__loader__ is module.__spec__.loader
assert [module.__name__, module.__package__] == ["asterisk_lint.conf.section", "asterisk_lint.conf"]
assert package.__package__ == package.__name__ == "asterisk_lint.conf"
print(ours, module.__file__, module.__cached__, list(package.__path__), module.__doc__.split()[0])
import inspect
assert module.Section.__init__.__code__.co_filename == module.__file__
assert inspect.getsource(module.Section.__init__).startswith("    def __init__")
"""

# Imports what a check needs, through the finder or without, and prints what Python keeps of it.
CHECK_SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
fast, threads = sys.argv[2:]
if threads == "threads":
    import threading
    threading.Thread(target=threading.Event().wait, daemon=True).start()
from asterisk_lint.run import own_modules
if fast == "fast":
    own_modules.import_own_modules_fast()
try:
    import asterisk_lint.check
    for name in own_modules.TOGETHER["asterisk_lint.check"]:
        __import__(name)
except ZeroDivisionError:
    import traceback
    print(*traceback.format_exc().splitlines()[-3:], sep="\\n")
for name, module in sorted(sys.modules.items()):
    if name.startswith("asterisk_lint.") and "run" not in name:
        spec, (parent, _, last) = module.__spec__, name.rpartition(".")
        print(name, module.__name__, spec.name, module.__package__, spec.parent, module.__file__)
        print(spec.origin, spec.has_location, module.__cached__, spec.cached)
        print(getattr(module, "__path__", None), spec.submodule_search_locations)
        print(getattr(sys.modules[parent], last) is module, spec.loader is module.__loader__)
        print(*sorted({*vars(module)} - {"__path__"}))
broken = sys.modules.get("asterisk_lint.conf")
print("section:", hasattr(broken, "section"), "asterisk_lint.conf.section" in sys.modules)
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package that Python has compiled."""
    package = Path(asterisk_lint.__file__).parent
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(package, tmp_path / "asterisk_lint", ignore=ignored)
    subprocess.run([sys.executable, "-m", "compileall", "-q", tmp_path], check=True)
    return tmp_path


def imported(copy: Path, **environment: str) -> list[str]:
    """What the script prints, in words."""
    return printed(SCRIPT, copy, **environment).split()


def check_imported(copy: Path, fast: str, threads: str = "", **environment: str) -> str:
    """What the script about a check prints."""
    return printed(CHECK_SCRIPT, copy, fast, threads, **environment)


def printed(script: str, *arguments: Path | str, **environment: str) -> str:
    """What a script prints."""
    left = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    run = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        env={**left, **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    return run.stdout


def test_a_compiled_module_has_what_python_gives_it(copy: Path) -> None:
    folder = copy / "asterisk_lint" / "conf"
    compiled = folder / "__pycache__" / f"section.{sys.implementation.cache_tag}.pyc"
    expected = ["True", str(folder / "section.py"), str(compiled), f"['{folder}']", "One"]
    assert imported(copy) == expected


def test_a_package_that_was_moved_names_its_new_place(copy: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere"
    shutil.copytree(copy / "asterisk_lint", moved / "asterisk_lint")
    assert imported(moved)[:2] == ["True", str(moved / "asterisk_lint" / "conf" / "section.py")]


@pytest.mark.parametrize("newer", [0, 10_000_000_000])
def test_a_source_that_has_changed_is_compiled_again(copy: Path, newer: int) -> None:
    source = copy / "asterisk_lint" / "conf" / "section.py"
    source.write_text(source.read_text().replace('"""One section', '"""Some section', 1))
    if newer:  # the size alone, with the time of the compiled one
        compiled = next(source.parent.glob("__pycache__/section.*.pyc"))
        when = int.from_bytes(compiled.read_bytes()[8:12], "little")
        os.utime(source, (when, when))
    assert imported(copy)[0] == "False"
    assert imported(copy)[-1] == "Some"
    assert imported(copy)[0] == "True"  # Python has written it


@pytest.mark.parametrize(
    "environment",
    [{"PYTHONPYCACHEPREFIX": "elsewhere"}, {"PYTHONOPTIMIZE": "1"}],
    ids=lambda each: next(iter(each)),
)
def test_other_ways_of_compiling_are_left_to_python(
    copy: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(copy)
    assert imported(copy, **environment)[0] == "False"


def test_without_compiled_files_python_imports_the_sources(copy: Path) -> None:
    for folder in list(copy.rglob("__pycache__")):
        shutil.rmtree(folder)
    assert imported(copy, PYTHONDONTWRITEBYTECODE="1")[0] == "False"


@pytest.mark.parametrize("threads", ["", "threads"])
def test_modules_that_are_loaded_together_have_what_python_gives_them(
    copy: Path, threads: str
) -> None:
    expected = check_imported(copy, "python", threads)
    for _ in ("each in its file", "all in one"):
        assert check_imported(copy, "fast", threads) == expected


def test_a_module_that_fails_is_not_there(copy: Path) -> None:
    source = copy / "asterisk_lint" / "conf" / "section.py"
    source.write_text(source.read_text() + "\n1 / 0  # here\n")
    subprocess.run([sys.executable, "-m", "compileall", "-q", source.parent], check=True)
    expected = check_imported(copy, "python").splitlines()
    shown = check_imported(copy, "fast").splitlines()
    assert "1 / 0  # here" in "".join(shown[:3]) + "".join(expected[:3])
    assert shown[-1] == expected[-1] == "section: False False"


@pytest.mark.parametrize("content", [b"", b"damaged"])
def test_a_module_without_a_good_compiled_file_is_left_to_python(
    copy: Path, content: bytes
) -> None:
    compiled = next((copy / "asterisk_lint" / "conf" / "__pycache__").glob("section.*.pyc"))
    compiled.write_bytes(content)
    assert check_imported(copy, "fast") == check_imported(copy, "python")


def kept_codes(copy: Path) -> Path:
    """The compiled file in which the code is kept that a check loads together."""
    name = f"check.{sys.implementation.cache_tag}.pyc"
    return copy / "asterisk_lint" / "__pycache__" / name


def test_modules_that_are_loaded_together_are_read_from_one_file(copy: Path) -> None:
    check_imported(copy, "fast")
    shutil.rmtree(copy / "asterisk_lint" / "conf" / "__pycache__")
    script = CHECK_SCRIPT + "print(sys.modules['asterisk_lint.conf.section'].__loader__)"
    shown = printed(script, copy, "fast", "", PYTHONDONTWRITEBYTECODE="1").splitlines()[-1]
    assert "CompiledLoader" in shown


def test_python_reads_the_file_as_before(copy: Path) -> None:
    before, python = kept_codes(copy).read_bytes(), check_imported(copy, "python")
    check_imported(copy, "fast")
    after = kept_codes(copy).read_bytes()
    assert len(after) > 2 * len(before)
    subprocess.run([sys.executable, "-m", "compileall", "-q", copy], check=True)
    assert check_imported(copy, "python") == python
    assert kept_codes(copy).read_bytes() == after


def test_codes_are_of_no_use_where_a_source_was_written_again(copy: Path) -> None:
    source = copy / "asterisk_lint" / "conf" / "section.py"
    check_imported(copy, "fast")
    before, status = kept_codes(copy).read_bytes(), source.stat()
    source.write_text(source.read_text().replace('"""One section', '"""All section', 1))
    os.utime(source, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert source.stat().st_size == status.st_size
    subprocess.run([sys.executable, "-m", "compileall", "-qf", source.parent], check=True)
    check_imported(copy, "fast")
    assert b"All section" in kept_codes(copy).read_bytes()
    assert b"All section" not in before


@pytest.mark.parametrize("damage", ["cut", "emptied", "another Python's", "a folder"])
def test_codes_that_cannot_be_read_are_left_aside(copy: Path, damage: str) -> None:
    check_imported(copy, "fast")
    file = kept_codes(copy)
    content = file.read_bytes()
    file.unlink()
    if damage == "a folder":
        file.mkdir()
    else:
        other = {"cut": content[:-9], "emptied": b"", "another Python's": b"1234" + content[4:]}
        file.write_bytes(other[damage])
    assert check_imported(copy, "fast") == check_imported(copy, "python")
    check_imported(copy, "fast")
    assert file.is_dir() or len(file.read_bytes()) == len(content)


def test_codes_are_not_written_where_python_writes_no_compiled_files(copy: Path) -> None:
    before = kept_codes(copy).read_bytes()
    check_imported(copy, "fast", PYTHONDONTWRITEBYTECODE="1")
    assert kept_codes(copy).read_bytes() == before
