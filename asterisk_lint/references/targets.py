"""Places in the dialplan that a text names: `[[context,]extension,]priority` (main/pbx.c:
pbx_parseable_goto()).
"""

from collections.abc import Callable, Iterator, Sequence

from asterisk_lint.dialplan.expressions import MARK
from asterisk_lint.dialplan.extensions.numbers import number
from asterisk_lint.model import Step
from asterisk_lint.records import TYPE_CHECKING, NamedTuple
from asterisk_lint.references.dialplan_index import DialplanIndex
from asterisk_lint.references.values import CONTEXT, EXTENSION, PRIORITY
from asterisk_lint.releases import RELEASE_22, Release

if TYPE_CHECKING:
    from asterisk_lint.references.names_there import Names, NamesThere

# The kinds of text that name such a place.
KINDS = frozenset(
    {
        "goto target",
        "far target",
        "new call target",
        "caret target",
        "gosub target",
        "caret gosub target",
        "subroutine target",
        "macro target",
        "caret macro target",
    }
)

# The releases that take a number with something behind it for a label: pbx_parse_location(), which
# reads with "%30d%1s". The others ignore what follows.
_NOTHING_BEHIND_A_NUMBER = (">=13.27 <14", ">=16.4")
_BLANKS = " \t\n\v\f\r"

_OF_MACROS = "~~s~~"  # apps/app_dial.c, apps/app_queue.c
DEVICES = "called devices"
# The kinds of things that devices name.
PEERS = ("endpoint", "SIP peer", "IAX peer", "agent")


class Destination(NamedTuple):
    """A place in the dialplan; "" for a part that is not named: it is that of the step itself."""

    context: str
    extension: str
    priority: str
    number: int | None = None  # of the priority; None: it is a label
    # Whether a call that does not find the extension goes on at `i`, if there is one.
    invalid: bool = False
    # The extension that Asterisk takes where the named one is not there: that of a macro of AEL.
    instead: str = ""


class Lost(NamedTuple):
    """The part of a target that is not there."""

    kind: str
    name: str
    inside: str
    known: "Names"


def target_of(kind: str, text: str, release: Release = RELEASE_22) -> Destination | None:
    """Return the place that a text of one of the kinds above names; None if it names none, or a
    priority relative to the step.
    """
    separator = "|" if release.within("<1.6.0") else ","
    if kind in {"caret target", "caret gosub target"}:
        separator = "^"
    if kind in {"macro target", "caret macro target"}:
        for sign in "^(" + separator:
            text = text.partition(sign)[0]
        name = text.strip()
        return Destination(f"macro-{name}", "", "") if name else None
    if kind == "subroutine target":
        text = text.partition("^")[0].partition("(")[0]
        if separator not in text:
            place = Destination(text.strip(), "s", "1", 1, instead=_OF_MACROS)
            return place if text.strip() else None
    elif kind in {"gosub target", "caret gosub target"}:
        text = text.partition("(")[0]
    elif kind == "far target":
        if text.count(separator) < 2:
            return None
    elif kind == "new call target":
        context, extension, priority = (*text.split(separator, 3)[:3], "", "")[:3]
        if priority.strip() not in {"", "1"}:
            return None  # counts only where nothing follows it (apps/app_originate.c)
        text = separator.join((context, extension or "s", "1"))
    if separator == "," and "|" in text and "," not in text:
        return None  # the rule old-separator reports it
    # Blanks are part of a context, an extension and a label; what follows a priority is ignored.
    parts = text.split(separator, 3)[:3]
    if not parts[-1].strip() or parts[-1][0] in "+-":
        return None
    context, extension, priority = ("", "", *parts)[-3:]
    exact = any(map(release.within, _NOTHING_BEHIND_A_NUMBER))
    return Destination(
        context,
        extension,
        priority,
        _number(priority, exact=exact),
        invalid=kind in {"goto target", "caret target"},
    )


def lost(
    target: Destination, step: Step, index: DialplanIndex, there: "Callable[[], NamesThere]"
) -> Lost | None:
    """Return the first part of a target that a call from a step does not find; None if all are
    there, or if that is only known during a call. `there` returns the names of the same dialplan.
    """
    if target.context:
        if MARK in target.context:
            return _lost_label(target, index, there().contexts(), "any context", there)
        if not index.has(target.context):
            return Lost(CONTEXT, target.context, "", there().contexts())
        contexts = [target.context]
    elif not step.context:
        return None  # Lua: no single context runs this code
    else:
        # The call may be in any context that includes the step's.
        contexts = index.includers(step.context)
        if index.has_many_includers(step.context):
            return None
    if not target.priority or any(index.is_open(context) for context in contexts):
        return None
    extension = target.extension or step.extension
    if MARK in extension:
        return _lost_label(target, index, contexts, f"the context '{contexts[0]}'", there)
    if not target.extension and not step.extension:
        return None
    wanted = target.number
    if not target.extension and not index.lacking([step], target.priority, wanted):
        return None
    inside = f"the context '{contexts[0]}'"
    if target.extension:
        chains = [
            chain
            for context in contexts
            for extension in filter(None, (target.extension, target.instead))
            for chain in index.chains(context, extension)
        ]
        if not chains:
            # Where a label is named, it is looked for at once, and `i` is too late.
            if (
                target.invalid
                and wanted is not None
                and any(True for context in contexts for _ in index.chains(context, "i"))
            ):
                return None
            return Lost(EXTENSION, extension, inside, there().extensions(contexts))
    elif extension.startswith("_"):
        # What was dialled may match any of these.
        chains = [chain for context in contexts for chain in index.every_chain(context)]
    else:
        chains = [chain for context in contexts for chain in index.chains(context, extension)]
    priority = target.priority
    if MARK in priority or not chains:
        return None
    if wanted is not None:
        if any(chain.has(wanted) for chain in chains):
            return None
    elif any(chain.labels and priority in chain.labels for chain in chains):
        return None
    where = f"extension {extension} of {inside}"
    # (What takes its place if it is missing, `instead`, follows from the kind of target.)
    labels = there().labels_of(
        f"{extension}/{target.instead}/{bool(target.extension)}",
        contexts,
        lambda: (label for chain in chains for label in chain.labels or ()),
    )
    return Lost(PRIORITY, priority, where, labels)


def _lost_label(
    target: Destination,
    index: DialplanIndex,
    contexts: Sequence[str],
    inside: str,
    there: "Callable[[], NamesThere]",
) -> Lost | None:
    """Return a label that no extension of some contexts has; None for a number, or if that is only
    known during a call.
    """
    label = target.priority
    if target.number is not None or MARK in label or not label:
        return None
    if any(index.is_open(context) for context in contexts):
        return None
    known = there().labels(contexts)
    return None if label in known else Lost(PRIORITY, label, f"any extension of {inside}", known)


def lacking(target: Destination, steps: Sequence[Step], index: DialplanIndex) -> Sequence[Step]:
    """Return those of the steps for which a target is not in their own extension, as far as that is
    quickly known.
    """
    if target.context or target.extension:
        return steps
    return index.lacking(steps, target.priority, target.number)


def _number(text: str, *, exact: bool) -> int | None:
    """Return the number of a priority as sscanf() with %d reads it; None: it is a label. `exact`:
    only blanks may follow the number.
    """
    found = number(text)
    if found is None or not exact:
        return found
    rest = text.lstrip(_BLANKS).lstrip("+-").lstrip("0123456789")
    return None if rest.strip(_BLANKS) else found


def devices(text: str) -> Iterator[tuple[str, str]]:
    """Yield technology and resource of each device in `Tech/resource&Tech/resource`."""
    for device in text.split("&"):
        technology, slash, resource = device.strip().partition("/")
        if slash and MARK not in technology:
            yield technology, resource


def local_target(resource: str) -> Destination:
    """Return the place that a resource of the technology Local names, `extension@context/options`
    (main/core_local.c).
    """
    extension, at, context = resource.partition("@")
    name = (context if at else "default").partition("/")[0]
    return Destination(name, extension if at else extension.partition("/")[0], "1", 1)


def peer_of(technology: str, resource: str) -> tuple[str, str] | None:
    """Return the kind and name of the thing that a resource names, for the technologies whose
    configuration declares such things; None for others, for addresses, and for what is only known
    during a call.
    """
    technology = technology.upper()
    if technology == "PJSIP":
        user, at, rest = resource.partition("/")[0].rpartition("@")
        name = rest if at or not user else resource
        name = name.partition("/")[0]
        kind = "endpoint"
    elif technology in {"SIP", "IAX2"}:
        kind = "SIP peer" if technology == "SIP" else "IAX peer"
        name = resource.partition("/")[0]
        if any(sign in name for sign in ".:[!@"):  # an address on the network
            return None
    elif technology == "AGENT":
        kind, name = "agent", resource
        if name.startswith(("@", ":")):
            return None
    else:
        return None
    return (kind, name) if name and MARK not in name and "$" not in name else None
