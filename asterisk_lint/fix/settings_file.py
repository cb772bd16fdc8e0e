"""Declare in the settings what only a running Asterisk shows in use."""

from collections.abc import Sequence

from asterisk_lint.fix.rewrite import FixRefused
from asterisk_lint.settings.read import parse_settings


def add_uses(content: bytes, modules: Sequence[str], file: str) -> bytes:
    """Return the settings with these modules under `uses: modules:`; comments and order stay.
    Raises FixRefused, SettingsError.
    """
    from asterisk_lint.rules import rule_names

    before = parse_settings(content, file, rule_names())
    declared = {use.name.lower() for use in before.uses if use.kind == "module"}
    new = [module for module in modules if module.lower() not in declared]
    if not new:
        return content
    text = content.decode("utf-8")
    result = (
        _added(text, new)
        if any(line.startswith("uses:") for line in text.splitlines())
        else _appended(text, new)
    )
    after = parse_settings(result.encode("utf-8"), file, rule_names())
    kept = [(use.kind, use.name) for use in after.uses]
    wanted = [(use.kind, use.name) for use in before.uses] + [("module", module) for module in new]
    if (
        sorted(kept) != sorted(wanted)
        or sorted(after.keep) != sorted(before.keep)
        or after.ignore != before.ignore
        or after.sealed != before.sealed
    ):
        raise FixRefused(
            f"{file} has a layout that asterisk-lint cannot extend safely: add by hand under "
            f"`uses: modules:` {', '.join(new)}"
        )
    return result.encode("utf-8")


def _appended(text: str, modules: Sequence[str]) -> str:
    end = "\r\n" if "\r\n" in text else "\n"
    if text and not text.endswith("\n"):
        text += end
    return text + f"uses:{end}  modules: [{', '.join(modules)}]{end}"


def _added(text: str, modules: Sequence[str]) -> str:
    from io import StringIO

    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    value = yaml.load(text)
    uses = value["uses"] if value["uses"] is not None else value.setdefault("uses", {})
    uses["modules"] = [*(uses.get("modules") or []), *modules]
    out = StringIO()
    yaml.dump(value, out)
    return out.getvalue()
