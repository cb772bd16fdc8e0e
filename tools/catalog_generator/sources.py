"""Which source files make up which module: Asterisk's build rules, read from its Makefiles."""

import re
from collections.abc import Mapping
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from posixpath import basename, dirname, join, normpath

# One module for each source file with the family's prefix (Makefile.moddir_rules); before 1.8 the
# prefix decided alone.
FOLDERS = {
    "apps": "app_", "bridges": "bridge_", "cdr": "cdr_", "cel": "cel_", "channels": "chan_",
    "codecs": "codec_", "formats": "format_",
    "funcs": "func_", "pbx": "pbx_", "res": "res_", "tests": "test_", "addons": "", ".": "",
}  # fmt: skip
CORE_FOLDERS = ("main",)
WANTED = (".c", ".cc", ".cpp", ".h", ".exports.in", "Makefile", ".make", ".xml")


def read_tree(folder: Path) -> dict[str, str]:
    """Return the relevant files of a source tree, by their path in it."""
    found: dict[str, str] = {}
    for part in (*FOLDERS, *CORE_FOLDERS, "include"):
        for path in sorted((folder / part).rglob("*") if part != "." else folder.glob("*")):
            name = path.relative_to(folder).as_posix()
            if name.endswith(WANTED) and path.is_file():
                found[name] = path.read_text(encoding="utf-8", errors="replace")
    return found


def matters(name: str) -> bool:
    """Tell whether a file of the source tree is one of those that are read."""
    top = name.partition("/")[0] if "/" in name else "."
    return name.endswith(WANTED) and top in (*FOLDERS, *CORE_FOLDERS, "include")


def modules(files: Mapping[str, str]) -> dict[str, list[str]]:
    """Module name -> its source files, the main one first; "(core)" for what is linked into
    Asterisk itself.
    """
    homes: dict[str, list[str]] = {
        "(core)": [
            name
            for name in sorted(files)
            if dirname(name) in CORE_FOLDERS and name.endswith((".c", ".cc"))
        ]
    }
    for name in sorted(files):
        folder, file = dirname(name) or ".", basename(name)
        stem, _, ending = file.rpartition(".")
        if (
            folder in FOLDERS
            and ending in ("c", "cc", "cpp")
            and stem.startswith(FOLDERS[folder])
            and "AST_MODULE_INFO" in files[name]
        ):
            homes[stem] = [name]
    for name in sorted(files):
        if basename(name) == "Makefile" or name.endswith(".make"):
            folder = dirname(name) or "."
            for module, parts in (
                _extra_parts(files[name], folder, files) if folder in FOLDERS else []
            ):
                if module in homes:
                    homes[module] += [part for part in parts if part not in homes[module]]
    for module, parts in homes.items():
        for part in list(parts):
            homes[module] += [
                other for other in _included(part, files) if other not in homes[module]
            ]
    return homes


def _included(name: str, files: Mapping[str, str]) -> list[str]:
    """The .c files that a source file includes as text."""
    return [
        path
        for other in _includes(files[name])
        if (path := normpath(join(dirname(name), other))) in files
    ]


@cache
def _includes(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r'^\s*#\s*include\s+"([^"]+\.c)"', text, re.M))


def _extra_parts(
    makefile: str, folder: str, files: Mapping[str, str]
) -> list[tuple[str, list[str]]]:
    text = makefile.replace("\\\n", " ")
    variables = dict(re.findall(r"^\s*(\w+)\s*[:+]?=\s*(.*)$", text, re.M))
    rules = re.findall(r"\(call MOD_ADD_C,\s*(\w+),\s*(.*)\)\s*$", text, re.M)
    for targets, parts in re.findall(r"^([^\t#=\n][^=\n]*?):\s+([^=\n|]*)$", text, re.M):
        rules += [
            (module, parts) for module in re.findall(r"(?:^|[\s,])(\w+)\.so\)?(?=\s|$)", targets)
        ]
    # Before 1.4's rules had names: `chan_misdn.so: chan_misdn.o misdn_config.o ...`.
    return [(module, _expanded(parts, variables, folder, files)) for module, parts in rules]


def _expanded(
    words: str, variables: Mapping[str, str], folder: str, files: Mapping[str, str]
) -> list[str]:
    for _ in range(4):
        words = re.sub(r"\$\((\w+)\)", lambda found: variables.get(found[1], ""), words)
    words = re.sub(r"\$\(subst \.c,\.o,(.*?\))\)", r"\1", words)
    patterns = re.findall(r"\$\(wildcard ([^)]*)\)", words)
    prefixed = re.findall(r"\$\(addprefix ([^,]*),([^)]*)\)", words)
    plain = re.sub(r"\$\(.*?\)", " ", words).split()
    wanted = [pattern for group in patterns for pattern in group.split()]
    wanted += [prefix + word for prefix, group in prefixed for word in group.split()]
    wanted += plain
    names: list[str] = []
    for word in wanted:
        pattern = normpath(join(folder, re.sub(r"\.o$", ".c", word)))
        if pattern in files:
            names.append(pattern)
        elif "*" in pattern and pattern.endswith((".c", ".cc", ".cpp")):
            names += [
                name
                for name in sorted(files)
                if fnmatch(name, pattern) and name.count("/") == pattern.count("/")
            ]
    return names
