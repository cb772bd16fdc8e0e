"""PJSIP objects from elsewhere: those that sorcery.conf maps to a database or to further files.

The contents of a database cannot be read; so what every endpoint needs is required as soon as
endpoints come from there.
"""

from collections.abc import Iterator

from asterisk_lint.catalog.needs import needs
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import PlacedUses, Use
from asterisk_lint.usage.pjsip import SORCERY
from asterisk_lint.usage.rows import OptionRow, Reads, Row, Sample, SectionRow

DATABASE = "*realtime*"

ROWS: tuple[Row, ...] = (
    OptionRow(SORCERY, "res_*", "*", "?*", needs=needs("module {section}"),
        because="sorcery.conf sets where this module finds its objects", source="main/sorcery.c"),
    Sample(SORCERY),
    OptionRow(SORCERY, "res_pjsip", "endpoint|endpoint/*", DATABASE,
        needs=needs(
        "module chan_pjsip; module res_pjsip_endpoint_identifier_user; module res_pjsip_refer"),
        because="endpoints come from a database and may use every feature of an endpoint",
        source="res/res_pjsip/pjsip_configuration.c"),
    OptionRow(SORCERY, "res_pjsip", "auth|auth/*", DATABASE,
        needs=needs(
        "module res_pjsip_authenticator_digest; module res_pjsip_outbound_authenticator_digest"),
        because="passwords come from a database, and only these modules ask for them",
        source="res/res_pjsip.c: ast_sip_requires_authentication()", enforces=True),
    OptionRow(SORCERY, "res_pjsip", "aor|aor/*|contact|contact/*", DATABASE,
        needs=needs("module res_pjsip_registrar"), because="phones in a database register",
        source="res/res_pjsip_registrar.c"),
    OptionRow(SORCERY, "res_pjsip_acl", "acl|acl/*", DATABASE, needs=needs("module res_pjsip_acl"),
        because="only this module enforces ACLs", source="res/res_pjsip_acl.c", enforces=True),
)  # fmt: skip

READS: tuple[Reads, ...] = ()


def find(configuration: Configuration) -> Iterator[Use | PlacedUses]:
    """Process objects in further files (`endpoint=config,other.conf,criteria=type=endpoint`) with
    the rows for pjsip.conf.
    """
    from asterisk_lint.usage import pjsip, pjsip_calls, pjsip_presence
    from asterisk_lint.usage.interpret import row_uses

    conf = configuration.conf(SORCERY)
    files: dict[str, None] = {}
    for section in conf.sections if conf else ():
        if section.name.lower().startswith("res_pjsip"):
            for entry in section.entries:
                words = [word.strip() for word in entry.value.split(",")]
                if len(words) > 1 and words[0] == "config":
                    files[words[1]] = None
    for name in files:
        if name != pjsip.CONF:
            rows = [
                row
                for row in (*pjsip.ROWS, *pjsip_calls.ROWS, *pjsip_presence.ROWS)
                if isinstance(row, (OptionRow, SectionRow))
            ]
            yield from row_uses(
                configuration, [row._replace(file=name) for row in rows if row.file == pjsip.CONF]
            )
