"""What calls on the network stand on: keys, STUN, DNS, HEP, locations and signed caller ids."""

from asterisk_lint.usage.rows import Entry, Invisible, Present, Reader, Row, Sample, Section, With

SIGNED = "caller ids are signed and verified by this module"

ROWS: tuple[Row, ...] = (
    Entry("res_stun_monitor.conf", "general", "stunaddr", "?*", "module res_stun_monitor", "the public address is watched by res_stun_monitor",
          "res/res_stun_monitor.c", releases=">=1.8"),
    With("module func_aes", "module res_crypto", "AES_ENCRYPT() and AES_DECRYPT() are done by res_crypto", "funcs/func_aes.c"),
    Section("stir_shaken.conf", "*", "module res_stir_shaken", SIGNED, "res/res_stir_shaken.c", type="tn|certificate|store|profile", enforces=True,
            releases=">=16"),
    Section("geolocation.conf", "*", "module res_geolocation", "this place or profile is known to res_geolocation alone", "res/res_geolocation.c",
            type="location|profile", releases=">=16"),
    Entry("geolocation.conf", "*", "location_*|method|confidence|usage_rules|*_uri", "*$*", "expression {value}",
          "the location is evaluated for each call", "res/res_geolocation/geoloc_eprofile.c: geoloc_eprofile_resolve_varlist()",
          type="location|profile", releases=">=16"),
    Reader("stir_shaken.conf", "res_pjsip_stir_shaken", "res/res_stir_shaken.c"),
    Reader("geolocation.conf", "res_pjsip_geolocation", "res/res_geolocation.c"),
    Present("pjsip_notify.conf", "module res_pjsip_notify", "these messages are sent to phones by res_pjsip_notify", "res/res_pjsip_notify.c",
            releases=">=12"),
    Sample("pjsip_notify.conf"),
    Reader("pjsip_notify.conf", "chan_pjsip", "res/res_pjsip_notify.c"),
    Invisible("res_pjsip_notify", "`pjsip send notify` at the console and PJSIPNotify in AMI send these messages", "res/res_pjsip_notify.c",
              "a message of its own in pjsip_notify.conf", when="module chan_pjsip"),
)  # fmt: skip
