"""The messages of `init`: what it found, what it proposes, what is left to decide, and what to do
next.
"""

import os
from collections.abc import Iterable, Sequence

from asterisk_lint.adopt.proposal import Proposal, Written
from asterisk_lint.model import Finding, Unseen
from asterisk_lint.output.terminal import say, visible
from asterisk_lint.requirements.verdicts import PRESUMED, UNDECIDED, UNKNOWN, UNUSED, unseeable

# Modules that people use by hand and that no configuration shows. Their rows in usage/ describe
# each.
BY_HAND = {
    "res_pjsip_logger": "`pjsip set logger on` on the console: shows SIP messages",
    "res_pjsip_notify": (
        "`pjsip send notify` on the console, PJSIPNotify in AMI: makes phones reload or restart"
    ),
    "res_pjsip_history": "`pjsip set history on` on the console: records SIP messages",
    "pbx_spool": "calls that programs start with call files (/var/spool/asterisk/outgoing)",
    "res_clioriginate": "`channel originate` on the console: starts a test call",
    "res_clialiases": "short and old names of console commands",
    "res_pjsip_messaging": "text messages between SIP phones",
}
WIDTH = 106  # of a line
MOST_PLACES = 3  # of one thing that cannot be read
MEDIA = ("codec_", "format_", "res_format_attr_")
# The meaning of a line's state, and what to do about it.
STATES = {
    UNUSED: (
        "nothing uses it; it stays, and `keep:` in the settings says so. If you do not need it, "
        "delete both"
    ),
    PRESUMED: (
        "nothing in this repository uses it; it stays. If the machine does not need it: "
        "asterisk-lint --fix --unsafe-fixes"
    ),
    UNDECIDED: "something that cannot be read here might use it; it stays",
    "forbidden": "a `noload` of the same module overrides it, so it is not loaded; both stay",
    UNKNOWN: "this release is not known to have this module; it stays",
}


def tell(place: str, proposal: Proposal, *, whole: bool) -> None:
    """Print what is proposed for one PBX, whose modules.conf is at `place`; long lists of modules
    only if `whole`.
    """
    added = proposal.added()
    release = proposal.target.release
    count = len(proposal.after.facts.whitelist.loaded())
    known = len(proposal.after.facts.catalog.modules)
    if proposal.adopts:
        say(
            f"{place}: autoload is turned off and {count} modules are whitelisted; Asterisk "
            f"{release} can have {known}"
        )
        tell_saving(proposal)
        sample = proposal.only_by_sample()
        if sample:
            say(
                f"  extensions.conf is the example that Asterisk ships: {sample} of the "
                f"{count} modules are there only because of it"
            )
    elif added:
        lines = "line is" if len(added) == 1 else "lines are"
        say(f"{place}: is a whitelist already; {len(added)} {lines} added")
        _say_names("new", added)
    elif proposal.renamed:
        say(f"{place}: is a whitelist already")
    else:
        say(f"{place}: is a whitelist already, and nothing is missing; it is not changed")
    for old, new in proposal.renamed:
        say(f"  {old} is now called {new}: its line is changed")
    tell_written(place, proposal.written, adopts=proposal.adopts)
    if proposal.adopts:
        things = [thing for thing in proposal.after.facts.unseen if not thing.settled]
        files = dict.fromkeys(thing.absent for thing in things if thing.absent)
        unseen = _with_places(place, [thing for thing in things if not thing.absent])
        if unseen or files:
            say("  Not visible here. If any of it uses more modules, name them under `uses:` or")
            say("  `keep:` in the settings before Asterisk is restarted:")
            for what in unseen:
                say(f"  - {what}")
            _say_names("configuration files that are not in this repository", list(files))
        tell_services(proposal)
        tell_unseeable(proposal, whole=whole)


def _with_places(place: str, things: Iterable[Unseen]) -> list[str]:
    """Return what cannot be read, each with the lines that show it if there are any."""
    found: dict[str, list[str]] = {}
    for thing in things:
        places = found.setdefault(thing.what, [])
        if thing.line > 1 and not thing.file.startswith(".git") and thing.cause != "missing-file":
            places.append(f"{os.path.join(os.path.dirname(place), thing.file)}:{thing.line}")
    return [
        f"{what}: {', '.join(places[:MOST_PLACES])}{', ...' if places[MOST_PLACES:] else ''}"
        if places
        else what
        for what, places in found.items()
    ]


def tell_saving(proposal: Proposal) -> None:
    """Print what the whitelist saves, as far as it was measured."""
    from asterisk_lint.catalog.costs import saved

    target = proposal.target
    loaded = proposal.after.facts.whitelist.loaded()
    saving = saved(target.release, loaded, target.inventory)
    if saving is not None and saving.modules:
        where = f"Debian's Asterisk {saving.series}"
        off = (
            f"{saving.modules} of the modules that {where} loads are off (measured there)"
            if target.inventory is None
            else f"{saving.modules} of the installed modules are off (measured on {where})"
        )
        say(f"  It saves about {saving}: {off}")


def tell_written(place: str, written: Sequence[Written], *, adopts: bool) -> None:
    """List the lines that people wrote, with what happens to each; in a whitelist only those that
    need a decision.
    """
    shown = [
        each for each in written if each.state == "contradicts" or (adopts and each.state in STATES)
    ]
    if shown:
        say("  Lines that you wrote; all of them stay, with their comments:")
    for each in shown:
        file = os.path.join(os.path.dirname(place), each.listed.entry.file)
        say(f"  - {file}:{each.listed.entry.line}: {each.text}")
        if each.state == "contradicts":
            needed = each.needed_by or "another module"
            say(
                f"      {needed} needs {each.listed.module}, but this line prevents it "
                "from loading. Delete one of the two"
            )
        else:
            say(f"      {STATES[each.state]}")
    quiet = [each for each in written if each not in shown] if adopts else []
    for option, why in (
        ("noload", "not needed"),
        ("", "used, or needed by what stays"),
    ):
        names = [
            each.listed.module for each in quiet if (each.listed.option == "noload") == bool(option)
        ]
        if names:
            say(
                f"  {'These noload' if option else 'Your other'} lines stay as well ({why}): "
                f"{', '.join(names)}"
            )


def tell_services(proposal: Proposal) -> None:
    """Name the modules that open a service and that autoload=yes loads but the whitelist does not:
    their configuration file is there, and no `noload` forbids them.
    """
    from asterisk_lint.usage.services import LISTENS

    facts = proposal.after.facts
    decided = {*facts.whitelist.loaded(), *facts.whitelist.forbidden()}
    installed = proposal.target.inventory
    files = frozenset(proposal.target.files.names())
    lines = []
    for row in LISTENS:
        for name in row.modules.split() if facts.catalog.release.within(row.releases) else ():
            known = facts.catalog.module(name)
            own = sorted(files & set(known.reads)) if known is not None else []
            if own and name not in decided and (installed is None or name in installed):
                lines.append(f"  - {name} ({own[0]}): {row.because}")
    if lines:
        say("  These modules open a service, and are off now because nothing here uses them. To")
        say("  keep one, add its `load` line, and its name under `keep:` in the settings:")
        for line in lines:
            say(line)


def tell_unseeable(proposal: Proposal, *, whole: bool) -> None:
    """Name the modules that are off now and whose use no configuration can show; first those that
    people use by hand.
    """
    facts = proposal.after.facts
    loaded = facts.whitelist.loaded()
    rows = [row for row in facts.rows if facts.catalog.release.within(row.releases)]
    names = sorted(
        {
            row.module
            for row in unseeable(rows, facts.required)
            if row.module not in loaded and facts.catalog.module(row.module)
        }
    )
    if not names:
        return
    say("  No configuration shows whether these are used, and they are off now. To keep one, add")
    say("  its `load` line, and its name under `keep:` in the settings:")
    for name, purpose in BY_HAND.items():
        if name in names:
            say(f"  - {name}: {purpose}")
    media = [name for name in names if name.startswith(MEDIA)]
    others = [name for name in names if name not in media and name not in BY_HAND]
    for what, some in (
        ("codecs and formats, for prompts and music in them", media),
        ("others (`asterisk-lint module NAME` explains one)", others),
    ):
        if some and whole:
            _say_names(f"{len(some)} {what}", some)
        elif some:
            _say_first(f"  - {len(some)} {what}: ", some)


def _say_first(text: str, names: Sequence[str]) -> None:
    """Print on one line as many of the names as fit."""
    end = ", ... (-v: all)"
    room = WIDTH - len(text) - len(end)
    fitting = max(
        1, sum(len(", ".join(names[: number + 1])) <= room for number in range(len(names)))
    )
    say(text + ", ".join(names[:fitting]) + (end if fitting < len(names) else ""))


def _say_names(what: str, names: Sequence[str]) -> None:
    from textwrap import wrap

    if names:
        text = f"{what}: " + " ".join(visible(name) for name in names)
        for at, line in enumerate(
            wrap(text, WIDTH, break_on_hyphens=False, break_long_words=False)
        ):
            say(("    " if at else "  - ") + line)


def tell_left(findings: Iterable[Finding]) -> None:
    """Print how many findings the next check shows."""
    left = list(findings)
    if not left:
        say("The next `asterisk-lint` finds nothing.")
        return
    counts = [
        f"{number} {word if number == 1 or word == 'information' else word + 's'}"
        for word in ("error", "warning", "information")
        for number in [sum(finding.severity == word for finding in left)]
        if number
    ]
    say(
        f"{len(left)} finding{'s are' if len(left) > 1 else ' is'} left for you to decide "
        f"({', '.join(counts)}): run asterisk-lint"
    )


def tell_next(
    paths: Sequence[str], directories: Sequence[str], *, in_git: bool, whitelist: bool
) -> None:
    """Print what to do now: commit, try, and what to type if something is missing; only the first
    if no `whitelist` has changed.
    """
    from shlex import quote

    if not whitelist and not in_git:
        return
    where = " ".join(quote(path) for path in directories)
    say()
    say("Next:")
    if in_git:
        say(f"  git add {' '.join(quote(path) for path in paths)}")
    if not whitelist:
        return
    say(
        f"  asterisk-lint verify {where}   # boots a real Asterisk with the result, without "
        "any network"
    )
    say(
        f"  {'Then commit, and restart' if in_git else 'Then restart'} Asterisk when few "
        "people call."
    )
    say("If something is missing afterwards:")
    say("  asterisk -rx 'module load app_example.so'   # at once; then add its `load` line")
    say(
        "  asterisk-lint log /var/log/asterisk/full    # which modules the errors in the log "
        "ask for"
    )
    say("  To go back: write `autoload = yes` again, and restart Asterisk.")
