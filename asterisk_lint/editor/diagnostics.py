"""Findings as an editor's diagnostics."""

from collections.abc import Iterator, Mapping

from lsprotocol import types as lsp

from asterisk_lint.editor.answers import Answer, PbxAnswer
from asterisk_lint.editor.locations import Locations
from asterisk_lint.model import Finding
from asterisk_lint.output.addresses import rule_page
from asterisk_lint.output.finding_order import word
from asterisk_lint.output.terminal import visible
from asterisk_lint.rules import load_rule

SOURCE = "asterisk-lint"
SEVERITIES: Mapping[str, lsp.DiagnosticSeverity] = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "information": lsp.DiagnosticSeverity.Information,
}
TAGS: Mapping[str, lsp.DiagnosticTag] = {
    "unnecessary": lsp.DiagnosticTag.Unnecessary,
    "deprecated": lsp.DiagnosticTag.Deprecated,
}
MOST = 1000  # in one file: a broken file has one on each of its lines
MOST_PLACES = 50  # of one finding


def diagnostics_of(answer: Answer, locations: Locations) -> dict[str, list[lsp.Diagnostic]]:
    """Return the diagnostics of each file with a finding, by its absolute path.

    A file that several PBXs share has what is equal once.
    """
    found: dict[str, dict[tuple[object, ...], lsp.Diagnostic]] = {}
    for trouble in answer.troubles:
        place = locations.range(trouble.path, trouble.line, 0, 0)
        found.setdefault(trouble.path, {})[trouble] = lsp.Diagnostic(
            range=place,
            message=visible(trouble.text),
            severity=lsp.DiagnosticSeverity.Error,
            source=SOURCE,
        )
    for pbx in answer.pbxs:
        for finding in pbx.checked.findings:
            path = pbx.path(finding.file)
            key = (finding.code, finding.line, finding.column, finding.message)
            known = found.setdefault(path, {})
            if len(known) < MOST:
                if key not in known:
                    known[key] = diagnostic_of(pbx, finding, locations)
            elif len(known) == MOST:
                known["more",] = lsp.Diagnostic(
                    range=locations.range(path, 1, 0, 0),
                    message=f"only the first {MOST} findings of this file are shown",
                    severity=lsp.DiagnosticSeverity.Information,
                    source=SOURCE,
                )
    return {path: list(known.values()) for path, known in found.items()}


def diagnostic_of(pbx: PbxAnswer, finding: Finding, locations: Locations) -> lsp.Diagnostic:
    """Return one finding as a diagnostic."""
    path = pbx.path(finding.file)
    tag = TAGS.get(load_rule(finding.rule).shown)
    name = word(finding)
    return lsp.Diagnostic(
        range=locations.range(path, finding.line, finding.column, finding.length),
        message="\n".join(_lines(finding, f"{name}: " if name == "security" else "")),
        severity=SEVERITIES[finding.severity],
        code=finding.code,
        code_description=lsp.CodeDescription(href=rule_page(finding.rule, finding.code)),
        source=SOURCE,
        tags=[tag] if tag is not None else None,
        related_information=list(_related(pbx, finding, locations)) or None,
    )


def _lines(finding: Finding, start: str) -> Iterator[str]:
    yield f"{start}{visible(finding.message)} [{finding.rule}]"
    for what, text in (("fix", finding.fix), ("why", finding.why), ("help", finding.help)):
        if text:
            yield f"{what}: {visible(text)}"


def _related(
    pbx: PbxAnswer, finding: Finding, locations: Locations
) -> Iterator[lsp.DiagnosticRelatedInformation]:
    # Of the first ones only: a long dialplan can use one module in ten thousand lines.
    places = [(file, line, 0, "also used here") for file, line in finding.also[:MOST_PLACES]]
    places += [
        (place.file, place.line, place.column, place.note or "see also")
        for place in finding.related[:MOST_PLACES]
    ]
    for file, line, column, note in places[:MOST_PLACES]:
        yield lsp.DiagnosticRelatedInformation(
            location=locations.location(pbx.path(file), line, column), message=visible(note)
        )
