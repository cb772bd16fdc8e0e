"""extensions.lua: what its code uses. It is read, never run."""

from collections.abc import Iterator

from asterisk_lint.conf.encrypted import readable
from asterisk_lint.dialplan.recursion import deep
from asterisk_lint.dialplan.steps import Dialplan
from asterisk_lint.model import Problem, Unseen
from asterisk_lint.releases import RELEASE_22, Release
from asterisk_lint.tree.files import Files, Unreadable

NAME = "extensions.lua"

# Common libraries that are unrelated to Asterisk.
_LIBRARIES = frozenset((
    "cjson", "copas", "coxpcall", "cqueues", "curl", "dkjson", "hiredis", "http", "inspect", "json",
        "lanes", "lapp", "lcurl", "lfs", "logging",
    "lpeg", "lsqlite3", "ltn12", "lua-cjson", "luasql", "lxp", "md5", "memcached", "mime",
        "mobdebug", "mongo", "mysql", "odbc", "openssl", "pgmoon",
    "pgsql", "pl", "posix", "rapidjson", "redis", "re", "resty", "rex_pcre", "socket", "sqlite3",
        "ssl", "struct", "table", "string", "math", "os",
    "io", "debug", "turbo", "uuid", "xml", "xml2lua", "yaml", "zlib",
))  # fmt: skip


def read_lua(
    files: Files, *, release: Release = RELEASE_22, etc: str = "/etc/asterisk"
) -> Dialplan:
    """Return what extensions.lua and the files that it loads use; empty if there is none, and for
    the example that Asterisk's packages install.

    A context of the result has the extensions that its table names, without steps.
    A step is one call of an application: its context and extension if only one extension makes it,
    otherwise empty texts; its arguments joined by commas, with `${name}` in place of parts that are
    only known during a call. Functions are uses. Code that cannot be followed is a "dynamic-use".
    """
    try:
        data = readable(files.read(NAME))
    except FileNotFoundError:
        return Dialplan()
    except Unreadable as reason:
        problem = Problem("syntax-error", f"cannot be read: {reason}", NAME, 1)
        return Dialplan(problems=(problem,), unlisted=True)
    from asterisk_lint.dialplan.stock_samples import is_shipped_sample

    if is_shipped_sample(NAME, data.decode("utf-8", "surrogateescape")):
        return Dialplan()
    from asterisk_lint.dialplan.lua.calls import Calls
    from asterisk_lint.dialplan.lua.contexts import Contexts
    from asterisk_lint.dialplan.lua.files import Program
    from asterisk_lint.dialplan.lua.values import Values

    with deep():
        program = Program(files, etc)
        program.add(NAME, data)
        unread = [
            Unseen(
                f"the rest of {name}, which {each.reason}",
                name,
                each.line,
                frozenset({"application", "function"}),
                "dynamic",
            )
            for name, each in program.unread
        ]
        if not program.blocks[0].children:
            return Dialplan(
                problems=tuple(program.problems),
                unseen=tuple(unread),
                unlisted=bool(program.problems or unread),
            )
        values = Values(program.names, program.required)
        calls = Calls(program.names, values, release)
        calls.extensions()
        calls.hints()
        for block in program.at_start:
            calls.loading(block)
        for block in program.blocks:
            calls.read(block)
        contexts = Contexts(program.names, values, program.required)
        parts = contexts.find()
        if (
            "extensions" not in program.defined_names()
            and not program.missing
            and not program.problems
        ):
            message = (
                "nothing here creates the table `extensions`: Asterisk rejects the file and exits"
            )
            calls.problems.append(Problem("syntax-error", message, NAME, 1))
    if values.gave_up:
        message = "the Lua files are too complex to follow to the end"
        calls.problems.append(Problem("dynamic-use", message, NAME, 1))
        anything = frozenset({"application", "function"})
        calls.unseen.append(Unseen(message, NAME, 1, anything, "dynamic"))
    missing = [*unread, *_unseen(program.missing)]
    return Dialplan(
        tuple(dict.fromkeys(calls.steps)),
        tuple(dict.fromkeys(calls.uses)),
        (*program.problems, *calls.problems),
        (*calls.unseen, *missing),
        contexts=tuple(parts),
        unlisted=not contexts.whole or bool(missing or program.problems or values.gave_up),
    )


def _unseen(missing: list[tuple[str, str, int]]) -> Iterator[Unseen]:
    for name, file, line in missing:
        if name.partition(".")[0].lower() not in _LIBRARIES:
            yield Unseen(
                f"the Lua file {name}, which is missing",
                file,
                line,
                frozenset({"application", "function"}),
                "include",
            )
