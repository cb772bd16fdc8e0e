"""The codecs that an option allows."""

from collections.abc import Mapping
from functools import cache

from asterisk_lint.conf.reader import Entry as Line
from asterisk_lint.conf.reader import Section as Part
from asterisk_lint.configuration import Configuration

_RARE = frozenset({"lpc10", "adpcm", "ilbc"})
# Older names that Asterisk still accepts (main/frame.c to 1.8, main/format_pref.c and main/format.c
# later).
ALIASES = {
    "slinear": "slin",
    "slinear16": "slin16",
    "g723.1": "g723",
    "g722.1": "siren7",
    "g722.1c": "siren14",
}


def allowed(
    section: Part, prefix: str = "", first: Mapping[str, Line | None] | None = None
) -> dict[str, Line | None]:
    """Return the codecs that a section leaves allowed, read in order as Asterisk does, beginning
    with those of `first` (main/format_cap.c).

    Each has the line that allows it (None: no line does); everything is "all", from which `!name`
    is removed.
    """
    found: dict[str, Line | None] = dict(first or {})
    for line in section.among(options_of(prefix)):
        option = line.key.lower().removeprefix(prefix)
        if option in {"allow", "disallow"}:
            for word in line.value.strip("()").replace("|", ",").split(","):
                word = word.strip()
                allows = (option == "allow") != word.startswith("!")
                codec = word.lstrip("!").partition(":")[0].strip().lower()
                codec = ALIASES.get(codec, codec)
                if codec == "all":
                    found.clear()
                if allows and codec:
                    found[codec] = line
                elif codec:
                    found.pop(codec, None)
                    if "all" in found:
                        found[f"!{codec}"] = line
    return found


@cache
def options_of(prefix: str) -> frozenset[str]:
    """Return the options that allow or forbid codecs."""
    return frozenset({f"{prefix}allow", f"{prefix}disallow"})


def every_codec(configuration: Configuration, *, asked: bool = True) -> tuple[str, ...]:
    """Return the codecs of `allow=all`: those whose modules come with any Asterisk, and those whose
    modules are loaded here.

    A codec module that needs a library which is not always available (speex, codec2) can be missing
    if nobody named it, and so can those that only old devices use, if no line says `allow=all`
    (`asked`).
    """
    from asterisk_lint.catalog.load import load
    from asterisk_lint.conf.whitelist import FILE, read_whitelist

    catalog = load(configuration.release)
    modules_conf = configuration.conf(FILE)
    loaded = frozenset(read_whitelist(modules_conf).loaded()) if modules_conf else frozenset()
    found = []
    for name in catalog.names("codec"):
        away = not asked and name in _RARE
        for module in map(catalog.module, catalog.providers("codec", name)):
            if (
                module
                and module.name
                and (
                    module.name in loaded
                    or not (away or module.origin or set(module.libraries) - {"gsm"})
                )
            ):
                found.append(name)
                break
    return tuple(found)


def of_own_kind(configuration: Configuration, codec: str) -> str:
    """Return the codec behind a name that codecs.conf defines (`[speech](x) type=opus`, since 13),
    or the name itself.
    """
    conf = configuration.conf("codecs.conf") if "codecs.conf" in configuration.names() else None
    for section in conf.sections if conf else ():
        kind = section.get("type")
        if (
            kind is not None
            and section.name.lower() == codec
            and not codec.startswith(kind.value.lower())
        ):  # silk8 is of type silk, and built in
            return kind.value.lower()
    return codec
