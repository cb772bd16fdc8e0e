"""Includes and templates that multiply a configuration: exact for what a PBX can have, and bounded
beyond.
"""

import pytest

from asterisk_lint.conf.reader import Conf, read_conf
from tests.memory import MemoryFiles


def read(**files: str) -> Conf:
    conf = read_conf(
        MemoryFiles({name.replace("_", "."): text for name, text in files.items()}), "x.conf"
    )
    assert conf is not None
    return conf


def bomb(levels: int, times: int, leaf: str) -> dict[str, str]:
    """`times` to the power of `levels` times the lines of `leaf`."""
    files = {"x_conf": '[a]\nfirst=1\n#include "i0.conf"\n[last]\nk=v\n', f"i{levels}_conf": leaf}
    return files | {
        f"i{level}_conf": f'#include "i{level + 1}.conf"\n' * times for level in range(levels)
    }


def test_a_file_that_5000_sections_include_is_read_5000_times() -> None:
    sections = "".join(f'[s{number}]\n#include "common.conf"\n' for number in range(5000))
    conf = read(x_conf=sections, common_conf="k=1\n" * 20)
    assert [len(section.entries) for section in conf.sections] == [20] * 5000
    assert not conf.incomplete
    assert {include.unread for include in conf.includes} == {()}


def test_includes_that_multiply_each_other_within_reason_are_all_read() -> None:
    conf = read(**bomb(3, 10, "k=v\n"))
    assert [len(section.entries) for section in conf.sections] == [1001, 1]
    assert not conf.incomplete


@pytest.mark.parametrize("leaf", ["k=v\n", "k=v\n" * 200, ""])
def test_an_include_bomb_is_read_up_to_a_bound(leaf: str) -> None:
    conf = read(**bomb(8, 10, leaf))
    assert conf.incomplete
    told = [problem for problem in conf.problems if problem.rule == "missing-include"]
    assert len(told) == 1
    assert "is included repeatedly" in told[0].message
    assert told[0].message.split()[0] in {include.target for include in conf.includes}
    # What follows is read, and each directive says what it left out.
    assert [section.name for section in conf.sections] == ["a", "last"]
    assert len(conf.sections[0].entries) < 300_000
    left_out = [include for include in conf.includes if include.unread]
    assert left_out
    assert all(include.unread == (include.target,) and not include.found for include in left_out)


def test_a_file_that_is_included_in_too_many_places_is_read_up_to_a_bound() -> None:
    conf = read(x_conf="[a]\n" + '#include "common.conf"\n' * 30_000, common_conf="k=1\n" * 100)
    assert conf.incomplete
    assert 2_000_000 < len(conf.sections[0].entries) < 3_000_000


def test_behind_a_bomb_a_file_that_was_not_read_before_is_read() -> None:
    files = bomb(8, 10, "k=v\n")
    files["x_conf"] += '#include "new.conf"\n'
    conf = read(**files, new_conf="[new]\nk=v\n")
    assert conf.incomplete
    assert conf.sections[-1].name == "new"


def test_heirs_share_the_entries_of_a_template() -> None:
    conf = read(x_conf="[t](!)\na=1\nb=2\n[one](t)\nc=3\n[two](t)\n[three](one)\n")
    one, two, three = conf.sections[1:]
    assert [(entry.key, entry.inherited) for entry in one.entries] == [
        ("a", True),
        ("b", True),
        ("c", False),
    ]
    assert [(entry.key, entry.inherited) for entry in three.entries] == [
        ("a", True),
        ("b", True),
        ("c", True),
    ]
    assert one.entries[0] is two.entries[0]
    assert one.entries[0] is three.entries[0]


def test_what_is_added_to_a_template_later_is_for_later_heirs_alone() -> None:
    conf = read(
        x_conf="[t](!)\na=1\n[one](t)\n[t](+TEMPLATES=include)\nb=2\na+=3\n[two](t)\n[two](+)\n"
        "c=4\n[three](two)\n"
    )
    inherited = {
        section.name: [f"{entry.key}={entry.value}" for entry in section.entries]
        for section in conf.sections
    }
    assert inherited == {
        "t": ["a=13", "b=2"],
        "one": ["a=1"],
        "two": ["a=13", "b=2", "c=4"],
        "three": ["a=13", "b=2", "c=4"],
    }


def chain(length: int) -> Conf:
    return read(
        x_conf="[c0]\nk0=0\n"
        + "".join(
            f"[c{number}](c{number - 1})\nk{number}={number}\n" for number in range(1, length)
        )
    )


def test_a_chain_of_templates_is_read_whole() -> None:
    conf = chain(500)
    assert not conf.incomplete
    assert [entry.key for entry in conf.sections[499].entries] == [
        f"k{number}" for number in range(500)
    ]
    assert len({id(entry) for section in conf.sections for entry in section.entries}) < 1000


def test_a_chain_that_nobody_writes_is_read_up_to_a_bound() -> None:
    conf = chain(4000)
    assert conf.incomplete
    assert [problem.file for problem in conf.problems] == ["x.conf"]
    assert "templates produce" in conf.problems[0].message
    assert sum(len(section.entries) for section in conf.sections) < 300_000
    assert conf.sections[3999].entries[-1].key == "k3999"


def test_10000_phones_of_three_levels_of_templates_are_read_whole() -> None:
    templates = (
        "[base](!)\n"
        + "a=1\n" * 50
        + "[office](!,base)\n"
        + "b=1\n" * 20
        + "[desk](!,office)\n"
        + "c=1\n" * 10
    )
    conf = read(
        x_conf=templates
        + "".join(f"[{number}](desk)\nsecret={number}\n" for number in range(10_000))
    )
    assert not conf.incomplete
    assert {len(section.entries) for section in conf.sections[3:]} == {81}


def test_templates_that_double_each_other_are_read_up_to_a_bound() -> None:
    conf = read(
        x_conf="[c0]\nk=0\n"
        + "".join(f"[c{number}](c{number - 1},c{number - 1})\n" for number in range(1, 28))
        + "[last]\nk=v\n"
    )
    assert conf.incomplete
    (problem,) = conf.problems
    assert (problem.file, problem.rule) == ("x.conf", "syntax-error")
    assert "templates produce" in problem.message
    assert [len(section.entries) for section in conf.sections[:16]] == [
        2**number for number in range(16)
    ]
    assert sum(len(section.entries) for section in conf.sections) < 300_000
    assert conf.sections[-1].entries[0].value == "v"


def test_lines_with_plus_that_nobody_writes_are_read_up_to_a_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few = "[a]\nallow = ulaw\n" + "allow += ,alaw\n" * 20
    conf = read(x_conf=few)
    assert not conf.incomplete
    assert conf.sections[0].entries[0].value == "ulaw" + " ,alaw" * 20
    monkeypatch.setattr("asterisk_lint.conf.sections._APPENDED", 1000)
    conf = read(x_conf=few + "[b]\nk = v\n")
    assert conf.incomplete
    assert [problem.line for problem in conf.problems] == [12]
    assert conf.sections[0].entries[0].value == "ulaw" + " ,alaw" * 9
    assert conf.sections[1].entries[0].value == "v"
