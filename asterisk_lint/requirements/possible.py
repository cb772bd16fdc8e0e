"""Which modules something that cannot be read could need: what it reaches, and everything related
to that.
"""

from collections.abc import Iterable, Mapping, Set

from asterisk_lint.catalog.load import Catalog
from asterisk_lint.dialplan.arguments.row import Argument
from asterisk_lint.dialplan.devices import ANY_DEVICE
from asterisk_lint.model import Need
from asterisk_lint.records import NamedTuple
from asterisk_lint.unseen.reach import MIXMONITOR, Reach, declared, reach_of, rows_by_file
from asterisk_lint.usage.rows import Choice, Declaration, Invisible, Row, With

# The kind of text of an argument (dialplan/arguments/row.py), and what such a text can name.
_TEXTS: Mapping[str, tuple[str, ...]] = {
    "call": ("application", "function"),
    "dial": ("channel",),
    "technology": ("channel",),
    "devices": tuple(ANY_DEVICE),
    "message": ("module:res_pjsip_messaging", "module:res_xmpp"),
    "gosub": ("application:gosub", "function"),
    "macro": ("application:macro", "function"),
    "agi": ("application:agi",),
    "limits": ("module:bridge_builtin_interval_features", "format"),
    "features": ("module:bridge_builtin_features", "application:park", "application:mixmonitor",
        "application:monitor"),
    "assign": ("function",),
    "variable": ("function",),
    "copy": ("function",),
    "expression": ("function",),
    "caret": ("function",),
    "replaced": ("function",),
    "media": ("format", "module:res_http_media_cache"),
    "file": ("format",),
    "formats": ("format",),
    "codecs": ("codec",),
    "mixmonitor": MIXMONITOR,
}  # fmt: skip
# What a possibly used module offers to others as soon as it is loaded.
_OFFERED = ("channel", "format", "codec")

# A token, and whether its arguments are open.
Step = tuple[str, bool]


class AfterStep(NamedTuple):
    """What a step leads to."""

    steps: list[Step]
    pairs: tuple[With, ...] = ()  # rows that apply if a second thing is needed as well


class Possible:
    """Determines for one PBX which modules a reach could make necessary. Created only if something
    cannot be read.
    """

    def __init__(
        self,
        catalog: Catalog,
        rows: Iterable[Row | Declaration],
        *,
        waiting: Mapping[str, Set[str]],
        met: Set[str],
        running: Set[str],
    ) -> None:
        """Prepare the tables. `rows` are those of the catalog's release. `waiting`: what each
        module, if it were needed, would need for the entries of its file. `met`: tokens of what is
        needed anyway (for rows with two conditions). `running`: the modules that are whitelisted or
        required.
        """
        self._catalog = catalog
        self._rows = tuple(rows)
        self._waiting = waiting
        self._met = met
        self._running = running
        self._with: dict[str, list[With]] = {}
        self._chosen: dict[str, tuple[str, ...]] = {}
        # Modules whose use never shows, by each module that they serve
        self._unseeable: dict[str, list[str]] = {}
        for row in self._rows:
            if isinstance(row, With):
                for trigger in filter(None, (row.when, row.also)):
                    self._with.setdefault(_token(trigger), []).append(row)
            elif isinstance(row, Choice):
                kind = row.need.kind
                self._chosen[kind] = (*self._chosen.get(kind, ()), *row.modules.split())
            elif isinstance(row, Invisible) and not row.never:
                for partner in row.when:
                    self._unseeable.setdefault(partner.name.lower(), []).append(row.module)
        self._answers: dict[tuple[Reach, bool], frozenset[str]] = {}
        # The same steps follow from many reaches.
        self._known: dict[tuple[Step, bool], AfterStep] = {}
        self._declared: dict[str, Reach] = {}
        self._by_file: Mapping[str, Iterable[Row | Declaration]] | None = None

    def modules(self, reach: Reach, running_only: bool) -> frozenset[str]:
        """Return every module, in lower case, that something with this reach could need.

        `running_only`: a module that is neither whitelisted nor required needs nothing, because it
        does not run.
        """
        answer = self._answers.get((reach, running_only))
        if answer is None:
            answer = self._answers[reach, running_only] = self._closed(reach, running_only)
        return answer

    def _closed(self, reach: Reach, running_only: bool) -> frozenset[str]:
        from asterisk_lint.unseen.reach import tokens

        # Each token with whether its arguments are open: something that a row names, or a module
        # needs, is used in one fixed way.
        seen: set[Step] = set()
        waiting: list[Step] = [(token, True) for token in reach]
        while waiting:
            step = waiting.pop()
            token = step[0]
            if step in seen or (token, True) in seen:
                continue
            seen.add(step)
            after = self._known.get((step, running_only))
            if after is None:
                after = self._known[step, running_only] = self._after(step, running_only)
            waiting += after.steps
            for row in after.pairs:
                if all(
                    self._is_met(_token(other), seen) for other in (row.when, row.also) if other
                ):
                    waiting += [(each, False) for each in tokens(row.needs)]
        return frozenset([token[7:] for token, _ in seen if token.startswith("module:")])

    def _after(self, step: Step, running_only: bool) -> AfterStep:
        """Return what a step leads to, whatever else is needed."""
        from asterisk_lint.unseen.reach import tokens

        token, is_open = step
        kind, colon, name = token.partition(":")
        if kind == "file":
            return AfterStep([(each, True) for each in self._of_file(name)])
        if kind == "module" and running_only and name not in self._running:
            return AfterStep([])
        fixed: list[str] = []
        found: list[Step] = []
        if kind == "modules":
            from fnmatch import fnmatchcase

            fixed += [
                f"module:{each.lower()}"
                for each in self._catalog.modules
                if fnmatchcase(each.lower(), name)
            ]
        elif kind == "module":
            fixed += self._of_module(name)
        elif colon:
            fixed += [
                f"module:{module.lower()}" for module in self._providers(kind, name) if module
            ]
        else:
            fixed += [f"{kind}:{each.lower()}" for each in self._catalog.names(kind)]
            fixed += [f"module:{module.lower()}" for module in self._chosen.get(kind, ())]
        if is_open and kind not in {"module", "modules"}:
            found += [(each, True) for each in self._of_arguments(kind, name)]
        with_it = self._with.get(token, ())
        for row in with_it:
            if not row.also:
                fixed += tokens(row.needs)
        if colon and kind not in {"module", "modules"}:
            for row in self._with.get(f"kind:{kind}", ()):
                fixed += tokens(row.needs)
        found += [(each, False) for each in fixed]
        return AfterStep(found, tuple([row for row in with_it if row.also]))

    def _is_met(self, token: str, seen: Set[Step]) -> bool:
        return token in self._met or (token, True) in seen or (token, False) in seen

    def _of_file(self, file: str) -> Reach:
        found = self._declared.get(file)
        if found is None:
            if self._by_file is None:
                self._by_file = rows_by_file(self._rows)
            if file == "*":
                from asterisk_lint.unseen.known_files import known_files

                found = frozenset().union(*map(reach_of, known_files(self._by_file)))
            else:
                found = declared(self._by_file.get(file, ()), file)
            self._declared[file] = found
        return found

    def _of_module(self, name: str) -> list[str]:
        known = self._catalog.module(name)
        found = [f"module:{each.lower()}" for each in self._waiting.get(name, ())]
        if f"module:{name}" not in self._met:  # otherwise they have their own verdict
            found += [f"module:{each.lower()}" for each in self._unseeable.get(name, ())]
        if known is not None:
            found += [f"module:{each.lower()}" for each in (*known.requires, *known.optional)]
            found += [
                f"{kind}:{each.lower()}"
                for kind in _OFFERED
                for each in known.provides.get(kind, ())
            ]
        return found

    def _providers(self, kind: str, name: str) -> tuple[str, ...]:
        spelling = self._catalog.spelling(kind, name)
        return self._catalog.providers(kind, spelling) if spelling else ()

    def _of_arguments(self, kind: str, name: str) -> list[str]:
        """Return what the arguments of an application or function (of all, if `name` is empty) can
        name.
        """
        if kind not in {"application", "function"}:
            return []
        from asterisk_lint.dialplan.arguments.table import arguments

        table = arguments(self._catalog.release)
        if name:
            rows = table.get(name if kind == "application" else name.upper() + "()", ())
        else:
            rows = tuple(
                row
                for key, those in table.items()
                if key.endswith("()") is (kind == "function")
                for row in those
            )
        return [token for row in rows for token in _argument_tokens(row)]


def _argument_tokens(row: Argument) -> list[str]:
    found: list[str] = []
    for kind, name in row.needs:
        if kind in {"in", "options"}:
            found.append(f"application:{name.partition(' ')[0].lower()}")
        elif kind in _TEXTS and not name:
            found += _TEXTS[kind]
        elif name:
            found.append(kind if "{" in name or name == "*" else f"{kind}:{name.lower()}")
    return found


def _token(need: Need) -> str:
    return f"{need.kind}:{need.name.lower()}"
