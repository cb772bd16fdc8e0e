"""Where a new line of modules.conf goes: into the section that Asterisk reads, and not between a
line and the comments that belong to it.
"""

from collections.abc import Sequence

from asterisk_lint.conf.whitelist import OPTIONS


def place_beside(lines: Sequence[str], index: int, *, before: bool, akin: bool) -> tuple[int, bool]:
    """Return the index of a new line beside the one at `index`, and whether that is before it.
    `akin`: the two modules belong together, and their order is free.
    """
    top = above_comments(lines, index)
    # Comments above a line explain it, or they are the heading of a group that starts with it.
    if before and akin and top < index:
        before = False
    # The new line must not be part of a block comment that begins or ends on this one.
    opened = lines[index].count(";--") - lines[index].count("--;")
    if opened:
        before = opened > 0
    return (top, True) if before else (behind_comments(lines, index), False)


def above_comments(lines: Sequence[str], index: int) -> int:
    """Return the index of the first of the comments directly above a line; that of the line itself
    if there are none.
    """
    while index > 0 and _is_comment(lines[index - 1]):
        index -= 1
    return index


def behind_comments(lines: Sequence[str], index: int) -> int:
    """Return the index after a line and the lines below it that continue the comment at its end:
    those whose `;` is in the same column.
    """
    column = _comment_column(lines[index])
    index += 1
    while (
        column > 0
        and index < len(lines)
        and _is_comment(lines[index])
        and _comment_column(lines[index]) == column
    ):
        index += 1
    return index


def _is_comment(line: str) -> bool:
    """Tell whether a line is only a comment: no entry that is commented out, no part of
    `;-- --;`.
    """
    text = line.strip()
    return (
        text.startswith(";")
        and ";--" not in text
        and "--;" not in text
        and text.strip("; \t").partition("=")[0].strip().lower() not in OPTIONS
    )


def _comment_column(line: str) -> int:
    return line.expandtabs().find(";")


def in_section(lines: Sequence[str], index: int, *, included: bool) -> bool:
    """Tell whether an entry at this line would belong to the section that Asterisk reads (as far as
    the lines above show it). `included`: of a file that modules.conf includes in that section.
    """
    if included:
        return not any(line.lstrip().startswith("[") for line in lines[:index])
    current = ""
    seen = 0
    for line in lines[:index]:
        text = line.lstrip()
        if text.startswith("["):
            header, _, options = text[1:].partition("]")
            current = header.lower()
            if current == "modules":
                seen += 1
                if seen > 1 and not options.startswith("(+)"):
                    current = "a second modules"
    return current == "modules"
