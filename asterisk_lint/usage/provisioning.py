"""What phone provisioning, ADSI and SMDI need."""

from asterisk_lint.usage.rows import Entry, Present, Reader, Row, Sample, Section, With

ROWS: tuple[Row, ...] = (
    Entry(
        "users.conf", "!general", "autoprov", "true", "module res_phoneprov",
        "this phone fetches its settings from res_phoneprov",
        "res/res_phoneprov.c load_users()",
    ),
    Entry(
        "pjsip.conf", "*", "type", "phoneprov", "module res_phoneprov",
        "this phone fetches its settings from res_phoneprov",
        "res/res_pjsip_phoneprov_provider.c load_module()", releases=">=13",
    ),
    Section(
        "phoneprov.conf", "!general", "module res_phoneprov",
        "phoneprov.conf describes this kind of phone, and only res_phoneprov serves its files",
        "res/res_phoneprov.c set_config()",
    ),
    Sample("phoneprov.conf"),
    Reader("phoneprov.conf", "res_phoneprov", "res/res_phoneprov.c set_config()"),
    Entry(
        "phoneprov.conf", "!general", "*", "*", "expression {option}; expression {value}",
        "res_phoneprov evaluates the names of files for each phone",
        "res/res_phoneprov.c build_profile(), build_route()",
    ),
    # ADSI: menus on old analog phones
    With("module app_adsiprog", "module res_adsi", "ADSIProg() speaks to the phone through res_adsi", "apps/app_adsiprog.c AST_MODULE_INFO"),
    With("module app_getcpeid", "module res_adsi", "GetCPEID() speaks to the phone through res_adsi", "apps/app_getcpeid.c AST_MODULE_INFO"),
    # SMDI: message lamps over a serial line
    Sample("smdi.conf", if_loaded=True),
    Present("smdi.conf", "module res_smdi", "res_smdi listens to the serial line of smdi.conf", "res/res_smdi.c smdi_load()"),
    Entry(
        "chan_dahdi.conf", "*", "usesmdi", "true", "module res_smdi",
        "chan_dahdi asks res_smdi who called on this line",
        "channels/chan_dahdi.c process_dahdi()",
    ),
)  # fmt: skip
