"""Add to YAML files that people wrote: text is inserted, existing text does not move, and the
result is verified by reading it back.
"""

import re

from asterisk_lint.fix.rewrite import FixRefused
from asterisk_lint.records import TYPE_CHECKING, Any, NamedTuple
from asterisk_lint.releases import Release
from asterisk_lint.settings.nodes import MOST, UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruamel.yaml.nodes import CollectionNode, MappingNode


PLAIN = re.compile(r"[A-Za-z][\w ,.()'/+-]*[\w.)']|[A-Za-z]")
SPECIAL = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


class Hook(NamedTuple):
    """A hook of pre-commit."""

    repository: str
    revision: str
    id: str
    note: str = ""  # a comment above it


def add_hook(content: bytes, hook: Hook, file: str) -> bytes:
    """Add a hook to a `.pre-commit-config.yaml` (empty: create one); unchanged if one of ours
    exists. Raises FixRefused with the reason.
    """
    entry = [
        *([f"# {hook.note}"] if hook.note else []),
        "- repo: " + hook.repository,
        "  rev: " + hook.revision,
        "  hooks:",
        "  - id: " + hook.id,
    ]
    if not content.strip():
        return content + ("repos:\n" + "\n".join(entry) + "\n").encode()
    text = decoded(content, file)
    before = load(text, file)
    if before is None:  # comments only
        before = {}
    if not isinstance(before, dict) or not isinstance(before.get("repos", []), list):
        raise FixRefused(f"{file} has no list of `repos`: add the hook by hand")
    repos = before.get("repos") or []
    if any(
        str(each.get("id", "")).startswith("asterisk-lint")
        for repo in repos
        if isinstance(repo, dict)
        for each in repo.get("hooks") or []
    ):
        return content
    node = child(compose(text), "repos")
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.split("\n")
    if node is None or not repos:
        if node is not None:
            raise FixRefused(f"{file}: `repos` is empty: add the hook by hand")
        at, indent = len(lines) - (1 if lines[-1] == "" else 0), ""
        entry = ["repos:", *entry]
    elif node.flow_style:
        raise FixRefused(f"{file}: `repos` is written on one line: add the hook by hand")
    else:
        indent = " " * int(node.start_mark.column)
        at = last_line(lines, int(node.value[-1].start_mark.line), int(node.start_mark.column))
    if at > 0 and at == len(lines):
        lines[-1] += end.rstrip("\n")
    lines[at:at] = [indent + line + end.rstrip("\n") for line in entry]
    result = "\n".join(lines)
    if not result.endswith("\n"):
        result += "\n"
    new = {"repo": hook.repository, "rev": hook.revision, "hooks": [{"id": hook.id}]}
    if load(result, file) != {**before, "repos": [*repos, new]}:
        raise FixRefused(
            f"{file} has a layout that asterisk-lint cannot extend safely: add the hook by hand"
        )
    return result.encode("utf-8")


def last_line(lines: list[str], start: int, indent: int) -> int:
    """Return the number of the line after a list's last item, which starts at line `start`, without
    blank and comment lines after it.
    """
    end = start + 1
    for number in range(start + 1, len(lines)):
        line = lines[number]
        text = line.strip()
        depth = len(line) - len(line.lstrip())
        if not text or text.startswith("#"):
            continue
        if depth <= indent:
            break
        end = number + 1
    return end


def scalar(text: str) -> str:
    """Quote a text so that YAML reads it back unchanged: plain if that is safe, otherwise in double
    quotes.
    """
    import json

    clean = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    safe = PLAIN.fullmatch(clean) and clean.lower() not in SPECIAL
    return clean if safe else json.dumps(clean)


def add_settings(
    content: bytes, release: Release, keep: "Mapping[str, str]", note: str = ""
) -> bytes:
    """Add a release (with a note as comment) and `keep` entries to settings, unless they are
    already there. Raises FixRefused.
    """
    file = "the settings"
    text = decoded(content, file)
    before = load(text, file)
    if before is None:  # comments only
        before = {}
    if not isinstance(before, dict):
        raise FixRefused(f"{file}: the settings must be a table (`key: value` lines)")
    missing = {
        module: reason
        for module, reason in keep.items()
        if module not in (before.get("keep") or {})
    }
    written = load(f"asterisk: {release}", file)
    wanted = {**written, **before}
    if missing:
        wanted["keep"] = {**(before.get("keep") or {}), **missing}
    if wanted == before:
        return content
    lines = text.rstrip("\n").split("\n") if text.strip() else []
    if missing:
        node = child(compose(text), "keep") if before else None
        new = [f"{module}: {scalar(reason)}" for module, reason in sorted(missing.items())]
        if node is None:
            lines += ["keep:", *("  " + line for line in new)]
        elif not before.get("keep") or node.flow_style:
            raise FixRefused(
                f"{file}: add these under `keep:` by hand: {', '.join(sorted(missing))}"
            )
        else:
            at = last_line(
                lines, int(node.value[-1][0].start_mark.line), int(node.start_mark.column) - 1
            )
            lines[at:at] = [" " * int(node.start_mark.column) + line for line in new]
    if "asterisk" not in before:
        lines.append(f"asterisk: {release}" + (f"  # {note}" if note else ""))
    result = "\n".join(lines) + "\n"
    if load(result, file) != wanted:
        raise FixRefused(
            f"{file} has a layout that asterisk-lint cannot extend safely: edit it by hand"
        )
    return result.encode("utf-8")


def add_modules(content: bytes, entries: "Mapping[str, Sequence[str]]", file: str) -> bytes:
    """Add entries under `modules:` in the settings; `entries`: each module's lines, the first its
    name. Existing entries stay. Raises FixRefused.
    """
    text = decoded(content, file)
    before = load(text, file) if text.strip() else {}
    there = before.get("modules") if isinstance(before, dict) else None
    if not isinstance(before, dict) or not isinstance(there, dict | None):
        raise FixRefused(
            f"{file}: `modules` must be a table (`name: value` lines): run without --write "
            "and add the entries by hand"
        )
    missing = {name: lines for name, lines in entries.items() if name not in (there or {})}
    if not missing:
        return content
    new = [line for _, lines in sorted(missing.items()) for line in lines]
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.rstrip("\r\n").split(end) if text.strip() else []
    node = child(compose(text), "modules") if "modules" in before else None
    if node is None:
        lines += ["modules:", *("  " + line for line in new)]
    elif not there or node.flow_style:
        raise FixRefused(
            f"{file}: `modules` is {'written on one line' if there else 'empty'}: run "
            "without --write and add the entries by hand"
        )
    else:
        column = int(node.start_mark.column)
        at = last_line(lines, int(node.value[-1][0].start_mark.line), column - 1)
        lines[at:at] = [" " * column + line for line in new]
    result = end.join(lines) + end
    if load(result, file) != {**before, "modules": {**(there or {}), **load("\n".join(new), file)}}:
        raise FixRefused(
            f"{file} has a layout that asterisk-lint cannot extend safely: run without "
            "--write and add the entries by hand"
        )
    return result.encode("utf-8")


def decoded(content: bytes, file: str) -> str:
    """Return a YAML file's text. Raises FixRefused."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise FixRefused(f"{file} is not UTF-8 text: edit it by hand") from None


def load(text: str, file: str) -> Any:
    """Return a YAML text as plain values. Raises FixRefused."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    if len(text) > MOST:
        raise FixRefused(
            f"{file}: {len(text) >> 20} MB is too large (at most {MOST >> 20} MB): edit it by hand"
        )
    try:
        return YAML(typ="safe", pure=True).load(text)
    except (YAMLError, *UNREADABLE) as error:
        raise FixRefused(
            f"{file} is not valid YAML: {' '.join(str(error).split())[:160]}"
        ) from None


def compose(text: str) -> "MappingNode":
    """Return a YAML text as nodes with positions."""
    from ruamel.yaml import YAML

    node: MappingNode = YAML(typ="safe", pure=True).compose(text)
    return node


def child(node: "MappingNode | None", key: str) -> "CollectionNode | None":
    """Return the value of one key of a table (None: of a file with only comments)."""
    if node is None:
        return None
    found: CollectionNode | None = next(
        (value for name, value in node.value if name.value == key), None
    )
    return found
