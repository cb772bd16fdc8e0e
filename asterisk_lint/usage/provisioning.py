"""What phone provisioning, ADSI and SMDI need."""

from asterisk_lint.catalog.needs import need, needs
from asterisk_lint.usage.rows import FileRow, OptionRow, Reader, Row, Sample, SectionRow, With

ROWS: tuple[Row, ...] = (
    OptionRow(
        "users.conf", "!general", "autoprov", "true", needs=needs("module res_phoneprov"),
        because="this phone fetches its settings from res_phoneprov",
        source="res/res_phoneprov.c load_users()",
    ),
    OptionRow(
        "pjsip.conf", "*", "type", "phoneprov", needs=needs("module res_phoneprov"),
        because="this phone fetches its settings from res_phoneprov",
        source="res/res_pjsip_phoneprov_provider.c load_module()", releases=">=13",
    ),
    SectionRow(
        "phoneprov.conf", "!general", needs("module res_phoneprov"),
        "only res_phoneprov serves the files of this kind of phone in phoneprov.conf",
        source="res/res_phoneprov.c set_config()",
    ),
    Sample("phoneprov.conf"),
    Reader("phoneprov.conf", "res_phoneprov", "res/res_phoneprov.c set_config()"),
    OptionRow(
        "phoneprov.conf", "!general", "*", "*",
            needs=needs("expression {option}; expression {value}"),
        because="res_phoneprov evaluates the names of files for each phone",
        source="res/res_phoneprov.c build_profile(), build_route()",
    ),
    # ADSI: menus on old analog phones
    With(need("module app_adsiprog"), needs("module res_adsi"),
        "ADSIProg() communicates with the phone through res_adsi",
        "apps/app_adsiprog.c AST_MODULE_INFO"),
    With(need("module app_getcpeid"), needs("module res_adsi"),
        "GetCPEID() communicates with the phone through res_adsi",
        "apps/app_getcpeid.c AST_MODULE_INFO"),
    # SMDI: message lamps over a serial line
    Sample("smdi.conf", if_loaded=True),
    FileRow("smdi.conf", needs("module res_smdi"),
        "res_smdi listens on the serial line in smdi.conf", "res/res_smdi.c smdi_load()"),
    OptionRow(
        "chan_dahdi.conf", "*", "usesmdi", "true", needs=needs("module res_smdi"),
        because="chan_dahdi gets the caller on this line from res_smdi",
        source="channels/chan_dahdi.c process_dahdi()",
    ),
)  # fmt: skip
