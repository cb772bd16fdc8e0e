"""The files that set variables of channels, with the option: a variable can name what a call dials,
and can be a function that is written.
"""

from collections.abc import Iterator

from asterisk_lint.conf.values import Entry, Section

# Option by file. Sources: set_var_handler() (res/res_pjsip/pjsip_configuration.c; the wizard hands
# on what follows `endpoint/`), and who compares with "setvar": channels/chan_sip.c, chan_mgcp.c,
# chan_skinny.c (to 20), chan_iax2.c, chan_dahdi.c (these and chan_sip read users.conf too),
# apps/app_minivm.c, main/manager.c (for the channels of Originate), res/res_calendar.c (for the
# channels of reminders). `setvar` in phoneprov.conf is none of them: it sets what templates show.
OPTIONS = {
    "pjsip.conf": "set_var",
    "pjsip_wizard.conf": "endpoint/set_var",
    "sip.conf": "setvar",
    "iax.conf": "setvar",
    "chan_dahdi.conf": "setvar",
    "users.conf": "setvar",
    "mgcp.conf": "setvar",
    "skinny.conf": "setvar",
    "minivm.conf": "setvar",
    "manager.conf": "setvar",
    "calendar.conf": "setvar",
}


def set_in(section: Section, option: str) -> Iterator[Entry]:
    """Yield the entries of a section that set variables (`name=value`); a template alone sets
    none.
    """
    return iter(()) if section.template else iter(section.all(option))
