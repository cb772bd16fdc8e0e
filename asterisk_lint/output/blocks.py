"""Related findings, combined into one block of the text for people, to keep a first run
readable.
"""

from collections.abc import Iterator, Sequence

from asterisk_lint.model import Finding
from asterisk_lint.output.finding_order import rank
from asterisk_lint.records import NamedTuple
from asterisk_lint.rules import load_rule

FEW = 10  # findings of one PBX that are shown one by one, except those of one line
# this many modules that one line lacks are shown one by one
PER_LINE = 2
# this many findings of one rule in one file are shown one by one, if nothing else connects them
ALONE = 3
ONE_LINE = "this line needs {count} that modules.conf does not load"
COUNT = "{count}"  # in the heading of a group: replaced by "9 modules"


class Block(NamedTuple):
    """Findings of one rule that are shown together; a single one is shown unchanged."""

    heading: str  # "" for a single finding
    findings: tuple[Finding, ...]  # at least one, by place


def blocks_of(findings: Sequence[Finding]) -> list[Block]:
    """Return the findings of one PBX as blocks, the most serious first."""
    if len(findings) <= FEW:
        return _blocks_by_line(findings)
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


def _blocks_by_line(findings: Sequence[Finding]) -> list[Block]:
    """Return the findings of a short report as blocks: the modules that one line lacks together."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for number, finding in enumerate(findings):
        together = finding.group and rank(finding)
        at = (finding.file, finding.line) if together else (number,)
        groups.setdefault((finding.rule, finding.severity, *at), []).append(finding)
    blocks = []
    for group in groups.values():
        if len(group) > PER_LINE:
            blocks.append(Block(_counted(ONE_LINE, group), tuple(group)))
        else:
            blocks += [Block("", (finding,)) for finding in group]
    return sorted(blocks, key=lambda block: rank(block.findings[0]))


def _heading(group: Sequence[Finding]) -> str:
    if len(group) == 1:
        return ""
    first = group[0]
    if first.group:
        return _counted(first.group, group)
    return f"{len(group)} times in {first.file}: {load_rule(first.rule).summary}"


def _counted(heading: str, group: Sequence[Finding]) -> str:
    modules = len({finding.module for finding in group})
    return heading.replace(COUNT, f"{modules} module{'s' if modules > 1 else ''}")


def modules_of(block: Block) -> Iterator[str]:
    """Yield each module that the line of a block lacks, with the reason."""
    for finding in block.findings:
        needs = finding.message.partition(f" needs {finding.module}")
        needed_by = needs[0].removesuffix(", which").rpartition(" needs ")[2] if needs[1] else ""
        why = finding.why or (f"{needed_by} needs it" if needed_by else "")
        named = why.startswith(f"{finding.module} ")
        yield why if named else f"{finding.module}: {why}" if why else finding.module or ""


def places_of(block: Block) -> Iterator[tuple[Finding, str]]:
    """Yield each place of a block, as its first finding, with the problem there: the modules, or
    the message of the only one, with what to type if that is not the same everywhere.
    """
    differs = len({finding.help for finding in block.findings}) > 1
    by_place: dict[tuple[str, int], list[Finding]] = {}
    for finding in block.findings:
        by_place.setdefault((finding.file, finding.line), []).append(finding)
    for group in by_place.values():
        modules = [finding.module or "" for finding in group]
        first = group[0]
        advice = f" ({first.help})" if differs and first.help else ""
        yield first, ", ".join(modules) if all(modules) else f"{first.message}{advice}"
