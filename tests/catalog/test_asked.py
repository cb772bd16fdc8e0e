"""What modules ask for by name in their C code is known: by the catalog, a usage row, or a reason
here.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from asterisk_lint.catalog.load import CORE, Catalog, load
from asterisk_lint.releases import Release
from asterisk_lint.usage import load_tables
from asterisk_lint.usage.rows import With
from tests.catalog.test_sources import trees
from tools.catalog_generator import sources
from tools.catalog_generator.asked import Asked, asked

# (module, name) -> where the need is known, or why there is none. This covers everything that 1.4
# to 23 look up, not only what the sources at hand do.
KNOWN = {
    (
        "(core)",
        "Macro",
    ): "scan of macro options: Dial M(), queues.conf membermacro, cc_callback_macro",
    ("(core)", "Monitor"): "features.conf automon",
    ("(core)", "MixMonitor"): "features.conf automixmon",
    ("(core)", "StopMixMonitor"): "features.conf automixmon",
    ("(core)", "Local"): "usage/asked_by_name.py, with those that call",
    ("app_chanisavail", "CDR_PROP"): "arguments of ChanIsAvail",
    ("app_confbridge", "MixMonitor"): "confbridge.conf record_conference",
    ("app_confbridge", "DENOISE"): "confbridge.conf denoise",
    ("app_confbridge", "JITTERBUFFER"): "confbridge.conf jitterbuffer",
    ("app_dial", "Gosub"): "arguments of Dial, option U",
    ("app_dial", "Macro"): "arguments of Dial, option M",
    ("app_disa", "ResetCDR"): "arguments of DISA",
    ("app_disa", "CDR_PROP"): "arguments of DISA",
    ("app_meetme", "agi"): "arguments of MeetMe, option b",
    ("app_meetme", "DAHDI"): "usage/asked_by_name.py",
    ("app_meetme", "DENOISE"): "arguments of MeetMe",
    ("app_page", "ConfBridge"): "usage/conferencing.py: Page()",
    ("app_page", "CONFBRIDGE"): "usage/conferencing.py: Page()",
    ("app_page", "MeetMe"): "usage/conferencing.py: Page()",
    ("app_queue", "agi"): "arguments of Queue, the AGI script",
    ("app_queue", "Gosub"): "arguments of Queue; queues.conf membergosub",
    ("app_queue", "Macro"): "arguments of Queue; queues.conf membermacro",
    ("app_queue", "MixMonitor"): "queues.conf monitor-type",
    ("app_rpt", "zap"): "radio repeaters of 1.4 and 1.6.2: rpt.conf names the channels",
    ("app_rpt", "DAHDI"): "radio repeaters of 1.4 and 1.6.2: rpt.conf names the channels",
    ("app_sla", "CONFBRIDGE"): "usage/conferencing.py: ConfBridge()",
    ("app_voicemail", "Directory"): "voicemail.conf usedirectory",
    ("app_voicemail_imap", "Directory"): "voicemail.conf usedirectory",
    ("app_voicemail_odbc", "Directory"): "voicemail.conf usedirectory",
    ("bridge_builtin_features", "Local"): "until 11 nothing switches these features on",
    ("chan_agent", "Local"): "usage/asked_by_name.py: AgentCallbackLogin()",
    ("chan_iax2", "Dial"): "usage/channels.py: switch IAX2",
    ("chan_multicast_rtp", "multicast"): "usage/channels.py: channel MulticastRTP",
    ("chan_sip", "Pickup"): "usage/asked_by_name.py",
    (
        "pbx_ael",
        "Gosub",
    ): "the dialplan that AEL makes runs Gosub() itself; this only words a warning",
    (
        "pbx_ael",
        "Macro",
    ): "the dialplan that AEL makes runs Macro() itself; this only words a warning",
    ("pbx_dundi", "Dial"): "usage/dialplan.py: switch DUNDi",
    ("res_ael_share", "DIALPLAN_EXISTS"): "dialplan/ael/steps.py: the h extension that AEL makes",
    ("res_ael_share", "STACK_PEEK"): "dialplan/ael/steps.py: the h extension that AEL makes",
    ("res_ari_channels", "Stasis"): "usage/ari.py",
    ("res_config_curl", "CURL"): "usage/realtime.py: func_curl",
    ("res_features", "Local"): "usage/asked_by_name.py: attended transfers of 1.4",
    ("res_hep_rtcp", "CHANNEL"): "usage/monitoring.py",
    ("res_hep_rtcp", "SIP_HEADER"): "chan_sip's own function, read of chan_sip's channels only",
    ("res_pjsip_config_wizard", "memory"): "res_pjsip requires it, whose objects this makes",
    ("res_pjsip_outbound_registration", "CURLOPT"): "usage/pjsip.py: auth_type=google_oauth",
    ("res_sorcery_memory_cache", "memory"): "its unit tests",
    ("res_stasis", "Announcer"): "usage/ari.py",
    ("res_stasis", "Stasis"): "usage/ari.py",
    ("res_stasis_snoop", "Stasis"): "usage/ari.py",
    ("res_stir_shaken", "memory"): "its unit tests in 16; required since",
    ("(core)", "bucket"): "wizards of the bucket API, which the core registers",
    ("(core)", "bucket_file"): "wizards of the bucket API, which the core registers",
}


def _unknown(found: frozenset[Asked], catalog: Catalog) -> Iterator[Asked]:
    named_together = set(_with_rows(catalog.release))
    for one in sorted(found):
        providers = catalog.providers(one.kind, one.name)
        module = CORE if one.module == "(core)" else one.module
        within = (
            CORE in providers
            or module in providers
            or set(providers) & set(catalog.closure(module) if module else ())
        )
        if (
            not within
            and (one.module, one.name) not in KNOWN
            and not named_together & {(one.module, name) for name in (*providers, one.name)}
        ):
            yield one


def _with_rows(release: Release) -> Iterator[tuple[str, str]]:
    """(module, what is needed with it) of the rows that say just this."""
    for row in load_tables()[0]:
        if isinstance(row, With) and row.when.kind == "module" and release.within(row.releases):
            for need in row.needs:
                yield row.when.name, need.name


@pytest.mark.skipif(
    not trees(), reason="no Asterisk sources here: `tests/asterisk-sources 22` gets some"
)
@pytest.mark.parametrize("tree", trees())
def test_what_modules_ask_for_by_name_is_known(tree: str) -> None:
    release = Release.parse(Path(tree).name.removeprefix("asterisk-"))
    assert list(_unknown(asked(sources.read_tree(Path(tree))), load(release))) == []


INSIDE = """
#define RECORDER "Recorder"
/* pbx_findapp("Commented") */
static int call(struct ast_channel *chan)
{
	struct ast_app *app = pbx_findapp("MixMonitor");
	other = pbx_findapp(RECORDER);
	dynamic = pbx_findapp(name);
	ast_func_write(chan, "CURLOPT(conntimeout)", "10");
	new = feature_request_and_dial(chan, peer, "Local",
		ast_channel_nativeformats(chan), exten);
}
AST_MODULE_INFO_STANDARD(ASTERISK_GPL_KEY, "x");
"""


def test_names_are_read_from_calls() -> None:
    found = asked({"apps/app_x.c": INSIDE})
    assert {(one.kind, one.name) for one in found} == {
        ("application", "MixMonitor"), ("application", "Recorder"), ("function", "CURLOPT"),
        ("channel", "Local"),
    }  # fmt: skip
