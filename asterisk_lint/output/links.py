"""Links in a terminal (OSC 8): a place that opens its file when it is clicked."""

import os
from collections.abc import Mapping

NONE, FILE, LINE = "", "file", "line"  # LINE: the terminal takes #LINE at the end as a line number
PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
PROGRAMS: Mapping[str, str] = {
    "iTerm.app": LINE, "WezTerm": FILE, "ghostty": FILE, "Hyper": FILE, "rio": FILE, "Tabby": FILE,
}  # fmt: skip
TERMINALS: Mapping[str, str] = {
    "xterm-kitty": LINE, "xterm-ghostty": FILE, "alacritty": FILE, "foot": FILE, "foot-extra": FILE,
    "contour": FILE,
}  # fmt: skip


def links_of(environment: Mapping[str, str]) -> str:
    """Return which links a terminal understands, by the variables that it sets: NONE, FILE or LINE.

    A terminal cannot be asked, and one that does not know links may print them. FORCE_HYPERLINK
    says so for others (0: no links). Visual Studio Code gets none: it opens FILE:LINE on its own,
    with the line and on remote machines, which a link does not.
    """
    forced = environment.get("FORCE_HYPERLINK")
    if forced:
        return NONE if forced == "0" else FILE
    if "CI" in environment:
        return NONE
    program = environment.get("TERM_PROGRAM", "")
    if program in PROGRAMS:
        return PROGRAMS[program]
    if program in {"vscode", "tmux", "Apple_Terminal"}:
        return NONE
    terminal = environment.get("TERM", "")
    if terminal in TERMINALS:
        return TERMINALS[terminal]
    # GNOME's terminals: 0.50.0 crashes on links.
    vte = environment.get("VTE_VERSION", "")
    if vte.isdecimal() and int(vte) > 5000:
        return FILE
    return FILE if {"WT_SESSION", "KONSOLE_VERSION", "DOMTERM"} & set(environment) else NONE


def linked(text: str, path: str, line: int, kind: str) -> str:
    """Return a text as a link to a file on this machine.

    Every byte of the path that could end the link, or mean something to a terminal, is written as
    %XX.
    """
    if not kind:
        return text
    where = f"{_quoted(os.uname().nodename)}{_quoted(os.path.abspath(path))}"
    at = f"#{line}" if kind == LINE and line else ""
    return f"\033]8;;file://{where}{at}\033\\{text}\033]8;;\033\\"


def with_links(text: str, kind: str) -> str:
    """Return a text in which each `FILE:LINE` is a link, if there is such a file as seen from the
    current directory.
    """
    if not kind:
        return text
    import re

    return re.sub(
        r"(?<![^\s(])([^\s:(][^\s:]*):(\d+)(?!\d|:\d)",
        lambda found: (
            linked(found[0], found[1], int(found[2]), kind)
            if os.path.isfile(found[1])
            else found[0]
        ),
        text,
    )


def _quoted(text: str) -> str:
    return "".join(
        chr(byte) if byte in PLAIN else f"%{byte:02X}"
        for byte in text.encode("utf-8", "surrogateescape")
    )
