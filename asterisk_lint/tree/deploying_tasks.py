"""What tasks of Ansible, Salt, Puppet, Terraform, confd and Kubernetes write."""

import re
from collections.abc import Iterator
from itertools import pairwise

from asterisk_lint.tree.deploying_words import NEXT, Found, conf_paths, may_name

# Words for a file that is made or fetched
_TASK = re.compile(
    r"""^[ \t-]*(?:[\w.]{1,60}\.)?(?:lineinfile|blockinfile|ini_file|replace|template|assemble
    |get_url|contents?(?:_pillar|_grains)?|copy|synchronize|unarchive|subPath|encoding|src|source
    |file\.(?:append|prepend|line|replace|blockreplace|recurse|managed))\s*[:=]
    |\b(?:content|line|source)\s*=>|\b(?:content|source|src)\s*=
    |\b(?:file_line|ini_setting|augeas|concat)\b|\btarget\s*:""",
    re.VERBOSE,
)
_PLACE = re.compile(
    r"(?:^|[\s,{(-])(?:path|dest|destfile|destination|name|target|mountPath)\s*(?::|=>?)\s*[\"']?$"
    r"|(?:^\s*\w+|\bfile)\s*\{\s*[\"']?$"
)
# A folder, or a name in it that is only known later
_FOLDER = re.compile(r"(/[\w./-]{0,80}asterisk)/?(\{\{[^{}\n]{0,80}\}\}|\$\{\w+\})?(?![\w./-])")
_SOURCE = re.compile(
    r"(?:^|[\s,{(-])(?:src|source|with_fileglob)\s*(?::|=>?)\s*[\"']?([^\s\"',}]+)"
)
_MADE = re.compile(r"\btemplate\b|\bcontents?\w*\s*[:=]|\bline\s*[:=]|\b(?:epp|erb)\(")


def in_tasks(lines: list[str], program: str) -> Iterator[Found]:
    """Yield the files of the tasks that write; of those that only copy, with what they copy."""
    begins = r"\S" if program.endswith(".sls") else r"\s*-\s(?!\s*[\w.'\"-]+\s*$)|\S.*[{:]\s*$"
    starts = [at for at, line in enumerate(lines) if not at or re.match(begins, line)]
    for start, end in pairwise((*starts, len(lines))):
        task = lines[start:end]
        if any(may_name(line) or "asterisk" in line for line in task) and any(
            _TASK.search(line) for line in task
        ):
            yield from _in_task(task, start + 1)


def _in_task(task: list[str], first: int) -> Iterator[Found]:
    text = "\n".join(task)
    sources = tuple(_SOURCE.findall(text))
    if _MADE.search(text) or any("://" in each and "asterisk" not in each for each in sources):
        sources = ()
    for number, line in enumerate(task, first):
        for at, path in conf_paths(line):
            if _is_place(line[max(at - NEXT, 0) : at], line[at + len(path) :]):
                yield number, path, sources
        for match in _FOLDER.finditer(line):
            if _is_place(line[max(match.start() - NEXT, 0) : match.start()], line[match.end() :]):
                names = re.findall(r"(?<![\w/.])[\w-]+\.conf(?![\w.])", text) if match[2] else []
                for name in names or [""]:
                    yield number, f"{match[1]}/{name}", sources


def _is_place(before: str, behind: str) -> bool:
    """Tell whether a path is where a task writes to: the value of such a word, or its title."""
    if not before.strip("\"'"):
        return re.match(r"[\"']?:\s*$", behind) is not None
    return _PLACE.search(before) is not None
