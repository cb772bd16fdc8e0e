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
    left = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(copy)],
        env={**left, **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    return run.stdout.split()


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
