"""What queues and agents use.

A queue in queues.conf, or an agent in agents.conf, is no use by itself: a call comes there through the dialplan only.
"""

from collections.abc import Iterator

from asterisk_lint.configuration import Configuration
from asterisk_lint.dialplan.devices import PROVIDERS
from asterisk_lint.model import Use
from asterisk_lint.usage.rows import Entry, Reader, Reads, Row

ROWS: tuple[Row, ...] = (
    Reader("queues.conf", "app_queue", "apps/app_queue.c reload_queues()"),
    Reader("agents.conf", "app_agent_pool chan_agent", "apps/app_agent_pool.c, channels/chan_agent.c before 12"),
    Entry(
        "agents.conf", "!general", "recordagentcalls", "true", "module bridge_builtin_features; application MixMonitor; format wav",
        "the agent's calls are recorded as the one-touch key would do it",
        "apps/app_agent_pool.c agent_connect_caller(); bridges/bridge_builtin_features.c start_automixmonitor()", releases=">=12",
    ),
    Entry(
        "agents.conf", "agents", "recordagentcalls", "true", "application Monitor; format wav",
        "the agents' calls are recorded as Monitor() does",
        "channels/chan_agent.c __agent_start_monitoring()", releases="<12",
    ),
    Entry(
        "queues.conf", "!general", "announce|periodic-announce|queue-*", "*http*://*", "module res_http_media_cache; media {value}",
        "this announcement is fetched from the web",
        "apps/app_queue.c play_file(); main/file.c ast_streamfile()", releases=">=14",
    ),
    Entry(
        "queues.conf", "!general", "membergosub", "?*", "gosub {value}",
        "the queue runs this for the member before the caller is put through",
        "apps/app_queue.c try_calling()",
    ),
    Entry(
        "queues.conf", "!general", "membermacro", "?*", "application Macro",
        "the queue runs this for the member before the caller is put through",
        "apps/app_queue.c try_calling()", releases="<21",
    ),
    Entry(
        "queues.conf", "!general", "monitor-format", "?*", "format {value}",
        "the queue's recordings are files of this format",
        "apps/app_queue.c queue_set_param()",
    ),
    Entry(
        "queues.conf", "!general", "monitor-format", "?*", "application MixMonitor",
        "the queue records its calls by running MixMonitor()",
        "apps/app_queue.c setup_mixmonitor()", releases=">=21",
    ),
    Entry(
        "agents.conf", "agents", "agent", "?*", "channel Agent",
        "agents.conf has this agent, and only chan_agent lets agents log in",
        "channels/chan_agent.c read_agent_config()", releases="<12",
    ),
)  # fmt: skip


_READERS = ("app_queue",)

# What knows the state of a device.
STATES = "; ".join(sorted(PROVIDERS.values()))

READS: tuple[Reads, ...] = (
    Reads("queues.conf", "member", f"channel *; {STATES}", "a member and what knows its state"),
    Reads("queues.conf", "monitor-*", "application MixMonitor; application Monitor", "how a queue records its calls"),
)  # fmt: skip


def find(configuration: Configuration) -> Iterator[Use]:
    """Find what queue members need: their technology, and what knows their state; and how old releases record a queue."""
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
            because = f"a member of the queue {section.name} is called there"
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
                    because=f"the queue {section.name} asks for the member's state there",
                )
        recorded = section.get("monitor-format")
        if recorded is not None and recorded.value and configuration.release.within("<21"):
            yield Use(
                "application", "MixMonitor" if mixes else "Monitor", recorded.file, recorded.line, recorded.value_column,
                because=f"the queue {section.name} records its calls this way (monitor-type)", readers=_READERS,
            )  # fmt: skip
