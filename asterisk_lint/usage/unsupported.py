"""Options that a release no longer knows, where Asterisk rejects more than the option for it or drops a protection without a word."""

from typing import NamedTuple

_PROFILES = (
    ">=18.22 <19",
    ">=20.7 <21",
    ">=21.2",
)  # the releases of 2024 in which STIR/SHAKEN became profiles

_PARKING = (
    "context|parkext|parkext_exclusive|parkinghints|parkedmusicclass|parkingtime|parkpos|findslot|parkedcalltransfers|parkedcallreparking|"
    "parkedcallhangup|parkedcallrecording|comebackcontext|comebacktoorigin|comebackdialtime|parkeddynamic|adsipark"
)


class Unsupported(NamedTuple):
    """An option that releases in a range no longer know."""

    file: str
    section: str  # pattern on the section's name
    option: str  # pattern on the option's name; "" is the section itself, whatever it says
    releases: str  # in which it is not known
    loses: str  # for people: what Asterisk rejects or drops
    instead: str  # for people: what to write
    source: str  # file in Asterisk's sources, with the release
    value: str = "*"  # pattern; `true` and `false` as in the usage tables
    type: str = ""  # pattern on the section's `type=`
    whole: bool = (
        False  # Asterisk rejects the whole file, or the module that reads it declines: an error
    )


UNSUPPORTED: tuple[Unsupported, ...] = (
    Unsupported(
        "features.conf", "featuremap", "automon", ">=21",
        "Asterisk rejects the whole file, and transfers and all other features fall back to their defaults",
        "automixmon (Monitor() went with res_monitor in 21)",
        "main/features_config.c featuremap_options (21)", whole=True,
    ),
    Unsupported(
        "features.conf", "general", _PARKING, ">=12",
        "Asterisk warns and passes over it: parking has no such setting",
        "the same option in res_parking.conf",
        "main/features_config.c unsupported_handler() (12 to 23)",
    ),
    *(
        Unsupported(
            "pjsip.conf", "*", "stir_shaken", releases,
            "Asterisk warns and passes over it: caller ids are neither signed nor verified",
            "stir_shaken_profile = NAME, and a profile of that name in stir_shaken.conf",
            "res/res_pjsip/pjsip_configuration.c stir_shaken_handler(); 18.22, 20.7, 21.2", value="true", type="endpoint",
        )
        for releases in _PROFILES
    ),
    *(
        Unsupported(
            "stir_shaken.conf", section, "", releases,
            "res_stir_shaken declines to load, and caller ids are neither signed nor verified",
            "sections of type=attestation, verification, tn and profile",
            "res/res_stir_shaken.c check_for_old_config(); 18.22, 20.7, 21.2", type=kind, whole=True,
        )
        for releases in _PROFILES
        for section, kind in (("general", ""), ("*", "store|certificate"))
    ),
)  # fmt: skip
