"""The file formats of Asterisk's own prompts, where the settings name others than gsm (`sounds:`).

The tables say `format gsm` where Asterisk plays a prompt of its own: the installer's default, and
what distributions package. A gsm file that a configuration names is another thing, and stays.
"""

from collections.abc import Iterable, Iterator, Sequence

from asterisk_lint.model import GroupedUses, Need, PlacedUses, Use
from asterisk_lint.usage.rows import FindRow, OptionRow, Row, SectionRow, With

GSM = Need("format", "gsm")


def rows_with(rows: Iterable[Row], formats: Sequence[str]) -> tuple[Row, ...]:
    """Return the rows with these formats where they ask for Asterisk's prompts."""
    return tuple(_row_with(row, formats) for row in rows)


def _row_with(row: Row, formats: Sequence[str]) -> Row:
    if isinstance(row, (OptionRow, SectionRow, With, FindRow)) and GSM in row.needs:
        needs = tuple(other for need in row.needs for other in _instead(need, formats))
        return row._replace(needs=needs, because=_said(row.because, formats))
    return row


def _instead(need: Need, formats: Sequence[str]) -> Iterator[Need]:
    if need == GSM:
        yield from (Need("format", name) for name in formats)
    else:
        yield need


def _said(because: str, formats: Sequence[str]) -> str:
    return because.replace("gsm files", f"{' and '.join(formats)} files")


def uses_with(
    uses: Iterable[Use | GroupedUses], formats: Sequence[str]
) -> Iterator[Use | GroupedUses]:
    """Yield the uses with these formats where arguments and files ask for Asterisk's prompts."""
    from asterisk_lint.dialplan.agi import SCRIPT_PLAYS
    from asterisk_lint.dialplan.arguments.table import rows
    from asterisk_lint.dialplan.text_needs import WARNING
    from asterisk_lint.usage.media_files import PROMPTS_AS_MUSIC

    asked = {row.because for row in rows() if GSM in row.needs}
    asked |= {WARNING, SCRIPT_PLAYS, PROMPTS_AS_MUSIC}
    for use in uses:
        if use.kind == "format" and use.name == "gsm" and use.because in asked:
            because = _said(use.because, formats)
            for name in formats:
                yield _renamed(use, name, because)
        else:
            yield use


def _renamed(use: Use | GroupedUses, name: str, because: str) -> Use | GroupedUses:
    if isinstance(use, PlacedUses):
        return use._replace(use=use.use._replace(name=name, because=because))
    return use._replace(name=name, because=because)
