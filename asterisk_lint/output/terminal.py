"""Everything that this program prints goes through here, so that text from others is only
displayed.

Names of files and directories, settings, revisions, lines of a configuration or a log are chosen by
the author of the change. A terminal obeys control characters (ESC, BEL, C1) and displays text in an
order that Unicode's bidirectional characters choose; the runners of GitHub, GitLab, Azure and
TeamCity obey lines that begin with `::` and words such as `##[add-mask]`, on stdout and on stderr.
"""

import os
import sys

# A command of a CI runner: `::` at the start of a line (GitHub skips blanks before it), `##[`,
# `##vso[`, `##teamcity[` anywhere. (The text format's own ` ::: FILE` is not a command: a command's
# name does not begin with a colon.)
COMMAND = r"(?m)^(?! +::: )([^\S\n]*):(?=:)|##(\w*)\["
# Characters that a JSON text may contain unescaped but a terminal must not get: C1, DEL,
# separators, formatting characters (including bidirectional ones).
UNSEEN = (
    "[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]|#(?=#\\w*\\[)"
)


def visible(text: str) -> str:
    """Return text that a terminal only displays, in one line: tabs as blanks, control characters
    and undecodable bytes escaped.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\t", "    ").rstrip("\r\n")
    return "".join(
        character if character.isprintable() else escaped(character) for character in text
    )


def escaped(character: str) -> str:
    """Return the escape of a character that must not reach a terminal."""
    number = ord(character)
    if 0xDC80 <= number <= 0xDCFF:  # surrogateescape: a byte that is not UTF-8
        return f"\\x{number - 0xDC00:02x}"
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"


def without_commands(text: str) -> str:
    """Return text without lines that a CI runner treats as commands."""
    if "::" not in text and "##" not in text:
        return text
    import re

    return re.sub(
        COMMAND,
        lambda found: f"{found[1]}\\x3a" if found[1] is not None else f"##{found[2]}\\x5b",
        text,
    )


def note(message: str, prefix: str = "asterisk-lint: ") -> None:
    """Print one line on stderr; `message` may contain anything."""
    sys.stderr.write(without_commands(f"{prefix}{visible(message)}") + "\n")


def say(line: str = "") -> None:
    """Print one line on stdout; it may contain anything."""
    sys.stdout.write(without_commands(visible(line)) + "\n")


def prompt(question: str) -> None:
    """Print a question on stderr, without a line end; it can contain anything."""
    sys.stdout.flush()
    sys.stderr.write(without_commands(visible(question)))
    sys.stderr.flush()


def say_all(text: str) -> None:
    """Print lines on stdout whose pieces are already visible (they may contain colours)."""
    sys.stdout.write(without_commands(text))


def say_document(text: str, kind: str = "") -> None:
    """Print a document of this program on stdout: JSON (kind `json`) with characters escaped that a
    terminal or a CI obeys, others unchanged.
    """
    if kind == "json":
        import re

        text = re.sub(UNSEEN, lambda found: _in_json(found[0]), text)
    sys.stdout.write(text)


def say_patch(content: bytes) -> None:
    """Print a patch on stdout: its exact bytes, except on a terminal, which obeys some of them, and
    in CI if a line would be a command.
    """
    if sys.stdout.isatty():
        for line in content.decode("utf-8", "surrogateescape").split("\n")[:-1]:
            say(line)
        return
    if any(
        name in os.environ
        for name in ("CI", "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "TEAMCITY_VERSION")
    ):
        text = content.decode("utf-8", "surrogateescape")
        harmless = without_commands(text)
        if harmless != text:
            note(
                "a CI runner would execute a line of this patch, so the line is escaped and "
                "the patch does not apply; create the patch outside CI"
            )
            content = harmless.encode("utf-8", "surrogateescape")
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def progress(line: str = "") -> None:
    """Show a line on the terminal in place of the previous one; nothing clears it. Only if stderr
    is a terminal.
    """
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{visible(line)}\033[K")
        sys.stderr.flush()


def _in_json(character: str) -> str:
    number = ord(character)
    if number < 0x10000:
        return f"\\u{number:04x}"
    number -= 0x10000
    return f"\\u{0xD800 + (number >> 10):04x}\\u{0xDC00 + (number & 0x3FF):04x}"
