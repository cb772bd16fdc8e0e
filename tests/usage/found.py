"""What one area of the usage tables finds in a made configuration."""

from collections.abc import Mapping
from importlib import import_module

from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Use
from asterisk_lint.releases import Release
from asterisk_lint.requirements.grouped_uses import everywhere
from asterisk_lint.usage.interpret import row_uses
from asterisk_lint.usage.rows import about_files
from tests.memory import MemoryFiles


def configuration(files: Mapping[str, str], release: str = "22") -> Configuration:
    return Configuration(MemoryFiles(files), release=Release.parse(release))


def uses(area: str, files: Mapping[str, str], release: str = "22") -> list[Use]:
    made = configuration(files, release)
    module = import_module(f"asterisk_lint.usage.{area}")
    finder = getattr(module, "find", lambda _: iter(()))
    return list(everywhere((*row_uses(made, about_files(module.ROWS)), *finder(made))))


def names(area: str, files: Mapping[str, str], release: str = "22") -> set[str]:
    """Every use as "KIND NAME"."""
    return {f"{use.kind} {use.name}" for use in uses(area, files, release)}
