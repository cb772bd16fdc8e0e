from pathlib import Path

import pytest

from asterisk_lint.dialplan.stock_samples import is_shipped_sample
from asterisk_lint.usage.dialplan import first_code_line
from tests.usage.found import names, uses


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"extensions.conf": "[default]\nexten => s,1,NoOp()\n"}, {"module pbx_config"}),
        # pbx_config makes the context all the same
        ({"extensions.conf": "[empty]\n"}, {"module pbx_config"}),
        ({"extensions.conf": "[globals]\nX=${SHELL(date)}\n"},
            {"module pbx_config", "function SHELL"}),
        ({"extensions.conf": "[general]\nautofallthrough=no\n"}, {"module pbx_config"}),
        ({"extensions.ael": "// mine\ncontext default {\n  s => NoOp();\n}\n"}, {"module pbx_ael"}),
        ({"extensions.lua": "-- mine\nextensions = {}\n"}, {"module pbx_lua"}),
        ({"dundi.conf": "[mappings]\nmine => ctx,0,IAX2,user:${SECRET}@h/${NUMBER}\n"},
            {"module pbx_dundi", "channel IAX2"}),
        ({"dundi.conf": "[00:11:22:33:44:55]\nmodel=symmetric\ninkey=k\n"},
            {"module pbx_dundi", "module res_crypto"}),
        ({"extensions.conf": "[general]\n",
                "users.conf": "[general]\n[100]\nhasiax=yes\nhasexten=yes\n"},
                {"module pbx_config"}),
    ],
)  # fmt: skip
def test_uses(files: dict[str, str], expected: set[str]) -> None:
    assert names("dialplan", files) == expected


@pytest.mark.parametrize(
    "files",
    [
        {
            "extensions.conf": "[general]\nstatic=yes\nwriteprotect=no\n"
        },  # settings of pbx_config about itself, as shipped
        {"extensions.conf": "; [default]\n"},
        {"extensions.conf": "[tpl](!)\nexten => s,1,NoOp()\n"},  # a template makes no context
        {"extensions.ael": "// nothing\n/* nor\nhere */\n\n"},
        {"dundi.conf": "[general]\nttl=32\nautokill=yes\n[mappings]\n"},  # as shipped
        {"extensions.conf": ""},
        {
            "extensions.conf": "[general]\n",
            "users.conf": "[general]\nhasiax=yes\nhasexten=yes\n",
        },  # defaults for nobody
    ],
)
def test_no_use(files: dict[str, str]) -> None:
    assert names("dialplan", files) == set()


def test_keys_of_dundi_are_protection() -> None:
    found = uses("dialplan", {"dundi.conf": "[00:11:22:33:44:55]\ninkey=k\n"})
    assert [use.enforces for use in found if use.name == "res_crypto"] == [True]


@pytest.mark.parametrize(
    ("text", "line"),
    [("", 0), ("-- a\n\nx = 1\n", 3), ("--[[ a\nb ]]\nx = 1\n", 3), ("-- only\n", 0)],
)
def test_first_code_line(text: str, line: int) -> None:
    assert first_code_line(text, "--") == line


@pytest.mark.parametrize("name", ["extensions.ael", "extensions.lua"])
def test_the_samples_of_a_real_package_are_known(asterisk_root: str, name: str) -> None:
    text = Path(asterisk_root, "etc/asterisk", name).read_text(
        encoding="utf-8", errors="surrogateescape"
    )
    assert is_shipped_sample(name, text)
    assert is_shipped_sample(name, text.replace("\n", "  \r\n"))
    assert not is_shipped_sample(name, text + "\nx = 1\n")
    comment = "//" if name.endswith("ael") else "--"
    assert is_shipped_sample(name, f"  {comment} {'x' * 100}\n" * 1000 + text)
    assert names("dialplan", {name: text}) == set()
