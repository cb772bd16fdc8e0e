"""Find this program's modules in a fraction of the time that Python's own finder takes.

A check imports some two hundred modules. Python asks each of its finders and tries each kind of
file that a module can be; here, a module is its compiled file beside its source, as Python left it.
Whatever is not so (no compiled file, an older one, another kind of import) is left to Python.

Before a module of `TOGETHER` is found, those that it will import are loaded one after the other,
each before those that import it: Python's import finds them complete and has nothing to do.
"""

import sys
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import MAGIC_NUMBER, SourceFileLoader
from _imp import _fix_co_filename  # type: ignore[attr-defined]
from collections.abc import Sequence
from marshal import loads
from os import O_CLOEXEC, O_RDONLY, close, read, stat
from os import open as open_file
from types import CodeType, ModuleType

from asterisk_lint.run.loaded_together import TOGETHER

_PACKAGE = "asterisk_lint."
# Python writes such a header where it compares a source's time and size (PEP 552).
_BY_TIME = MAGIC_NUMBER + bytes(4)
_MOST = 1 << 16  # bytes; a file is rarely larger
_COMPILED = f".{sys.implementation.cache_tag}.pyc"


class OwnModule(ModuleType):
    """A module that answers at once that it has no `__path__`, which each `from MODULE import`
    asks for. Python before 3.12 first writes two error messages, which takes longer than the rest
    of such a line.
    """

    __getattribute__ = object.__getattribute__


class CompiledLoader(SourceFileLoader):
    """Loads a module from code that has been read."""

    def __init__(self, name: str, path: str, code: CodeType) -> None:
        self.name = name
        self.path = path
        self.code = code

    def get_code(self, fullname: str) -> CodeType:
        """Return the module's code."""
        return self.code

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return the module with attributes that Python would otherwise look for and set one by
        one.
        """
        module = OwnModule(self.name)
        module.__dict__.update(
            __loader__=self,
            __package__=spec.parent,
            __spec__=spec,
            __file__=self.path,
            __cached__=spec.cached,
        )
        if spec.submodule_search_locations is not None:
            module.__path__ = spec.submodule_search_locations
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Run the module."""
        exec(self.code, module.__dict__)  # noqa: S102 - what Python's own loader does


class CompiledFinder:
    """Finds the modules of this program whose compiled file is up to date."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where a module comes from; None leaves it to Python's own finders."""
        if path is None or not name.startswith(_PACKAGE):
            return None
        if name in TOGETHER and _is_only_thread():
            load_together(TOGETHER[name])
        return spec_of(name, path[0])


def _is_only_thread() -> bool:
    """Tell whether no other thread could find a module that is still being loaded."""
    threading = sys.modules.get("threading")
    return threading is None or threading.active_count() == 1


def spec_of(name: str, folder: str) -> ModuleSpec | None:
    """Return the spec of the module of this name in its parent's folder; None where its compiled
    file is not up to date.
    """
    last = name.rpartition(".")[2]
    package = None
    try:
        source = f"{folder}/{last}.py"
        try:
            status = stat(source)
        except FileNotFoundError:
            package = folder = f"{folder}/{last}"
            last = "__init__"
            source = f"{folder}/__init__.py"
            status = stat(source)
        compiled = f"{folder}/__pycache__/{last}{_COMPILED}"
        content = _content(compiled)
    except OSError:
        return None
    state = int(status.st_mtime) & 0xFFFFFFFF | (status.st_size & 0xFFFFFFFF) << 32
    if content[:16] != _BY_TIME + state.to_bytes(8, "little"):
        return None
    code = loads(memoryview(content)[16:])  # noqa: S302 - what Python's own loader does
    _fix_co_filename(code, source)  # which moves with a virtual environment
    spec = ModuleSpec(name, CompiledLoader(name, source, code), origin=source)
    spec._set_fileattr = True  # type: ignore[attr-defined]
    spec.cached = compiled
    if package is not None:
        spec.submodule_search_locations = [package]
    return spec


def load_together(names: Sequence[str]) -> None:
    """Load modules, each after those that it imports, without what Python's import does for each.

    One that has no compiled file is left to whatever imports it. Raises what a module raises; the
    module is then not there, as after any import.
    """
    modules = sys.modules
    for name in names:
        if name in modules:
            continue
        parent, _, last = name.rpartition(".")
        package = modules.get(parent)
        spec = None if package is None else spec_of(name, package.__path__[0])
        if spec is None:
            continue
        loader: CompiledLoader = spec.loader  # type: ignore[assignment]
        module = modules[name] = loader.create_module(spec)
        try:
            loader.exec_module(module)
        except BaseException:
            del modules[name]
            raise
        setattr(package, last, module)


def _content(path: str) -> bytes:
    file = open_file(path, O_RDONLY | O_CLOEXEC)
    try:
        content = read(file, _MOST)
        while len(content) % _MOST == 0 and (more := read(file, _MOST)):
            content += more
        return content
    finally:
        close(file)


def import_own_modules_fast() -> None:
    """From now on, find this program's modules by their compiled files."""
    if sys.pycache_prefix is None and not sys.flags.optimize:
        sys.meta_path.insert(0, CompiledFinder)
