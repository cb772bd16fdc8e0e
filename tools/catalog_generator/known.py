"""Facts that no source line shows but running modules did, kept by hand in known.txt."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from asterisk_lint.catalog.load import WHOLE_LINE
from asterisk_lint.releases import NEWEST, bound


def known(series: str, text: str | None = None) -> dict[str, dict[str, list[str]]]:
    """Return module -> key -> names, for one series. A key with a leading `-` removes names that
    the sources seem to show.

    A range in known.txt names series (`>=16`, `<22`) or minor releases (`>=22.9`); the latter stay
    in the names for the data file. A module's range applies to each of its names.
    """
    if text is None:
        text = (Path(__file__).parent / "known.txt").read_text(encoding="utf-8")
    found: dict[str, dict[str, list[str]]] = {}
    module: str | None = None
    bounds = ""
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line[0] != " ":
            header = _in_series(line.split()[0], series)
            module = None if header is None else bare(header)
            bounds = "" if header is None else header[len(bare(header)) :]
            continue
        if module is None:
            continue
        key, _, rest = line.strip().partition(" ")
        names = [rest] if key.lstrip("-") in WHOLE_LINE else rest.split()
        kept = [name for written in names if (name := _in_series(written, series)) is not None]
        if bounds:
            kept = [name if name != bare(name) else name + bounds for name in kept]
        if kept:
            found.setdefault(module, {}).setdefault(key, []).extend(kept)
    return found


def _in_series(written: str, series: str) -> str | None:
    """Return the name without the bounds that the series resolves, with those inside it; None if it
    is not in the series at all.
    """
    rest, _, below = written.partition("<")
    name, _, least = rest.partition(">=")
    first, last = bound(series), (*bound(series), NEWEST)
    if (least and bound(least) > last) or (below and bound(below) <= first):
        return None
    from_ = f">={least}" if least and first < bound(least) else ""
    until = f"<{below}" if below and bound(below) <= last else ""
    return name + from_ + until


def bare(name: str) -> str:
    """A name without its range."""
    return name.partition(">")[0].partition("<")[0]


def merged(
    facts: Mapping[str, Mapping[str, Iterable[str]]], extra: Mapping[str, Mapping[str, list[str]]]
) -> dict[str, dict[str, list[str]]]:
    """Return the facts from the sources with those of known.txt; a module that only known.txt has
    is added if it gives an `origin`.

    `like` gives a module everything that another has, for one that is the other under a
    distribution's name.
    """
    result = {
        module: {key: list(names) for key, names in said.items()} for module, said in facts.items()
    }
    by_name = {bare(module): module for module in result}
    for module, said in extra.items():
        if module not in by_name and "origin" not in said:
            continue
        target = result.setdefault(by_name.get(module, module), {})
        for other in said.get("like", ()):
            for key, names in result.get(by_name.get(other, other), {}).items():
                target[key] = list(names)
        for key, names in said.items():
            if key == "like":
                continue
            if key.startswith("-"):
                target[key[1:]] = [
                    name for name in target.get(key[1:], []) if bare(name) not in names
                ]
            elif key in ("support", "deprecated", "removed"):
                target[key] = names
            else:
                target[key] = [
                    *target.get(key, []),
                    *(name for name in names if name not in target.get(key, [])),
                ]
    return result
