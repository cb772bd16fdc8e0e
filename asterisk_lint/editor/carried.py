"""What the check before found in text that is still the same: an edit of one section of a large
dialplan must not read all of it again.
"""

from collections.abc import Iterator

from asterisk_lint.conf.parse import PARSED
from asterisk_lint.conf.reader import ALONE, Conf, Section, read_conf
from asterisk_lint.conf.shared_results import WHOLE, Origin, ParseKey, Results
from asterisk_lint.configuration import DialplanKey
from asterisk_lint.rules.missing import MissingKey
from asterisk_lint.tree.files import Unreadable
from asterisk_lint.tree.target import Target

MOST = 300_000  # results of one kind; more are those of texts that are long gone


def carry(old: Results, new: Results, target: Target) -> None:
    """Add to `new` what `old` holds of the files of a PBX: everything of a file that has not
    changed, and what belongs to single sections that are equal in both, on the same lines.
    """
    same: dict[ParseKey, bool] = {}
    moved: dict[Origin, Origin] = {}
    for source in list(old.of(PARSED)):
        try:
            content = target.files.read(source.name)
        except (FileNotFoundError, Unreadable):
            continue
        if content == source.content:
            same[source] = True
    for (source, stop), conf in list(old.of(ALONE).items()):
        if source not in same:
            moved.update(_equal_sections(conf, _now(source, stop, new, target), target))
    new.take(old, lambda key: _there(key, same, moved), MOST)


def _now(source: ParseKey, stop: bool, new: Results, target: Target) -> Conf | None:
    """Return how a file is read now."""
    try:
        return read_conf(
            target.files,
            source.name,
            release=target.release,
            etc=target.etc,
            stop=stop,
            results=new,
        )
    except Unreadable:
        return None


def _equal_sections(old: Conf, new: Conf | None, target: Target) -> Iterator[tuple[Origin, Origin]]:
    """Yield the old and new origin of the steps of each section that is the same in both."""
    if new is None or len(new.origins) != 1 or len(old.origins) != 1:
        return
    before, after = old.origins[0].origin, new.origins[0].origin
    if before.part != WHOLE or after.part != WHOLE:
        return
    for number, (one, other) in enumerate(zip(old.sections, new.sections, strict=False)):
        if one == other:
            yield (
                Origin(before.source, WHOLE, number, target.release.text),
                Origin(after.source, WHOLE, number, target.release.text),
            )


def _there(key: object, same: dict[ParseKey, bool], moved: dict[Origin, Origin]) -> object | None:
    """Return the key under which a result is found now; None if it is out of date."""
    if isinstance(key, (DialplanKey, MissingKey)):
        return None  # a dialplan, or what a PBX requires, as a whole
    if isinstance(key, ParseKey):
        return key if key in same else None
    if isinstance(key, Origin):
        return key if key.source in same else moved.get(key)
    if isinstance(key, tuple) and key:
        if isinstance(key[-1], Section):
            return None  # the origin of the first of equal sections, which may be gone
        if isinstance(key[-1], bytes):
            return None  # a content, which may be gone
        if isinstance(key[0], ParseKey):
            return key if key[0] in same else None
        if isinstance(key[-1], Origin):
            origin = key[-1] if key[-1].source in same else moved.get(key[-1])
            return (*key[:-1], origin) if origin is not None else None
    return key
