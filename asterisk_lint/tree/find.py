"""Finding the PBXs in a tree."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache

from asterisk_lint.records import TYPE_CHECKING, NamedTuple
from asterisk_lint.releases import Release
from asterisk_lint.settings.values import PbxSettings, Settings
from asterisk_lint.tree.files import Files, Tree, TreeFiles, Unreadable
from asterisk_lint.tree.paths import below, join

if TYPE_CHECKING:
    from asterisk_lint.observed.values import Observed

MODULES = "modules.conf"
OBSERVED = ".asterisk-lint.observed.yaml"  # what `observe` writes beside it
DIALPLANS = ("extensions.conf", "extensions.ael", "extensions.lua")
# Files that exist next to a modules.conf only in Asterisk's configuration directory
# (configs/samples of releases 1.4 to 23).
ONLY_ASTERISK = frozenset(
    (
        *DIALPLANS, "asterisk.conf", "pjsip.conf", "sip.conf", "iax.conf", "voicemail.conf",
        "musiconhold.conf", "queues.conf",
        "confbridge.conf", "meetme.conf", "features.conf", "indications.conf", "chan_dahdi.conf",
        "zapata.conf", "rtp.conf", "extconfig.conf",
        "sorcery.conf", "cdr.conf", "cel.conf", "codecs.conf", "ari.conf", "manager.conf",
        "res_parking.conf", "users.conf", "stasis.conf",
    )
)  # fmt: skip


# The endings that a deployment tool appends to the name of the file that it generates, decrypts or
# chooses.
TEMPLATES = (
    ".j2", ".jinja", ".jinja2", ".erb", ".epp", ".tmpl", ".tpl", ".template", ".in", ".mustache",
    ".gotmpl", ".ctmpl", ".dist", ".example",
    # for one environment
    ".prod", ".production", ".staging", ".stage", ".live", ".dev", ".devel", ".local",
    ".sample", ".default", ".liquid", ".hbs", ".m4", ".mako", ".njk", ".ejs", ".env", ".envsubst",
    # encrypted (gpg, age, sops, ansible-vault, ...)
    ".gpg", ".pgp", ".asc", ".age", ".enc", ".sops", ".vault",
)  # fmt: skip


class Pbx(NamedTuple):
    """One PBX of a tree: its directory (`.` is the tree's root), its files, and its settings."""

    directory: str
    files: Files
    settings: PbxSettings = PbxSettings()
    observed: "Observed | None" = None  # what its observed file says

    @property
    def release(self) -> Release | None:
        """Return the release that the settings assign to this PBX alone."""
        return self.settings.asterisk


def find_pbxs(tree: Tree, paths: Iterable[str], settings: Settings) -> list[Pbx]:
    """Return the PBXs at and below `paths` (of the tree), sorted by directory.

    A PBX is a directory with a modules.conf that is Asterisk's: it has a `[modules]` section, or a
    sibling file that only Asterisk has. A directory that the settings name as a PBX is always one.
    A directory that is only a layer of others is not a PBX, and neither is the backup of another
    one unless a path or the settings name it. A path that names a file means its directory.
    """
    wanted = _folders(tree, paths, settings)
    layers = {layer for pbx in settings.pbx.values() for layer in pbx.layers}
    found = {
        directory: settings.pbx[directory]
        for directory in settings.pbx
        if _wanted(directory, wanted)
    }
    with_dialplan = directories_with(tree.paths(), *DIALPLANS)
    beside_dialplan = frozenset(with_dialplan)
    for directory in directories_with(tree.paths(), MODULES):
        if (
            directory not in layers
            and directory not in found
            and _wanted(directory, wanted)
            and (directory in beside_dialplan or is_asterisk(tree, directory))
        ):
            found[directory] = PbxSettings()
    for directory in with_dialplan:
        # A modules.conf of this host alone, which Git ignores on purpose.
        if (
            directory not in layers
            and directory not in found
            and _wanted(directory, wanted)
            and join(directory, MODULES) in tree.under(directory)
        ):
            found[directory] = PbxSettings()
    named = set(settings.pbx) | set(wanted)
    left_out = (included_parts(tree, found) - set(settings.pbx)) | (backups(found) - named)
    whole = sorted(directory for directory in found if directory not in left_out)
    above: dict[str, bytes | None] = {}
    return [
        Pbx(directory, TreeFiles(tree, directory, found[directory].layers, above), found[directory])
        for directory in whole
    ]


def included_parts(tree: Tree, directories: Iterable[str]) -> set[str]:
    """Return those of the directories whose modules.conf is only included by a modules.conf above
    it: they are not PBXs.
    """
    known = sorted(directories)
    parts: set[str] = set()
    for above in known:
        inside = [directory for directory in below(known, above) if directory != above]
        if not inside:
            continue
        from fnmatch import fnmatch

        for target in _include_targets(tree, join(above, MODULES)):
            for directory in inside:
                name = join(directory, MODULES)[0 if above == "." else len(above) + 1 :]
                # An absolute target names the file's path on the machine, so only its end is
                # compared.
                end = (
                    "/".join(target.split("/")[-len(name.split("/")) :])
                    if target.startswith("/")
                    else target
                )
                if fnmatch(name, end):
                    parts.add(directory)
    return parts


def backups(directories: Iterable[str]) -> set[str]:
    """Return the directories whose names mark them as backups: `asterisk.bak` or
    `asterisk-2019-03-01` next to `asterisk`, `old` in it.
    """
    known = set(directories)
    found: set[str] = set()
    suspects = [each for each in known if _may_be_backup(each)] if len(known) > 1 else []
    if not suspects:
        return found
    import re

    for directory in suspects:
        above, _, name = directory.rpartition("/")
        match = re.fullmatch(
            r"(.*?)[._-]?(?:~|(?:bak|backups?|old|orig|save|saved|previous)\d*|(?:19|20)\d\d[._-]?\d\d\S*)",
            name,
            re.IGNORECASE,
        )
        if match is None:
            continue
        original = join(above, match[1]) if match[1] else above or "."
        if original in known and original != directory:
            found.add(directory)
    return found


def _may_be_backup(directory: str) -> bool:
    """Tell whether `backups` has to look at a directory's name: False for nearly every name, at a
    tenth of the cost.
    """
    name = directory.rpartition("/")[2]
    if not name.isascii():
        return True
    digits = sum(map(name.count, "0123456789"))
    return digits >= 6 or name.lower().rstrip("0123456789").endswith(
        ("~", "bak", "backup", "backups", "old", "orig", "save", "saved", "previous")
    )


def backups_beside(tree: Tree, pbxs: Sequence[Pbx]) -> list[str]:
    """Return the directories that look like a backup of one of these PBXs and are therefore not
    checked.
    """
    known = {pbx.directory for pbx in pbxs}
    return sorted(backups(directories_with(tree.paths(), MODULES)) - known) if known else []


def templates_of_modules_conf(tree: Tree) -> list[str]:
    """Return the paths of templates from which a deployment generates a modules.conf (Ansible's,
    Helm's, ...).
    """
    return [
        path
        for path in tree.paths()
        if path.rpartition("/")[2].startswith(f"{MODULES}.") and path.endswith(TEMPLATES)
    ]


def _include_targets(tree: Tree, path: str) -> list[str]:
    """Return what the `#include` and `#tryinclude` lines of a file name; empty if it cannot be
    read.
    """
    try:
        lines = tree.read(path).decode("utf-8", "surrogateescape").splitlines()
    except (FileNotFoundError, Unreadable):
        return []
    words = [
        line.split(None, 1)
        for line in lines
        if line.lstrip().lower().startswith(("#include", "#tryinclude"))
    ]
    return [parts[1].split(";")[0].strip().strip('"<>') for parts in words if len(parts) == 2]


def lonely_dialplans(
    tree: Tree, paths: Iterable[str], settings: Settings, pbxs: Sequence[Pbx]
) -> list[str]:
    """Return the directories that have an Asterisk dialplan but no modules.conf, and are therefore
    not checked; layers of PBXs are left out.
    """
    wanted = _folders(tree, paths)
    known = {pbx.directory for pbx in pbxs} | {
        layer for pbx in settings.pbx.values() for layer in pbx.layers
    }
    return [
        directory
        for directory in directories_with(tree.paths(), *DIALPLANS)
        if directory not in known
        and _wanted(directory, wanted)
        and not any(directory.startswith(f"{pbx}/") for pbx in known)
    ]


def is_asterisk(tree: Tree, directory: str) -> bool:
    """Tell whether a directory's modules.conf is Asterisk's."""
    start = 0 if directory == "." else len(directory) + 1
    if not ONLY_ASTERISK.isdisjoint([path[start:] for path in below(tree.paths(), directory)]):
        return True
    try:
        content = tree.read(join(directory, MODULES))
    except (FileNotFoundError, Unreadable):
        return False
    return any(line.strip().lower().startswith(b"[modules]") for line in content.splitlines())


def directories_with(paths: Sequence[str], *names: str) -> list[str]:
    """Return the directories that hold a file with one of these names, sorted."""
    found = set()
    text = _one_text(tuple(paths))
    for name in names:
        if f"\0{name}\0" in text:
            found.add(".")
        end = f"/{name}\0"
        at = text.find(end)
        while at >= 0:
            found.add(text[text.rindex("\0", 0, at) + 1 : at])
            at = text.find(end, at + 1)
    return sorted(found)


@lru_cache(maxsize=4)  # asked for several names
def _one_text(paths: tuple[str, ...]) -> str:
    """Return all paths in one text, which is searched in a tenth of the time that a look at each
    path takes.
    """
    return "\0".join(("", *paths, ""))


def _folders(tree: Tree, paths: Iterable[str], settings: Settings | None = None) -> tuple[str, ...]:
    """The folders that paths mean: themselves, or of a file the nearest one above that is a PBX
    (that its layer belongs to); a file of no PBX means no folder.
    """
    wanted: list[str] = []
    for path in paths:
        folder, _, name = path.rpartition("/")
        at = bisect_left(tree.paths(), path)
        is_file = name == MODULES or list(tree.paths()[at : at + 1]) == [path]
        if not is_file:
            wanted.append(path)
        elif settings is None or name == MODULES:
            wanted.append(folder or ".")
        else:
            wanted += _holders(tree, folder or ".", settings)
    return tuple(wanted)


def _holders(tree: Tree, folder: str, settings: Settings) -> list[str]:
    above = [folder]
    while above[-1] != ".":
        above.append(above[-1].rpartition("/")[0] or ".")
    for each in above:
        layered = [name for name, pbx in settings.pbx.items() if each in pbx.layers]
        if layered:
            return layered
        if each in settings.pbx or join(each, MODULES) in tree.under(each):
            return [each]
    return []


def _wanted(directory: str, folders: tuple[str, ...]) -> bool:
    return "." in folders or any(
        folder == directory or directory.startswith(f"{folder}/") for folder in folders
    )
