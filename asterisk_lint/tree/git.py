"""Running the git command, and finding the repository that a path belongs to.

`subprocess` costs as much to import as git needs to run: processes are started with os.posix_spawn.
"""

import os
from collections.abc import Mapping

from asterisk_lint.tree.files import TreeError

# What a hook's git sets for its own repository, and what must not reach any other.
PRIVATE = (
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_QUARANTINE_PATH", "GIT_NAMESPACE", "GIT_GRAFT_FILE", "GIT_SHALLOW_FILE", "GIT_CEILING_DIRECTORIES", "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS",
)  # fmt: skip


def find_repository(directory: str) -> str | None:
    """The top of the work tree (or the bare repository) that holds an absolute directory; None outside of any repository."""
    named = environment_root() if "GIT_DIR" in os.environ else None
    while True:
        if directory == named or os.path.exists(os.path.join(directory, ".git")) or is_bare(directory):
            return directory
        parent = os.path.dirname(directory)
        if parent == directory:
            return None
        directory = parent


def is_bare(directory: str) -> bool:
    """Tell whether a directory is itself a Git directory."""
    return all(os.path.exists(os.path.join(directory, name)) for name in ("HEAD", "objects", "refs"))


def environment_root() -> str:
    """The top of the repository that GIT_DIR and GIT_WORK_TREE name: git takes the current directory without the latter."""
    work_tree = os.environ.get("GIT_WORK_TREE")
    if work_tree:
        return os.path.realpath(work_tree)
    return os.path.realpath(".")


def git_environment(root: str) -> dict[str, str]:
    """The environment for a git that works on the repository at `root`.

    The variables that name a repository and its index are kept, made absolute, when they speak of this one: a hook's git sets them
    (GIT_INDEX_FILE is a temporary index during `git commit -a` and `git commit PATH`).
    """
    environment = dict(os.environ)
    environment["LC_ALL"] = "C"
    environment["GIT_OPTIONAL_LOCKS"] = "0"
    if _speaks_of(environment, root):
        for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"):
            if environment.get(name):
                environment[name] = os.path.abspath(environment[name])
        if "GIT_DIR" in environment and not is_bare(root):
            environment.setdefault("GIT_WORK_TREE", root)
        environment.pop("GIT_PREFIX", None)
    else:
        for name in PRIVATE:
            environment.pop(name, None)
    return environment


def _speaks_of(environment: Mapping[str, str], root: str) -> bool:
    if not any(name in environment for name in PRIVATE):
        return False
    if "GIT_DIR" in environment:
        return environment_root() == root
    return find_repository(os.path.realpath(".")) == root


def run_git(root: str, *arguments: str, given: bytes | None = None) -> bytes:
    """Run `git ARGUMENTS` for the repository at `root` and give its output; TreeError with git's own last words when it fails."""
    status, output, errors = try_git(root, *arguments, given=given)
    if status != 0:
        raise TreeError(f"git {arguments[0]} failed: {complaint(errors) or f'exit status {status}'}")
    return output


def complaint(errors: bytes) -> str:
    """The line of git's error output that says what is wrong."""
    lines = [line.strip() for line in errors.decode("utf-8", "backslashreplace").splitlines() if line.strip()]
    return next((line for line in lines if line.startswith(("fatal: ", "error: "))), lines[-1] if lines else "")


def try_git(root: str, *arguments: str, given: bytes | None = None) -> tuple[int, bytes, bytes]:
    """Run `git ARGUMENTS` for the repository at `root`; gives exit status, output and error output. TreeError without a git to run."""
    environment = git_environment(root)
    command = ["git", "-C", root, *arguments]
    # Error output and input go through unnamed files, so that one pipe is read to its end and nothing can wait for anything else.
    errors = _unnamed_file()
    source = os.open(os.devnull, os.O_RDONLY) if given is None else _unnamed_file()
    reading, writing = os.pipe()
    try:
        if given is not None:
            _write(source, given)
        try:
            process = os.posix_spawnp(
                "git", command, environment,
                file_actions=[(os.POSIX_SPAWN_DUP2, source, 0), (os.POSIX_SPAWN_DUP2, writing, 1), (os.POSIX_SPAWN_DUP2, errors, 2)],
            )  # fmt: skip
        except OSError as error:
            raise TreeError(f"cannot run git: {error.strerror}") from None
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


def _unnamed_file() -> int:
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


def git_directory(root: str) -> str:
    """The repository's common Git directory (of a linked work tree: the main one's), absolute."""
    path = os.fsdecode(run_git(root, "rev-parse", "--git-common-dir")).rstrip("\n")
    return os.path.normpath(os.path.join(root, path))
