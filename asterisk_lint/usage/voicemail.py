"""What makes the voicemail modules used: storages, mailboxes, message lights, realtime mailboxes,
and what voicemail runs inside.
"""

from collections.abc import Iterator

from asterisk_lint.catalog.needs import need, needs
from asterisk_lint.conf.reader import Section
from asterisk_lint.conf.shared_results import Origin, Table, for_each
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Use
from asterisk_lint.usage.phone_files import readers_of
from asterisk_lint.usage.rows import Choice, FindRow, OptionRow, Reader, Reads, Row, Sample, With
from asterisk_lint.usage.shipped import is_shipped

# By the options that name mailboxes, and the mailboxes
_LIT: Table[tuple[tuple[str, tuple[str, ...], frozenset[str] | None], Origin], list[Use]] = Table()
_STORAGES = "app_voicemail app_voicemail_odbc app_voicemail_imap"

ROWS: tuple[Row, ...] = (
    Choice(
        need("application VoiceMail"), "app_voicemail_odbc app_voicemail",
            "voicemail.conf names an ODBC connection for the messages (odbcstorage), and only "
            "app_voicemail_odbc stores them there",
        "apps/app_voicemail.c load_config(), ODBC_STORAGE",
        given="voicemail.conf general/odbcstorage",
    ),
    Choice(
        need("application VoiceMail"), "app_voicemail_imap app_voicemail",
            "voicemail.conf names an IMAP server for the messages, and only app_voicemail_imap "
            "stores them there",
        "apps/app_voicemail.c load_config(), IMAP_STORAGE",
        given="voicemail.conf general/imapserver|authuser|imapfolder|imapflags",
    ),
    Choice(
        need("application VoiceMail"), _STORAGES,
        "one storage module is enough, and app_voicemail stores the messages in plain files",
            "apps/app_voicemail.c load_module(): whichever comes second fails to register its "
            "applications",
    ),
    Choice(
        need("voicemail *"), "app_voicemail_odbc app_voicemail res_mwi_external",
            "voicemail.conf names an ODBC connection for the messages (odbcstorage), and only "
            "app_voicemail_odbc stores them there",
        "apps/app_voicemail.c load_config(), ODBC_STORAGE",
        given="voicemail.conf general/odbcstorage",
    ),
    Choice(
        need("voicemail *"), "app_voicemail_imap app_voicemail res_mwi_external",
            "voicemail.conf names an IMAP server for the messages, and only app_voicemail_imap "
            "stores them there",
        "apps/app_voicemail.c load_config(), IMAP_STORAGE",
        given="voicemail.conf general/imapserver|authuser|imapfolder|imapflags",
    ),
    Choice(
        need("voicemail *"), f"{_STORAGES} res_mwi_external",
        "requests for messages go to the one module that provides them",
        "main/app.c ast_vm_register(): one provider at a time",
    ),
    *(
        With(need(asks), needs("voicemail *"), because,
            "main/app.c ast_app_messagecount(), ast_app_inboxcount(), ast_app_sayname()",
            releases=">=12")
        for asks, because in (
            ("function VMCOUNT",
                "VMCOUNT() gets the number of messages from a voicemail module, and returns 0 "
                "without one"),
            ("function MAILBOX_EXISTS", "MAILBOX_EXISTS() queries a voicemail module"),
            ("application Directory",
                "Directory() plays the names that voicemail has recorded, and spells them "
                "without a voicemail module"),
            ("module res_mwi_devstate",
                "the hint shows the state that a voicemail module reports for the mailbox"),
        )
    ),
    *(
        With(need(asks), needs("application VoiceMail"), because,
            "main/app.c ast_install_vm_functions()", releases="<12")
        for asks, because in (
            ("function VMCOUNT",
                "VMCOUNT() gets the number of messages from a voicemail module, and returns 0 "
                "without one"),
            ("application HasVoicemail",
                "HasVoicemail() gets the number of messages from a voicemail module"),
            ("application HasNewVoicemail",
                "HasNewVoicemail() gets the number of messages from a voicemail module"),
        )
    ),
    *(
        OptionRow(
            "voicemail.conf", "!general|zonemessages", "*", "*", needs=needs(f"module {storage}"),
            because=
                f"{storage} is loaded, and voicemail.conf has mailboxes, which AMI, AGI and "
                "other clients may query",
            source="apps/app_voicemail.c load_users()", if_loaded=True,
        )
        for storage in _STORAGES.split()
    ),
    Sample("voicemail.conf"),
    FindRow(
        needs("application VoiceMail"),
            "a phone has the mailbox for its message light (mailbox=, mailboxes=), and "
            "voicemail.conf or a database has that mailbox",
        "apps/app_voicemail.c: only this module and res_mwi_external count messages",
    ),
    OptionRow(
        "voicemail.conf", "general", "usedirectory", "true", needs=needs("application Directory"),
        because=
            "a user who forwards a message may look up the mailbox by name, for which "
            "VoiceMailMain() runs Directory()",
        source="apps/app_voicemail.c forward_message()",
    ),
    OptionRow(
        "voicemail.conf", "general",
        "emailsubject|emailbody|pagersubject|pagerbody|fromstring|pagerfromstring", "*",
        needs=needs("expression {value}"),
        because="voicemail evaluates this text for each email that it sends",
        source="apps/app_voicemail.c make_email_file(), sendpage()",
    ),
    Reader("voicemail.conf", f"{_STORAGES} app_directory",
        "apps/app_voicemail.c VOICEMAIL_CONFIG, apps/app_directory.c"),
    OptionRow(
        "voicemail.conf", "general", "smdienable", "true", needs=needs("module res_smdi"),
        because="voicemail lights message lamps through the SMDI interface",
        source="apps/app_voicemail.c actual_load_config()",
    ),
    OptionRow(
        "voicemail.conf", "general", "adsifdn|adsisec|adsiver", "?*",
        needs=needs("module res_adsi"),
        because="voicemail sends its menus to ADSI phones",
        source="apps/app_voicemail.c adsi_load_vmail()",
    ),
    # Message counts that another system keeps
    OptionRow(
        "sorcery.conf", "res_mwi_external", "*", "*", needs=needs("module res_mwi_external"),
        because="sorcery.conf sets where res_mwi_external stores the message counts",
        source="res/res_mwi_external.c load_module()", releases=">=12",
    ),
    With(
        need("module res_mwi_external_ami"), needs("module res_mwi_external"),
        "the AMI actions change the message counts that res_mwi_external stores",
        "res/res_mwi_external_ami.c AST_MODULE_INFO",
    ),
    With(
        need("module res_mwi_external"), needs("wizard astdb"),
            "res_mwi_external stores the message counts in Asterisk's own database through "
            "res_sorcery_astdb",
        "res/res_mwi_external.c mwi_sorcery_init()",
    ),
)  # fmt: skip

_LIGHTS = (
    ("pjsip.conf", "mailboxes|voicemail_extension"),
    ("sip.conf", "mailbox"),
    ("iax.conf", "mailbox"),
    ("chan_dahdi.conf", "mailbox"),
    ("skinny.conf", "mailbox"),
    ("mgcp.conf", "mailbox"),
    ("unistim.conf", "mailbox"),
)

READS: tuple[Reads, ...] = (
    *(Reads(file, options, needs("application VoiceMail"), "a phone's message light") for file,
        options in _LIGHTS),
    Reads("voicemail.conf", "*", needs("application VoiceMail"), "a mailbox that a phone watches"),
    Reads("extconfig.conf", "voicemail|voicemail.conf", needs("application VoiceMail"),
        "mailboxes in a database"),
    Reads("users.conf", "hasvoicemail|mailbox", needs("application VoiceMail"),
        "the mailbox of a user"),
)  # fmt: skip


def find(configuration: Configuration) -> Iterator[Use]:
    """Find the message lights of phones whose mailbox voicemail.conf has, and the mailboxes of
    users.conf.
    """
    yield from _users(configuration)
    mailboxes = _mailboxes(configuration)
    stored = _is_in_database(configuration)
    if mailboxes or stored:
        yield from _lights(configuration, None if stored else mailboxes)


def _mailboxes(configuration: Configuration) -> frozenset[str]:
    read = configuration.conf("voicemail.conf")
    if read is None:
        return frozenset()
    return frozenset(
        f"{entry.key}@{section.name}".lower()
        for section in read.objects("general", "zonemessages")
        if not is_shipped("voicemail.conf", section)
        for entry in section.entries
    )


def _is_in_database(configuration: Configuration) -> bool:
    """Tell whether mailboxes, or voicemail.conf itself, come from a database (apps/app_voicemail.c
    find_user_realtime()).
    """
    return any(
        entry.key.lower() in {"voicemail", "voicemail.conf"} and entry.value
        for section in configuration.named("extconfig.conf", "settings")
        for entry in section.entries
    )


def _lights(configuration: Configuration, mailboxes: frozenset[str] | None) -> Iterator[Use]:
    """The phones that have one of these mailboxes; any mailbox, where None says that they cannot be
    seen.
    """
    for file, options in _LIGHTS:
        read = configuration.conf(file)
        wanted = options.split("|")
        readers = readers_of(file)

        def in_section(
            section: Section, wanted: list[str] = wanted, readers: tuple[str, ...] = readers
        ) -> Iterator[Use]:
            for entry in section.entries if not section.template else ():
                if entry.key.lower() in wanted and any(
                    name.strip() and _is_one(name, mailboxes) for name in entry.value.split(",")
                ):
                    yield Use(
                        "application", "VoiceMail", entry.file, entry.line, entry.value_column,
                        because=
                            "the phone's message light shows the state of this mailbox, which "
                            "only a voicemail module knows",
                        readers=readers,
                    )  # fmt: skip

        if read is not None:
            yield from for_each(
                read.sections,
                read.origins,
                configuration.results,
                _LIT,
                (options, readers, mailboxes),
                in_section,
            )


def _is_one(mailbox: str, mailboxes: frozenset[str] | None) -> bool:
    mailbox = mailbox.strip().lower()
    return mailboxes is None or (mailbox if "@" in mailbox else f"{mailbox}@default") in mailboxes


def _users(configuration: Configuration) -> Iterator[Use]:
    from asterisk_lint.conf.truth import is_true

    read = configuration.conf("users.conf")
    if read is None:
        return
    sections = list(read.objects())
    default = next(
        (
            entry
            for section in sections
            if section.name.lower() == "general"
            for entry in section.all("hasvoicemail")
        ),
        None,
    )
    for section in sections:
        if section.name.lower() == "general":
            continue
        says = section.get("hasvoicemail") or default
        if says is not None and is_true(says.value):
            yield Use(
                "application",
                "VoiceMail",
                says.file,
                says.line,
                because=f"users.conf gives {section.name} a mailbox",
            )
