"""The only commands that `observe` ever sends to a machine, and their answers, within bounds.

Each is a line of POSIX shell that only reads; `{directory}` is a path that a person named or
Asterisk's usual one, `{name}` a name that the machine listed, checked letter by letter
(`connection.is_plain`), `{channel}` a channel's (`connection.is_channel`), `{path}` a path or
pattern that a file there includes (`connection.is_path`). A test records what is sent and compares
it with this list. After each answer `END` shows that it was not cut off. `-C`
reaches the Asterisk of that directory where several run.
"""

from asterisk_lint.records import NamedTuple


class Command(NamedTuple):
    """A line of shell, and the maximum size of its answer."""

    line: str
    most: int = 4 << 20  # bytes of output
    seconds: float = 60.0


def _asks(line: str, most: int) -> Command:
    """Return the command that sends a line to Asterisk's own command line."""
    return Command(f"asterisk -C {{directory}}/asterisk.conf -rx '{line}' || true", most)


VERSION = _asks("core show version", 10_000)
SETTINGS = _asks("core show settings", 100_000)
END = Command("echo done")
# A log or a file of call records, read as a stream: nothing of it is kept.
LOG = Command("cat -- {directory}", 1 << 36)
# Each file of the configuration directory: its size, its name, its content. Of keys, certificates
# and sounds only the name is read; what cannot be read is named, directories too.
FILES = Command(
    "cd -- {directory} && find -L . -name .git -prune -o \\( -type f -o -type d \\) -print"
    ' | LC_ALL=C sort | while IFS= read -r file; do if [ -d "$file" ]; then'
    ' if ! [ -r "$file" ] || ! [ -x "$file" ]; then'
    " printf 'unreadable 0 %s\\n\\nend\\n' \"$file\"; fi; continue; fi; case $file in"
    " *.pem|*.key|*.crt|*.p12|*.wav|*.gsm|*/keys/*) printf 'private 0 %s\\n\\nend\\n' \"$file\";;"
    ' *) if [ -r "$file" ] && size=$(wc -c < "$file") && [ "$size" -le 8000000 ]; then'
    ' printf \'file %s %s\\n\' "$size" "$file"; cat < "$file"; printf \'\\nend\\n\';'
    " else printf 'unreadable 0 %s\\n\\nend\\n' \"$file\"; fi;; esac; done",
    128 << 20,
    300.0,
)
# What an #include line of those files names outside that directory.
INCLUDED = Command(
    'for file in {path}; do if [ -f "$file" ]; then'
    ' if [ -r "$file" ] && size=$(wc -c < "$file") && [ "$size" -le 8000000 ]; then'
    ' printf \'file %s %s\\n\' "$size" "$file"; cat < "$file"; printf \'\\nend\\n\';'
    " else printf 'unreadable 0 %s\\n\\nend\\n' \"$file\"; fi; fi; done",
    32 << 20,
)
MODULES = Command(
    'for directory in {directory}; do if [ -d "$directory" ]; then ls -1 "$directory"; fi; done',
    1 << 20,
)
# The file of one module, from which its dependencies are read: of at most 8 MB.
MODULE_FILE = Command(
    'for directory in {directory}; do file="$directory"/{name}.so;'
    ' if [ -r "$file" ] && size=$(wc -c < "$file") && [ "$size" -le 8000000 ]; then'
    " printf 'file %s {name}\\n' \"$size\"; cat < \"$file\"; printf '\\nend\\n'; fi; done",
    9 << 20,
    120.0,
)
# What those modules document: applications and functions with their names.
DOCUMENTATION = Command(
    "for directory in /usr/share/asterisk /var/lib/asterisk /usr/local/share/asterisk; do"
    ' directory="$directory"/documentation/thirdparty;'
    ' if [ -d "$directory" ]; then find -L "$directory" -type f -name \'*.xml\' -exec cat {} +; fi;'
    " done",
    16 << 20,
)
# One prompt that every set of Asterisk's own has, in each language and format.
SOUNDS = Command(
    "for directory in /usr/share/asterisk/sounds /var/lib/asterisk/sounds; do"
    ' if [ -d "$directory" ]; then find -L "$directory" -type f -name \'vm-intro.*\'; fi; done',
    1 << 20,
)
ENDPOINTS = _asks("pjsip list endpoints", 16 << 20)
ENDPOINT = _asks("pjsip show endpoint {name}", 1 << 20)
AORS = _asks("pjsip list aors", 16 << 20)
AOR = _asks("pjsip show aor {name}", 1 << 20)
AUTHS = _asks("pjsip list auths", 16 << 20)
REGISTRATIONS = _asks("pjsip list registrations", 16 << 20)
REGISTRATION = _asks("pjsip show registration {name}", 1 << 20)
IDENTIFIES = _asks("pjsip list identifies", 16 << 20)
TRANSPORTS = _asks("pjsip list transports", 1 << 20)
SIP_PEERS = _asks("sip show peers", 16 << 20)
SIP_PEER = _asks("sip show peer {name}", 1 << 20)
QUEUES = _asks("queue show", 16 << 20)
QUEUE = _asks("queue show {name}", 4 << 20)
QUEUE_ROW = _asks("realtime load queues name {name}", 100_000)
ODBC = _asks("odbc show", 1 << 20)
APPLICATIONS = _asks("core show applications", 1 << 20)
FUNCTIONS = _asks("core show functions", 1 << 20)
TECHNOLOGIES = _asks("core show channeltypes", 1 << 20)
SWITCHES = _asks("core show switches", 1 << 20)
FILE_FORMATS = _asks("core show file formats", 1 << 20)
ARI_APPS = _asks("ari show apps", 1 << 20)
AMI_CLIENTS = _asks("manager show connected", 1 << 20)
CHANNELS = _asks("core show channels concise", 16 << 20)
CHANNEL = _asks("core show channel {channel}", 1 << 20)
USE_COUNTS = _asks("module show", 1 << 20)
COMMANDS: tuple[Command, ...] = (
    VERSION, SETTINGS, END, LOG, FILES, INCLUDED, MODULES, MODULE_FILE, DOCUMENTATION, SOUNDS,
    ENDPOINTS, ENDPOINT, AORS, AOR, AUTHS, REGISTRATIONS, REGISTRATION, IDENTIFIES, TRANSPORTS,
    SIP_PEERS, SIP_PEER, QUEUES, QUEUE, QUEUE_ROW, ODBC, APPLICATIONS, FUNCTIONS, TECHNOLOGIES,
    SWITCHES, FILE_FORMATS, ARI_APPS, AMI_CLIENTS, CHANNELS, CHANNEL, USE_COUNTS,
)  # fmt: skip

USUAL_MODULES = (
    "/usr/lib/*/asterisk/modules",
    "/usr/lib/asterisk/modules",
    "/usr/lib64/asterisk/modules",
    "/usr/local/lib/asterisk/modules",
)
