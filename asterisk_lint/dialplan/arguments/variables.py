"""Applications whose arguments name variables: each such place may contain a function, which is
then written or read.
"""

from asterisk_lint.catalog.needs import needs
from asterisk_lint.dialplan.arguments.row import Argument

VARIABLES = (
    Argument("Set", "*", needs("assign"), "main/pbx_variables.c", releases=">=1.6.0"),
    Argument("Set", "1+", needs("assign"), "main/pbx.c", releases="<1.6.0"),
    Argument("MSet", "1+", needs("assign"), "main/pbx_variables.c"),
    Argument("SetGlobalVar", "*", needs("assign"), "main/pbx.c"),
    Argument("ImportVar", "*", needs("assign"), "main/pbx_builtins.c"),
    Argument("ReadFile", "*", needs("assign"), "apps/app_readfile.c"),
    Argument("Read", "1", needs("variable"), "apps/app_read.c"),
    Argument("ReadExten", "1", needs("variable"), "apps/app_readexten.c"),
    Argument("ReceiveMF", "1", needs("variable"), "apps/app_mf.c"),
    Argument("ReceiveSF", "1", needs("variable"), "apps/app_sf.c"),
    Argument("StoreDTMF", "2", needs("variable"), "apps/app_dtmfstore.c"),
    Argument("MeetMeCount", "2", needs("variable"), "apps/app_meetme.c"),
    Argument("JabberStatus", "3", needs("variable"), "res/res_xmpp.c"),
    Argument("HasVoicemail", "2", needs("variable"), "apps/app_hasnewvoicemail.c"),
    Argument("HasNewVoicemail", "2", needs("variable"), "apps/app_hasnewvoicemail.c"),
    Argument("WaitForCondition", "*", needs("replaced"), "apps/app_waitforcond.c"),
)
