"""What say.conf needs: it tells app_playback how numbers and dates are spoken, in expressions."""

from collections.abc import Iterator

from asterisk_lint.catalog.needs import needs
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Use
from asterisk_lint.usage.rows import OptionRow, Reads, Row

ROWS: tuple[Row, ...] = (
    OptionRow(
        "say.conf", "general", "mode", "new", needs=needs("application Playback"),
        because="only app_playback speaks numbers and dates as say.conf says",
        source="apps/app_playback.c load_module(), say_init_mode()", releases=">=1.6.2",
    ),
)  # fmt: skip

READS: tuple[Reads, ...] = (
    Reads("say.conf", "*", needs("function *"), "what a rule evaluates"),
)  # fmt: skip


def find(configuration: Configuration) -> Iterator[Use]:
    """Find the functions in the rules of say.conf, if anything uses them: mode=new, or Playback()
    with the option `say` or `mix`.
    """
    read = configuration.conf("say.conf")
    if read is None or not _is_spoken(configuration):
        return
    from asterisk_lint.dialplan.text_uses import expression_uses

    for section in read.objects("general"):
        for entry in section.entries:
            if "$" in entry.value:
                place = Use(
                    "expression", "", entry.file, entry.line, entry.value_column,
                    because="Asterisk evaluates this rule for each number or date that it speaks",
                    readers=("app_playback",),
                )  # fmt: skip
                yield from expression_uses(entry.value, place, configuration.release)


def _is_spoken(configuration: Configuration) -> bool:
    read = configuration.conf("say.conf")
    for section in read.sections if read else ():
        if section.name.lower() == "general" and any(
            entry.value.lower() == "new" for entry in section.all("mode")
        ):
            return True
    return "playback" in configuration.applications() and any(
        step.application.lower() == "playback"
        and any(word in step.arguments.partition(",")[2].lower() for word in ("say", "mix", "$"))
        for step in configuration.dialplan().steps
    )
