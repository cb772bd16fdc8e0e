"""What conferences need in addition to their application: recording, noise removal, shared
lines.
"""

from asterisk_lint.catalog.needs import need, needs
from asterisk_lint.usage.rows import OptionRow, Reader, Row, SectionRow, With

ROWS: tuple[Row, ...] = (
    Reader("confbridge.conf", "app_confbridge", "apps/confbridge/conf_config_parser.c"),
    OptionRow(
        "confbridge.conf", "*", "record_conference", "true", needs=needs("application MixMonitor"),
        because="MixMonitor() records the conference",
        source="apps/app_confbridge.c conf_start_record()", releases=">=10",
    ),
    OptionRow(
        "confbridge.conf", "*", "denoise", "true", needs=needs("function DENOISE"),
        because="DENOISE(rx) is set to remove noise",
        source="apps/app_confbridge.c confbridge_exec()", releases=">=10",
    ),
    OptionRow(
        "confbridge.conf", "*", "jitterbuffer", "true", needs=needs("function JITTERBUFFER"),
        because="JITTERBUFFER(adaptive) is set to smooth the caller's audio",
        source="apps/app_confbridge.c confbridge_exec()", releases=">=10",
    ),
    OptionRow(
        "confbridge.conf", "*", "record_options", "?*", needs=needs("mixmonitor {value}"),
        because="the conference is recorded with these options of MixMonitor()",
        source="apps/app_confbridge.c conf_start_record()", releases=">=13",
    ),
    OptionRow(
        "confbridge.conf", "*", "sound_*", "*http*://*",
            needs=needs("module res_http_media_cache; media {value}"),
        because="Asterisk fetches this sound from the web",
        source="apps/app_confbridge.c play_file(); main/file.c ast_streamfile()", releases=">=14",
    ),
    OptionRow(
        "confbridge.conf", "*", "internal_sample_rate", "!8000|auto",
        needs=needs("module codec_resample"),
        because="the conference mixes at this rate, and only codec_resample converts the rate",
        source="bridges/bridge_softmix.c; apps/confbridge/conf_config_parser.c", releases=">=10",
    ),
    With(need("application Page"), needs("application ConfBridge"),
        "Page() joins the phones in a conference of ConfBridge()", "apps/app_page.c",
        releases=">=11"),
    With(need("application Page"), needs("application MeetMe"),
        "Page() joins the phones in a conference of MeetMe()", "apps/app_page.c", releases="<11"),
    # Shared line appearances: app_sla since 21, part of app_meetme before
    With(
        need("module app_sla"), needs("application ConfBridge"),
        "shared lines are conferences of ConfBridge()",
        "apps/app_sla.c conf_run()", releases=">=21",
    ),
    SectionRow(
        "sla.conf", "!general", needs("application SLAStation"),
        "sla.conf defines this shared line or station",
        source="apps/app_sla.c sla_load_config(); apps/app_meetme.c before 21",
            type="station|trunk",
    ),
    OptionRow(
        "sla.conf", "!general", "device", "?*", needs=needs("dial {value}"),
        because="Asterisk calls this shared line or station there",
        source="apps/app_sla.c sla_build_trunk(), sla_build_station()", type="station|trunk",
    ),
    Reader("sla.conf", "app_sla app_meetme", "apps/app_sla.c; apps/app_meetme.c before 21"),
)  # fmt: skip
