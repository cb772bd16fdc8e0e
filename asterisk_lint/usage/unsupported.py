"""Options that a release does not know, if Asterisk then rejects more than the option or silently
drops a protection.
"""

from asterisk_lint.records import NamedTuple

# The releases of 2024 in which STIR/SHAKEN became profiles.
PROFILES = (">=18.22 <19", ">=20.7 <21", ">=21.2")
# Before them, since the end of 2021: `stir_shaken` takes four words, and no other.
FOUR_WORDS = (">=16.23 <17", ">=18.9 <18.22", ">=19.1 <20", ">=20 <20.7", ">=21 <21.2")
# Certificates lost two options in the middle of 2021.
CERTIFICATES = (">=16.19 <17", ">=18.5 <18.22", ">=19 <20", ">=20 <20.7", ">=21 <21.2")

_PARKING = (
    "context|parkext|parkext_exclusive|parkinghints|parkedmusicclass|parkingtime|parkpos|findslot|parkedcalltransfers|parkedcallreparking|"
    "parkedcallhangup|parkedcallrecording|comebackcontext|comebacktoorigin|comebackdialtime|parkeddynamic|adsipark"
)
_AGENTS = (
    "agent|maxlogintries|maxloginretries|autologoffunavail|endcall|enddtmf|updatecdr|group|recordformat|urlprefix|savecallsin|goodbye|"
    "persistentagents|multiplelogin"
)
# main/cel.c of 11; 12 replaced them by BRIDGE_ENTER, BRIDGE_EXIT, BLINDTRANSFER and
# ATTENDEDTRANSFER.
_CEL_EVENTS = (
    "*bridge_start*|*bridge_end*|*bridge_update*|*conf_start*|*conf_end*|*conf_enter*|*conf_exit*"
    "|*3way_*|*hookflash*|transfer|transfer,*|*,transfer|*,transfer,*|*, transfer"
)


class Unsupported(NamedTuple):
    """An option that releases in a range do not know."""

    file: str
    section: str  # pattern on the section's name
    option: str  # pattern on the option's name; "" is the section itself, whatever it says
    releases: str  # in which it is not known
    loses: str  # for people: what Asterisk rejects or drops
    instead: str  # for people: what to write
    source: str  # file in Asterisk's sources, with the release
    value: str = "*"  # pattern; `true` and `false` as in the usage tables
    type: str = ""  # pattern on the section's `type=`
    # Asterisk rejects the whole file or object, or the module that reads it declines: an error
    whole: bool = False
    word: bool = False  # the option is known, and this value is not


UNSUPPORTED: tuple[Unsupported, ...] = (
    Unsupported(
        "features.conf", "featuremap", "automon", ">=21",
            "Asterisk rejects the whole file, and transfers and all other features fall back to "
            "their defaults",
        "automixmon (Asterisk 21 removed Monitor() and res_monitor)",
        "main/features_config.c featuremap_options (21)", whole=True,
    ),
    Unsupported(
        "features.conf", "general", _PARKING, ">=12",
        "Asterisk warns and ignores it; parking is no longer configured here",
        "the same option in res_parking.conf",
        "main/features_config.c unsupported_handler() (12 to 23)",
    ),
    Unsupported(
        "features.conf", "parkinglot_*", "", ">=12",
        "Asterisk warns and ignores it; this parking lot does not exist",
        "a section for the parking lot in res_parking.conf",
        "main/features_config.c parkinglot_category (12 to 23)",
    ),
    Unsupported(
        "agents.conf", "*", _AGENTS, ">=12",
        "Asterisk rejects the whole file, app_agent_pool declines to load, and no agent can log in",
            "a section for each agent with fullname, ackcall, autologoff, wrapuptime, "
            "musiconhold or recordagentcalls",
        "apps/app_agent_pool.c load_config() (12 to 23)", whole=True,
    ),
    Unsupported(
        "cel.conf", "general", "events", ">=12",
        "Asterisk rejects the whole file, and no call events are written",
            "BRIDGE_ENTER and BRIDGE_EXIT for the events of bridges and conferences, "
            "BLINDTRANSFER and ATTENDEDTRANSFER for TRANSFER",
        "main/cel.c events_handler() (12 to 23)", value=_CEL_EVENTS, whole=True, word=True,
    ),
    *(
        Unsupported(
            file, "*", option, releases,
            "Asterisk warns and ignores it: caller ids are neither signed nor verified",
            "stir_shaken_profile = NAME, and a profile of that name in stir_shaken.conf",
            "res/res_pjsip/pjsip_configuration.c stir_shaken_handler(); 18.22, 20.7, 21.2",
                value="!false", type=kind,
        )
        for releases in PROFILES
        for file, option, kind in (("pjsip.conf", "stir_shaken", "endpoint"), ("pjsip_wizard.conf",
            "endpoint/stir_shaken", "wizard"))
    ),
    *(
        Unsupported(
            file, "*", option, releases,
            "Asterisk rejects the whole endpoint",
            "on, off, attest or verify",
            "res/res_pjsip/pjsip_configuration.c stir_shaken_handler(); 16.23, 18.9, 19.1",
                value="!on|off|attest|verify", type=kind,
            whole=True, word=True,
        )
        for releases in FOUR_WORDS
        for file, option, kind in (("pjsip.conf", "stir_shaken", "endpoint"), ("pjsip_wizard.conf",
            "endpoint/stir_shaken", "wizard"))
    ),
    *(
        Unsupported(
            "stir_shaken.conf", section, "", releases,
            "res_stir_shaken declines to load, and caller ids are neither signed nor verified",
            "sections of type=attestation, verification, tn and profile",
            "res/res_stir_shaken.c check_for_old_config(); 18.22, 20.7, 21.2", type=kind,
                whole=True,
        )
        for releases in PROFILES
        for section, kind in (("general", ""), ("*", "store|certificate"))
    ),
    *(
        Unsupported(
            "stir_shaken.conf", "*", option, releases,
            "Asterisk rejects this certificate, and caller ids are not signed with it",
            instead,
            "res/res_stir_shaken/certificate.c; 16.19, 18.5, 19.0", type="certificate", whole=True,
        )
        for releases in CERTIFICATES
        for option, instead in (("public_key_url", "public_cert_url"), ("origid",
            "nothing: Asterisk makes one for each call"))
    ),
    *(
        Unsupported(
            "stir_shaken.conf", "*", "stir_shaken|acllist|permit|deny", releases,
                "Asterisk rejects this profile, and caller ids are neither signed nor verified "
                "for its endpoints",
                "endpoint_behavior = on, off, attest or verify for stir_shaken; x5u_acl, "
                "x5u_permit and x5u_deny for the others",
            "res/res_stir_shaken/profile_config.c; 18.22, 20.7, 21.2", type="profile", whole=True,
        )
        for releases in PROFILES
    ),
)  # fmt: skip
