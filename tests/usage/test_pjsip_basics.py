"""What no PJSIP call can do without: each of these modules left out alone, and a registration or a
call tried.
"""

from collections.abc import Callable, Mapping
from functools import cache

import pytest

from asterisk_lint.witness.boot import Asterisk, boot
from tests.usage.needed import reasons
from tests.usage.sip import Phone
from tests.usage.test_pjsip_calls import FILES


def registered(asterisk: Asterisk) -> object:
    """The answer to a phone that registers."""
    alice = Phone(asterisk, "alice", 5070)
    status = alice.register(seconds=2)
    alice.close()
    return status


def answered(asterisk: Asterisk, user: str = "alice", port: int = 5070) -> object:
    """The answer to a call of a phone that answers no challenge."""
    phone = Phone(asterisk, user, port)
    call = phone.invite("show", seconds=2)
    status = phone.last.code if phone.last else 0
    if status == 200:
        phone.ask("BYE", call, seconds=1)
    phone.close()
    return status


# The module left out, what is tried, the answer with the module and without it.
CASES: list[tuple[str, Callable[[Asterisk], object], object, object]] = [
    ("res_pjsip_registrar", registered, 200, 501),
    ("res_pjsip_endpoint_identifier_user", answered, 200, 401),
    ("res_pjsip_sdp_rtp", answered, 200, 488),
    ("res_rtp_asterisk", answered, 200, 488),
]


@cache
def observed(root: str, without: str) -> Mapping[str, object]:
    """The result, by the module that it is about; without a module only what is about that one."""
    found = reasons(FILES, root.rpartition("-")[2])
    assert without in {"", *found}
    modules = ["[modules]", "autoload=no", *(f"load={name}" for name in found if name != without)]
    with boot(
        root, {name: text.encode() for name, text in FILES.items()}, modules=modules
    ) as asterisk:
        return {module: tried(asterisk) for module, tried, *_ in CASES if without in {"", module}}


@pytest.mark.parametrize(
    ("module", "with_it", "without_it"),
    [(module, with_it, without_it) for module, _, with_it, without_it in CASES],
)
def test_nobody_registers_or_calls_without_it(
    asterisk_root: str, module: str, with_it: object, without_it: object
) -> None:
    assert observed(asterisk_root, "")[module] == with_it
    assert observed(asterisk_root, module)[module] == without_it
