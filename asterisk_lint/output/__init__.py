"""One renderer for each output format: a Report in, text out; nothing is computed here."""

from collections.abc import Callable

from asterisk_lint.records import TYPE_CHECKING, import_module

if TYPE_CHECKING:
    from asterisk_lint.output.report import Report

FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit")


def renderer(output_format: str) -> "Callable[[Report], str]":
    """Return the function that renders a Report in one of FORMATS (for "text" without colour: see
    `output.text.render`).
    """
    render: Callable[[Report], str] = import_module(f"asterisk_lint.output.{output_format}").render
    return render
