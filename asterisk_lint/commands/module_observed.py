"""What an observation of the machine shows about a module, for each PBX here that has one."""

from asterisk_lint.records import NamedTuple
from asterisk_lint.run.options import Options


class ObservedReasons(NamedTuple):
    """Why the machine of one PBX needs a module."""

    directory: str  # of the PBX
    only: bool  # the PBX's repository does not ask for it
    reasons: tuple[str, ...]  # "Queue(): ran 1,204 times until 2026-11-27 (full log)"


def evidence_for(module: str, options: Options) -> tuple[ObservedReasons, ...]:
    """Return the evidence for a module; none where no PBX here was observed. Raises the exceptions
    of `open_projects` and `gather`.
    """
    from asterisk_lint.check import gather
    from asterisk_lint.observed.values import NAME
    from asterisk_lint.requirements.grouped_uses import each_use
    from asterisk_lint.requirements.observed_only import only_observed
    from asterisk_lint.requirements.reasons import chain, in_words
    from asterisk_lint.run.projects import open_projects, target_of

    found = []
    for project in open_projects(options, need_pbx=False):
        for pbx in project.pbxs:
            if pbx.observed is None:
                continue
            required = gather(target_of(project, pbx, options.asterisk)).required
            requirement = required.get(module.lower())
            if requirement is None:
                continue
            only = module.lower() in only_observed(required)
            direct = [
                reason
                for reason in each_use(requirement.reasons)
                if reason.file is not None and reason.file.rpartition("/")[2] == NAME
            ]
            if not direct and only:
                direct = [chain(required, module)[-1]]
            if direct:
                reasons = (f"{in_words(each.kind, each.name)}: {each.because}" for each in direct)
                found.append(
                    ObservedReasons(project.directory_of(pbx), only, tuple(dict.fromkeys(reasons)))
                )
    return tuple(found)


def evidence_lines(evidence: tuple[ObservedReasons, ...]) -> list[str]:
    """Return the evidence for people."""
    lines = []
    for one in evidence:
        what = (
            "needed, as only an observation of the machine shows"
            if one.only
            else "needed; an observation of the machine shows it, too"
        )
        lines.append(f"  {one.directory}: {what}:")
        lines += [f"    - {reason}" for reason in one.reasons]
    return lines
