"""Modules from outside Asterisk, compiled for a test with the headers of a root (Debian's
asterisk-dev)."""

import shutil
import subprocess
from pathlib import Path

import pytest

HEAD = """\
#include "asterisk.h"
#include "asterisk/module.h"
#include "asterisk/pbx.h"
#include "asterisk/channel.h"
#include "asterisk/format_cache.h"
#include "asterisk/format_cap.h"
"""
INFO = """\
AST_MODULE_INFO(
    ASTERISK_GPL_KEY, {flags}, "A module for a test", .load = load_module,
    .unload = unload_module, .support_level = AST_MODULE_SUPPORT_EXTENDED, {more});
"""


def compiled(
    root: str, folder: Path, name: str, body: str, *, gives: bool = False, more: str = ""
) -> Path:
    """Compile a module into a folder. `body` defines load_module() and unload_module(); `gives`:
    others bind to its symbols; `more`: other fields of its ast_module_info.
    """
    compiler = shutil.which("cc")
    headers = Path(root) / "usr/include"
    if compiler is None or not (headers / "asterisk/module.h").exists():
        pytest.skip("needs a C compiler, and asterisk-dev in the root")
    flags = "AST_MODFLAG_GLOBAL_SYMBOLS" if gives else "AST_MODFLAG_DEFAULT"
    text = HEAD + body + INFO.format(flags=flags, more=more)
    to = folder / f"{name}.so"
    # The C library's own headers are this machine's; the root's are for another compiler.
    words = [compiler, "-shared", "-fPIC", "-O1", "-x", "c", "-idirafter", str(headers)]
    words += [f'-DAST_MODULE="{name}"', f"-DAST_MODULE_SELF_SYM=__internal_{name}_self"]
    done = subprocess.run([*words, "-o", str(to), "-"], input=text, text=True, capture_output=True)
    if done.returncode and "asterisk" not in done.stderr:
        pytest.skip(f"the compiler lacks headers: {done.stderr[:200]}")
    assert done.returncode == 0, done.stderr
    return to
