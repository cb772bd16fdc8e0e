"""What the text of a program says about configuration files that it writes, changes or fetches."""

import re
from collections.abc import Iterator

from asterisk_lint.tree.deploying_words import (
    FOLDER,
    NEXT,
    REMOTE,
    Found,
    conf_paths,
    is_conf,
    may_name,
)
from asterisk_lint.tree.program_lines import lines_of, near_names
from asterisk_lint.tree.target import LOADS, WrittenFile

_PROSE = re.compile(r"\s*-?\s*(?:name|description|title|summary|comment)\s*:(?!\s*[\"']?/)")
# What a line holds that writes to the files that it names
_WRITES = re.compile(
    r"""\btee\b|\b(?:sed|perl)\s(?:.{0,200}\s)?-(?:\w*i|-in-place)
    |\b(?:patch|crudini|augtool|ed|ex)\s
    |\s(?:-o|-O|-fsSo|--?out(?:put)?(?:-file|-document)?|-template)[=\s]
    |\bsponge\b|\bof=|["'](?:[wax]b?\+?|>>?)["']|\(\s*["']>>?\s*/|\bO_(?:WRONLY|RDWR)
    |\b(?:write|put|append|dump|save|upload|render|rename|replace|symlink|copy|move|store)\w*\s*\(
    |\b\w*(?:Write|Create|Append|Copy|Move|Save)\w*\s*\(|\bfile_put_contents
    |\b(?:Set-Content|Add-Content|Out-File)|^\s*(?:template|file)\s+["'].*\sdo\b""",
    re.VERBOSE,
)
_REDIRECTED = re.compile(r"(?<![=&<-])(?<![02-9])>>?\|?[ \t]*[\"']?$")
# Commands that fetch files from elsewhere; the last word is where to.
_COPIES = re.compile(
    r"""(?:^|[\s;&|(`"'@-])(?:cp|mv|install|ln|rsync|scp|COPY|ADD|aws\s+s3\s+\w+|gsutil|rclone\s+\w+
    |docker\s+cp|kubectl\s+cp)["',\s]|(?:^|[;&|])\s*(?:tar\s+\S*x\S*|unzip|wget|curl|gomplate)\b""",
    re.VERBOSE,
)
_FETCHES = re.compile(r"\b(?:tar|unzip|wget|curl|gomplate|gsutil)\b")
_HEREDOC = re.compile(r"\s*(?:COPY|ADD)\s.*<<-?\S+\s+(\S+\.conf)")
# `- ./pjsip.conf:/etc/asterisk/pjsip.conf:ro` of docker-compose.yml, `-v SOURCE:PLACE` of docker
# and podman, `BindPaths=SOURCE:PLACE` of systemd
_TO = r"(/[^\s:,\"']*asterisk(?:/[\w.-]+\.(?:conf|ael))?)/?(?=[\s:,\"']|$)"
_MOUNTED = re.compile(
    rf"""(?:^\s*-\s*|(?:\s-v|--volume|\bVolume|\bBind(?:ReadOnly)?Paths)[=\s])["']?
    ([^\s"']{{0,200}}[/.$][^\s"']{{0,200}}?):{_TO}
    |\b(?:source|src)=([^\s,]+),(?:target|dst|destination)={_TO}""",
    re.VERBOSE,
)
# `- pjsip.conf=prod/pjsip.conf` of a kustomization, `--from-file=pjsip.conf=prod/pjsip.conf`
_NAMED_FROM = re.compile(r"(?<![\w./])([\w-]+\.conf)=([^\s\"']+)")
_DECLARING = (".nix", ".scm", ".tf", ".hcl", ".dhall", ".cue", ".jsonnet")
_LANGUAGES = (
    ".py", ".pl", ".pm", ".php", ".js", ".mjs", ".ts", ".go", ".sh", ".bash", ".java", ".c", ".h",
    ".cpp", ".cs", ".lua", ".rs", ".kt",
)  # fmt: skip
_DATA = (".yml", ".yaml", ".tpl", ".json")
# What a command on the console adds to a running Asterisk: `asterisk -rx "module load app_x"`
_CONSOLE = (
    r"-\w*rx\w*[\s\"',]+(?:module load (\w+)|dialplan add|(?:channel|console) (?:originate|dial))"
)


def in_program(program: str, text: str) -> Iterator[WrittenFile]:
    """Yield each file that a program writes, with the line; a file that is only copied there with
    what it is copied from.
    """
    lines = lines_of(text)
    found = set(_in_lines(lines, program))
    if not (program.endswith(_LANGUAGES) or text.startswith(("#!", "FROM "))):
        from asterisk_lint.tree.deploying_tasks import in_tasks

        found.update(in_tasks(lines, program))
    for place, path, sources in sorted(found):
        for each in _spelt_out(path):
            yield WrittenFile(each, program, place, sources)
    for number, line in enumerate(lines, 1):
        for console in re.finditer(_CONSOLE, line) if "rx" in line else ():
            if console[1]:
                yield WrittenFile(console[1], program, number, how=LOADS)
            else:
                yield WrittenFile("extensions.conf", program, number, how="adds on the console to")


def _in_lines(lines: list[str], program: str) -> Iterator[Found]:
    for number, whole in enumerate(lines, 1):
        if (may_name(whole) or "asterisk" in whole) and not _PROSE.match(whole):
            for line in near_names(whole):
                yield from _in_line(number, line, program.rpartition("/")[2].lower())


def _in_line(number: int, line: str, program: str) -> Iterator[Found]:
    found = list(conf_paths(line)) if may_name(line) else []
    for at, path in found:
        if _is_written(line[max(at - NEXT, 0) : at], line[at + len(path) :], program):
            yield number, path, ()
    if program.endswith(_DECLARING):
        sources = tuple(path for at, path in found if path[:1] == ".")
        for _, path in found:
            if path not in sources:
                yield number, path, sources
    heredoc = _HEREDOC.match(line) if "<<" in line else None
    if heredoc:
        yield number, heredoc[1], ()
    elif (found or "/" in line) and _COPIES.search(line):
        yield from _copied(number, line)
    if found and _WRITES.search(line):
        for _, path in found:
            # Programming languages write many files of that name for other purposes.
            if "asterisk" in path.lower() or not re.search(r"\w\(", line):
                yield number, path, ()
        if "-exec" in line and "*.conf" in line:
            yield number, "*.conf", ()
    for mounted in _MOUNTED.finditer(line) if ":/" in line or "=/" in line else ():
        place = mounted[2] or mounted[4]
        yield number, place if is_conf(place) else f"{place}/", (mounted[1] or mounted[3],)
    for named in _NAMED_FROM.finditer(line) if ".conf=" in line else ():
        yield number, named[1], (named[2],)


def _is_written(before: str, behind: str, program: str) -> bool:
    """Tell whether a path is where a line writes to, by what is next to it."""
    if _REDIRECTED.search(before):
        return True
    if program.endswith(_DATA) and re.fullmatch(r"\s+[\"']?", before):  # a key with a text
        return re.match(r"[\"']?\s*:\s*\S", behind) is not None
    return program.startswith("makefile") and not before and behind.lstrip().startswith(":")


def _copied(number: int, line: str) -> Iterator[Found]:
    """Yield where a line copies to, with the files that it copies."""
    for command in re.split(r"&&|\|\||[;|]", line):
        start = _COPIES.search(command)
        if start is None or re.search(r"\btar\s+\S*c", command):
            continue
        words = [word.strip("\"'`,()[]") for word in command[start.end() :].split()]
        words = [REMOTE.sub("", word) for word in words if word[:1] != "-"]
        places = [at for at, word in enumerate(words) if is_conf(word) or FOLDER.fullmatch(word)]
        fetches = _FETCHES.search(command) is not None
        # Where the words behind the place are where to, it is only read.
        if not places or (not fetches and places[-1] != len(words) - 1):
            continue
        place = words[places[-1]]
        words = words[: places[-1]]
        sources = [word for word in words if re.search(r"[/.*$]", word)] or words[-1:]
        names = [word.rpartition("/")[2] for word in sources if is_conf(word)]
        if fetches or re.search(r"--from=|\w://", command):
            sources = []
        if is_conf(place):
            yield number, place, tuple(sources)
            continue
        for name in names if names and len(names) == len(sources) else [""]:
            yield number, f"{place.rstrip('/')}/{name}", tuple(sources)


def _spelt_out(path: str) -> Iterator[str]:
    """Yield the paths that `{a,b}.conf` stands for; a name that is only known later is any."""
    folder, slash, name = path.rpartition("/")
    if "{{" in name or "$" in name or "#{" in name:
        yield f"{folder}{slash}*.conf"
        return
    braces = re.search(r"\{([\w,-]+)\}", name)
    for each in braces[1].split(",") if braces else [""]:
        yield path if braces is None else f"{folder}{slash}{name.replace(braces[0], each)}"
