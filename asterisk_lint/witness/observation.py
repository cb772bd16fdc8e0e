"""Boot an Asterisk on a PBX's files and record what it has, what it lacks and what it logs."""

import io
import os
from collections.abc import Mapping

from asterisk_lint.configuration import Configuration
from asterisk_lint.records import NamedTuple
from asterisk_lint.releases import RELEASE_22, Release, UnknownRelease
from asterisk_lint.tree.files import Files, Unreadable
from asterisk_lint.witness.accessible_files import is_shown
from asterisk_lint.witness.boot import Asterisk, DidNotStart, boot
from asterisk_lint.witness.layout import Layout, find_binary
from asterisk_lint.witness.logs import LoggedRequest, Summary, read_log
from asterisk_lint.witness.observe import ModuleState
from asterisk_lint.witness.quoted_logs import last_known_words
from asterisk_lint.witness.recognize import Recognizer
from asterisk_lint.witness.symbols import modules_in

KINDS = (
    "application",
    "function",
    "channel",
    "switch",
    "format",
    "codec",
    "bridge",
    "engine",
    "cdr",
    "cel",
)
QUESTIONS = 240  # seconds for reading its answers after it came up
READ_ONLY = ("astmoddir", "astvarlibdir", "astdatadir", "astkeydir", "astagidir")
# The translation table writes the rate after two names (main/translate.c, `core show translation`).
RATES = {"slin8": "slin", "speex8": "speex", "silk8": "silk"}


class Observation(NamedTuple):
    """What one start of Asterisk showed."""

    release: Release | None  # None if it did not get as far as naming it, or names an unknown one
    up: bool
    failure: str  # how it ended, if it is not up
    seconds: float
    modules: Mapping[str, ModuleState]  # by the name in lower case; empty if it is not up
    # Kind of capability -> the registered names, in lower case except functions
    names: Mapping[str, frozenset[str]]
    told: Mapping[tuple[str, ...], LoggedRequest]  # its log, by kind and name (messages.py)
    # Module in lower case -> its errors and warnings during its start
    words: Mapping[str, tuple[str, ...]]
    starting: str  # the module that was being started when the log ends
    left_out: tuple[
        str, ...
    ] = ()  # files that could not be read, and that Asterisk therefore did not have
    binary: str = "/usr/sbin/asterisk"  # the program in the root directory

    def has(self, kind: str, name: str) -> bool:
        """Tell whether a capability exists."""
        return (name if kind == "function" else name.lower()) in self.names.get(kind, ())

    def running(self, module: str) -> bool:
        """Tell whether a module runs."""
        state = self.modules.get(module.lower())
        return state is not None and state.running


def observe(
    files: Files,
    *,
    root: str,
    binary: str | None = None,
    etc: str = "/etc/asterisk",
    timeout: float = 60,
) -> Observation:
    """Boot on a private copy of the files, for some minutes at most. Raises NotIsolated,
    NoAsterisk.
    """
    binary = binary or find_binary(root)
    options, directories = settings_of(files, root, etc, binary)
    content = content_of(files)
    lifetime = timeout + QUESTIONS
    with boot(
        root,
        content,
        timeout=timeout,
        lifetime=lifetime,
        layout=Layout(etc=etc, options=options, directories=directories, binary=binary),
    ) as asterisk:
        seen = written_down(
            asterisk, root, binary, frozenset(name.rpartition("/")[2] for name in content)
        )
    return seen._replace(left_out=tuple(name for name in files.names() if name not in content))


def written_down(asterisk: Asterisk, root: str, binary: str, files: frozenset[str]) -> Observation:
    """Return the record of an Asterisk, with its answers. Its configuration may make it end at any
    time.
    """
    failure, log = "", ""
    modules: dict[str, ModuleState] = {}
    names: dict[str, frozenset[str]] = {}
    try:
        if asterisk.up:
            modules = {name.lower(): state for name, state in asterisk.modules().items()}
            names = {kind: folded(kind, asterisk.names(kind)) for kind in KINDS}
    except DidNotStart as ended:
        modules, names, failure = (
            {},
            {},
            asterisk.ending if asterisk.exit_status is not None else str(ended),
        )
    try:
        log = asterisk.log
        failure = failure or ("" if asterisk.up else failure_of(asterisk, root, binary, files))
    except DidNotStart as ended:
        failure = str(ended)
    summary = Summary()
    read_log(io.BytesIO(log.encode("utf-8", "surrogateescape")), "log", summary, Recognizer())
    words, starting = words_of(log)
    return Observation(
        release_in(log),
        not failure,
        failure,
        asterisk.seconds,
        modules,
        names,
        summary.seen,
        words,
        starting,
        binary=binary,
    )


def failure_of(asterisk: Asterisk, root: str, binary: str, files: frozenset[str]) -> str:
    """Return how it ended, and its last output if it is a message of Asterisk's own."""
    installed = dict(modules_in(root))
    programs = [root.rstrip("/") + binary, *installed.values()]
    said = last_known_words(asterisk.last_words, programs, files | installed.keys())
    return "; last output: ".join([asterisk.ending, *[said] * bool(said)])


def content_of(files: Files) -> dict[str, bytes]:
    """Return every file that can be read."""
    found = {}
    for name in files.names():
        try:
            found[name] = files.read(name)
        except (Unreadable, FileNotFoundError):
            continue
    return found


def settings_of(
    files: Files, root: str, etc: str, binary: str = "/usr/sbin/asterisk"
) -> tuple[dict[str, str], dict[str, str]]:
    """Return what the PBX's asterisk.conf sets: its options, and those of its read-only directories
    that are in the root directory.
    """
    options: dict[str, str] = {}
    directories: dict[str, str] = {}
    for section in Configuration(files, release=RELEASE_22, etc=etc).objects("asterisk.conf"):
        for entry in section.entries:
            if section.name.lower() == "options":
                options[entry.key] = entry.value
            elif (
                section.name.lower() == "directories"
                and entry.key in READ_ONLY
                and inside(root, entry.value, binary)
            ):
                directories[entry.key] = entry.value
    return options, directories


def inside(root: str, directory: str, binary: str) -> bool:
    """Tell whether the sandbox shows a directory to Asterisk."""
    return (
        directory.isprintable()
        and is_shown(directory, binary)
        and os.path.isdir(root.rstrip("/") + directory)
    )


def folded(kind: str, names: list[str]) -> frozenset[str]:
    """Return names in the form in which they are compared."""
    return frozenset(
        name if kind == "function" else RATES.get(name, name).lower() for name in names
    )


def release_in(log: str) -> Release | None:
    """Return the release that Asterisk names in its log's first line; None without such a line."""
    _, _, rest = log.partition("] Asterisk ")
    try:
        return Release.parse(rest.split(" ", 1)[0])
    except UnknownRelease:
        return None


def words_of(log: str) -> tuple[dict[str, tuple[str, ...]], str]:
    """Return what each module complained about during its start, and which one was being started at
    the end.
    """
    words: dict[str, list[str]] = {}
    starting = ""
    for line in log.splitlines():
        head, found, text = line.partition(": ")
        if found and head.endswith(" loader.c"):
            if text.startswith("Loading ") and text.endswith("."):
                starting = text[8:-1].removesuffix(".so").lower()
            elif " => (" in text or "declined to load" in text:
                starting = ""
        elif starting and found and ("] ERROR[" in head or "] WARNING[" in head):
            words.setdefault(starting, []).append(text.strip())
        elif head.endswith(" asterisk.c") and "Asterisk Ready" in text:
            starting = ""
    return {module: tuple(dict.fromkeys(said)) for module, said in words.items()}, starting
