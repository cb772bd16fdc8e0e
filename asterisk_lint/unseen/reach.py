"""What an entry of a configuration file could need, derived from the declarations in the usage
tables.

A reach is a set of tokens: "codec" (any capability of that kind), "application:dial" (one of them,
in lower case), "module:res_srtp", "modules:res_pjsip*" (a pattern), "file:pjsip.conf" (whatever is
declared for that file), "file:*" (for any file).
"""

from collections.abc import Iterable, Mapping, Sequence

from asterisk_lint.catalog.load import Module
from asterisk_lint.conf.object_files import OBJECT_FILES
from asterisk_lint.dialplan.steps import DIALPLAN_FILES
from asterisk_lint.model import Need
from asterisk_lint.usage.patterns import matcher
from asterisk_lint.usage.rows import Declaration, FileRow, OptionRow, Reads, Row, SectionRow

Reach = frozenset[str]

NOTHING: Reach = frozenset()
# What a line of dialplan can name; what its applications' arguments can name follows from the table
# of arguments.
DIALPLAN: Reach = frozenset(
    {
        "application",
        "function",
        "channel",
        "switch",
        "format",
        "agi_command",
        "cdr",
        "module:res_http_media_cache",
    }
)

# EXEC runs any application with any arguments, GET and SET VARIABLE any function (CDR() too, for a
# record that only a backend keeps), STREAM FILE and RECORD FILE any format.
AGI: Reach = frozenset({"application", "function", "channel", "format", "agi_command", "cdr"})
# /channels makes calls and reads functions (`variable=`), /channels/externalMedia and formats=
# accept channels and codecs, recordings and playbacks any format, also from the web. Stasis is the
# only application (rest-api/api-docs/ in Asterisk's sources). Endpoints can be added to sorcery's
# memory (PUT /asterisk/config/dynamic), messages can be sent (/endpoints/sendMessage).
ARI: Reach = frozenset({
    "channel", "function", "format", "codec", "bridge", "cdr", "ari_resource", "application:stasis",
    "module:res_ari", "module:res_ari_model",
    "modules:res_ari_*", "modules:res_stasis*", "module:app_stasis", "module:res_http_media_cache",
    "module:res_pjsip_messaging",
})  # fmt: skip
# Modules that only send events to AMI clients, and everything that a user with `write = all` can
# run.
AMI_EVENTS: Reach = frozenset(
    {"module:res_manager_devicestate", "module:res_manager_presencestate"}
)
# UpdateConfig and CreateConfig write any configuration file.
AMI: Reach = AMI_EVENTS | AGI | {"manager_action", "codec", "cli_command", "file:*"}

# What options of MixMonitor() can need: a beep, a subroutine's variables, a command.
MIXMONITOR = ("application:mixmonitor", "module:func_periodic_hook", "function")

# A text of these kinds contains more than a name (usage/rows.py).
_INNER: Mapping[str, tuple[str, ...]] = {
    "expression": ("function",),
    "call": ("application", "function"),
    "dial": ("channel",),
    "gosub": ("application:gosub", "function"),
    "media": ("format", "module:res_http_media_cache"),
    "mixmonitor": MIXMONITOR,
}

# What a client or a database gets from the entries of a file, in addition to what the entries
# themselves need.
BEHIND: Mapping[str, Reach] = {
    "manager.conf": AMI,
    "ari.conf": ARI,
    "http.conf": ARI | {"file:ari.conf"},
    "sorcery.conf": frozenset(f"file:{file}" for file in OBJECT_FILES),
    "func_odbc.conf": frozenset({"module:func_odbc"}),
    "extconfig.conf": frozenset(
        {
            f"file:{file}"
            for file in (
                "acl.conf",
                "followme.conf",
                "iax.conf",
                "meetme.conf",
                "minivm.conf",
                "musiconhold.conf",
                "pjsip.conf",
                "queues.conf",
                "res_parking.conf",
                "sip.conf",
                "voicemail.conf",
            )
        }
    ),
}


def tokens(needs: Iterable[Need]) -> Reach:
    """Return the tokens of a row's `needs`; a name with a placeholder stands for every name of its
    kind.
    """
    found: set[str] = set()
    for kind, name in needs:
        if kind in _INNER:
            found.update(_INNER[kind])
        elif kind == "module" and "{" in name:
            found.add("modules:" + name[: name.index("{")].lower() + "*")
        elif name == "*" or "{" in name:
            found.add(kind)
        else:
            found.add(f"{kind}:{name.lower()}")
    return frozenset(found)


def rows_by_file(
    rows: Iterable[Row | Declaration],
) -> Mapping[str, Sequence[Row | Declaration]]:
    """Return the rows that `declared` looks at for each file: those of the others change nothing,
    and there are thousands.
    """
    found: dict[str, list[Row | Declaration]] = {}
    for row in rows:
        if isinstance(row, (OptionRow, SectionRow, FileRow)):
            if row.file:
                found.setdefault(row.file, []).append(row)
            given = given_file(row)
            if given and given != row.file:
                found.setdefault(given, []).append(row)
        elif isinstance(row, Reads):
            for file in row.files.split():
                found.setdefault(file, []).append(row)
    return found


def declared(rows: Iterable[Row | Declaration], file: str, option: str = "") -> Reach:
    """Return what entries of a file can need, or only those with that option, as the rows (of one
    release) declare it.

    A module that a row about a section with a pattern names with `{section}` stands for every
    module of that pattern.
    """
    return declared_in(rows, frozenset({file}), option)


def declared_in(
    rows: Iterable[Row | Declaration], files: frozenset[str], option: str = ""
) -> Reach:
    """Return the same for several files together, in one pass through the rows."""
    found: set[str] = set()
    for row in rows:
        if isinstance(row, Reads):
            if not files.isdisjoint(row.files.split()) and (
                not option or matcher(row.option)(option)
            ):
                found |= tokens(row.needs)
        elif isinstance(row, OptionRow):
            if row.file in files and (not option or _depends(row, option)):
                found |= _of_section(row.needs, row.section)
        elif isinstance(row, SectionRow):
            if row.file in files and (
                not option or row.unless.partition("=")[0].lower() == option.lower()
            ):
                found |= _of_section(row.needs, row.section)
        elif isinstance(row, FileRow) and row.file in files and not option:
            found |= tokens(row.needs)
        if (
            isinstance(row, (OptionRow, SectionRow, FileRow))
            and not option
            and given_file(row) in files
        ):
            found |= tokens(row.needs)
    return frozenset(found)


def given_file(row: OptionRow | SectionRow | FileRow) -> str:
    """Return the file that decides whether a row applies (`given`); "" if there is none."""
    return row.given.lstrip("!").partition(" ")[0]


def _depends(row: OptionRow, option: str) -> bool:
    """Tell whether what the row needs depends on the value of this option (a value that is not
    known yet).
    """
    return matcher(row.option)(option) and (
        row.value not in {"*", "?*"} or any("{" in need.name for need in row.needs)
    )


_OF_ITS_NAME = Need("module", "{section}")


def _of_section(needs: Sequence[Need], section: str) -> Reach:
    if _OF_ITS_NAME not in needs or section in {"", "*"}:
        return tokens(needs)
    return tokens(need for need in needs if need != _OF_ITS_NAME) | {
        f"modules:{name.lower()}" for name in section.split("|")
    }


def reach_of(file: str) -> Reach:
    """Return what a file that cannot be read could need: what its entries can name, and what
    depends on them.
    """
    whole = frozenset({f"file:{file}"}) | BEHIND.get(file, NOTHING)
    return whole | DIALPLAN if file in DIALPLAN_FILES else whole


def asking_files(rows: Iterable[Row | Declaration], module: Module) -> frozenset[str]:
    """Return the configuration files whose entries can need a module, or something that it
    provides.
    """
    own = {f"module:{module.name.lower()}"}
    for kind, names in module.provides.items():
        if names:
            own |= {kind, *(f"{kind}:{name.lower()}" for name in names)}
    found: set[str] = set()
    for row in rows:
        if isinstance(row, (Reads, OptionRow, SectionRow, FileRow)) and not own.isdisjoint(
            tokens(row.needs)
        ):
            found.update(row.files.split() if isinstance(row, Reads) else [row.file])
    return frozenset(found)
