"""JUnit's XML, which every CI shows as tests: a suite for each PBX, a failed test for each
finding.
"""

from asterisk_lint.model import Finding
from asterisk_lint.output.finding_order import rank
from asterisk_lint.output.report import PbxReport, Report, repository_path


def render(report: Report) -> str:
    """Return the report as one XML document; a PBX without findings is one passed test."""
    findings = sum(len(pbx.findings) for pbx in report.pbxs)
    tests = sum(max(len(pbx.findings), 1) for pbx in report.pbxs)
    suites = "".join(_suite(pbx) for pbx in report.pbxs)
    head = f'<testsuites name="asterisk-lint" tests="{tests}" failures="{findings}" errors="0">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{suites}</testsuites>\n'


def _suite(pbx: PbxReport) -> str:
    cases = "".join(_case(pbx, finding) for finding in sorted(pbx.findings, key=rank))
    if not cases:
        cases = (
            f'    <testcase classname="{attribute(pbx.directory)}" name="modules.conf matches '
            'the configuration"/>\n'
        )
    head = (
        f'name="{attribute(pbx.directory)}" tests="{max(len(pbx.findings), 1)}" '
        f'failures="{len(pbx.findings)}" errors="0" skipped="0"'
    )
    return f"  <testsuite {head}>\n{cases}  </testsuite>\n"


def _case(pbx: PbxReport, finding: Finding) -> str:
    place = repository_path(pbx, finding.file)
    line = max(finding.line, 1)
    lines = [finding.message, f"{place}:{line}"]
    lines += [f"fix: {finding.fix}"] if finding.fix else []
    lines += [f"why: {finding.why}"] if finding.why else []
    lines += [f"help: {finding.help}"] if finding.help else []
    name = f"{finding.rule} {place}:{line}" + (f" {finding.module}" if finding.module else "")
    where = (
        f'classname="{attribute(pbx.directory)}" name="{attribute(name)}" '
        f'file="{attribute(place)}" line="{line}"'
    )
    text = "\n".join(attribute(line) for line in lines)
    failure = (
        f'<failure type="{finding.code}" message="{attribute(finding.message)}">{text}</failure>'
    )
    return f"    <testcase {where}>\n      {failure}\n    </testcase>\n"


def attribute(text: str) -> str:
    """Escape text for an XML 1.0 attribute or element.

    Characters that XML or a terminal must not get (control characters, undecodable bytes) become
    U+FFFD; line ends, and text that CI would treat as a command, are written as references.
    """
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    text = "".join(sign if sign in "\t\n\r" or sign.isprintable() else "\ufffd" for sign in text)
    for sign, escape in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(sign, escape)
    for sign, escape in (("\n", "&#10;"), ("\r", "&#13;"), ("##", "#&#35;")):
        text = text.replace(sign, escape)
    return text.replace("::", "&#58;:", 1) if text.lstrip().startswith("::") else text
