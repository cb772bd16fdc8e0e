"""Write `.asterisk-lint.observed.yaml`: sorted, so that another observation changes only the lines
that differ.
"""

from collections.abc import Iterable, Iterator

from asterisk_lint.observed.read import VERSION
from asterisk_lint.observed.values import Observed, ObservedUse, OpenQuestion, Ran

_HEAD = """\
# What the machine that runs this PBX shows and this repository does not.
# `asterisk-lint observe` writes this file: commit it.
# It contains kinds and names of capabilities with their places, and no value of a configuration:
# no password, number, address or name.
"""
_WHITELIST = "what modules.conf here loaded then: nothing is called unused that was added later"
_MAPPINGS = "a digest of sorcery.conf and extconfig.conf here"
_CLIENTS = "a digest of the AMI, ARI and AGI clients here when logs were read"
_FILES = "configuration files that were read there and are not in this repository"
_UNREAD = "files that are there and could not be read"
_BOTH = "files that are there and here: this repository's version was used"
_RENDERED = (
    "templates here, and files here with placeholders, with a digest of the file as it is here: "
    "what a deployment had made of them was read"
)
_INCLUDES = "#include lines of this repository whose files were read there"
_DATABASES = "what comes from a database, with every object read"
_CONDITIONS = "settings of the files there that decide between modules"
_USES = "what those files use: FILE:LINE there, and what"
_OPEN = "what those files leave open: FILE:LINE there, why, and what it could use"
_DEFINES = "what those files define by a name that this repository uses"
_RAN = "what logs and records show in use"
_SOUNDS = "the file formats of Asterisk's own prompts there"
_FOREIGN = "installed modules from outside Asterisk, and the modules that each cannot do without"
_PROVIDES = "what those modules provide, as far as the machine shows it"
_INSTALLED = "the modules that are installed there"


def render(observed: Observed) -> str:
    """The file's text."""
    lines = [
        f"version: {VERSION}",
        f"written-by: {observed.written_by}",
        f"observed: {observed.day}",
    ]
    if observed.asterisk is not None:
        lines.append(f'asterisk: "{observed.asterisk}"')
    lines.append(
        f"complete: {str(observed.complete).lower()}  # true: the whole configuration "
        "directory was read; a file that is not named is not there"
    )
    lines += _block("whitelist", _WHITELIST, observed.then.whitelist)
    lines += [f"mappings: {observed.then.mappings}  # {_MAPPINGS}"] * bool(observed.then.mappings)
    lines += [f"clients: {observed.then.clients}  # {_CLIENTS}"] * bool(observed.then.clients)
    lines += _block("files", _FILES, observed.files)
    lines += _block("unread", _UNREAD, observed.unread)
    lines += _block("both", _BOTH, observed.then.both)
    rendered = (f"{file}: {told}" for file, told in observed.then.rendered)
    lines += _block("rendered", _RENDERED, rendered)
    includes = (f"{file}: {target}" for file, target in observed.includes)
    lines += _block("includes", _INCLUDES, includes)
    lines += _block("databases", _DATABASES, observed.databases)
    lines += _block("conditions", _CONDITIONS, observed.conditions)
    lines += _block("uses", _USES, map(use_line, observed.uses))
    lines += _block("open", _OPEN, map(_open_line, observed.open))
    defines = (f"{each.kind} {each.name}: {each.module}" for each in observed.defined)
    lines += _block("defines", _DEFINES, defines)
    if observed.logged_until:
        lines.append(f"logs: {{from: {observed.logged_from}, until: {observed.logged_until}}}")
    lines += _block("ran", _RAN, map(ran_line, observed.ran))
    lines += _block("sounds", _SOUNDS, observed.sounds)
    if observed.installed is not None:
        lines += _block("installed", _INSTALLED, observed.installed)
    foreign = (" ".join((f"{each.name}:", *each.requires)) for each in observed.foreign)
    lines += _block("third-party", _FOREIGN, foreign)
    provides = (
        f"{kind} {name}: {each.name}" for each in observed.foreign for kind, name in each.provides
    )
    lines += _block("provides", _PROVIDES, provides)
    return _HEAD + "\n".join(lines) + "\n"


def _block(key: str, about: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield a text with one line for each thing; nothing without any."""
    found = sorted(set(lines), key=_order)
    if found:
        yield f"# {about}"
        yield f"{key}: |"
        yield from (f"  {line}" for line in found)


def _order(line: str) -> tuple[str, int, str]:
    """Sort places by file and line number."""
    file, _, rest = line.partition(":")
    number = rest.partition(":")[0]
    return file, int(number) if number.isdecimal() else 0, line


def use_line(use: ObservedUse) -> str:
    """`pjsip.conf:20: module res_srtp (protects)`."""
    remarks = "".join(
        (
            " (protects)" if use.enforces else "",
            " (if loaded)" if use.if_loaded else "",
            f" (read by {' '.join(use.readers)})" if use.readers else "",
        )
    )
    return f"{use.file}:{use.at}: {use.kind} {use.name}{remarks}"


def _open_line(thing: OpenQuestion) -> str:
    return f"{thing.file}:{thing.at}: {thing.cause}: {', '.join(sorted(thing.reaches))}"


def ran_line(ran: Ran) -> str:
    """`application Queue: 1,204 times until 2026-11-27 (full log)`."""
    until = f" until {ran.last}" if ran.last else ""
    times = "time" if ran.times == 1 else "times"
    return f"{ran.kind} {ran.name}: {ran.times:,} {times}{until} ({ran.source})"
