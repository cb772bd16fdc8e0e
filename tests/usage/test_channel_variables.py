"""Variables that files set for channels: a caller that dials one needs the technology in its value,
and a function that one writes is used.
"""

import json

import pytest

from asterisk_lint.dialplan.channel_variables import OPTIONS
from tests.usage.needed import reasons

# Every file whose reader in Asterisk's sources knows the option (grep '"set_\?var"' in channels/,
# apps/, res/, main/ of 18 and 22), and its section.
FILES = {
    "pjsip.conf": "[a]\ntype=endpoint\nset_var={}\n",
    "pjsip_wizard.conf": "[a]\ntype=wizard\nendpoint/set_var={}\n",
    "sip.conf": "[a]\ntype=friend\nsetvar={}\n",
    "iax.conf": "[a]\ntype=friend\nsetvar={}\n",
    "chan_dahdi.conf": "[channels]\nsetvar={}\n",
    "users.conf": "[6001]\nhasiax=yes\nsetvar={}\n",
    "mgcp.conf": "[a]\nsetvar={}\n",
    "skinny.conf": "[a]\ntype=line\nsetvar={}\n",
    "minivm.conf": "[a@b]\nsetvar={}\n",
    "manager.conf": "[admin]\nsetvar={}\n",
    "calendar.conf": "[a]\ntype=ical\nsetvar={}\n",
}
CALLS = {
    "x.call": "Channel: Local/1@a\nSet: {}\n",
    "x.ami": "Action: Originate\nChannel: Local/1@a\nVariable: A=1,{}\n",
    "x.json": '{{"endpoint": "Local/1@a", "app": "x", "variables": {{"{0}": "{1}"}}}}',
}
DIALPLAN = "[globals]\nTRUNK=PJSIP/carrier\n[a]\nexten => 1,1,Dial(${TRUNK}/1)\n"


def test_every_file_is_tried() -> None:
    assert set(FILES) == set(OPTIONS)


def written(file: str, name: str, value: str) -> str:
    if file == "x.json":
        json.loads(CALLS[file].format(name, value))
        return CALLS[file].format(name, value)
    return {**FILES, **CALLS}[file].format(f"{name}={value}")


@pytest.mark.parametrize("file", [*FILES, *CALLS])
def test_a_technology_in_a_variable_is_dialled(file: str) -> None:
    files = {"extensions.conf": DIALPLAN, file: written(file, "TRUNK", "Motif/peer")}
    assert "chan_motif" in reasons(files, "18")
    assert "chan_motif" not in reasons(
        {"extensions.conf": DIALPLAN, file: written(file, "OTHER", "Motif/peer")}, "18"
    )


@pytest.mark.parametrize("file", [*FILES, *CALLS])
def test_a_function_that_is_written_is_used(file: str) -> None:
    files = {
        "extensions.conf": "[a]\nexten => 1,1,NoOp()\n",
        file: written(file, "VOLUME(TX)", "3"),
    }
    assert "func_volume" in reasons(files, "18")


@pytest.mark.parametrize("file", [file for file in FILES if file not in {"chan_dahdi.conf"}])
def test_a_template_sets_nothing_by_itself(file: str) -> None:
    text = written(file, "TRUNK", "Motif/peer").replace("]", "](!)", 1)
    assert "chan_motif" not in reasons({"extensions.conf": DIALPLAN, file: text}, "18")
    section = text.partition("]")[0].strip("[")
    assert "chan_motif" in reasons(
        {"extensions.conf": DIALPLAN, file: f"{text}[b]({section})\n"}, "18"
    )
