"""Run the git command.

A pull request controls every file below the top of a work tree, including a Git directory with its
own configuration (an embedded bare repository). Therefore git never runs in a directory that was
found below another repository's top (`repository.py`), and git starts no other program whatever a
repository's configuration says: see `SAFE`.

Importing `subprocess` costs as much as running git, so processes are started with os.posix_spawn.
"""

import os
from collections.abc import Mapping, Sequence

from asterisk_lint.tree.files import TreeError
from asterisk_lint.tree.repository import environment_root, find_repository, is_bare

# Variables that a hook's git sets for its own repository and that must not reach any other
# repository.
PRIVATE = (
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_QUARANTINE_PATH", "GIT_NAMESPACE", "GIT_GRAFT_FILE", "GIT_SHALLOW_FILE",
    "GIT_CEILING_DIRECTORIES", "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS",
)  # fmt: skip

# Settings under which git executes nothing that a repository names (git-config(1), git(1));
# settings from the environment override files.
SETTINGS = (
    ("safe.bareRepository", "explicit"),
    ("core.fsmonitor", "false"),
    ("core.hooksPath", os.devnull),
    ("core.pager", "cat"),
    ("core.sshCommand", "false"),
    ("core.alternateRefsCommand", "false"),
    ("diff.external", ""),
    ("protocol.allow", "never"),
    ("log.showSignature", "false"),
    ("submodule.recurse", "false"),
)  # fmt: skip

# `protocol.NAME.allow` in a repository's own configuration overrides `protocol.allow`, and
# GIT_ALLOW_PROTOCOL overrides both: no protocol is called none.
SAFE = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_PROTOCOL_FROM_USER": "0",
    "GIT_SSH_COMMAND": "false",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_PAGER": "cat",
}
UNSAFE = ("GIT_EXTERNAL_DIFF", "GIT_SSH", "GIT_PROXY_COMMAND", "GIT_ATTR_SOURCE")


def git_environment(root: str) -> dict[str, str]:
    """Return the environment for a git that works on the repository at `root`.

    Variables that name a repository and its index are kept, made absolute, if they refer to this
    one: a hook's git sets them (GIT_INDEX_FILE is a temporary index during `git commit -a` and `git
    commit PATH`).
    """
    environment = {name: value for name, value in os.environ.items() if name not in UNSAFE}
    environment.update(SAFE)
    bare = not os.path.exists(os.path.join(root, ".git"))
    if _speaks_of(environment, root):
        for name in (
            "GIT_DIR",
            "GIT_WORK_TREE",
            "GIT_INDEX_FILE",
            "GIT_COMMON_DIR",
            "GIT_OBJECT_DIRECTORY",
        ):
            if environment.get(name):
                environment[name] = os.path.abspath(environment[name])
        if "GIT_DIR" in environment and not is_bare(root):
            environment.setdefault("GIT_WORK_TREE", root)
        environment.pop("GIT_PREFIX", None)
    else:
        for name in PRIVATE:
            environment.pop(name, None)
    if "GIT_DIR" not in environment:
        # git uses only the repository at `root`, and no other work tree (core.worktree) for it.
        if root != os.path.dirname(root):
            environment["GIT_CEILING_DIRECTORIES"] = os.path.dirname(root)
        if not bare:
            environment["GIT_WORK_TREE"] = root
    _set(environment, SETTINGS[1:] if bare else SETTINGS)
    return environment


def _set(environment: dict[str, str], settings: tuple[tuple[str, str], ...]) -> None:
    """Add git settings to an environment, after those that the user put there (safe.directory in
    CI).
    """
    try:
        number = max(int(environment.get("GIT_CONFIG_COUNT") or 0), 0)
    except ValueError:
        number = 0
    for at, (name, value) in enumerate(settings, number):
        environment[f"GIT_CONFIG_KEY_{at}"] = name
        environment[f"GIT_CONFIG_VALUE_{at}"] = value
    environment["GIT_CONFIG_COUNT"] = str(number + len(settings))


def _speaks_of(environment: Mapping[str, str], root: str) -> bool:
    if not any(name in environment for name in PRIVATE):
        return False
    if "GIT_DIR" in environment:
        return environment_root() == root
    return find_repository(os.path.realpath(".")) == root


def run_git(root: str, *arguments: str, given: bytes | None = None) -> bytes:
    """Run `git ARGUMENTS` for the repository at `root` and return its output. Raises TreeError with
    git's error message if it fails.
    """
    status, output, errors = try_git(root, *arguments, given=given)
    if status != 0:
        raise TreeError(
            f"git {command_of(arguments)} failed: {complaint(errors) or f'exit status {status}'}"
        )
    return output


def command_of(arguments: Sequence[str]) -> str:
    """Return the name of git's command; settings (`-c NAME=VALUE`) come before it."""
    at = 0
    while arguments[at] == "-c":
        at += 2
    return arguments[at]


def complaint(errors: bytes) -> str:
    """Return the line of git's error output that names the problem."""
    from shlex import quote

    lines = [
        line.strip()
        for line in errors.decode("utf-8", "backslashreplace").splitlines()
        if line.strip()
    ]
    found = next(
        (line for line in lines if line.startswith(("fatal: ", "error: "))),
        lines[-1] if lines else "",
    )
    if found.endswith("from promisor remote"):
        return "this is a partial clone that lacks some of the objects: clone it without --filter"
    if "detected dubious ownership" in found:
        # git's next lines say so, too.
        place = found.rpartition(" at ")[2].strip("'")
        return f"{found} (to trust it: git config --global --add safe.directory {quote(place)})"
    return found


def start_git(root: str, arguments: tuple[str, ...], files: dict[int, int]) -> int:
    """Start `git ARGUMENTS` for the repository at `root` and return the process id. Every git of
    this program is started here.

    `files` maps the new process' descriptors to ours. Raises TreeError if git cannot be run.
    """
    # git before 2.31 reads no settings from the environment, but knows -c.
    command = [
        "git",
        "--no-pager",
        "-c",
        "core.fsmonitor=false",
        "-c",
        f"core.hooksPath={os.devnull}",
        "-C",
        root,
        *arguments,
    ]
    actions = [(os.POSIX_SPAWN_DUP2, ours, theirs) for theirs, ours in files.items()]
    program = find_git(os.environ.get("PATH", os.defpath))
    if program is None:
        raise TreeError("cannot run git: no absolute directory of PATH holds it")
    try:
        return os.posix_spawn(program, command, git_environment(root), file_actions=actions)
    except OSError as error:
        raise TreeError(f"cannot run git: {error.strerror}") from None


def find_git(path: str) -> str | None:
    """Return the git program in the directories of a PATH; None if there is none.

    Relative directories (`node_modules/.bin`, an empty entry) are skipped: they would be
    directories of the repository in which the run started, and a commit could put a program there.
    """
    for directory in path.split(os.pathsep):
        program = os.path.join(directory, "git")
        if os.path.isabs(directory) and os.path.isfile(program) and os.access(program, os.X_OK):
            return program
    return None


def try_git(root: str, *arguments: str, given: bytes | None = None) -> tuple[int, bytes, bytes]:
    """Run `git ARGUMENTS` for the repository at `root`; return exit status, output and error
    output. Raises TreeError if git cannot be run.
    """
    # Error output and input use unnamed files, so that one pipe is read to its end and nothing can
    # block.
    errors = unnamed_file()
    source = os.open(os.devnull, os.O_RDONLY) if given is None else unnamed_file()
    reading, writing = os.pipe()
    try:
        if given is not None:
            _write(source, given)
        process = start_git(root, arguments, {0: source, 1: writing, 2: errors})
        os.close(writing)
        writing = -1
        parts = []
        while part := os.read(reading, 1 << 18):
            parts.append(part)
        status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        os.lseek(errors, 0, os.SEEK_SET)
        return status, b"".join(parts), os.read(errors, 1 << 16)
    finally:
        for descriptor in (errors, source, reading, writing):
            if descriptor >= 0:
                os.close(descriptor)


def unnamed_file() -> int:
    """Return a descriptor of a new, empty file without a name."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("asterisk-lint", 0)
    from tempfile import mkstemp  # macOS, the BSDs

    descriptor, path = mkstemp()
    os.unlink(path)
    return descriptor


def _write(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
    os.lseek(descriptor, 0, os.SEEK_SET)
