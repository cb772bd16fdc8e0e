"""What queues and agents use.

A queue in queues.conf, or an agent in agents.conf, is not a use on its own: a call reaches it only
through the dialplan.
"""

from collections.abc import Iterator

from asterisk_lint.catalog.needs import needs
from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.devices import PROVIDERS
from asterisk_lint.model import Use
from asterisk_lint.usage.rows import OptionRow, Reader, Reads, Row

ROWS: tuple[Row, ...] = (
    Reader("queues.conf", "app_queue", "apps/app_queue.c reload_queues()"),
    Reader("agents.conf", "app_agent_pool chan_agent",
        "apps/app_agent_pool.c, channels/chan_agent.c before 12"),
    OptionRow(
        "agents.conf", "!general", "recordagentcalls", "true",
        needs=needs("module bridge_builtin_features; application MixMonitor; format wav"),
        because="the agent's calls are recorded like the one-touch recording key does",
        source=
            "apps/app_agent_pool.c agent_connect_caller(); bridges/bridge_builtin_features.c "
            "start_automixmonitor()", releases=">=12",
    ),
    OptionRow(
        "agents.conf", "agents", "recordagentcalls", "true",
            needs=needs("application Monitor; format wav"),
        because="the agents' calls are recorded like Monitor() does",
        source="channels/chan_agent.c __agent_start_monitoring()", releases="<12",
    ),
    OptionRow(
        "queues.conf", "!general", "announce|periodic-announce|queue-*", "*http*://*",
        needs=needs("module res_http_media_cache; media {value}"),
            because="Asterisk fetches this announcement from the web",
        source="apps/app_queue.c play_file(); main/file.c ast_streamfile()", releases=">=14",
    ),
    OptionRow(
        "queues.conf", "!general", "membergosub", "?*", needs=needs("gosub {value}"),
        because="the queue runs this for the member before it connects the caller",
        source="apps/app_queue.c try_calling()",
    ),
    OptionRow(
        "queues.conf", "!general", "membermacro", "?*", needs=needs("application Macro"),
        because="the queue runs this for the member before it connects the caller",
        source="apps/app_queue.c try_calling()", releases="<21",
    ),
    OptionRow(
        "queues.conf", "!general", "monitor-format", "?*", needs=needs("format {value}"),
        because="the queue's recordings are files of this format",
        source="apps/app_queue.c queue_set_param()",
    ),
    OptionRow(
        "queues.conf", "!general", "monitor-format", "?*", needs=needs("application MixMonitor"),
        because="the queue runs MixMonitor() to record its calls",
        source="apps/app_queue.c setup_mixmonitor()", releases=">=21",
    ),
    OptionRow(
        "agents.conf", "agents", "agent", "?*", needs=needs("channel Agent"),
        because="only chan_agent lets the agents in agents.conf log in",
        source="channels/chan_agent.c read_agent_config()", releases="<12",
    ),
)  # fmt: skip


_READERS = ("app_queue",)

# Which module provides the state of a device.
STATES = "; ".join(sorted(PROVIDERS.values()))

READS: tuple[Reads, ...] = (
    Reads("queues.conf", "member", needs(f"channel *; {STATES}"),
        "a member and the source of its state"),
    Reads("queues.conf", "monitor-*", needs("application MixMonitor; application Monitor"),
        "how a queue records its calls"),
)  # fmt: skip


def find(configuration: Configuration) -> Iterator[Use]:
    """Find what queue members need: their technology, and the provider of their state; and how old
    releases record a queue.
    """
    from asterisk_lint.dialplan.devices import state_need
    from asterisk_lint.dialplan.text_uses import dial_uses

    read = configuration.conf("queues.conf")
    if read is None:
        return
    mixes = any(
        entry.value.strip().lower() == "mixmonitor"
        for section in read.sections
        for entry in section.all("monitor-type")
    )
    for section in read.objects("general"):
        for entry in section.all("member"):
            parts = entry.value.split(",")
            because = f"the queue {section.name} calls this member"
            place = Use(
                "dial",
                parts[0],
                entry.file,
                entry.line,
                entry.value_column,
                because=because,
                readers=_READERS,
            )
            yield from dial_uses(parts[0].strip(), place)
            if len(parts) > 3 and (need := state_need(parts[3])):
                yield place._replace(
                    kind=need[0],
                    name=need[1],
                    because=f"the queue {section.name} reads the member's state from it",
                )
        recorded = section.get("monitor-format")
        if recorded is not None and recorded.value and configuration.release.within("<21"):
            yield Use(
                "application", "MixMonitor" if mixes else "Monitor", recorded.file, recorded.line,
                    recorded.value_column,
                because=f"the queue {section.name} records its calls this way (monitor-type)",
                    readers=_READERS,
            )  # fmt: skip
