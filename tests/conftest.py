"""What all tests share: a real Asterisk to compare with.

`asterisk_22` and `asterisk_16` are root directories with that Asterisk in it (for
`asterisk_lint.witness.boot.boot(root=...)`). A test that uses one is marked `asterisk`
automatically (`pytest -m "not asterisk"` leaves them out), and skipped if the root is not built or
this machine allows no namespaces. With ASTERISK_LINT_BUILD_ROOTS=1 a missing root is built first
(some minutes, as root).
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import settings

from tests.amount import examples

ROOTS = ("asterisk_22", "asterisk_16", "asterisk_root")
HERE = Path(__file__).parent

# A gate must say the same of the same commit: `.ci/run` uses the examples that follow from the
# test's own text. Every other run looks for new ones.
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
# No example has a deadline: a busy machine would miss it.
settings.register_profile("patient", deadline=None, max_examples=examples(100))
settings.load_profile("patient")


# To measure a command costs three times what the command does (coverage starts and writes in it),
# so `.ci/run` measures the commands of one test in eight, chosen by the test's name, and what tests
# call in their own process except with hundreds of random examples. COVERAGE=all measures
# everything. Nothing is measured where tests limit time and memory.
ONE_IN = 8
MEASURES_COMMANDS = "COVERAGE_PROCESS_CONFIG"  # coverage's own variable (`patch = subprocess`)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "asterisk: boots a real Asterisk (tests/asterisk-root 22 and 16 make one)"
    )
    config.addinivalue_line("markers", "xdist_group: tests that one process runs (pytest-xdist)")


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name a long text by its beginning: pytest puts the name of the current test into the
    environment of commands, which the system limits.
    """
    if isinstance(val, str | bytes) and len(val) > 100:
        return f"{ascii(val[:60])[:80]}... ({len(val)})"
    return None


def boots(item: pytest.Function) -> bool:
    """Whether a test asks for a root directory, as a fixture or by a name that it makes up."""
    constants = item.function.__code__.co_consts
    asked = any(isinstance(each, str) and each.startswith("asterisk_") for each in constants)
    return asked or not set(ROOTS).isdisjoint(item.fixturenames)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if isinstance(item, pytest.Function) and boots(item):
            item.add_marker("asterisk")
            if "security" not in item.path.parts:
                # Phones and Asterisk wait for each other in real time: a busy machine can be late.
                # And Asterisk itself crashes now and then while modules start side by side (22
                # with res_xmpp at one start in 25, 16 with every module at one in 150).
                item.add_marker(pytest.mark.flaky(reruns=4, reruns_delay=1))


@pytest.fixture(autouse=True)
def measured(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Measures less than all, where coverage measures at all."""
    if MEASURES_COMMANDS not in os.environ:
        yield
        return
    from coverage import Coverage

    test = request.node
    everything = os.environ.get("COVERAGE") == "all"
    limited = "security" in test.path.parts
    random = getattr(request.function, "is_hypothesis_test", False)
    if limited or not (everything or crc32(test.nodeid.encode()) % ONE_IN == 0):
        monkeypatch.delenv(MEASURES_COMMANDS)
    coverage = Coverage.current() if limited or (random and not everything) else None
    if coverage is not None:
        coverage.stop()
    yield
    if coverage is not None:
        coverage.start()


def root_of(release: str) -> str:
    """The root directory of a release, or a skipped test."""
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    roots = os.environ.get("ASTERISK_LINT_ROOTS") or f"{cache}/asterisk-lint/roots"
    root = f"{roots}/asterisk-{release}"
    if not os.path.exists(f"{root}/.complete"):
        if not os.environ.get("ASTERISK_LINT_BUILD_ROOTS"):
            pytest.skip(f"no Asterisk {release} here: `tests/asterisk-root {release}` gets it")
        root = subprocess.run(
            [HERE / "asterisk-root", release], check=True, stdout=subprocess.PIPE, text=True
        ).stdout.strip()
    from asterisk_lint.witness.boot import NotIsolated, boot

    try:
        with boot(root, modules=["[modules]", "autoload=no"]) as asterisk:
            assert asterisk.up, asterisk.console
    except NotIsolated as reason:
        pytest.skip(f"the sandbox for a real Asterisk cannot be set up here: {reason}")
    return root


@pytest.fixture(scope="session")
def asterisk_22() -> str:
    """The root directory of Asterisk 22."""
    return root_of("22")


@pytest.fixture(scope="session")
def asterisk_16() -> str:
    """The root directory of Asterisk 16."""
    return root_of("16")


@pytest.fixture(scope="session", params=["22", "16"])
def asterisk_root(request: pytest.FixtureRequest) -> str:
    """Each of the root directories in turn."""
    return root_of(request.param)
