"""extensions.ael: the Asterisk Extension Language, read into the steps that Asterisk compiles it into."""

from asterisk_lint.dialplan.recursion import deep
from asterisk_lint.dialplan.steps import Dialplan
from asterisk_lint.model import Problem, Use
from asterisk_lint.tree.files import Files, Unreadable

NAME = "extensions.ael"


def read_ael(files: Files, *, release: str = "22", etc: str = "/etc/asterisk") -> Dialplan:
    """The steps of extensions.ael as `dialplan show` prints them, with the switches that its contexts name.

    Empty when there is no such file, and for the example that Asterisk's packages install: nobody wrote that for this PBX.
    Asterisk loads nothing of a file with a "syntax-error" that says so. What could be read of such a file is given all the same: its uses come
    back with the correction. Grammar and compiler are those of 16 to 22, with what old releases compile otherwise as `program.Style` has it.
    """
    if NAME not in files.names():
        return Dialplan()
    from asterisk_lint.dialplan.ael.check import check
    from asterisk_lint.dialplan.ael.labels import Labels
    from asterisk_lint.dialplan.ael.lexer import Lexer
    from asterisk_lint.dialplan.ael.parser import parse
    from asterisk_lint.dialplan.ael.program import style_of
    from asterisk_lint.dialplan.ael.sources import Sources
    from asterisk_lint.dialplan.ael.steps import compile_program
    from asterisk_lint.usage.samples import is_shipped_sample

    try:
        sources = Sources(files, NAME, etc)
    except Unreadable as reason:
        return Dialplan(problems=(Problem("syntax-error", f"cannot be read: {reason}", NAME, 1),))
    if is_shipped_sample(NAME, sources.last.text):
        return Dialplan()
    lexer = Lexer(sources)
    with deep():
        program, problems = parse(lexer)
        labels = Labels(program)
        problems += check(program, labels)
        own = [(node.text, node.value) for block in program if block.kind == "globals" for node in block.body]
        steps, refused = compile_program(program, labels, {**_globals(files, release, etc), **dict(own)}, style_of(release))
    uses: list[Use] = []
    for context in program:
        uses += [
            Use("switch", entry.text.partition("/")[0], entry.file, entry.line, entry.column, context.text)
            for element in context.body
            if element.kind in ("switches", "eswitches")
            for entry in element.body
        ]
    return Dialplan(tuple(steps), tuple(uses), tuple(sources.problems + lexer.problems + problems + refused), tuple(sources.out_of_sight), tuple(own))


def _globals(files: Files, release: str, etc: str) -> dict[str, str]:
    from asterisk_lint.conf.reader import read_conf

    conf = read_conf(files, "extensions.conf", release=release, etc=etc)
    section = conf.section("globals") if conf else None
    return {entry.key: entry.value for entry in section.entries} if section else {}
