"""What every dialplan language is read into."""

from asterisk_lint.conf.shared_results import OriginRange
from asterisk_lint.model import OutOfSight, Problem, Step, Use
from asterisk_lint.records import NamedTuple


class Dialplan(NamedTuple):
    """What one dialplan file (with what it includes) holds.

    `uses` are those that its reader alone can see (Lua calls, switches, applications a compiler emits beside the steps); what stands inside
    the steps' applications and arguments is found by `findings.py` for all languages alike. `variables` are global variables that no step sets, with
    their values. `origins`: which of the steps come from where, for results that PBXs share.
    """

    steps: tuple[Step, ...] = ()
    uses: tuple[Use, ...] = ()
    problems: tuple[Problem, ...] = ()
    out_of_sight: tuple[OutOfSight, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    origins: tuple[OriginRange, ...] = ()


def evaluated_by(reader: str) -> str:
    """Why a use is one that a dialplan's reader (`pbx_config`, ...) evaluates at once: in [globals], names, hints, includes, not in a call."""
    return f"{reader} evaluates it while it starts"
