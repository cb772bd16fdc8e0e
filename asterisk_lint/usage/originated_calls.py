"""Calls that something other than the dialplan makes: call files, AMI and ARI."""

from collections.abc import Iterator

from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Use
from asterisk_lint.releases import Release
from asterisk_lint.tree.files import Unreadable


def uses_of_calls(configuration: Configuration) -> Iterator[Use]:
    """Yield the uses of every call that a file of the tree holds."""
    for name in sorted(configuration.names()):
        if name.endswith(".call"):
            find = call_file_uses
        elif name.endswith((".ami", ".txt")):
            find = manager_action_uses
        elif name.endswith(".json"):
            find = ari_originate_uses
        else:
            continue
        yield from find(name, text_of(configuration, name), configuration.release)


def call_file_uses(name: str, text: str, release: Release) -> Iterator[Use]:
    """Yield the uses of one call file; its data is passed unchanged, and nothing in it is evaluated
    (pbx/pbx_spool.c, parse_line()).
    """
    because = "a call file starts this"
    lines = [
        (number, line, *_uncommented(line).partition(":")[::2])
        for number, line in enumerate(text.splitlines(), 1)
    ]
    for number, _, key, _ in lines:
        if key.lower() == "channel":
            yield Use(
                "module", "pbx_spool", name, number, because="only pbx_spool reads call files"
            )
    yield from _originate(
        name,
        [(number, line, key.lower(), value.lstrip()) for number, line, key, value in lines],
        because,
        release,
    )


def manager_action_uses(name: str, text: str, release: Release) -> Iterator[Use]:
    """Yield the uses of each `Action: Originate` in a file (main/manager.c, action_originate())."""
    if "originate" not in text.lower():
        return
    block: list[tuple[int, str, str, str]] = []
    for number, line in [*enumerate(text.splitlines(), 1), (0, "")]:
        if line.strip():
            key, _, value = line.partition(":")
            block.append((number, line, key.strip().lower(), value.strip()))
        else:
            if any(key == "action" and value.lower() == "originate" for _, _, key, value in block):
                yield from _originate(name, block, "a manager action starts this", release)
            block = []


def ari_originate_uses(name: str, text: str, release: Release) -> Iterator[Use]:
    """Yield the uses of each body of `POST /channels` in a JSON file
    (rest-api/api-docs/channels.json): an `endpoint`, and what it is connected to.
    """
    from asterisk_lint.dialplan.text_uses import assignment_uses, dial_uses

    places: dict[str, tuple[int, int]] = {}

    def place(value: str) -> Use:
        if not places:
            places.update(_strings(text))
        return Use(
            "application",
            "Stasis",
            name,
            *places.get(value, (1, 0)),
            because="a program passes this to ARI, which starts the call",
        )

    for body in _ari_bodies(text):
        endpoint, app = str(body["endpoint"]), body.get("app")
        yield from dial_uses(endpoint, place(endpoint), release)
        if isinstance(app, str):
            yield place(app)
        for key, value in _variables_of(body).items():
            yield from assignment_uses(f"{key}={value}", place(key), release)


def _strings(text: str) -> dict[str, tuple[int, int]]:
    """Return the line and column where each text of a JSON file first occurs, without its
    quotes.
    """
    import json
    import re

    places: dict[str, tuple[int, int]] = {}
    line, start = 1, 0
    for match in re.finditer(r'\n|"([^"\\\n]*(?:\\.[^"\\\n]*)*)"', text):
        if match[1] is None:
            line, start = line + 1, match.end()
        else:
            places.setdefault(
                json.loads(match[0]) if "\\" in match[1] else match[1],
                (line, match.start(1) - start + 1),
            )
    return places


def assigned_by_calls(configuration: Configuration) -> Iterator[tuple[str, str]]:
    """Yield the variables that call files, manager actions and bodies for ARI set on the channels
    that they start, each with its value.
    """
    for name in sorted(configuration.names()):
        if name.endswith((".call", ".ami", ".txt")):
            text = text_of(configuration, name)
            keys = (
                {"set", "setvar", "variable"}
                if name.endswith(".call") or "originate" in text.lower()
                else set()
            )
            for line in text.splitlines() if keys else ():
                key, _, value = line.partition(":")
                if key.strip().lower() in keys:
                    pairs = value.split(",") if key.strip().lower() == "variable" else [value]
                    yield from (
                        (variable.strip(), assigned)
                        for variable, _, assigned in (pair.partition("=") for pair in pairs)
                    )
        elif name.endswith(".json"):
            yield from (
                (key, str(value))
                for body in _ari_bodies(text_of(configuration, name))
                for key, value in _variables_of(body).items()
            )


def _ari_bodies(text: str) -> Iterator[dict[str, object]]:
    """Yield each body of `POST /channels` in a JSON text; none if the text is not JSON."""
    if '"endpoint"' not in text:
        return
    import json

    try:
        waiting = [json.loads(text)]
    except (ValueError, RecursionError):
        return  # a file of another program
    while waiting:
        value = waiting.pop()
        waiting += (
            value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        )
        endpoint = value.get("endpoint") if isinstance(value, dict) else None
        if (
            isinstance(endpoint, str)
            and "/" in endpoint
            and {"app", "extension", "context"} & set(value)
        ):
            yield value


def _variables_of(body: dict[str, object]) -> dict[str, object]:
    variables = body.get("variables")
    return variables if isinstance(variables, dict) else {}


def _originate(
    name: str, lines: list[tuple[int, str, str, str]], because: str, release: Release
) -> Iterator[Use]:
    from asterisk_lint.dialplan.text_uses import application_uses, assignment_uses, dial_uses

    data = next((value for _, _, key, value in lines if key == "data"), "")
    for number, line, key, value in lines:
        place = Use(
            "channel", "", name, number, line.find(value) + 1 if value else 0, because=because
        )
        if key == "channel":
            yield from dial_uses(value, place, release)
        elif key == "application":
            yield from application_uses(value, data, place, release)
        elif key in {"set", "setvar"}:
            yield from assignment_uses(value, place, release)
        elif key == "variable":
            for assignment in value.split(","):
                yield from assignment_uses(assignment, place, release)
        elif key == "codecs":
            yield from (
                place._replace(kind="codec", name=codec.strip(" !"))
                for codec in value.split(",")
                if codec.strip(" !")
            )


def _uncommented(line: str) -> str:
    """Return a call file's line without its comment: from a `#` at the start or after a blank, or
    from a `;` that is not escaped.
    """
    for at, character in enumerate(line):
        if character == "#" and (at == 0 or line[at - 1] in " \t"):
            line = line[:at]
            break
    kept, *_ = line.replace("\\;", "\0").split(";", 1)
    return kept.replace("\0", ";").rstrip()


def text_of(configuration: Configuration, name: str) -> str:
    """Return the text of a file of the PBX; empty where it cannot be read."""
    try:
        return configuration.files.read(name).decode("utf-8", "surrogateescape")
    except (FileNotFoundError, Unreadable):
        return ""
