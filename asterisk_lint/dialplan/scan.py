"""What one application with its arguments, or one text, runs and names. `step_uses.py` and
`text_uses.py` put places to it.
"""

from collections.abc import Iterator

from asterisk_lint.conf.truth import is_true
from asterisk_lint.dialplan.arguments.positions import Taken, texts
from asterisk_lint.dialplan.arguments.row import RUN, Argument
from asterisk_lint.dialplan.arguments.table import named_by
from asterisk_lint.dialplan.dial_strings import in_dial
from asterisk_lint.dialplan.expressions import MARK, references
from asterisk_lint.dialplan.splitting import call, separate
from asterisk_lint.dialplan.substitution import variants
from asterisk_lint.dialplan.text_needs import (
    BROKEN,
    UNSEEN,
    Setting,
    TextNeed,
    capability,
    codecs,
    formats,
    in_devices,
    in_media,
    in_message,
    limits,
    names_of,
)
from asterisk_lint.model import Need

# The modules that the table's words need: only to determine what unknown options could reach.
_MODULES = {
    Need("gosub", ""): "app_stack",
    Need("macro", ""): "app_macro",
    Need("agi", ""): "res_agi",
    Need("application", "MixMonitor"): "app_mixmonitor",
    Need("application", "Monitor"): "res_monitor",
    Need("limits", ""): "bridge_builtin_interval_features",
}
_DEEPEST = 20


def in_step(application: str, arguments: str, setting: Setting) -> Iterator[TextNeed]:
    """Yield what an application's arguments need, without the application itself."""
    if "$" in arguments:
        yield from in_text(arguments, application, setting)
    yield from in_arguments(application, arguments, setting)


def in_arguments(application: str, arguments: str, setting: Setting) -> Iterator[TextNeed]:
    """Yield what an application's arguments run and name, without functions in `${...}`."""
    rows = setting.table.get(application.lower())
    if rows:
        yield from _by_table(rows, application, arguments, setting)


def in_text(text: str, within: str | None, setting: Setting) -> Iterator[TextNeed]:
    """Yield what a text needs in which Asterisk evaluates `${...}` and `$[...]`."""
    for reference in references(text):
        if not reference.closed:
            yield TextNeed(BROKEN, "${" if reference.kind != "expression" else "$[", within)
        if reference.kind == "function":
            yield from _function(reference.name, reference.arguments, within, setting)


def in_name(
    name: str, within: str | None, setting: Setting, *, written: str | None = None
) -> Iterator[TextNeed]:
    """Process text at the position of a variable's name: a function if it ends in `)`
    (main/pbx_variables.c, pbx_builtin_setvar_helper()).
    """
    if not name.endswith(")"):
        return
    function, _, arguments = name[:-1].partition("(")
    for each in names_of(function, setting):
        if MARK in each:
            yield TextNeed(
                UNSEEN,
                name,
                within,
                "the function's name is only known during a call",
                frozenset({"function"}),
            )
        else:
            yield TextNeed("function", each, within)
    if written:
        reached: set[str] = set()
        for row in setting.table.get(function + "()", ()):
            if row.where.startswith("="):
                if _is_meant(row.where, arguments, written):
                    yield from _need(row, within, [written], setting)
                elif "$" in arguments:
                    reached |= _reached(row)
        if reached:
            yield _of_options(reached, within)
    yield from _by_table(
        setting.table.get(function + "()", ()), function, arguments, setting, within
    )


def _is_meant(where: str, arguments: str, written: str) -> bool:
    """Tell whether a row's "=", "= if a|b" or "= if a|b is true" covers an assignment."""
    place, _, condition = where.partition(" is ")
    _, _, wanted = place.partition(" if ")
    if wanted and arguments.strip().lower() not in wanted.split("|"):
        return False
    # A value that is only known during a call can be true.
    return not condition or "$" in written or is_true(written.strip())


def in_assignment(text: str, within: str | None, setting: Setting) -> Iterator[TextNeed]:
    """Process `name=value`: the function that is written, and the special meaning of the value."""
    variable, equals, value = text.partition("=")
    yield from in_name(variable, within, setting, written=value if equals else None)
    if equals:
        yield from _special(variable, value, within, setting)


def in_call(
    text: str, within: str | None, setting: Setting, *, loose: bool = False
) -> Iterator[TextNeed]:
    """Process `App(args)`, with what its arguments run; `loose` allows `App,args` too. `${...}` in
    it counts as evaluated where the text itself is.
    """
    for each in variants(text, setting.known.of) if "$" in text.partition("(")[0] else [text]:
        application, arguments = call(each, setting.separator if loose else "")
        if MARK in application:
            reaches = frozenset({"application", "channel", "function"})
            yield TextNeed(
                UNSEEN, text, within, "the application is only known during a call", reaches
            )
        elif application.strip() and setting.depth < _DEEPEST:
            application = application.strip() if loose else application
            yield TextNeed("application", application, within)
            yield from in_arguments(
                application, arguments, setting._replace(depth=setting.depth + 1)
            )


def _function(
    name: str, arguments: str, within: str | None, setting: Setting
) -> Iterator[TextNeed]:
    if MARK in name:
        yield TextNeed(
            UNSEEN,
            name.replace(MARK, "${...}") + "()",
            within,
            "the function's name is only known during a call",
            frozenset({"function"}),
        )
    elif name:
        yield TextNeed("function", name, within)
        rows = setting.table.get(name + "()")
        if rows:
            yield from _by_table(rows, name, arguments, setting, within)


def _by_table(
    rows: tuple[Argument, ...],
    name: str,
    arguments: str,
    setting: Setting,
    within: str | None = None,
) -> Iterator[TextNeed]:
    reached: set[str] = set()
    taken = Taken(arguments, setting.separator)
    for row in rows:
        if not row.where.startswith("="):
            found, complete = texts(row.where, taken, setting.known)
            if found:
                yield from _need(row, within or name, found, setting)
            if not complete:
                reached |= _reached(row)
    if reached:
        yield _of_options(reached, within or name)


def _of_options(reached: set[str], within: str | None) -> TextNeed:
    because = "options that are only known during a call"
    return TextNeed(UNSEEN, "", within, because, frozenset(reached))


def _reached(row: Argument) -> set[str]:
    """Return what an option can need whose letter is only known during a call."""
    reached = set()
    for need in row.needs:
        module = need.name if need.kind == "module" else _MODULES.get(need)
        if module is not None:
            reached.add(f"module:{module}")
        elif need in named_by(row):
            reached.add(f"{need.kind}:{need.name.lower()}")
    return reached


def _need(
    row: Argument, within: str | None, found: list[str], setting: Setting
) -> Iterator[TextNeed]:
    for text in found:
        for need in row.needs:
            yield from _one_need(need, text, within, row.because, setting)


def _one_need(
    need: Need, text: str, within: str | None, because: str, setting: Setting
) -> Iterator[TextNeed]:
    kind = need.kind
    if kind in RUN:
        if text.strip():
            yield TextNeed("application", RUN[kind].name, within, because)
    elif kind == "call":
        yield from in_call(text, within, setting)
    elif kind == "dial":
        yield from in_dial(text, within, setting, because)
    elif kind == "technology":
        yield from in_dial(text if "/" in text else "", within, setting, because)
    elif kind == "in":
        yield from in_arguments(need.name, text, setting)
    elif kind == "devices":
        yield from in_devices(text, within, setting)
    elif kind == "assign":
        yield from in_assignment(text, within, setting)
    elif kind in {"variable", "copy"}:
        yield from in_name(text, within, setting)
    elif kind == "expression":
        for each in variants(text, setting.known.of):
            if MARK in each:
                yield TextNeed(
                    UNSEEN,
                    text,
                    within,
                    "what is evaluated is only known during a call",
                    frozenset({"function"}),
                )
            yield from in_text(each, within, setting)
    elif kind == "features":
        for found in in_arguments("Dial", setting.separator * 2 + text, setting):
            yield found._replace(within=within)
    elif kind == "replaced":
        yield from in_text(text.replace(text[:1], "$") if text else "", within, setting)
    elif kind == "caret":
        yield from in_text(text.replace("^{", "${"), within, setting)
    elif kind == "file":
        name = text.rpartition("/")[2]
        if "." in name:
            yield from formats([name.rpartition(".")[2]], within, because, setting)
        if any(
            MARK in each.rpartition("/")[2].rpartition(".")[2]
            for each in variants(text, setting.known.of)
        ):
            yield TextNeed(
                UNSEEN,
                "",
                within,
                "the format of the file is only known during a call",
                frozenset({"format"}),
            )
    elif kind == "media":
        yield from in_media(text, within, setting)
    elif kind == "message":
        yield from in_message(text, within, setting)
    elif kind == "limits":
        yield from limits(text, within, because)
    elif kind == "options":
        application, _, number = need.name.partition(" ")
        for found in in_arguments(
            application, setting.separator * (int(number) - 1) + text, setting
        ):
            yield found._replace(within=within)
    elif kind == "formats":
        yield from formats(
            text.partition(":")[0].replace("&", "|").split("|"), within, because, setting
        )
    elif kind == "codecs":
        yield from codecs(separate(text), within, because, setting)
    elif need.name == "{text}":
        for each in names_of(text, setting):
            yield TextNeed(kind, each, within, because)
    else:
        yield from capability(kind, need.name.replace("{value}", text), within, because, setting)


def _special(variable: str, value: str, within: str | None, setting: Setting) -> Iterator[TextNeed]:
    """Process a variable that some application or channel driver reads as more than a text."""
    name = variable.strip().lstrip("_")
    if name.startswith("GLOBAL(") and name.endswith(")"):
        name = name[7:-1]
    for row in setting.table.get(name + "=", ()):
        yield from _need(row, within, [value], setting)
