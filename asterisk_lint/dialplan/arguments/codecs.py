"""Arguments, assigned values and variables that choose codecs or sample rates."""

from asterisk_lint.catalog.needs import needs
from asterisk_lint.dialplan.arguments.row import Argument

_SIP = "channels/chan_sip.c"

CODECS = (
    Argument("Originate", "7:C", needs("codecs"), "apps/app_originate.c", releases=">=16"),
    Argument(
        "CHANNEL()",
        "= if audioreadformat|audiowriteformat",
        needs("codec {value}"),
        "funcs/func_channel.c",
    ),
    Argument(
        "PJSIP_MEDIA_OFFER()",
        "=",
        needs("codecs"),
        "channels/pjsip/dialplan_functions.c",
        because="these codecs are offered to the phone that is called",
        releases=">=12",
    ),
    Argument(
        "CONFBRIDGE()",
        "= if bridge,internal_sample_rate",
        needs("module codec_resample"),
        "bridges/bridge_softmix.c",
        because="the conference mixes at this rate, and only codec_resample converts the rate",
    ),
    Argument("SIP_CODEC=", "", needs("codecs"), _SIP, releases="<21"),
    Argument("SIP_CODEC_INBOUND=", "", needs("codecs"), _SIP, releases="<21"),
    Argument("SIP_CODEC_OUTBOUND=", "", needs("codecs"), _SIP, releases="<21"),
)
