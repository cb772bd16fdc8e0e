"""Read the dialplan of extensions.conf and users.conf."""

from collections.abc import Sequence

from asterisk_lint.conf.reader import Conf, read_conf
from asterisk_lint.conf.shared_results import Results
from asterisk_lint.dialplan.extensions.forms import HINT
from asterisk_lint.dialplan.extensions.names import key as key_of
from asterisk_lint.dialplan.extensions.reader import ExtensionsReader
from asterisk_lint.dialplan.steps import Dialplan
from asterisk_lint.model import Step
from asterisk_lint.releases import RELEASE_22, Release
from asterisk_lint.tree.files import Files


def read_extensions(
    files: Files,
    *,
    release: Release = RELEASE_22,
    etc: str = "/etc/asterisk",
    stop: bool = False,
    conf: Conf | None = None,
    results: Results | None = None,
) -> Dialplan:
    """Return the dialplan of extensions.conf and users.conf, in the order of the files; empty if
    there is no extensions.conf.

    `stop` and `results`: see `read_conf`; `conf` is extensions.conf if it has already been read.
    Raises Unreadable if extensions.conf cannot be read.
    """
    conf = conf or read_conf(
        files, "extensions.conf", release=release, etc=etc, stop=stop, results=results
    )
    if conf is None:
        return Dialplan()
    if release.order < (1, 6):
        from asterisk_lint.dialplan.extensions.before_1_6 import OldExtensionsReader

        reading: ExtensionsReader = OldExtensionsReader(conf, release, etc)
    else:
        reading = ExtensionsReader(conf, release, etc)
    # Sections that other PBXs of the run also have are processed only once, unless users.conf could
    # add to their contexts.
    reading.read(results if "users.conf" not in files.names() else None)
    if release.order < (23,):
        from asterisk_lint.dialplan.extensions.users_conf import read_users

        read_users(reading, files, stop)
    if reading.aliases:
        return Dialplan(tuple(renamed(reading.steps)), tuple(reading.uses), tuple(reading.problems))
    return Dialplan(
        reading.steps.frozen(),
        tuple(reading.uses),
        tuple(reading.problems),
        origins=tuple(reading.origins),
    )


def renamed(steps: Sequence[Step]) -> list[Step]:
    """Return steps with the name that `dialplan show` gives an extension written in several ways:
    that of its lowest priority.
    """
    heads: dict[tuple[str, str, str | None], Step] = {}
    keys = []
    for step in steps:
        caller = step.caller_id
        keys.append(
            (step.context, key_of(step.extension), None if caller is None else key_of(caller))
        )
        head = heads.setdefault(keys[-1], step)
        if _number(step) < _number(head):
            heads[keys[-1]] = step
    return [
        step._replace(extension=heads[key].extension, caller_id=heads[key].caller_id)
        for step, key in zip(steps, keys, strict=True)
    ]


def _number(step: Step) -> int:
    return step.priority if isinstance(step.priority, int) else HINT
