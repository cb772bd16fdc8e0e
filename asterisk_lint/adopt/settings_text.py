"""The text that `init` writes into new settings."""

from collections.abc import Mapping

from asterisk_lint.fix.yaml import scalar
from asterisk_lint.releases import Release


def new_settings(release: Release, keep: Mapping[str, str], schema: str, note: str = "") -> str:
    """Return new settings that explain what is set and what can be set. `note` is written next to
    the release.
    """
    lines = [
        f"# yaml-language-server: $schema={schema}",
        "# Settings of asterisk-lint. Everything is optional; docs/settings.md explains each key.",
        "",
        "# The Asterisk release that runs here (`asterisk -rx 'core show version'` shows it).",
        f"asterisk: {release}" + (f"  # {note}" if note else ""),
        "",
        (
            "# Modules that stay whitelisted although the configuration does not show their use, "
            "each with the reason."
        ),
    ]
    if keep:
        lines += ["keep:", *(f"  {name}: {scalar(keep[name])}" for name in sorted(keep))]
    else:
        lines += ["# keep:", "#   pbx_spool: call files are written by the billing job"]
    lines += [
        "",
        (
            "# What programs outside this repository use (AMI, ARI, AGI clients, a generated "
            "dialplan)."
        ),
        "# uses:",
        "#   applications: [Stasis]",
        "#   functions: [CURL]",
        "#   modules: [res_snmp]",
    ]
    return "\n".join(lines) + "\n"
