"""Related findings, combined into one block of the text for people, to keep a first run
readable.
"""

from collections.abc import Iterator, Sequence

from asterisk_lint.model import Finding
from asterisk_lint.output.gravity import rank
from asterisk_lint.records import NamedTuple
from asterisk_lint.rules import load_rule

FEW = 10  # findings of one PBX that are always shown one by one
# this many findings of one rule in one file are shown one by one, if nothing else connects them
ALONE = 3
COUNT = "{count}"  # in the heading of a group: replaced by "9 modules"


class Block(NamedTuple):
    """Findings of one rule that are shown together; a single one is shown unchanged."""

    heading: str  # "" for a single finding
    findings: tuple[Finding, ...]  # at least one, by place


def blocks_of(findings: Sequence[Finding]) -> list[Block]:
    """Return the findings of one PBX as blocks, the most serious first."""
    if len(findings) <= FEW:
        return single_blocks(findings)
    in_file: dict[tuple[str, str, str], int] = {}
    for finding in findings:
        key = (finding.rule, finding.severity, finding.file)
        in_file[key] = in_file.get(key, 0) + 1
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for number, finding in enumerate(findings):
        where = (finding.rule, finding.severity, finding.file)
        if rank(finding) == 0:  # each protection is reported separately
            key = (str(number), "", "")
        elif finding.group:
            key = (finding.rule, finding.severity, finding.group)
        elif in_file[where] > ALONE:
            key = where
        else:
            key = (str(number), "", "")
        groups.setdefault(key, []).append(finding)
    blocks = [Block(_heading(group), tuple(group)) for group in groups.values()]
    return sorted(blocks, key=lambda block: rank(block.findings[0]))


def single_blocks(findings: Sequence[Finding]) -> list[Block]:
    """Return each finding as a block, the most serious first."""
    blocks = (Block("", (finding,)) for finding in findings)
    return sorted(blocks, key=lambda block: rank(block.findings[0]))


def _heading(group: Sequence[Finding]) -> str:
    if len(group) == 1:
        return ""
    first = group[0]
    if first.group:
        modules = len({finding.module for finding in group})
        return first.group.replace(COUNT, f"{modules} module{'s' if modules > 1 else ''}")
    return f"{len(group)} times in {first.file}: {load_rule(first.rule).summary}"


def places_of(block: Block) -> Iterator[tuple[Finding, str]]:
    """Yield each place of a block, as its first finding, with the problem there: the modules, or
    the message of the only one.
    """
    by_place: dict[tuple[str, int], list[Finding]] = {}
    for finding in block.findings:
        by_place.setdefault((finding.file, finding.line), []).append(finding)
    for group in by_place.values():
        modules = [finding.module or "" for finding in group]
        yield group[0], ", ".join(modules) if all(modules) else group[0].message
