"""Apply edits to modules.conf and the files that it includes: in memory, and verified by reading
the result back.
"""

from collections.abc import Iterable, Set

from asterisk_lint.conf.editable_lines import Lines, commented_entries, restyled
from asterisk_lint.conf.neighbours import neighbour, shared_words
from asterisk_lint.conf.reader import Entry, read_conf
from asterisk_lint.conf.suppressions import without_mark
from asterisk_lint.conf.whitelist import FILE, Listed, Whitelist, read_whitelist
from asterisk_lint.fix.overlay import Overlay
from asterisk_lint.fix.places import above_comments, in_section, place_beside
from asterisk_lint.fix.proof import expected, forbidding, meant
from asterisk_lint.model import Edit
from asterisk_lint.tree.files import Files
from asterisk_lint.tree.target import Target


class FixRefused(Exception):
    """The file cannot be edited safely; the text gives the reason. Nothing was changed."""


def rewrite(target: Target, whitelist: Whitelist, edits: Iterable[Edit]) -> dict[str, bytes]:
    """Apply edits to the whitelist of a PBX; return the files that change with their new content.

    The settings of the target determine how lines are removed. Raises FixRefused if Asterisk would
    not read exactly the intended content from the result.
    """
    files, remove = target.files, target.settings.remove
    edits = list(dict.fromkeys(edits))
    if not edits:
        return {}
    forbidden = forbidding(whitelist, edits) if remove == "noload" else frozenset()
    wanted = expected(whitelist, edits, forbidden)
    for revive in (True, False):
        changed = _Rewriter(files, whitelist, remove, forbidden, revive).apply(edits)
        read = read_conf(Overlay(files, changed), FILE, release=target.release, etc=target.etc)
        if read is not None and not read.damaged and meant(read_whitelist(read)) == wanted:
            return changed
    raise FixRefused(
        f"{FILE} cannot be rewritten safely: Asterisk would read the result differently; "
        "edit it by hand"
    )


def deleting(target: Target) -> Target:
    """Return the same target, but with lines being deleted whatever its settings say."""
    return target._replace(settings=target.settings._replace(remove="delete"))


class _Rewriter:
    """The edits of one run, applied to the lines of each file."""

    def __init__(
        self,
        files: Files,
        whitelist: Whitelist,
        remove: str,
        forbidden: Set[tuple[str, int]],
        revive: bool,
    ) -> None:
        """`forbidden`: file and line of the removed entries that become `noload`."""
        self.files = files
        self.whitelist = whitelist
        self.remove = remove
        self.forbidden = forbidden
        self.revive = revive
        self.leaving: list[Listed] = []
        self.lines: dict[str, Lines] = {}
        # For each file, the current position of each original line.
        self.moved: dict[str, list[int]] = {}

    def apply(self, edits: list[Edit]) -> dict[str, bytes]:
        dropped: list[tuple[str, int]] = []
        turned: set[str] = set()
        coming = {
            edit.module.lower()
            for edit in edits
            if edit.action == "add" and edit.option in {"", "load"}
        }
        for edit in edits:
            if (
                edit.action == "remove"
                and edit.option == "noload"
                and edit.module.lower() in coming
            ):
                # Changed in place: a comment that a person wrote next to it stays.
                coming.remove(edit.module.lower())
                index = self.index(edit.file, edit.line)
                written = self.file(edit.file).lines[index]
                at = written.lower().index("noload")
                self.file(edit.file).lines[index] = written[:at] + written[at + len("no") :]
                turned.add(edit.module.lower())
            elif edit.action == "remove":
                if self.take_out(edit):
                    dropped.append((edit.file, edit.line))
            elif edit.action == "rename":
                old = self.entry_at(edit).entry.value
                self.change_value(
                    edit, edit.module + (".so" if old.lower().endswith(".so") else "")
                )
            elif edit.action == "enable":
                self.change_value(edit, "no")
            elif edit.action == "strip":
                self.strip_comment(edit)
            elif edit.action == "move":
                dropped.append((edit.file, edit.line))
                self.move(edit)
        removed = {(edit.file, edit.line) for edit in edits if edit.action == "remove"}
        entries = [
            listed
            for listed in self.whitelist.entries
            if (listed.entry.file, listed.entry.line) not in removed
        ]
        # A line that is deleted at the end still shows where related ones belong.
        self.leaving = [self.entry_at(edit) for edit in edits if (edit.file, edit.line) in dropped]
        for edit in sorted(
            (edit for edit in edits if edit.action == "add" and edit.module.lower() not in turned),
            key=lambda edit: edit.module,
        ):
            self.add(edit, entries)
        for file, line in dropped:
            index = self.index(file, line)
            self.file(file).lines[index] = ""
        return {name: lines.content() for name, lines in self.lines.items()}

    def file(self, name: str) -> Lines:
        if name not in self.lines:
            self.lines[name] = Lines(self.files, name)
            self.moved[name] = list(range(len(self.lines[name].lines)))
        return self.lines[name]

    def index(self, name: str, line: int) -> int:
        self.file(name)
        return self.moved[name][line - 1]

    def take_out(self, edit: Edit) -> bool:
        """Change the line of a removed entry; return True if the whole line is to be deleted at the
        end.
        """
        lines = self.file(edit.file).lines
        index = self.index(edit.file, edit.line)
        line = lines[index]
        if self.remove == "comment":
            lines[index] = ";" + line
        elif (edit.file, edit.line) in self.forbidden:
            at = line.lower().index(edit.option)
            lines[index] = line[:at] + "noload" + line[at + len(edit.option) :]
        elif line.count(";--") != line.count("--;"):
            # A block comment begins or ends on this line and must continue to do so.
            entry = self.entry_at(edit).entry
            end = line.index(entry.value, entry.value_column - 1) + len(entry.value)
            lines[index] = line[: entry.column - 1] + line[end:]
        else:
            return True
        return False

    def entry_at(self, edit: Edit) -> Listed:
        for listed in self.whitelist.entries:
            if (listed.entry.file, listed.entry.line) == (edit.file, edit.line):
                return listed
        raise FixRefused(f"{edit.file}:{edit.line} is not an entry of [modules]")

    def change_value(self, edit: Edit, value: str) -> None:
        entry = (
            self.whitelist.autoload_entry if edit.action == "enable" else self.entry_at(edit).entry
        )
        if entry is None:
            raise FixRefused("there is no autoload line")
        lines = self.file(edit.file).lines
        index = self.index(edit.file, edit.line)
        start = entry.value_column - 1
        if not lines[index][start:].startswith(entry.value):
            raise FixRefused(f"{edit.file}:{edit.line}: the value is no longer where it was read")
        lines[index] = lines[index][:start] + value + lines[index][start + len(entry.value) :]

    def strip_comment(self, edit: Edit) -> None:
        lines = self.file(edit.file).lines
        index = self.index(edit.file, edit.line)
        line = lines[index]
        bare = line.rstrip("\r\n")
        lines[index] = without_mark(bare) + line[len(bare) :]

    def move(self, edit: Edit) -> None:
        """Write the entry again before the line that `option` names (FILE:LINE), loaded in the same
        way as that line.
        """
        file, _, line = edit.option.rpartition(":")
        moved, target = self.entry_at(edit), self.entry_at(Edit("", "", file, int(line)))
        index = self.index(file, int(line))
        lines = self.file(file)
        option = target.option if target.option.startswith("preload") else moved.option
        text = restyled(lines.lines[index], option, moved.module)
        self.insert(file, above_comments(lines.lines, index) - 1, text)

    def add(self, edit: Edit, entries: list[Listed]) -> None:
        option = edit.option or "load"
        if self.revive and option == "load" and self.wake(edit.module):
            return
        last = self.entry_at(edit) if edit.line else None
        place = neighbour(edit.module, entries, last)
        if last is None and not (place and shared_words(edit.module, place[0].key)):
            related = [each for each in self.leaving if shared_words(edit.module, each.key)]
            place = neighbour(edit.module, related) or place
        if place is not None:
            nearest, before = place
            index = self.index(nearest.entry.file, nearest.entry.line)
            lines = self.file(nearest.entry.file)
            text = restyled(lines.lines[index], option, edit.module)
            akin = last is None and shared_words(edit.module, nearest.key) > 0
            at, before = place_beside(lines.lines, index, before=before, akin=akin)
            self.insert(nearest.entry.file, at - 1, text)
            self.remember(edit, option, nearest, at, entries, before)
            return
        header = self.whitelist.autoload_entry or self.begin()
        index = self.index(header.file, header.line)
        text = restyled(self.file(header.file).lines[index], option, edit.module)
        self.insert(header.file, index, text if ".so" in text else text + ".so")
        self.remember(edit, option, None, index + 1, entries, False, header.file)

    def begin(self) -> Entry:
        """Write `autoload = no` into an empty [modules]; return it as an entry.

        Without that line Asterisk also loads only what is listed (main/loader.c: `autoload` must be
        true).
        """
        lines = self.file(FILE).lines
        at = next(
            (
                number
                for number, line in enumerate(lines)
                if line.lower().startswith("[modules]") and "!" not in line.partition(";")[0]
            ),
            None,
        )
        if at is None or ";--" in lines[at]:
            raise FixRefused(
                f"{FILE} has no [modules] section of its own for a new line: write [modules] "
                "and `autoload = no` into it"
            )
        text = "autoload = no"
        self.insert(FILE, at, text)
        self.moved[FILE].append(at + 1)
        entry = Entry("autoload", "no", FILE, len(self.moved[FILE]), 1, len("autoload = ") + 1)
        self.whitelist = self.whitelist._replace(autoload_entry=entry)
        return entry

    def remember(
        self,
        edit: Edit,
        option: str,
        nearest: Listed | None,
        index: int,
        entries: list[Listed],
        before: bool,
        file: str = "",
    ) -> None:
        """Make this line known to the next new lines: it is at `index` now."""
        name = nearest.entry.file if nearest else file
        self.moved[name].append(index)
        template = nearest.entry if nearest else self.whitelist.autoload_entry
        assert template is not None
        new = Listed(
            edit.module,
            option,
            template._replace(key=option, value=edit.module, file=name, line=len(self.moved[name])),
        )
        at = entries.index(nearest) if nearest in entries else len(entries)
        entries.insert(at if before and nearest else at + 1, new)

    def insert(self, name: str, index: int, text: str) -> None:
        self.file(name).insert_after(index, text)
        self.moved[name] = [at + 1 if at > index else at for at in self.moved[name]]

    def wake(self, module: str) -> bool:
        """Uncomment `;load => module.so` in place, if it exists in a file of the whitelist."""
        names = dict.fromkeys([FILE, *(listed.entry.file for listed in self.whitelist.entries)])
        for name in names:
            lines = self.file(name).lines
            for commented in commented_entries(lines):
                if commented.module.lower() == module.lower() and in_section(
                    lines, commented.number, included=name != FILE
                ):
                    line = lines[commented.number]
                    signs = line[: commented.start]
                    lines[commented.number] = signs[: signs.index(";")] + line[commented.start :]
                    return True
        return False
