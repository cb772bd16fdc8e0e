"""What conferences need beyond the application that holds them: recording, noise removal, shared lines."""

from asterisk_lint.usage.rows import Entry, Reader, Row, Section, With

ROWS: tuple[Row, ...] = (
    Reader("confbridge.conf", "app_confbridge", "apps/confbridge/conf_config_parser.c"),
    Entry(
        "confbridge.conf", "*", "record_conference", "true", "application MixMonitor",
        "the conference is recorded by running MixMonitor()",
        "apps/app_confbridge.c conf_start_record()", releases=">=10",
    ),
    Entry(
        "confbridge.conf", "*", "denoise", "true", "function DENOISE",
        "noise is removed by setting DENOISE(rx)",
        "apps/app_confbridge.c confbridge_exec()", releases=">=10",
    ),
    Entry(
        "confbridge.conf", "*", "jitterbuffer", "true", "function JITTERBUFFER",
        "the caller's sound is evened out by setting JITTERBUFFER(adaptive)",
        "apps/app_confbridge.c confbridge_exec()", releases=">=10",
    ),
    Entry(
        "confbridge.conf", "*", "record_options", "?*", "mixmonitor {value}",
        "the conference is recorded with these options of MixMonitor()",
        "apps/app_confbridge.c conf_start_record()", releases=">=13",
    ),
    Entry(
        "confbridge.conf", "*", "sound_*", "*http*://*", "module res_http_media_cache; media {value}",
        "this sound is fetched from the web",
        "apps/app_confbridge.c play_file(); main/file.c ast_streamfile()", releases=">=14",
    ),
    With("application Page", "application ConfBridge", "Page() joins the phones in a conference of ConfBridge()", "apps/app_page.c", releases=">=11"),
    With("application Page", "application MeetMe", "Page() joins the phones in a conference of MeetMe()", "apps/app_page.c", releases="<11"),
    # Shared line appearances: app_sla since 21, part of app_meetme before
    With(
        "module app_sla", "application ConfBridge",
        "shared lines meet in conferences of ConfBridge()",
        "apps/app_sla.c conf_run()", releases=">=21",
    ),
    Section(
        "sla.conf", "!general", "application SLAStation",
        "sla.conf has this shared line or station",
        "apps/app_sla.c sla_load_config(); apps/app_meetme.c before 21", type="station|trunk",
    ),
    Entry(
        "sla.conf", "!general", "device", "?*", "dial {value}",
        "this shared line or station is called there",
        "apps/app_sla.c sla_build_trunk(), sla_build_station()", type="station|trunk",
    ),
    Reader("sla.conf", "app_sla app_meetme", "apps/app_sla.c; apps/app_meetme.c before 21"),
)  # fmt: skip
