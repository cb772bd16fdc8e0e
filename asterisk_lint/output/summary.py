"""The line that sums up a report for people, also where there is nothing else to say."""

from asterisk_lint.output.report import Report


def summary(report: Report) -> str:
    """Say in one line how much was found, how much of it `--fix` corrects, and what was left
    out. Information, which the exit status does not count, is counted on its own.
    """
    every = [finding for pbx in report.pbxs for finding in pbx.findings]
    findings = [finding for finding in every if finding.severity != "information"]
    where = count(len(report.pbxs), "PBX", "PBXs")
    if findings:
        fixable = sum(finding.fixable for finding in findings)
        unsafe = sum(finding.unsafe_fixable for finding in findings)
        counts = [f"{fixable} fixable with --fix"] if fixable else []
        counts += (
            [
                f"{unsafe} more with --unsafe-fixes"
                if fixable
                else f"{unsafe} fixable with --unsafe-fixes"
            ]
            if unsafe
            else []
        )
        more = f" ({', '.join(counts)})" if counts else ""
        line = f"{count(len(findings), 'finding')} in {where}{more}"
    else:
        line = f"No findings in {where}"
    if report.fixed is not None:
        line = f"{report.fixed} fixed, {len(findings)} left in {where}"
    if len(every) > len(findings):
        left = len(every) - len(findings)
        line += f"; {left}{' more' if findings else ''} for information"
    if report.known:
        line += f"; {count(report.known, 'older finding')} left out"
    return line


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: "1 finding", "2 findings"."""
    return f"{number} {one if number == 1 else many or one + 's'}"
