"""What a reading of extensions.conf collects, and entries that are not priorities: globals,
includes, switches (pbx/pbx_config.c).
"""

from collections import ChainMap
from collections.abc import Mapping

from asterisk_lint.conf.reader import Conf, Entry, Section
from asterisk_lint.conf.shared_results import OriginRange
from asterisk_lint.conf.values import fold
from asterisk_lint.dialplan.columns import Steps
from asterisk_lint.dialplan.extensions.contexts import Context
from asterisk_lint.dialplan.extensions.forms import HINT
from asterisk_lint.dialplan.extensions.names import Name
from asterisk_lint.dialplan.steps import evaluated_by
from asterisk_lint.model import Problem, Step, Use
from asterisk_lint.releases import Release


class Entries:
    """What one reading of extensions.conf collects."""

    def __init__(self, conf: Conf, release: Release, etc: str) -> None:
        self.conf = conf
        self.release = release
        self.etc = etc
        self.steps = Steps()
        self.uses: list[Use] = []
        self.problems: dict[Problem, None] = dict.fromkeys(conf.problems)  # each once, in order
        # number found in the dialplan; those of a line that is read again count again
        self.told = 0
        self.contexts: dict[str, Context] = {}
        self.origins: list[OriginRange] = []  # steps that other PBXs also have
        self.variables: dict[str, str] = {"ASTETCDIR": etc}
        self.replaced = 0  # how often a text was substituted, which depends on more than that text
        self.aliases = False  # whether an extension is written in several ways (10-0, 100)

    def problem(self, message: str, entry: Entry, about: str = "", advice: str = "") -> None:
        """Report a line at which Asterisk warns, or which it skips; `about`: the part of its value
        that is wrong; `advice`: what to type.
        """
        self.told += 1
        at = entry.value.rfind(about) if about else -1
        column = entry.value_column + at if at >= 0 else entry.column
        found = Problem("syntax-error", message, entry.file, entry.line, column, help=advice)
        self.problems[found] = None

    def context(self, name: str) -> Context:
        """Return the context of that name, creating it if needed."""
        found = self.contexts.get(name)
        if found is None:
            found = self.contexts[name] = Context(name)
        return found

    def add(self, context: Context, name: Name, priority: int, step: Step, entry: Entry) -> None:
        """Add a step as its extension's priority (HINT for a hint), unless Asterisk rejects it."""
        if not name.plain:
            self.problem("this line has no extension: Asterisk skips it", entry)
            return
        label = step.label
        if priority == HINT:
            application = step.application
            if "${" in application and not name.plain.startswith("_"):
                application = self.hint(context, name, application, entry)
            step = step._replace(priority="hint", application=application, arguments="")
        chain = context.chain(name)
        if name.plain != chain.extension or name.caller_id != chain.caller_id:
            self.aliases = True
        if label:
            repeated = chain.repeats(label, priority)
            if repeated is not None:
                self.problem(
                    (
                        f"the label '{label}' is already used at priority {repeated}: Asterisk "
                        "drops it here"
                    ),
                    entry,
                )
                label = None
                step = step._replace(label=None)
        if chain.has(priority):
            self.problem(
                (
                    f"priority {_shown(priority)} of {name.shown} in [{context.name}] is already "
                    "used: Asterisk skips the line"
                ),
                entry,
            )
            return
        chain.take(priority)
        if label:
            context.label(chain, label, priority)
        self.steps.extend([step])

    def globals(self, section: Section) -> None:
        """Read the global variables of one section."""
        for entry in section.entries:
            value = self.substituted(entry.value, entry)
            if entry.key.endswith(")"):
                place = Use(
                    "function",
                    entry.key.partition("(")[0],
                    entry.file,
                    entry.line,
                    entry.column,
                    because=evaluated_by("pbx_config"),
                )
                self.uses.append(place)
                if not entry.key.startswith("GLOBAL("):
                    continue
                self.variables[_global_name(entry.key[7:-1])] = value
            else:
                self.variables[_global_name(entry.key)] = value

    def substituted(
        self,
        text: str,
        entry: Entry,
        context: str | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> str:
        """Return a text with the global variables in it (or these) replaced; functions that it
        evaluates become uses.
        """
        if "$" not in text:
            return text
        self.replaced += 1
        from asterisk_lint.dialplan.extensions.variables import substitute
        from asterisk_lint.dialplan.text_uses import expression_uses

        place = Use(
            "",
            "",
            entry.file,
            entry.line,
            entry.value_column,
            context,
            because=evaluated_by("pbx_config"),
        )
        self.uses += expression_uses(text, place, self.release)
        result = substitute(text, self.variables if variables is None else variables)
        if result.warning:
            self.problem(f"{result.warning} in this line", entry)
        return result.text

    def hint(self, context: Context, name: Name, application: str, entry: Entry) -> str:
        """Return a hint's devices, in which Asterisk replaces variables when it adds the hint."""
        return self.substituted(
            application,
            entry,
            context.name,
            ChainMap({"EXTEN": name.plain, "CONTEXT": context.name}, self.variables),
        )

    def other(self, context: Context, entry: Entry) -> None:
        """Process entries that are not priorities: includes, switches and similar."""
        kind = fold(entry.key)
        if kind == "include":
            included = self.substituted(entry.value, entry, context.name)
            if fold(included) in context.includes:
                self.problem(
                    f"[{context.name}] already includes '{entry.value}': Asterisk skips the line",
                    entry,
                )
            context.includes.setdefault(fold(included), entry.line)
        elif kind == "ignorepat":
            ignored = fold(self.substituted(entry.value, entry, context.name))
            if ignored in context.ignored:
                self.problem(
                    f"[{context.name}] already ignores '{entry.value}': Asterisk skips the line",
                    entry,
                )
            context.ignored.add(ignored)
        elif kind in ("switch", "lswitch", "eswitch"):
            self.switch(context, entry, kind)
        elif kind != "autohints" or self.release.order < (14,):
            self.unknown(entry)

    def unknown(self, entry: Entry) -> None:
        """Report an entry that no context knows."""
        self.problem(f"'{entry.key}' means nothing in a context: Asterisk skips the line", entry)

    def switch(self, context: Context, entry: Entry, kind: str) -> None:
        """Process a `switch`, `lswitch` or `eswitch`."""
        value = (
            self.substituted(entry.value, entry, context.name) if kind == "switch" else entry.value
        )
        if kind == "eswitch":
            from asterisk_lint.dialplan.text_uses import expression_uses

            place = Use(
                "",
                "",
                entry.file,
                entry.line,
                entry.value_column,
                context.name,
                because="the eswitch evaluates it in each call",
            )
            self.uses += expression_uses(value, place, self.release)
        name, _, data = value.partition("/")
        if (fold(name), fold(data)) in context.switches:
            self.problem(
                f"[{context.name}] already has the switch '{entry.value}': Asterisk skips the line",
                entry,
            )
            return
        context.switches.add((fold(name), fold(data)))
        self.uses.append(
            Use(
                "switch",
                name,
                entry.file,
                entry.line,
                entry.value_column,
                context.name,
                because=f"[{context.name}] asks it for extensions",
            )
        )


def _global_name(key: str) -> str:
    """Return a variable's name without the underscores that make it inherited (at most two)."""
    for _ in range(2):
        key = key.removeprefix("_")
    return key


def _shown(priority: int) -> str:
    return "hint" if priority == HINT else str(priority)
