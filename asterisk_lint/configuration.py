"""One PBX's configuration, each file read at most once."""

from collections.abc import Iterator, Sequence

from asterisk_lint import __version__
from asterisk_lint.conf.encrypted import is_encrypted
from asterisk_lint.conf.reader import Conf, Entry, Section, read_conf
from asterisk_lint.conf.shared_results import OriginRange, Results, Table, are_covered
from asterisk_lint.dialplan.columns import APPLICATION, Steps, different
from asterisk_lint.dialplan.step_texts import Texts
from asterisk_lint.dialplan.steps import Dialplan
from asterisk_lint.model import Problem
from asterisk_lint.records import TYPE_CHECKING, NamedTuple
from asterisk_lint.releases import Release
from asterisk_lint.tree.files import Files, Unreadable
from asterisk_lint.tree.target import WrittenFile

if TYPE_CHECKING:
    from asterisk_lint.conf.whitelist import Whitelist
    from asterisk_lint.observed.values import Observed


_LARGE = 200_000  # bytes of a file whose lines would take more memory than it
# Files that add to the dialplan of extensions.conf
_FURTHER = frozenset({"extensions.ael", "extensions.lua", "users.conf"})


class DialplanKey(NamedTuple):
    """Everything that determines a dialplan that comes from extensions.conf alone."""

    release: Release
    etc: str
    origins: tuple[OriginRange, ...]
    problems: tuple[Problem, ...]


_OF_DIALPLANS: Table[DialplanKey, Results] = Table()
_DIALPLAN: Table[None, Dialplan] = Table()
_ARGUMENTS: Table[None, Texts] = Table()
_APPLICATIONS: Table[None, frozenset[str]] = Table()


class Configuration:
    """A PBX's files, read as its Asterisk release reads them.

    `release` is an Asterisk release ("22", "22.9"), `etc` the directory that the PBX's directory
    becomes on the machine: absolute includes below it are read inside the PBX. `results` is what
    the PBXs of a run share, `observed` what a look at the machine showed.
    """

    def __init__(
        self,
        files: Files,
        *,
        release: Release,
        etc: str = "/etc/asterisk",
        results: Results | None = None,
        observed: "Observed | None" = None,
        written: Sequence[WrittenFile] = (),
    ) -> None:
        """`written`: the configuration files that programs of the repository write."""
        self.files = files
        self.written = written
        self.results = results
        self.observed = observed
        # Whether what was observed settles doubt: it looked for what this version looks for, in
        # this release.
        self.observation_counts = observed is not None and observed.is_current(release, __version__)
        self.release = release
        self.etc = etc
        self._confs: dict[str, Conf | None] = {}
        self._whitelist: Whitelist | None = None
        self._dialplan: Dialplan | None = None
        self._names: frozenset[str] | None = None
        self._lines: dict[str, Sequence[str]] = {}
        self._of_dialplan: Results | None = None

    def names(self) -> frozenset[str]:
        """Return every file's name, relative to the PBX's directory."""
        if self._names is None:
            self._names = frozenset(self.files.names())
        return self._names

    def conf(self, name: str) -> Conf | None:
        """Read a file in Asterisk's configuration syntax; None if it does not exist. Unreadable
        files become problems, not exceptions.
        """
        if name not in self._confs:
            try:
                self.files.read(name)  # most files that are asked for do not exist
                self._confs[name] = read_conf(
                    self.files, name, release=self.release, etc=self.etc, results=self.results
                )
            except FileNotFoundError:
                self._confs[name] = None
            except Unreadable as error:
                problem = Problem("syntax-error", f"{name} cannot be read: {error}", name, 1)
                self._confs[name] = Conf(
                    name=name,
                    sections=(),
                    includes=(),
                    problems=(problem,),
                    rejected=True,
                    damaged=True,
                )
            self._confs[name] = self._with_further_objects(name, self._confs[name])
        return self._confs[name]

    def _with_further_objects(self, name: str, conf: Conf | None) -> Conf | None:
        """Add the objects of the files that sorcery.conf names beside this one."""
        if "sorcery.conf" not in self.names():
            return conf
        from asterisk_lint.conf import object_files

        if name not in object_files.OBJECT_FILES:
            return conf
        others: dict[str, Entry] = {}
        for mapping in object_files.mappings(self.conf(object_files.SORCERY)):
            if mapping.own == name and mapping.file:
                for file in self.file_named(mapping.file):
                    others.setdefault(file, mapping.entry)
        others.pop(name, None)
        read = [(entry, self.conf(file)) for file, entry in others.items()]
        return object_files.joined(conf, [(entry, one) for entry, one in read if one], name)

    def file_named(self, path: str) -> tuple[str, ...]:
        """Return the file of the PBX that Asterisk reads for a path; nothing if it is not here."""
        from asterisk_lint.conf.include import find

        return tuple(
            name for name in find(self.files, path, self.etc).names if name in self.names()
        )

    def is_encrypted(self, name: str) -> bool:
        """Tell whether a file is encrypted or only a pointer; False for one that cannot be read."""
        try:
            return is_encrypted(self.files.read(name))
        except (FileNotFoundError, Unreadable):
            return False

    def whitelist(self) -> "Whitelist | None":
        """Read modules.conf as Asterisk's loader does; None if it does not exist."""
        if self._whitelist is None:
            from asterisk_lint.conf.whitelist import FILE, read_shared_whitelist

            modules_conf = self.conf(FILE)
            if modules_conf is not None:
                self._whitelist = read_shared_whitelist(modules_conf, self.results)
        return self._whitelist

    def objects(self, name: str, *besides: str) -> Iterator[Section]:
        """Yield the sections of a file that are not templates, except those with certain names (in
        lower case); none if the file does not exist.
        """
        conf = self.conf(name)
        return conf.objects(*besides) if conf is not None else iter(())

    def named(self, name: str, section: str) -> Iterator[Section]:
        """Yield the sections of a file with a certain name that are not templates; none if the file
        does not exist.
        """
        conf = self.conf(name)
        return conf.named(section) if conf is not None else iter(())

    def lines(self, name: str) -> Sequence[str]:
        """Return a file's lines as written, without line ends; empty if it cannot be read."""
        if name not in self._lines:
            try:
                content = self.files.read(name)
            except (FileNotFoundError, Unreadable):
                content = b""
            self._lines[name] = lines_of(content)
        return self._lines[name]

    def line(self, name: str, number: int) -> str:
        """Return one line of a file, counted from 1; "" if it does not exist."""
        lines = self.lines(name)
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def read_confs(self) -> Iterator[Conf]:
        """Yield every file read so far."""
        return (conf for conf in self._confs.values() if conf is not None)

    def dialplan(self) -> Dialplan:
        """Read the dialplan in all its languages, as one."""
        if self._dialplan is None:
            self._dialplan = self.dialplan_results().once(_DIALPLAN, None, self._read_dialplan)
        return self._dialplan

    def dialplan_results(self) -> Results:
        """Return the results that depend on the dialplan alone, which PBXs of a run with the same
        dialplan share.
        """
        if self._of_dialplan is None:
            self._of_dialplan = Results()
            conf = self.conf("extensions.conf") if self.results is not None else None
            if (
                conf is not None
                and self.results is not None
                and _FURTHER.isdisjoint(self.names())
                and are_covered(conf.sections, conf.origins)
            ):
                key = DialplanKey(self.release, self.etc, conf.origins, conf.problems)
                kept = self.results.of(_OF_DIALPLANS)
                self._of_dialplan = kept.setdefault(key, self._of_dialplan)
        return self._of_dialplan

    def arguments(self) -> Texts:
        """Return the arguments of every step, one step on each line, to test quickly whether a word
        occurs in any of them.
        """
        steps = self.dialplan().steps
        return self.dialplan_results().once(_ARGUMENTS, None, lambda: Texts(steps))

    def mentions(self, *words: str) -> bool:
        """Tell whether one of these words (in lower case) occurs in the arguments of any step, in
        any case.
        """
        texts = self.arguments()
        return any(word in piece.lower() for word in words for piece in texts.where(word))

    def applications(self) -> frozenset[str]:
        """Return the applications of every step, in lower case."""
        steps = self.dialplan().steps
        return self.dialplan_results().once(
            _APPLICATIONS,
            None,
            lambda: frozenset(name.lower() for name in different(steps, APPLICATION)),
        )

    def _read_dialplan(self) -> Dialplan:
        from asterisk_lint.dialplan.extensions.read import read_extensions

        conf = self.conf("extensions.conf")
        parts = [
            read_extensions(
                self.files, release=self.release, etc=self.etc, conf=conf, results=self.results
            )
        ]
        names = self.names()
        if "extensions.ael" in names:
            from asterisk_lint.dialplan.ael import read_ael

            parts.append(read_ael(self.files, release=self.release, etc=self.etc))
        if "extensions.lua" in names:
            from asterisk_lint.dialplan.lua import read_lua

            parts.append(read_lua(self.files, release=self.release, etc=self.etc))
        return joined(parts)


def lines_of(content: bytes) -> Sequence[str]:
    """Return the lines of a file, without line ends."""
    if len(content) > _LARGE:
        from asterisk_lint.conf.line_index import LineIndex

        return LineIndex(content)
    text = content.decode("utf-8", "surrogateescape")
    lines = text.split("\n")
    return [line.rstrip("\r") for line in lines] if "\r" in text else lines


def joined(parts: Sequence[Dialplan]) -> Dialplan:
    """Combine the dialplans of several languages."""
    if len(parts) == 1:
        return parts[0]
    return Dialplan(
        steps=Steps(part.steps for part in parts).frozen(),
        uses=tuple(use for part in parts for use in part.uses),
        problems=tuple(problem for part in parts for problem in part.problems),
        unseen=tuple(thing for part in parts for thing in part.unseen),
        variables=tuple(variable for part in parts for variable in part.variables),
        origins=parts[0].origins,
        contexts=tuple(context for part in parts for context in part.contexts),
        unlisted=any(part.unlisted for part in parts),
    )
