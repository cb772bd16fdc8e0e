"""The paths that symbolic links add to a tree: found from their targets, without the disk."""

from collections.abc import Iterable

from asterisk_lint.tree.paths import below


def unlinked(links: dict[str, str], paths: Iterable[str]) -> dict[str, str | None]:
    """Return the paths that symbolic links add to a tree. `links` maps each link to its target as
    written.

    Maps each path through a link to the path of the file that it leads to; None for a link out of
    the tree, to nothing, or in a circle.
    """
    files = sorted(paths)
    known = set(files)
    found: dict[str, str | None] = {}
    for link in sorted(links):
        end = follow(links, link)
        if end in known:
            found[link] = end
            continue
        inside = (
            below(files, end) if end is not None and not f"{link}/".startswith(f"{end}/") else ()
        )
        if not inside:
            found[link] = None
        for path in inside:
            found[f"{link}/{path}" if end == "." else link + path[len(end or "") :]] = path
    return found


def follow(links: dict[str, str], path: str) -> str | None:
    """Return `path` with every symbolic link resolved; None if it leads out of the tree or in a
    circle.
    """
    rest = path.split("/")
    done: list[str] = []
    hops = 0
    while rest:
        part = rest.pop(0)
        if part == "..":
            if not done:
                return None
            done.pop()
            continue
        if part in {"", "."}:
            continue
        done.append(part)
        target = links.get("/".join(done))
        if target is not None:
            hops += 1
            if target.startswith("/") or hops > 40:
                return None
            done.pop()
            rest = target.split("/") + rest
    return "/".join(done) or "."
