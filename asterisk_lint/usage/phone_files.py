"""The files that contain phones and lines, with the only modules that read them.

`Reader` rows say the same for what rows find; a `find` takes it from here. A file that no module
reads needs nothing.
"""

from collections.abc import Mapping

READERS: Mapping[str, tuple[str, ...]] = {
    "pjsip.conf": ("res_pjsip",),
    "pjsip_wizard.conf": ("res_pjsip_config_wizard",),
    "sip.conf": ("chan_sip",),
    "iax.conf": ("chan_iax2",),
    "mgcp.conf": ("chan_mgcp",),
    "skinny.conf": ("chan_skinny",),
    "unistim.conf": ("chan_unistim",),
}


def readers_of(file: str) -> tuple[str, ...]:
    """Return the only modules that read a file; () if several do, or the core."""
    return READERS.get(file, ())
