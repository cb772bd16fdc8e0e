"""What counts as use of a module, in sentences built from the usage tables."""

from asterisk_lint.catalog.load import Catalog, Module
from asterisk_lint.commands import pattern_words as words
from asterisk_lint.requirements.reasons import in_words
from asterisk_lint.usage.rows import (
    Choice,
    FileRow,
    Invisible,
    OptionRow,
    Reader,
    Row,
    Sample,
    SectionRow,
    With,
)

SHOWN_IN_DIALPLAN = ("application", "function", "switch", "channel")
NAMED_IN = {"engine": "extconfig.conf", "wizard": "sorcery.conf"}


def usage_of(module: Module, catalog: Catalog) -> list[str]:
    """Return each way in which a configuration can show that it needs the module; empty if nothing
    is known about it.
    """
    from asterisk_lint.usage import load_tables

    rows, _ = load_tables()
    found = []
    for kind in SHOWN_IN_DIALPLAN:
        names = module.provides.get(kind, ())
        if names:
            shown = ", ".join(in_words(kind, name) for name in names[:8]) + (
                ", ..." if len(names) > 8 else ""
            )
            found.append(f"the dialplan, or a piece of dialplan in another file, uses {shown}")
    for kind, file in NAMED_IN.items():
        found += [f"{file} names {in_words(kind, name)}" for name in module.provides.get(kind, ())]
    for row in rows:
        if catalog.release.within(row.releases) and _needs(row, module):
            kept = getattr(row, "if_loaded", False)
            found.append(
                _sentence(row) + (" (only if modules.conf already loads it)" if kept else "")
            )
    return list(dict.fromkeys([*found, *_arguments(module, catalog)]))


def _arguments(module: Module, catalog: Catalog) -> list[str]:
    """Return the options and arguments of applications that need the module."""
    from asterisk_lint.dialplan.arguments.table import arguments, named_by, sentence

    found = []
    own = {name.lower() for name in module.provides.get("application", ())}
    for row in (
        row
        for rows in arguments(catalog.release).values()
        for row in rows
        if row.name.lower() not in own
    ):
        for kind, name in named_by(row):
            if (kind == "module" and name == module.name) or name.lower() in (
                each.lower() for each in module.provides.get(kind, ())
            ):
                found.append(sentence(row))
    return found


def _needs(row: Row, module: Module) -> bool:
    if isinstance(row, Invisible):
        from asterisk_lint.usage.patterns import matcher

        return matcher(row.module)(module.name)
    if isinstance(row, Sample):
        return False
    if isinstance(row, Reader | Choice):
        return module.name in row.modules.split()
    for kind, name in row.needs:
        if kind == "module" and name == module.name:
            return True
        names = module.provides.get(kind, ())
        if names and (name == "*" or name.lower() in (each.lower() for each in names)):
            return True
        if names and kind not in SHOWN_IN_DIALPLAN and "{" in name:
            return True
    return False


def _sentence(row: Row) -> str:
    if isinstance(row, Sample):
        return ""
    if isinstance(row, Reader):
        return f"{row.file}: this module reads that file"
    because = row.because.rstrip(".")
    if isinstance(row, OptionRow):
        place = f"{row.file}: {words.option(row.option, row.value)}" + (
            f", in a section of type={words.alternatives(row.type)}" if row.type else ""
        )
        return f"{place}: {because}"
    if isinstance(row, SectionRow):
        where = (
            f"a section of type={words.alternatives(row.type)}"
            if row.type
            else words.section(row.section)
        )
        return f"{row.file}: {where}: {because}"
    if isinstance(row, FileRow):
        return f"{row.file} says something: {because}"
    if isinstance(row, With):
        name = row.when.name if row.when.kind == "module" else in_words(*row.when)
        return f"together with {name}: {because}"
    if isinstance(row, Choice):
        where = f" (where {words.condition(row.given)} is set)" if row.given else ""
        return f"the usual choice of several for {in_words(*row.need)}{where}: {because}"
    if isinstance(row, Invisible):
        return f"no configuration shows it: {because}" + (
            f" ({row.shown_by})" if row.shown_by else ""
        )
    return because
