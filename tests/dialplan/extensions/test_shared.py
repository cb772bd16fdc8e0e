"""PBXs of one run share what they have read: each must be read as if it were alone."""

from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asterisk_lint.conf.reader import Section, read_conf
from asterisk_lint.conf.shared_results import Origin, Results
from asterisk_lint.dialplan.extensions.read import read_extensions
from asterisk_lint.model import Step
from tests.amount import examples
from tests.conf import random_conf
from tests.dialplan.extensions import random_extensions
from tests.memory import MemoryFiles


@settings(
    max_examples=examples(40),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)
@given(pbxs=st.lists(random_conf.configurations, min_size=2, max_size=3))
def test_configuration_files(pbxs: list[dict[str, bytes]]) -> None:
    results = Results()
    sections: dict[Origin, tuple[Section, ...]] = {}
    for written in [*pbxs, *pbxs]:
        files = {name: data.replace(b"@/", b"") for name, data in written.items()}
        shared, alone = (
            read_conf(MemoryFiles(files), "main.conf", results=results),
            read_conf(MemoryFiles(files), "main.conf"),
        )
        assert shared is not None
        assert alone is not None
        assert shared._replace(origins=()) == alone._replace(origins=())
        # Values with the same declared origin are equal.
        for conf in (shared, alone):
            for start, stop, origin in conf.origins:
                assert (
                    sections.setdefault(origin, conf.sections[start:stop])
                    == conf.sections[start:stop]
                )


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)
@given(pbxs=st.lists(random_extensions.configurations, min_size=2, max_size=3))
def test_dialplans(pbxs: list[dict[str, bytes]]) -> None:
    results = Results()
    steps: dict[Origin, Sequence[Step]] = {}
    # The same sections before and behind others, which may add to them or define their variables.
    first = (
        b"[a]\nexten => s,1(x),NoOp(1)\nsame => n,NoOp(${A})\n[e]\nexten => 5${A},1,NoOp()\n"
        b"exten => 10-0,1,A\nexten => 100,2,B\n"
    )
    for written in [*pbxs, *pbxs]:
        for text in (
            first + written["extensions.conf"],
            written["extensions.conf"] + b"\n" + first,
            first,
        ):
            files = {**written, "extensions.conf": text}
            shared = read_extensions(MemoryFiles(files), results=results)
            assert shared._replace(origins=()) == read_extensions(MemoryFiles(files))
            for start, stop, origin in shared.origins:
                assert (
                    steps.setdefault(origin, shared.steps[start:stop]) == shared.steps[start:stop]
                )
