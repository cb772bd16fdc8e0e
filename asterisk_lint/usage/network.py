"""What network calls depend on: keys, STUN, DNS, HEP, locations and signed caller ids."""

from asterisk_lint.catalog.needs import need, needs
from asterisk_lint.usage.rows import (
    FileRow,
    Invisible,
    OptionRow,
    Reader,
    Row,
    Sample,
    SectionRow,
    With,
)

SIGNED = "this module signs and verifies caller ids"

ROWS: tuple[Row, ...] = (
    OptionRow("res_stun_monitor.conf", "general", "stunaddr", "?*",
        needs=needs("module res_stun_monitor"),
        because="res_stun_monitor watches the public address", source="res/res_stun_monitor.c",
        releases=">=1.8"),
    With(need("module func_aes"), needs("module res_crypto"),
        "res_crypto implements AES_ENCRYPT() and AES_DECRYPT()", "funcs/func_aes.c"),
    SectionRow("stir_shaken.conf", "*", needs("module res_stir_shaken"), SIGNED,
        source="res/res_stir_shaken.c", type="tn|certificate|store|profile", enforces=True,
        releases=">=16"),
    SectionRow("geolocation.conf", "*", needs("module res_geolocation"),
        "only res_geolocation reads this location or profile", source="res/res_geolocation.c",
        type="location|profile", releases=">=16"),
    OptionRow("geolocation.conf", "*", "location_*|method|confidence|usage_rules|*_uri", "*$*",
        needs=needs("expression {value}"), because="Asterisk evaluates the location for each call",
        source="res/res_geolocation/geoloc_eprofile.c: geoloc_eprofile_resolve_varlist()",
        type="location|profile", releases=">=16"),
    Reader("stir_shaken.conf", "res_pjsip_stir_shaken", "res/res_stir_shaken.c"),
    Reader("geolocation.conf", "res_pjsip_geolocation", "res/res_geolocation.c"),
    FileRow("pjsip_notify.conf", needs("module res_pjsip_notify"),
        "res_pjsip_notify sends these messages to phones", "res/res_pjsip_notify.c",
        releases=">=12"),
    Sample("pjsip_notify.conf"),
    Reader("pjsip_notify.conf", "chan_pjsip", "res/res_pjsip_notify.c"),
    Invisible("res_pjsip_notify",
        "`pjsip send notify` on the console and PJSIPNotify in AMI send these messages",
        "res/res_pjsip_notify.c", "a custom message in pjsip_notify.conf",
        when=needs("module chan_pjsip")),
)  # fmt: skip
