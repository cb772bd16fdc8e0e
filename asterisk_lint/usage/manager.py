"""What programs on the manager interface (AMI) and Asterisk's web server need besides the core,
which has both built in.
"""

from collections.abc import Iterator

from asterisk_lint.catalog.needs import needs
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Use
from asterisk_lint.usage.rows import Invisible, OptionRow, Reads, Row

_SEEN = "a program on the manager interface (AMI) uses it"

ROWS: tuple[Row, ...] = (
    OptionRow(
        "http.conf", "post_mappings", "*", "?*", needs=needs("module res_http_post"),
        because="res_http_post receives files sent to this address",
        source="res/res_http_post.c __ast_http_post_load()",
    ),
    OptionRow(
        "logger.conf", "logfiles", "*", "*security*|*[*]*", needs=needs("module res_security_log"),
        because=
            "only res_security_log writes security events to the log (such as failed logins, "
            "which fail2ban reads)",
        source="res/res_security_log.c load_module()", releases=">=1.8",
    ),
    Invisible(
        "res_manager_devicestate",
        "res_manager_devicestate tells AMI clients of each change of a device's state",
        "res/res_manager_devicestate.c load_module()", shown_by=_SEEN,
    ),
    Invisible(
        "res_manager_presencestate",
        "res_manager_presencestate tells AMI clients of each change of presence",
        "res/res_manager_presencestate.c load_module()", shown_by=_SEEN,
    ),
    Invisible(
        "res_mwi_external_ami",
        "res_mwi_external_ami lets AMI clients set the message counts; it replaces voicemail",
        "res/res_mwi_external_ami.c load_module()", shown_by=_SEEN,
    ),
    Invisible(
        "res_mwi_external",
        "res_mwi_external stores message counts that another system sends; it replaces voicemail",
        "res/res_mwi_external.c load_module()",
            shown_by="ARI or AMI sets message counts (res_ari_mailboxes, res_mwi_external_ami)",
    ),
)  # fmt: skip

READS: tuple[Reads, ...] = (
    Reads("manager.conf ari.conf", "channelvars", needs("function *"),
        "what every event contains about a channel"),
)  # fmt: skip


def find(configuration: Configuration) -> Iterator[Use]:
    """Find the functions among `channelvars=`, which AMI and ARI evaluate for each event
    (main/channel.c channel_set_external_vars()).
    """
    for file in ("manager.conf", "ari.conf"):
        for section in configuration.named(file, "general"):
            for entry in section.all("channelvars"):
                for variable in entry.value.split(","):
                    name, bracket, _ = variable.strip().partition("(")
                    if bracket and name:
                        yield Use(
                            "function", name, entry.file, entry.line, entry.value_column,
                            because="every event of a channel contains the value of this function",
                        )  # fmt: skip
