"""PBXs of one run share what they have read: each must be read as if it were alone."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asterisk_lint.conf.reader import read_conf
from asterisk_lint.dialplan.extensions import read_extensions
from tests.conf import random_conf
from tests.dialplan.extensions import random_extensions
from tests.memory import MemoryFiles


class SharingFiles(MemoryFiles):
    """Files of a PBX among others of the same run."""

    def __init__(self, files: dict[str, bytes], memo: dict[Any, Any]) -> None:
        super().__init__(files)
        self.memo = memo


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(pbxs=st.lists(random_conf.configurations, min_size=2, max_size=3))
def test_configuration_files(pbxs: list[dict[str, bytes]]) -> None:
    memo: dict[Any, Any] = {}
    for written in [*pbxs, *pbxs]:
        files = {name: data.replace(b"@/", b"") for name, data in written.items()}
        assert read_conf(SharingFiles(files, memo), "main.conf") == read_conf(MemoryFiles(files), "main.conf")


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(pbxs=st.lists(random_extensions.configurations, min_size=2, max_size=3))
def test_dialplans(pbxs: list[dict[str, bytes]]) -> None:
    memo: dict[Any, Any] = {}
    # The same sections before and behind others, which may add to them or define their variables.
    first = b"[a]\nexten => s,1(x),NoOp(1)\nsame => n,NoOp(${A})\n[e]\nexten => 5${A},1,NoOp()\nexten => 10-0,1,A\nexten => 100,2,B\n"
    for written in [*pbxs, *pbxs]:
        for text in (first + written["extensions.conf"], written["extensions.conf"] + b"\n" + first, first):
            files = {**written, "extensions.conf": text}
            assert read_extensions(SharingFiles(files, memo)) == read_extensions(MemoryFiles(files))
