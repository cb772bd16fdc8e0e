"""A comment that silences a finding is one in the language of the file; where it would be part of a
text, none is offered.
"""

from pathlib import Path

import pytest

from asterisk_lint.editor.answers import PbxAnswer, answers_for
from asterisk_lint.editor.comments import ignoring
from asterisk_lint.shared import Shared

MODULES = "[modules]\nautoload=no\nload=pbx_config.so\nload=pbx_ael.so\nload=pbx_lua.so\n"


def checked(place: Path, name: str, text: str, **others: str) -> PbxAnswer:
    for file, content in {
        "modules.conf": MODULES,
        ".asterisk-lint.yaml": "asterisk: 22\n",
        name: text,
        **others,
    }.items():
        (place / file).write_bytes(content.encode("utf-8", "surrogateescape"))
    path = str((place / name).resolve())
    (answer,) = answers_for([path], [path], {path: text}, Shared())
    return answer.pbxs[0]


def comment(pbx: PbxAnswer, name: str, text: str, line: int) -> str | None:
    finding = next(each for each in pbx.checked.findings if (each.file, each.line) == (name, line))
    before = text.split("\n")[line - 1]
    added = ignoring(pbx, finding, before)
    return before[: added.at] + added.text + before[added.at :] if added is not None else None


@pytest.mark.parametrize(
    ("name", "text", "line", "expected"),
    [
        ("extensions.conf", "[a]\nexten => 1,1,Queue(x)\n", 2,
            "exten => 1,1,Queue(x) ; asterisk-lint: ignore[missing-module]"),
        ("extensions.ael", "context a {\n 1 => Queue(x);\n}\n", 2,
            " 1 => Queue(x); // asterisk-lint: ignore[missing-module]"),
        # The arguments go on in the next line: `//` would be part of them.
        ("extensions.ael", "context a {\n 1 => Queue(x,\nt);\n}\n", 2, None),
        ("extensions.lua", "extensions = {a = {\n['1'] = function() app.queue('x') end}}\n", 2,
            "['1'] = function() app.queue('x') end}} -- asterisk-lint: ignore[missing-module]"),
        # A text of several lines.
        ("extensions.lua", "extensions = {a = {\n['1'] = function() app.queue([[x\ny]]) end}}\n", 2,
            None),
        ("extensions.lua", "extensions = {a = {\n['1'] = function() app.queue('x\\\ny') end}}\n", 2,
            None),
    ],
)  # fmt: skip
def test_the_comment_is_one_in_the_language_of_the_file(
    name: str, text: str, line: int, expected: str | None, tmp_path: Path
) -> None:
    assert comment(checked(tmp_path, name, text), name, text, line) == expected


def test_another_rule_joins_the_comment_that_is_there(tmp_path: Path) -> None:
    text = (
        "extensions = {a = {\n['1'] = function() app.queue('x') end}} -- asterisk-lint: "
        "ignore[dynamic-use]\n"
    )
    found = comment(checked(tmp_path, "extensions.lua", text), "extensions.lua", text, 2)
    assert found is not None
    assert found.endswith("ignore[dynamic-use, missing-module]")


def test_a_file_of_another_name_that_is_included_has_comments_as_well(tmp_path: Path) -> None:
    text = "exten => 1,1,Queue(x)\n"
    pbx = checked(tmp_path, "a.inc", text, **{"extensions.conf": '[a]\n#include "a.inc"\n'})
    assert (
        comment(pbx, "a.inc", text, 1)
        == "exten => 1,1,Queue(x) ; asterisk-lint: ignore[missing-module]"
    )
