"""A rule that a check leaves out would have had nothing to say."""

from collections.abc import Iterator

from asterisk_lint.check import gather
from asterisk_lint.facts import Facts
from asterisk_lint.releases import RELEASE_22, Release
from asterisk_lint.rules import MISSING_NAMES, ODDITIES, RULES, load_rules
from asterisk_lint.rules.occasions import OCCASIONS, can_speak
from asterisk_lint.tree.target import Target
from tests.memory import MemoryFiles
from tests.pbx import FIXTURES, pbxs

CONDITIONAL = OCCASIONS.keys() | MISSING_NAMES.keys() | ODDITIES
TESTED = [rule for rule in load_rules() if rule.name in CONDITIONAL]


def places() -> Iterator[tuple[str, Facts]]:
    """The fixtures, and both examples of every rule, in which something goes wrong for others."""
    for name in pbxs():
        root = FIXTURES / name
        files = {
            str(path.relative_to(root)): path.read_bytes()
            for path in root.rglob("*")
            if path.is_file()
        }
        for release in ("22", "1.8"):
            yield (
                f"{name} {release}",
                gather(Target(MemoryFiles(files), Release.parse(release))),
            )
    for rule in load_rules():
        for kind, example in (("bad", rule.bad), ("good", rule.good)):
            if "modules.conf" in example:
                target = Target(MemoryFiles(example), RELEASE_22)
                yield f"{rule.name} {kind}", gather(target)


def test_each_occasion_is_one_of_a_rule() -> None:
    assert {name for _, name in RULES} >= CONDITIONAL


def test_what_is_left_out_says_nothing() -> None:
    left_out = 0
    everything = frozenset(name for _, name in RULES)
    for place, facts in places():
        for rule in TESTED:
            if can_speak(rule.name, facts):
                continue
            left_out += 1
            assert list(rule.check(facts)) == [], (place, rule.name)
            if rule.check_silenced is not None:
                assert list(rule.check_silenced(facts, frozenset(), everything)) == [], place
    assert left_out > 1000
