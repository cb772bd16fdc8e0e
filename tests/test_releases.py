"""Releases: what names one, how they compare, and every place where a person can write one."""

import contextlib
import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asterisk_lint.releases import Release, UnknownRelease, Within, bound
from asterisk_lint.settings.read import parse_settings
from asterisk_lint.settings.values import SettingsError
from asterisk_lint.witness.observation import release_in
from tests.pbx import lint

SCHEMA = json.loads(
    (Path(__file__).parent.parent / "asterisk_lint" / "settings.schema.json").read_text()
)

# As people, `asterisk -V`, .version files and packages (Debian, Ubuntu, Fedora, Alpine, FreePBX)
# write them: text, series, certified.
WRITTEN = [
    ("22", "22", "22", 0),
    ("22.9", "22.9", "22", 0),
    ("22.9.0", "22.9.0", "22", 0),
    ("1.8.32.3", "1.8.32.3", "1.8", 0),
    ("1.6.2.24", "1.6.2.24", "1.6.2", 0),
    ("master", "master", "master", 0),
    ("certified/18.9-cert5", "18.9-cert5", "18", 5),
    ("certified-20.7-cert2", "20.7-cert2", "20", 2),
    ("18.9-cert5", "18.9-cert5", "18", 5),
    ("Asterisk 18.9-cert5", "18.9-cert5", "18", 5),
    ("Asterisk certified/18.9-cert5", "18.9-cert5", "18", 5),
    ("1.8.15-cert7", "1.8.15-cert7", "1.8", 7),
    ("1:20.6.0~dfsg+~cs6.13-1build1", "20.6.0", "20", 0),
    ("22.10.1~dfsg+~cs6.15.60671435-1", "22.10.1", "22", 0),
    ("Asterisk 22.10.1~dfsg+~cs6.15.60671435-1", "22.10.1", "22", 0),
    ("1:1.8.13.1~dfsg1-3+deb7u3", "1.8.13.1", "1.8", 0),
    ("20.9.3-1.el9", "20.9.3", "20", 0),
    ("20.11.1-r0", "20.11.1", "20", 0),
    ("22.0.0-rc1", "22.0.0", "22", 0),
    ("Asterisk 22.1.0 built by root @ build on a x86_64 running Linux", "22.1.0", "22", 0),
    ("Asterisk GIT-22-0a1b2c3M", "22", "22", 0),
    ("GIT-master-0a1b2c3", "master", "master", 0),
    ("SVN-branch-1.8-r400000", "1.8", "1.8", 0),
]
NONE = [
    "",
    " ",
    "22.x",
    "22,9",
    "22 or 20",
    "latest",
    "../22",
    "-22",
    "22.",
    ".22",
    "18.9-cert",
    "18.9-certified",
    "1:",
    "lineage",
    "２２",
    "99999.1",
]
# From the oldest to the newest. A series is its newest release, a minor release its newest patch
# release.
AGES = ["1.4.10", "1.4", "1.6.2.24", "1.8.9", "1.8.10", "1.8", "10", "16.30.1", "16.30", "16",
    "18.9.0", "18.9-cert4", "18.9-cert10", "18.10",
        "22.9", "22.10.0", "22.10", "22", "master"]  # fmt: skip

numbers = st.lists(st.integers(0, 9999), min_size=1, max_size=4).filter(lambda each: each[0] > 0)
plain = numbers.map(lambda each: ".".join(map(str, each)))
releases = st.one_of(
    plain, st.just("master"), st.builds("{}-cert{}".format, plain, st.integers(1, 99))
)
additions = st.from_regex(r"[~+][a-z0-9.+~-]{0,20}", fullmatch=True)


@pytest.mark.parametrize(("written", "text", "series", "certified"), WRITTEN)
def test_what_names_a_release(written: str, text: str, series: str, certified: int) -> None:
    release = Release.parse(written)
    assert (str(release), release.series, release.certified) == (text, series, certified)


@pytest.mark.parametrize("written", NONE)
def test_what_names_none(written: str) -> None:
    with pytest.raises(UnknownRelease, match="is not an Asterisk release such as 22"):
        Release.parse(written)


def test_releases_compare_by_age() -> None:
    assert [str(release) for release in sorted(map(Release.parse, reversed(AGES)))] == AGES


@pytest.mark.parametrize(
    ("release", "releases", "inside"),
    [
        ("22", "", True),
        ("20", "<21 >=16", True),
        ("21", "<21 >=16", False),
        ("15.9", "<21 >=16", False),
        ("16", ">=16.30", True),
        ("16.29.9", ">=16.30", False),
        ("16.30", ">=16.30.1", True),
        ("16.30.0", ">=16.30.1", False),
        ("22.9.0", ">=22.9.0", True),
        ("22.9.0", "<22.9", False),
        ("1.4", "<1.6", True),
        ("1.6.2", "<1.6.0", False),
        ("1.8", ">=1.6.2", True),
        ("18.9-cert5", ">=18.9 <18.10", True),
        ("master", ">=23", True),
        ("master", "<99", False),
    ],
)
def test_a_range_holds_releases(release: str, releases: str, inside: bool) -> None:
    assert Release.parse(release).within(releases) is inside


def test_a_range_without_a_sign_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="is not a range"):
        Release.parse("22").within("22")


@given(releases)
def test_the_text_of_a_release_names_it(written: str) -> None:
    release = Release.parse(written)
    assert Release.parse(str(release)) == release
    assert Release.parse(f"Asterisk {written}") == release


@given(plain, additions, st.integers(0, 9))
def test_what_a_packager_adds_changes_nothing(written: str, added: str, epoch: int) -> None:
    assert Release.parse(f"{epoch}:{written}{added}") == Release.parse(written)


@given(releases, plain)
def test_a_bound_divides_all_releases(written: str, at: str) -> None:
    release = Release.parse(written)
    assert release.within(f">={at}") is not release.within(f"<{at}")
    assert release.within(f">={at}") is (release.order >= bound(at))


@given(releases, releases, releases)
def test_the_order_is_one(one: str, two: str, three: str) -> None:
    first, second, third = sorted(map(Release.parse, (one, two, three)))
    assert first <= second <= third
    assert first.order <= second.order <= third.order


@given(st.text(max_size=30))
def test_any_text_is_a_release_or_a_clear_line(text: str) -> None:
    with contextlib.suppress(UnknownRelease):
        assert Release.parse(str(Release.parse(text))) == Release.parse(text)


@settings(deadline=None)
@given(
    st.one_of(
        releases,
        st.sampled_from([written for written, *_ in WRITTEN]),
        st.sampled_from(NONE),
        st.from_regex(r"[0-9./:~+c-]{1,9}", fullmatch=True),
    )
)
def test_settings_and_their_schema_take_what_names_a_release(text: str) -> None:
    try:
        read = parse_settings(f"asterisk: {json.dumps(text)}\n".encode(), "s", {})
    except SettingsError:
        return
    assert read.asterisk == Release.parse(text)
    jsonschema.validate({"asterisk": text, "pbx": {"a": {"asterisk": text}}}, SCHEMA)


CERTIFIED = ["18.9-cert5", "certified/18.9-cert5", "Asterisk certified/18.9-cert5"]
DISTRIBUTION = [
    "1:22.10.1~dfsg+~cs6.15.60671435-1",
    "22.10.1~dfsg+~cs6.15.60671435-1",
    "Asterisk 22.10.1",
]
MODULES = "[modules]\nautoload = no\nload = pbx_config.so\n"
LOG = (
    "[Nov 28 15:00:00] WARNING[1][C-1] pbx.c: No application 'Queue' for extension (default, "
    "1, 1)\n"
)


@pytest.fixture
def pbx(tmp_path: Path) -> Path:
    (tmp_path / "modules.conf").write_text(MODULES)
    (tmp_path / "extensions.conf").write_text("[default]\nexten => 1,1,NoOp()\n")
    (tmp_path / "full").write_text(LOG)
    return tmp_path


@pytest.mark.parametrize("written", [*CERTIFIED, *DISTRIBUTION])
def test_every_place_takes_every_way_to_write_a_release(pbx: Path, written: str) -> None:
    shown = str(Release.parse(written))
    asked = ["--output-format", "json", "."]
    assert (
        json.loads(lint("--asterisk", written, *asked, cwd=pbx, status=0).stdout)["pbx"][0][
            "asterisk"
        ]
        == shown
    )
    (pbx / ".asterisk-lint.yaml").write_text(f"asterisk: '{written}'\n")
    assert json.loads(lint(*asked, cwd=pbx, status=0).stdout)["pbx"][0]["asterisk"] == shown
    (pbx / ".asterisk-lint.yaml").write_text(
        f"asterisk: 16\npbx:\n  .: {{asterisk: '{written}'}}\n"
    )
    assert json.loads(lint(*asked, cwd=pbx, status=0).stdout)["pbx"][0]["asterisk"] == shown
    (pbx / ".asterisk-lint.yaml").write_text("asterisk: 16\n")
    assert (
        json.loads(lint("upgrade", "--to", written, *asked, cwd=pbx, status=0).stdout)["pbx"][0][
            "asterisk"
        ]
        == shown
    )
    assert "app_queue" in lint("log", "--asterisk", written, "full", cwd=pbx, status=1).stdout
    assert (
        json.loads(
            lint("module", "app_dial", "--asterisk", written, *asked[:2], cwd=pbx, status=0).stdout
        )["asterisk"]
        == shown
    )


@pytest.mark.parametrize(("written", "text", "series", "certified"), WRITTEN)
def test_the_log_of_a_start_names_the_release(
    written: str, text: str, series: str, certified: int
) -> None:
    word = written.removeprefix("Asterisk ").partition(" ")[0]
    log = f"[Nov 28 15:00:00] Asterisk {word} built by root @ build on a x86_64 running Linux\n"
    assert release_in(log) == Release.parse(written)


@pytest.mark.parametrize(
    "log",
    [
        "",
        "[Nov 28 15:00:00] NOTICE[1] loader.c: 9 modules will be loaded.\n",
        "[Nov 28] Asterisk of mine built by me\n",
    ],
)
def test_a_log_without_a_release_names_none(log: str) -> None:
    assert release_in(log) is None


@pytest.mark.parametrize(
    "arguments",
    [
        ["--asterisk"],
        ["upgrade", "--to"],
        ["uses", "--asterisk"],
        ["module", "--asterisk"],
        ["log", "full", "--asterisk"],
    ],
)
@pytest.mark.parametrize(
    ("written", "said"),
    [("latest", "'latest' is not an Asterisk release"), ("7", "no catalog for Asterisk 7")],
)
def test_an_unknown_release_is_one_clear_line(
    pbx: Path, arguments: list[str], written: str, said: str
) -> None:
    done = lint(*arguments, written, cwd=pbx, status=2)
    assert (done.stdout, done.stderr.count("\n")) == ("", 1)
    assert said in done.stderr


@pytest.mark.parametrize("text", ["1.4", "1.8", "16", "18.9-cert5", "22.9", "master"])
def test_ranges_computed_once_are_those_computed_each_time(text: str) -> None:
    release = Release.parse(text)
    within = Within(release)
    for releases in ("", ">=16", "<16", ">=13 <21", ">=22.9", "<1.6.0"):
        assert within[releases] == within[releases] == release.within(releases)
