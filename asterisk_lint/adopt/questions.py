"""What `init` asks a person: the release that runs, and whether to write."""

import sys

from asterisk_lint.adopt.release_evidence import Evidence, find_evidence
from asterisk_lint.output.terminal import note, prompt, say
from asterisk_lint.releases import Release, UnknownRelease
from asterisk_lint.run.options import Options, UsageError
from asterisk_lint.run.projects import Project, release_of


def choose_release(options: Options, project: Project, *, asks: bool) -> tuple[Release, bool]:
    """Return the release to create whitelists for, and whether it is only a guess. Raises
    UnknownRelease for one without a catalog.
    """
    from asterisk_lint.catalog.load import newest, releases, series_of

    known = [release_of(options.asterisk, project.settings, pbx) for pbx in project.pbxs]
    if known and all(said for _, said in known):
        return known[0][0], False
    series = frozenset(releases())
    evidence = [
        one for pbx in project.pbxs for one in find_evidence(project.tree, pbx.directory, series)
    ]
    tell_evidence(evidence)
    if not asks:
        return (evidence[0].release, False) if evidence else (newest(), True)
    while True:
        default = evidence[0].release if evidence else None
        answer = ask(f"Which Asterisk release runs here?{f' [{default}]' if default else ''} ")
        if not answer and default:
            return default, False
        try:
            release = Release.parse(answer)
            series_of(release)
        except UnknownRelease as error:
            say(f"{error}. `asterisk -rx 'core show version'` shows it.")
        else:
            return release, False


def tell_evidence(evidence: list[Evidence]) -> None:
    """Print what the files show about the release, and where they disagree."""
    if evidence:
        first = evidence[0]
        say(f"Asterisk {first.release}, from {first.what} ({first.file}:{first.line})")
        for other in evidence[1:]:
            if other.release.series != first.release.series:
                note(
                    f"{other.file}:{other.line} says Asterisk {other.release} "
                    f"({other.what}); use --asterisk if that is right"
                )
                break


def ask(question: str) -> str:
    """Return a person's answer, without surrounding blanks. Raises UsageError at the end of
    input.
    """
    prompt(question)
    line = sys.stdin.readline()
    if not line:
        raise UsageError("no answer: nothing was written")
    return line.strip()


def agreed(question: str) -> bool:
    """Tell whether a person says yes."""
    return ask(f"{question} [y/N] ").lower() in {"y", "yes"}
