"""Make a release: `python -m tools.release [--dry-run] [--into DIRECTORY]` (with the packages of
the `dev` extra).

It checks that version and changelog agree and that everything is committed, builds wheel and source
archive twice and compares them byte by byte, checks both (twine, check-wheel-contents), makes the
manual page, installs the wheel into a new environment and runs it there, and tags the commit.
`--dry-run` does the same without the tag, and only names what is not committed. Nothing is
uploaded: the last lines say how.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from asterisk_lint import __version__

ROOT = Path(__file__).parent.parent
MANUAL = (
    "--module", "asterisk_lint.commands.parsers", "--function", "whole_parser", "--project-name",
    "asterisk-lint", "--prog", "asterisk-lint",
    "--description", "keeps the module whitelist of an Asterisk PBX matched to its configuration",
    "--manual-title", "asterisk-lint",
    "--format", "single-commands-section", "--output",
)  # fmt: skip


class Stopped(Exception):
    """The release cannot be made; the text says why."""


def run(
    *command: str, cwd: Path = ROOT, environment: Mapping[str, str] = MappingProxyType({})
) -> str:
    """The output of a program. Raises Stopped with its last words when it fails."""
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True
    )
    if done.returncode:
        words = (done.stdout + done.stderr).strip().splitlines()[-15:]
        raise Stopped("\n".join([f"{' '.join(command[:4])} failed:", *words]))
    return done.stdout.rstrip("\n")


def python(*arguments: str, date: str = "") -> str:
    """The output of a module of the Python that runs this; `date`: that of the archives, as
    SOURCE_DATE_EPOCH has it.
    """
    return run(sys.executable, *arguments, environment={"SOURCE_DATE_EPOCH": date} if date else {})


def objections(version: str, changelog: str, status: str, tags: list[str]) -> list[str]:
    """What speaks against a release of this version: the changelog's text, `git status
    --porcelain`, the tags there are.
    """
    found = []
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        found.append(f"asterisk_lint/__init__.py: {version} is not a version such as 1.2.3")
    heading = re.search(rf"^## {re.escape(version)}\b(.*)$", changelog, re.MULTILINE)
    if heading is None:
        found.append(f"CHANGELOG.md has no section for {version}")
    elif "not released" in heading[1]:
        found.append(f"CHANGELOG.md says that {version} is not released yet: write the date there")
    if status:
        found.append(f"not committed: {', '.join(line[3:] for line in status.splitlines()[:5])}")
    if f"v{version}" in tags:
        found.append(f"the tag v{version} is there already")
    return found


def build(into: Path, date: str) -> dict[str, str]:
    """Build wheel and source archive; gives the SHA-256 of each by its name."""
    python("-m", "build", "--no-isolation", "--outdir", str(into), date=date)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in into.iterdir()}


def try_out(wheel: Path) -> None:
    """Install the wheel into a new environment, and run it there on a fixture."""
    with tempfile.TemporaryDirectory() as place:
        run(sys.executable, "-m", "venv", "--system-site-packages", place)
        run(f"{place}/bin/pip", "install", "--quiet", "--no-deps", "--force-reinstall", str(wheel))
        said = run(f"{place}/bin/asterisk-lint", "--version", cwd=Path(place))
        if said != f"asterisk-lint {__version__}":
            raise Stopped(f"the installed wheel says {said!r}")
        fixture = str(ROOT / "fixtures" / "distribution")
        check = (f"{place}/bin/asterisk-lint", "--asterisk", "22", "--exit-zero", fixture)
        if "1 finding" not in run(*check, cwd=Path(place)):
            raise Stopped("the installed wheel does not check a PBX")


def release(into: Path, *, dry: bool) -> None:
    """Everything, in order. Raises Stopped."""
    against = objections(
        __version__,
        (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"),
        run("git", "status", "--porcelain"),
        run("git", "tag", "--list").split(),
    )
    if against and not dry:
        raise Stopped("\n".join(against))
    for line in against:
        print(f"would stop a release: {line}")
    date = run("git", "log", "-1", "--format=%ct")
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as once, tempfile.TemporaryDirectory() as again:
        first, second = build(Path(once), date), build(Path(again), date)
        if first != second:
            raise Stopped(f"two builds differ: {first} and {second}")
        for name in first:
            shutil.copyfile(Path(once) / name, into / name)
    files = [str(into / name) for name in sorted(first)]
    python("-m", "twine", "check", "--strict", *files)
    wheel = next(name for name in files if name.endswith(".whl"))
    python("-m", "check_wheel_contents", wheel)
    run(str(Path(sys.executable).parent / "argparse-manpage"), *MANUAL,
        str(into / "asterisk-lint.1"), environment={"SOURCE_DATE_EPOCH": date})  # fmt: skip
    try_out(Path(wheel))
    for name, digest in sorted(first.items()):
        print(f"{digest}  {name}")
    if dry:
        print("Dry run: no tag was made.")
        return
    run("git", "tag", "--annotate", f"v{__version__}", "--message", f"asterisk-lint {__version__}")
    print(
        f"Tagged v{__version__}. Now: git push origin v{__version__}, and upload {into} with twine."
    )


def main() -> int:
    """Give 0, or 1 with the reason on stderr."""
    parser = argparse.ArgumentParser(description="Build, check and tag a release.")
    parser.add_argument("--dry-run", action="store_true", help="do everything but the tag")
    parser.add_argument("--into", type=Path, default=ROOT / "dist", help="default: dist")
    args = parser.parse_args()
    try:
        release(args.into, dry=args.dry_run)
    except Stopped as stopped:
        print(stopped, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
