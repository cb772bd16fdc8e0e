"""PJSIP objects that sorcery.conf maps to a database.

The contents of a database cannot be read; so what every endpoint needs is required as soon as
endpoints come from there.
"""

from asterisk_lint.catalog.needs import needs
from asterisk_lint.conf.object_files import SORCERY
from asterisk_lint.usage.rows import OptionRow, Row, Sample

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
