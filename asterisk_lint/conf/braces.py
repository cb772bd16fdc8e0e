"""Braces in the patterns of #include, as glob() takes them."""

from collections.abc import Iterator


def braces(path: str) -> Iterator[str]:
    """Yield the paths that `{a,b}` expands to, in order; unbalanced braces are plain characters."""
    start = path.find("{")
    while start >= 0:
        commas, end = _alternatives(path, start)
        if end >= 0:
            cuts = [start, *commas, end]
            for begin, stop in zip(cuts, cuts[1:]):  # noqa: B905, RUF007
                for inner in braces(path[begin + 1 : stop]):
                    for rest in braces(path[end + 1 :]):
                        yield path[:start] + inner + rest
            return
        start = path.find("{", start + 1)
    yield path


def _alternatives(path: str, start: int) -> tuple[list[int], int]:
    depth = 0
    commas: list[int] = []
    for at in range(start + 1, len(path)):
        if path[at] == "{":
            depth += 1
        elif path[at] == "}":
            if not depth:
                return commas, at
            depth -= 1
        elif path[at] == "," and not depth:
            commas.append(at)
    return commas, -1
