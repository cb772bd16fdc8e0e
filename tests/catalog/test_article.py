"""The module list of "How to Streamline Asterisk" (2010), whose method this project automates:
every one must be known to the release of its day.
"""

import pytest

from asterisk_lint.catalog.lineage import fate
from asterisk_lint.catalog.load import load
from asterisk_lint.releases import Release

LIST = """
app_addon_sql_mysql app_adsiprog app_alarmreceiver app_amd app_authenticate app_cdr app_chanisavail
app_channelredirect app_chanspy app_controlplayback app_dahdibarge app_dahdiras app_dahdiscan app_db
app_dial app_dictate app_directed_pickup app_directory app_disa app_dumpchan app_echo app_exec
app_externalivr app_festival app_flash app_followme app_forkcdr app_getcpeid app_ices app_image
app_macro app_meetme app_milliwatt app_minivm app_mixmonitor app_morsecode app_mp3 app_nbscat
app_page app_parkandannounce app_playback app_privacy app_queue app_read app_readexten app_readfile
app_record app_saycountpl app_sayunixtime app_senddtmf app_sendtext app_setcallerid app_sms
app_softhangup app_speech_utils app_stack app_system app_talkdetect app_test app_transfer app_url
app_userevent app_verbose app_voicemail app_waitforring app_waitforsilence app_while app_zapateller
cdr_addon_mysql chan_agent chan_alsa chan_console chan_dahdi chan_iax2 chan_local chan_mgcp
chan_ooh323 chan_oss chan_phone chan_sip codec_adpcm codec_alaw codec_dahdi codec_g726 codec_gsm
codec_lpc10 codec_ulaw format_g723 format_g726 format_g729 format_gsm format_h263 format_h264
format_jpeg format_mp3 format_pcm format_sln format_sln16 format_vox format_wav format_wav_gsm
func_audiohookinherit func_base64 func_blacklist func_callerid func_cdr func_channel func_curl
func_cut func_db func_enum func_env func_extstate func_global func_groupcount func_iconv func_lock
func_logic func_math func_md5 func_module func_rand func_realtime func_sha1 func_shell func_strings
func_sysinfo func_timeout func_uri func_version func_vmcount func_volume pbx_config pbx_gtkconsole
pbx_loopback pbx_spool res_adsi res_agi res_clioriginate res_config_curl res_config_odbc res_convert
res_crypto res_curl res_indications res_limit res_monitor res_musiconhold res_odbc res_phoneprov
res_smdi res_speech res_timing_dahdi res_timing_pthread
"""


NAMES = LIST.split()


def test_the_list_is_that_of_the_article() -> None:
    assert len(NAMES) == 154


@pytest.mark.parametrize("name", NAMES)
def test_asterisk_1_6_2_with_its_addons_knows_the_module(name: str) -> None:
    if (
        name == "res_indications"
    ):  # it went into the core between the release that the article was written with and 1.6.2
        past = fate(name, Release.parse("1.6.2"))
        assert past is not None
        assert past.since == "1.6.2"
    else:
        assert load(Release.parse("1.6.2")).module(name) is not None


@pytest.mark.parametrize("name", NAMES)
def test_asterisk_22_has_the_module_or_says_what_became_of_it(name: str) -> None:
    past = fate(name, Release.parse("22"))
    assert (load(Release.parse("22")).module(name) is not None) == (past is None)
    if past is not None:
        assert past.gone
        assert past.what in ("renamed", "merged", "split", "replaced", "removed")
        assert all(load(Release.parse("22")).module(target) is not None for target in past.to)
