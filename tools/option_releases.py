"""Write catalog/data/options.txt: which releases do not know an option that a later one has.

    python -m tools.option_releases REPOSITORY

REPOSITORY is a Git repository of Asterisk with its tags (bare or not). The first release of each
minor series is looked at, from 12 on, where Asterisk began to reject what it does not know.
"""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator

from asterisk_lint.catalog.options import PATH
from tools.catalog_generator.options import Option, registered

HEAD = """\
# Options that came with a later release: FILE KIND OPTION RELEASES-WITHOUT-IT[, ...]
#
# Made by `python -m tools.option_releases` from Asterisk's option tables; do not edit.
# KIND is an object's type; * stands for the sections of a file without types.

"""
# Source -> the file whose options it registers, for the engine that knows no types.
FILES = {
    "main/features_config.c": "features.conf",
    "main/cdr.c": "cdr.conf",
    "main/cel.c": "cel.conf",
    "main/udptl.c": "udptl.conf",
    "apps/confbridge/conf_config_parser.c": "confbridge.conf",
    "apps/app_agent_pool.c": "agents.conf",
    "res/res_parking.c": "res_parking.conf",
    "res/res_hep.c": "hep.conf",
    "res/res_statsd.c": "statsd.conf",
    "res/res_prometheus.c": "prometheus.conf",
    "res/res_http_media_cache.c": "res_http_media_cache.conf",
}
PJSIP = frozenset({
    "acl", "aor", "asterisk-publication", "auth", "contact", "domain_alias", "endpoint", "global",
    "identify", "inbound-publication", "outbound-publish", "phoneprov", "registration",
    "resource_list", "subscription_persistence", "system", "transport",
})  # fmt: skip
_TABLES = r"aco_option_register|ast_sorcery_object_fields?_register"


def run(repository: str, *words: str) -> str:
    """What a git command prints; "" when it finds nothing."""
    done = subprocess.run(["git", "-C", repository, *words], capture_output=True)
    return done.stdout.decode("latin-1")


def minors(repository: str) -> list[tuple[int, int]]:
    """The minor releases from 12 on, oldest first."""
    tags = re.findall(r"(?m)^(\d\d)\.(\d+)\.0$", run(repository, "tag"))
    return sorted((int(series), int(minor)) for series, minor in tags if int(series) >= 12)


def options_of(
    repository: str, tag: str, seen: dict[str, frozenset[Option]]
) -> Iterator[tuple[str, str, str]]:
    """File, kind and name of each option that a tag registers; `seen` keeps what was read."""
    names = run(
        repository, "grep", "-lE", _TABLES, tag, "--", "main/*.c", "res/*.c", "apps/*.c"
    ).split()
    paths = [name.partition(":")[2] for name in names]
    for line in run(repository, "ls-tree", "-r", tag, "--", *paths).splitlines():
        meta, path = line.split("\t")
        blob = meta.split()[2]
        if blob not in seen:
            seen[blob] = registered({path: run(repository, "cat-file", "blob", blob)})
        for option in seen[blob]:
            plain = re.fullmatch(r"\w+", option.name)
            if plain and option.kind == "aco" and path in FILES:
                yield FILES[path], "*", option.name
            elif plain and option.kind in PJSIP:
                yield "pjsip.conf", option.kind, option.name


def spans(releases: Iterable[tuple[int, int]], having: set[tuple[int, int]]) -> Iterator[str]:
    """The releases before those that have an option, as ranges; none after it has gone again."""
    by_series: dict[int, list[int]] = {}
    for series, minor in releases:
        by_series.setdefault(series, []).append(minor)
    start = ""
    for series, found in by_series.items():
        start = start or f">={_written(series, found[0])}"
        first = next((minor for minor in found if (series, minor) in having), None)
        if first is None:
            continue
        if start != f">={_written(series, first)}":
            yield f"{start} <{_written(series, first)}"
        start = ""


def _written(series: int, minor: int) -> str:
    return f"{series}.{minor}" if minor else str(series)


def table(repository: str) -> str:
    """The text of the data file."""
    releases = minors(repository)
    having: dict[tuple[str, str, str], set[tuple[int, int]]] = {}
    seen: dict[str, frozenset[Option]] = {}
    for release in releases:
        for key in options_of(repository, "{}.{}.0".format(*release), seen):
            having.setdefault(key, set()).add(release)
    # Where no option of a kind is known, nothing reads it: the file may be a left-over.
    reading: dict[tuple[str, str], set[tuple[int, int]]] = {}
    for (file, kind, _), known in having.items():
        reading.setdefault((file, kind), set()).update(known)
    lines = []
    for key, known in sorted(having.items()):
        without = list(spans(sorted(reading[key[:2]]), known))
        if without:
            lines.append(f"{' '.join(key)} {', '.join(without)}\n")
    return HEAD + "".join(lines)


def main(arguments: list[str]) -> None:
    """Write the data file."""
    text = table(arguments[0])
    with open(PATH, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main(sys.argv[1:])
