"""Every kind of need that the tables name is one whose reach is known: a misspelt or forgotten kind
would hide modules from certainty.
"""

from asterisk_lint.catalog.facts import KINDS
from asterisk_lint.catalog.load import load
from asterisk_lint.catalog.needs import needs
from asterisk_lint.dialplan.arguments.table import rows as argument_rows
from asterisk_lint.releases import Release
from asterisk_lint.requirements.possible import _TEXTS
from asterisk_lint.unseen.reach import _INNER, tokens
from asterisk_lint.usage import load_declarations, load_tables
from asterisk_lint.usage.rows import Choice, FileRow, FindRow, OptionRow, Reads, SectionRow, With

# Kinds that the catalog does not have: a Choice row says which modules serve.
CHOSEN = {"fax", "voicemail"}


def test_every_kind_in_the_rows_has_a_reach() -> None:
    known = (
        KINDS
        | set(_INNER)
        | {"module"}
        | {row.need.kind for row in load_tables()[0] if isinstance(row, Choice)}
    )
    kinds = {
        need.kind
        for row in (*load_tables()[0], *load_declarations())
        if isinstance(row, (OptionRow, SectionRow, FileRow, With, FindRow, Reads))
        for need in row.needs
    }
    assert kinds - known == set()


def test_every_kind_of_argument_has_a_reach() -> None:
    known = KINDS | set(_TEXTS) | {"module", "in", "options"}
    assert {need.kind for row in argument_rows() for need in row.needs} - known == set()


def test_tokens() -> None:
    assert tokens(needs("module res_x; codec {item}; format wav")) == {
        "module:res_x",
        "codec",
        "format:wav",
    }
    assert tokens(needs("call {value}")) == {"application", "function"}
    assert tokens(needs("module res_pjsip_{value}")) == {"modules:res_pjsip_*"}
    assert load(Release.parse("22")).providers("application", "Queue") == ("app_queue",)
