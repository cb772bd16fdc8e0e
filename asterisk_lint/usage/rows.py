"""The rows of the usage tables: what in a configuration makes a module needed.

A row's `needs` are written `needs("KIND NAME; KIND NAME")`, one thing `need("KIND NAME")`
(catalog/needs.py). KIND is a capability's kind (codec, format, channel, engine, ...), `module`, or
one of the texts that contain more than a name:

- `expression`: a text in which Asterisk evaluates `${...}` and `$[...]`
- `call`: an application with its arguments, `App(args)` or `App,args`
- `dial`: a dial string, `Tech/resource&Tech/resource`
- `gosub`: a Gosub target (the place runs Gosub)
- `media`: sounds separated by `&` or `,`, among them addresses on the web
- `mixmonitor`: options of MixMonitor()

NAME may contain `{value}`, `{item}` (each of the value's comma-separated items in turn, without
blanks), `{option}` and `{section}`. Patterns are those of `fnmatch`, several separated by `|`,
ignoring case; a leading `!` negates.

A row gives at most its first four fields by position, all others by name
(tests/usage/test_rows.py).
"""

from collections.abc import Iterable, Mapping, Sequence

from asterisk_lint.model import Need
from asterisk_lint.records import NamedTuple


class OptionRow(NamedTuple):
    """An option in a configuration file that makes something needed, at each place where it
    occurs.
    """

    file: str  # "pjsip.conf"
    section: str  # pattern on the section's name
    option: str  # pattern on the option's name
    # pattern; `true`, `false`: as Asterisk's ast_true() and ast_false() read a value; "" is an
    # empty value
    value: str
    needs: tuple[Need, ...]
    because: str
    source: str  # file in Asterisk's sources that shows it, with the release if it matters
    type: str = ""  # the section's `type=` (sorcery files); a pattern
    enforces: bool = False  # the option asks for protection
    releases: str = ""  # ">=22.9", "<21", ">=13 <21"; "" is every release
    # counts only for modules that modules.conf already loads: nothing is lost without them
    if_loaded: bool = False
    given: str = ""  # as in Choice: only if another file says so


class SectionRow(NamedTuple):
    """A section (not a template) in a configuration file that makes something needed by its
    existence.
    """

    file: str
    section: str
    needs: tuple[Need, ...]
    because: str
    source: str
    type: str = ""
    unless: str = (
        ""  # "option=pattern" (several separated by "; "): not where the section says this
    )
    enforces: bool = False
    releases: str = ""
    if_loaded: bool = False  # as in OptionRow
    given: str = ""  # as in Choice


class FileRow(NamedTuple):
    """A configuration file with content: at least one entry outside templates and comments."""

    file: str
    needs: tuple[Need, ...]
    because: str
    source: str
    releases: str = ""
    if_loaded: bool = False  # as in OptionRow
    given: str = ""  # as in Choice


class Sample(NamedTuple):
    """A file that Asterisk installs with sections that nobody wrote for this PBX.

    A section that equals, word for word, what some release or distribution ships (shipped.py)
    counts for nothing; with `if_loaded` it counts for modules that modules.conf already loads.
    """

    file: str
    if_loaded: bool = False
    whole: bool = False  # only if the whole file is as shipped, with each section being part of it
    releases: str = ""


class With(NamedTuple):
    """What is needed while something else is: `when` is `need("module res_pjsip")`, or "channel
    SIP", ..., or "kind codec" for any of that kind.
    """

    when: Need
    needs: tuple[Need, ...]
    because: str
    source: str
    releases: str = ""
    also: Need | None = None  # a second thing: only while both are needed
    if_loaded: bool = False  # as in OptionRow
    enforces: bool = False  # as in OptionRow


class Choice(NamedTuple):
    """Which of several modules is chosen, best first, if the whitelist names none of them."""

    need: Need  # "timing *", "channel Console"
    modules: str  # names separated by blanks
    because: str
    source: str
    releases: str = ""
    # "FILE SECTION/OPTION": only where there is such an entry (patterns); "FILE
    # SECTION/OPTION=VALUE": and says this (VALUE as in OptionRow); with "!" before it: only where
    # none does. Of choices the first that applies decides.
    given: str = ""


class Invisible(NamedTuple):
    """A module that nothing in a configuration can show to be used: it stays only when kept, or
    when `shown_by` (a sentence) is so.
    """

    module: str
    because: str
    source: str
    shown_by: str = ""
    releases: str = ""
    when: tuple[Need, ...] = ()  # modules: where none of them is needed, nothing needs this either
    # what programs outside the repository can run and name through it, whenever it is loaded
    lets_run: tuple[Need, ...] = ()
    never: bool = False  # of no use to any PBX: whitelisted, it is unused rather than undecided


class Reader(NamedTuple):
    """Only these modules read the file: what its entries need counts while one of them is needed.

    A confbridge.conf that says `record_conference=yes` needs MixMonitor() only in a PBX that needs
    app_confbridge. Rows whose need is one of these modules, or a capability that one of them
    provides, count in any case (not so what is inside an `expression`, `call`, `dial`).
    """

    file: str
    modules: str  # names separated by blanks
    source: str
    releases: str = ""


class FindRow(NamedTuple):
    """What the `find` of the same file looks for, said for people: for `asterisk-lint module`, and
    so that every module has a row.
    """

    needs: tuple[Need, ...]
    because: str
    source: str
    releases: str = ""


class Reads(NamedTuple):
    """What the `find` of the same file may ask for on account of an entry: the declaration from
    which certainty follows.

    Where the file cannot be read, everything declared here might be used. A test holds each `find`
    to its declarations.
    """

    files: str  # names separated by blanks
    option: str  # pattern on the option's name
    needs: tuple[Need, ...]
    because: str  # a few words: what the entry is
    releases: str = ""


class Protects(NamedTuple):
    """A module that enforces something. It is removed only if nothing, readable or not, could use
    it, `sealed` or not.

    Modules that a row with `enforces` names are protective without such a row.
    """

    modules: str  # names separated by blanks
    because: str
    source: str
    releases: str = ""


class Listens(NamedTuple):
    """Modules that open a service on the network (or take a device) as soon as they are loaded
    beside their configuration file.

    Where nothing but such a file asks for one of them, it is never switched on by `--fix`: the file
    may be a left-over.
    """

    modules: str  # names separated by blanks
    because: str  # what it opens
    source: str
    releases: str = ""


AboutFile = OptionRow | SectionRow | FileRow | Sample | Reader
RowsAbout = Mapping[str, Sequence[AboutFile]]  # by the file
Row = OptionRow | SectionRow | FileRow | Sample | With | Choice | Invisible | Reader | FindRow
Declaration = Reads | Protects | Listens
_ABOUT_FILES = frozenset([OptionRow, SectionRow, FileRow, Sample, Reader])


def about_files(rows: Iterable[Row]) -> RowsAbout:
    """Return the rows that say something about one file, by the file."""
    found: dict[str, list[AboutFile]] = {}
    for row in rows:
        if type(row) in _ABOUT_FILES:
            found.setdefault(row.file, []).append(row)  # type: ignore[union-attr, arg-type]
    return found
