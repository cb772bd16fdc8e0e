"""What a builder of a machine needs for a set of modules: menuselect's arguments, packages, a
Dockerfile.
"""

from collections.abc import Iterable, Sequence

from asterisk_lint.catalog.packages import Packed
from asterisk_lint.releases import Release

# MENUSELECT_CATEGORY in the Makefiles of Asterisk's folders, the same in every series since 1.8.
# menuselect writes nothing if it gets a name that the source does not have.
CATEGORIES = (
    "ADDONS", "APPS", "BRIDGES", "CDR", "CEL", "CHANNELS", "CODECS", "FORMATS", "FUNCS", "PBX",
    "RES", "TESTS",
)  # fmt: skip
OLDEST_WITH_CATEGORIES = (1, 8)
WIDTH = 100
INSTALL = {
    "debian": "apt-get install --no-install-recommends",
    "fedora": "dnf install --setopt=install_weak_deps=False",
    "alpine": "apk add",
    "openwrt": "opkg install",
}


def menuselect(modules: Iterable[str]) -> str:
    """Return the commands that select exactly these modules, to run in a configured source tree."""
    return "".join(f"{folded(words)}\n" for words in _selection(modules))


def install(distribution: str, packed: Packed) -> str:
    """Return the command that installs the packages."""
    main = [] if "asterisk" in packed.packages else ["asterisk"]
    return folded([INSTALL[distribution], *main, *packed.packages]) + "\n"


def dockerfile(modules: Iterable[str], release: Release) -> str:
    """Return a Dockerfile that builds the release from source with exactly these modules."""
    exact = len(release.text.split(".")) >= 3 or release.certified
    commands = [["./configure"], *_selection(modules), ['make -j"$(nproc)"'], ["make install"]]
    steps = " \\\n && ".join(map(folded, commands))
    return "\n".join(
        [
            "FROM debian:stable-slim AS build",
            f"ARG ASTERISK={release.text}"
            if exact
            else f"ARG ASTERISK  # such as {release.series}.0.0",
            "ADD https://downloads.asterisk.org/pub/telephony/asterisk/releases/"
            "asterisk-${ASTERISK}.tar.gz /usr/src/",
            "WORKDIR /usr/src",
            "RUN tar -xzf asterisk-${ASTERISK}.tar.gz --strip-components=1 \\",
            " && contrib/scripts/install_prereq install",
            f"RUN {steps}",
            "COPY . /etc/asterisk",
            'CMD ["asterisk", "-f"]',
            "",
        ]
    )


def _selection(modules: Iterable[str]) -> list[list[str]]:
    return [
        ["make menuselect.makeopts"],
        [
            "menuselect/menuselect",
            *(f"--disable-category MENUSELECT_{name}" for name in CATEGORIES),
            *(f"--enable {module}" for module in sorted(modules)),
            "menuselect.makeopts",
        ],
    ]


def folded(words: Sequence[str]) -> str:
    """Return a shell command, continued on lines of at most 100 columns."""
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + len(word) + 3 > WIDTH:
            lines.append(f"   {word}")
        else:
            lines[-1] += f" {word}"
    return " \\\n".join(lines)
