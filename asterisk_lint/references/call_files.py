"""The places in the dialplan to which call files in the tree send their calls (pbx/pbx_spool.c)."""

from collections.abc import Iterator

from asterisk_lint.configuration import Configuration
from asterisk_lint.references.targets import Target
from asterisk_lint.references.values import Place


def call_file_targets(configuration: Configuration) -> Iterator[tuple[Place, Target]]:
    """Yield the place of each call file that names a context, with what it names: a call goes to
    `s,1` of it unless the file says otherwise.
    """
    for name in sorted(configuration.names()):
        if not name.endswith(".call"):
            continue
        given: dict[str, tuple[str, int, int]] = {}
        for number, line in enumerate(configuration.lines(name), 1):
            key, colon, value = line.partition(":")
            text = value.partition(";")[0].strip()
            if colon and text and not line.lstrip().startswith(("#", ";")):
                given[key.strip().lower()] = (text, number, line.index(text) + 1)
        if "context" in given and "application" not in given:
            context, number, column = given["context"]
            extension = given.get("extension", ("s", 0, 0))[0]
            priority = given.get("priority", ("1", 0, 0))[0]
            if priority.isdecimal() and not any("{" in part for part in (context, extension)):
                place = Place(name, number, column, "the call file")
                yield place, Target(context, extension, priority, int(priority))
