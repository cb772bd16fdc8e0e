"""Configuration files that a program of the repository writes or changes when it deploys them: a
container's entrypoint, a Dockerfile, tasks of Ansible, Salt, Puppet and Chef, a ConfigMap.
"""

from collections.abc import Iterator
from itertools import pairwise

from asterisk_lint.tree.files import Tree, Unreadable
from asterisk_lint.tree.target import WrittenFile

_ENDINGS = (
    ".sh", ".bash", ".ash", ".ksh", ".zsh", ".yml", ".yaml", ".service", ".mk", ".dockerfile",
    ".py", ".pl", ".rb", ".js", ".pp", ".sls", ".cfg",
)  # fmt: skip
_NO_ENDING = ("dockerfile", "containerfile")  # "Dockerfile.production"
_TESTS = frozenset({"test", "tests", "spec", "specs", "examples", "node_modules"})
_MOST_FILES, _MOST_BYTES = 500, 1 << 18
_LONGEST = 4000  # characters of a line that are looked at
# A path of a .conf file, as a program writes it; `{{ variable }}/name.conf` as well.
_PATH = r"""["']?(?P<path>(?:\{\{[^{}\n]{0,80}\}\})?[^\s"'<>|;&,()]*\.conf)(?![\w.])"""
# What writes the file that it names
_WRITES = (
    rf"(?<![=-])>>?\|?\s*{_PATH}",
    rf"\btee\b(?:\s+-\S+)*\s+{_PATH}",
    rf"\s(?:-o|-out|--out|--output|--output-file)[=\s]\s*{_PATH}",
    rf"^\s*(?:template|file)\s+{_PATH}[\"']\s+do\b",
    rf"^\s+{_PATH}[\"']?\s*:\s*[|>]",
    rf"^\s*(?:COPY|ADD)\s.{{0,80}}<<-?\S+\s+{_PATH}",
)
# Calls of programming languages, which write many files of that name for other purposes: the path
# must name Asterisk.
_CALLS = (
    rf"""\bopen\([^)]{{0,40}}?{_PATH}["']\s*,\s*["'][wax]""",
    rf"""\({_PATH}["']\s*\)\s*\.write_""",
    rf"""["']>>?["']\s*,\s*{_PATH}""",
    rf"\b(?:write|(?:write|append)File(?:Sync)?)\(\s*{_PATH}",
)
# Commands that change the files that they name
_CHANGES = r"""(?:^|[\s;&|(`"'])(?:
    sed\s(?:.{0,200}\s)?-(?:[nErsuz]*i|-in-place)|perl\s(?:.{0,200}\s)?-\w*i|
    (?:patch|crudini|augtool|ed|ex)\s)"""
# Words of Ansible, Salt and Puppet for a file that is not one of the repository as it is
_TASK = r"""^[ \t-]*(?:[\w.]{1,60}\.)?(?:
    lineinfile|blockinfile|ini_file|replace|template|assemble|get_url|contents?|
    file\.(?:append|prepend|line|replace|blockreplace))\s*:|
    \b(?:content|line)\s*=>|\b(?:file_line|ini_setting|augeas|concat)\b"""
_NAMED = (
    rf"(?:^|[\s,{{-])(?:path|dest|destfile|name|target)\s*(?::|=>?)\s*{_PATH}",
    rf"^\s*\w+\s*\{{\s*{_PATH}",
    rf"^{_PATH}[\"']?:\s*$",
)


def written_files(tree: Tree) -> tuple[WrittenFile, ...]:
    """Return every configuration file of Asterisk that a program of the repository writes, each
    place once, in order. Programs of tests do not count.
    """
    programs = [path for path in tree.paths() if _may_deploy(path)]
    found: dict[WrittenFile, None] = {}
    for path in sorted(programs, key=lambda each: (each.count("/"), each))[:_MOST_FILES]:
        try:
            content = tree.read(path)[:_MOST_BYTES]
        except (FileNotFoundError, Unreadable):
            continue
        if b".conf" in content and b"asterisk" in content.lower():
            text = content.decode("utf-8", "surrogateescape")
            found.update(dict.fromkeys(_in_program(path, text)))
    return tuple(found)


def _may_deploy(path: str) -> bool:
    if path.endswith(".conf"):
        return False
    folder, _, name = path.rpartition("/")
    name = name.lower()
    if not (name.endswith(_ENDINGS) or "." not in name or name.startswith(_NO_ENDING)):
        return False
    return _TESTS.isdisjoint(folder.lower().split("/"))


def _in_program(program: str, text: str) -> Iterator[WrittenFile]:
    lines = _whole_lines(text)
    begins = r"\S" if program.endswith(".sls") else r"\s*-\s|\S.*[{:]\s*$"
    for line, path in sorted({*_in_commands(lines), *_in_tasks(lines, begins)}):
        if "asterisk" in path.lower() or path[0] != "/":
            yield WrittenFile(path, program, line)


def _whole_lines(text: str) -> list[str]:
    """Return the lines, with what goes on in the next line in one; the others are empty."""
    lines: list[str] = []
    first = 0
    for number, line in enumerate(text.split("\n")):
        lines.append(line[:_LONGEST])
        if number and lines[first].endswith("\\"):
            whole = f"{lines[first][:-1]} {line}"
            lines[first], lines[number] = whole[:_LONGEST], ""
        else:
            first = number
    return lines


def _in_commands(lines: list[str]) -> Iterator[tuple[int, str]]:
    import re

    for number, line in enumerate(lines, 1):
        if ".conf" not in line:
            continue
        for pattern in _WRITES:
            for found in re.finditer(pattern, line):
                yield number, found["path"]
        for pattern in _CALLS:
            for found in re.finditer(pattern, line):
                if "asterisk" in found["path"].lower():
                    yield number, found["path"]
        command = re.search(_CHANGES, line, re.VERBOSE)
        if command:
            for word in re.split(r"""[\s"'<>|;&,()]+""", line[command.end() :]):
                if word.endswith(".conf"):
                    yield number, word


def _in_tasks(lines: list[str], begins: str) -> Iterator[tuple[int, str]]:
    """Yield the files of the tasks that write; each line that matches `begins` begins a task."""
    import re

    starts = [at for at, line in enumerate(lines) if not at or re.match(begins, line)]
    for start, end in pairwise((*starts, len(lines))):
        task = lines[start:end]
        if not any(re.search(_TASK, line, re.VERBOSE) for line in task):
            continue
        for number, line in enumerate(task, start + 1):
            for pattern in _NAMED:
                for found in re.finditer(pattern, line):
                    yield number, found["path"]
