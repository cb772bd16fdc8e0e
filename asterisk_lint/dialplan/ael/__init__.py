"""extensions.ael: the Asterisk Extension Language, read into the steps that Asterisk compiles
it into.
"""

from collections.abc import Iterator

from asterisk_lint.dialplan.recursion import deep
from asterisk_lint.dialplan.steps import ContextParts, Dialplan, evaluated_by
from asterisk_lint.model import Problem, Use
from asterisk_lint.records import TYPE_CHECKING
from asterisk_lint.releases import RELEASE_22, Release
from asterisk_lint.tree.files import Files, Unreadable

if TYPE_CHECKING:
    from asterisk_lint.conf.values import Conf
    from asterisk_lint.dialplan.ael.nodes import Node

NAME = "extensions.ael"


def read_ael(
    files: Files, *, release: Release = RELEASE_22, etc: str = "/etc/asterisk"
) -> Dialplan:
    """Return the steps of extensions.ael as `dialplan show` prints them, with the switches that its
    contexts name.

    Empty if there is no such file, and for the example that Asterisk's packages install, which
    nobody wrote for this PBX. Asterisk loads nothing from a file if a "syntax-error" says so; what
    could be read of such a file is still returned, because its uses come back with the correction.
    Grammar and compiler are those of 16 to 22; `program.Style` lists what old releases compile
    differently.
    """
    if NAME not in files.names():
        return Dialplan()
    from asterisk_lint.conf.reader import read_conf
    from asterisk_lint.dialplan.ael.check import check
    from asterisk_lint.dialplan.ael.labels import Labels
    from asterisk_lint.dialplan.ael.lexer import Lexer
    from asterisk_lint.dialplan.ael.parser import parse
    from asterisk_lint.dialplan.ael.program import style_of
    from asterisk_lint.dialplan.ael.remarks import remarks, unclosed_patterns
    from asterisk_lint.dialplan.ael.sources import Sources
    from asterisk_lint.dialplan.ael.steps import compile_program
    from asterisk_lint.dialplan.stock_samples import is_shipped_sample

    try:
        sources = Sources(files, NAME, etc)
    except Unreadable as reason:
        return Dialplan(problems=(Problem("syntax-error", f"cannot be read: {reason}", NAME, 1),))
    if is_shipped_sample(NAME, sources.last.text):
        return Dialplan()
    conf = read_conf(files, "extensions.conf", release=release, etc=etc)
    lexer = Lexer(sources)
    with deep():
        program, problems = parse(lexer)
        labels = Labels(program, _contexts(conf))
        # For a file with grammar errors Asterisk warns only as far as its parser got, which helps
        # nobody.
        warnings = [] if problems else remarks(program, labels)
        checked = check(program, labels)
        warnings += [] if problems else [problem for problem in checked if problem.severity]
        problems += [problem for problem in checked if not problem.severity]
        unclosed = None if not problems else dict(labels.unclosed_met)
        own = [
            (node.text, node.value)
            for block in program
            if block.kind == "globals"
            for node in block.body
        ]
        steps, refused = compile_program(
            program, labels, {**_globals(conf), **dict(own)}, style_of(release)
        )
        warnings += unclosed_patterns(
            (labels.unclosed_met if unclosed is None else unclosed).values()
        )
    uses: list[Use] = []
    for context in program:
        uses += _evaluated(context, release)
        uses += [
            Use(
                "switch",
                entry.text.partition("/")[0],
                entry.file,
                entry.line,
                entry.column,
                context.text,
            )
            for element in context.body
            if element.kind in ("switches", "eswitches")
            for entry in element.body
        ]
    every = (
        sources.problems
        + lexer.problems
        + problems
        + refused
        + sorted(set(warnings), key=lambda problem: (problem.file, problem.line, problem))
    )
    return Dialplan(
        tuple(steps), tuple(uses), tuple(every), tuple(sources.unseen), tuple(own),
        contexts=tuple(_parts(node) for node in program if node.kind in ("context", "macro")),
    )  # fmt: skip


def _parts(context: "Node") -> ContextParts:
    def names(*kinds: str) -> tuple[str, ...]:
        return tuple(
            entry.text
            for element in context.body
            if element.kind in kinds
            for entry in element.body
        )

    switches = names("switches", "eswitches")
    return ContextParts(context.text, names("includes"), bool(switches))


def _evaluated(container: "Node", release: Release) -> Iterator[Use]:
    """Yield the functions in names and hints of extensions, which Asterisk evaluates while it
    compiles them.
    """
    from asterisk_lint.dialplan.ael.labels import inside
    from asterisk_lint.dialplan.text_uses import expression_uses

    if container.kind not in ("context", "macro"):
        return
    for node in inside(container):
        if node.kind in ("extension", "case", "pattern", "catch"):
            name = node.text.partition("/")[0] if node.kind == "extension" else node.text
            hint = "" if node.hints is None or name.startswith("_") else node.hints
            if "$" in name or "$" in hint:
                place = Use(
                    "",
                    "",
                    node.file,
                    node.line,
                    node.column,
                    container.text,
                    because=evaluated_by("pbx_ael"),
                )
                yield from expression_uses(name, place, release)
                yield from expression_uses(hint, place, release)


def _contexts(conf: "Conf | None") -> frozenset[str]:
    return frozenset(section.name for section in (conf.objects() if conf else ())) - {
        "general",
        "globals",
    }


def _globals(conf: "Conf | None") -> dict[str, str]:
    section = conf.section("globals") if conf else None
    return {entry.key: entry.value for entry in section.entries} if section else {}
