"""Find this program's modules in a fraction of the time that Python's own finder takes.

A check imports some two hundred modules. Python asks each of its finders and tries each kind of
file that a module can be; here, a module is its compiled file beside its source, as Python left it.
Whatever is not so (no compiled file, an older one, another kind of import) is left to Python.

Before a module of `TOGETHER` is found, those that it will import are loaded one after the other,
each before those that import it: Python's import finds them complete and has nothing to do. The
code of all of them is kept behind the code of that module, in its compiled file: Python ignores
what follows there (see `marshal.loads`), and whatever replaces or removes the file does the rest.
"""

import sys
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import MAGIC_NUMBER, SourceFileLoader
from _imp import _fix_co_filename  # type: ignore[attr-defined]
from collections.abc import Sequence
from marshal import dumps, loads
from os import O_CLOEXEC, O_RDONLY, W_OK, access, close, read, stat
from os import open as open_file
from types import CodeType, ModuleType

from asterisk_lint.run.loaded_together import TOGETHER

_PACKAGE = "asterisk_lint."
_AFTER_ROOT = len("asterisk_lint")
# Python writes such a header where it compares a source's time and size (PEP 552).
_BY_TIME = MAGIC_NUMBER + bytes(4)
# Bytes; files are rarely larger.
_MOST = 1 << 16
_MOST_TOGETHER = 1 << 21
_LENGTH = 8  # bytes of the length of what follows a module's code, at the end of the file


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
        place = place_of(name)
        if place is None:
            return None
        if name in TOGETHER and _is_only_thread():
            code = load_together(name, place)
        else:
            code = code_of(place)
        return None if code is None else module_spec(name, place, code)


def _is_only_thread() -> bool:
    """Tell whether no other thread could find a module that is still being loaded."""
    threading = sys.modules.get("threading")
    return threading is None or threading.active_count() == 1


class Place:
    """Where a module is: its source with its status, and the folder if it is a package."""

    def __init__(self, source: str, package: str | None = None) -> None:
        self.source = source
        self.package = package
        self.status = stat(source)

    def compiled(self) -> str:
        """Return the path of the compiled file."""
        folder, _, name = self.source.rpartition("/")
        return f"{folder}/__pycache__/{name[:-3]}.{sys.implementation.cache_tag}.pyc"

    def header(self) -> bytes:
        """Return how a compiled file begins that is up to date (PEP 552)."""
        state = int(self.status.st_mtime) & 0xFFFFFFFF | (self.status.st_size & 0xFFFFFFFF) << 32
        return _BY_TIME + state.to_bytes(8, "little")


def place_of(name: str) -> Place | None:
    """Return where the module of this name is; None without a source."""
    path = sys.modules["asterisk_lint"].__path__[0] + name[_AFTER_ROOT:].replace(".", "/")
    try:
        try:
            return Place(f"{path}.py")
        except FileNotFoundError:
            return Place(f"{path}/__init__.py", path)
    except OSError:
        return None


def code_of(place: Place | None) -> CodeType | None:
    """Return the code of a module's compiled file; None where that is not up to date."""
    if place is None:
        return None
    try:
        content = _content(place.compiled(), _MOST)
    except OSError:
        return None
    if content[:16] != place.header():
        return None
    code: CodeType = loads(memoryview(content)[16:])  # noqa: S302 - what Python's own loader does
    return code


def module_spec(name: str, place: Place, code: CodeType) -> ModuleSpec:
    """Return the spec of a module with this code."""
    _fix_co_filename(code, place.source)  # which moves with a virtual environment
    spec = ModuleSpec(name, CompiledLoader(name, place.source, code), origin=place.source)
    spec._set_fileattr = True  # type: ignore[attr-defined]
    spec.cached = place.compiled()
    if place.package is not None:
        spec.submodule_search_locations = [place.package]
    return spec


def load_together(leader: str, leader_place: Place) -> CodeType | None:
    """Load the modules that are loaded together before this one, each after those that it imports,
    without what Python's import does for each. Return the code of this one, as `code_of` does.

    A module that has no compiled file is left to whatever imports it. Raises what a module raises;
    the module is then not there, as after any import.
    """
    modules = sys.modules
    names = TOGETHER[leader]
    places = [place_of(name) for name in names]
    code_of_leader, *codes = codes_of(leader_place, names, places)
    for name, place, code in zip(names, places, codes):  # noqa: B905 - as many
        parent, _, last = name.rpartition(".")
        if place is None or code is None or name in modules or parent not in modules:
            continue
        spec = module_spec(name, place, code)
        loader: CompiledLoader = spec.loader  # type: ignore[assignment]
        module = modules[name] = loader.create_module(spec)
        try:
            loader.exec_module(module)
        except BaseException:
            del modules[name]
            raise
        setattr(modules[parent], last, module)
    return code_of_leader


def codes_of(
    leader: Place, names: tuple[str, ...], places: Sequence[Place | None]
) -> list[CodeType | None]:
    """Return the code of a module, and those of the modules that are loaded together before it:
    from its compiled file, or, where they are not up to date there, from the compiled file of each.
    Then they are written there, as Python writes compiled files.
    """
    file = leader.compiled()
    # (more than Python compares, because not all of these may be compiled when one of them is)
    states = [
        (each.st_mtime_ns, each.st_ctime_ns, each.st_size, each.st_ino)
        for each in [place.status for place in places if place is not None]
    ]
    beginning = MAGIC_NUMBER + dumps((names, states), 0)  # (0: nothing but the values)
    codes: list[CodeType | None]
    try:
        content = memoryview(_content(file, _MOST_TOGETHER))
        length = int.from_bytes(content[-_LENGTH:], "little")
        kept = content[-_LENGTH - length : -_LENGTH]
        if content[:16] == leader.header() and kept[: len(beginning)] == beginning:
            codes = loads(kept[len(beginning) :])  # noqa: S302 - written below
            return codes
    except (OSError, EOFError, ValueError, TypeError):  # none, or a damaged one
        pass
    codes = [code_of(place) for place in (leader, *places)]
    writable = not sys.dont_write_bytecode and access(file.rpartition("/")[0], W_OK)
    if writable and all(codes):
        data = beginning + dumps(codes)
        code = leader.header() + dumps(codes[0])
        SourceFileLoader("", file).set_data(
            file, code + data + len(data).to_bytes(_LENGTH, "little")
        )
    return codes


def _content(path: str, most: int) -> bytes:
    """Return the content of a file, which rarely has more bytes than that."""
    file = open_file(path, O_RDONLY | O_CLOEXEC)
    try:
        content = read(file, most)
        while len(content) % most == 0 and (more := read(file, most)):
            content += more
        return content
    finally:
        close(file)


def import_own_modules_fast() -> None:
    """From now on, find this program's modules by their compiled files."""
    if sys.pycache_prefix is None and not sys.flags.optimize:
        sys.meta_path.insert(0, CompiledFinder)
