"""What the machine of a case holds: the case's files, with what the repository hides put back.

A case does not say what is in the file that it hides. Here it is what could cost most: phones with
passwords, ACLs, keys and codecs of their own, mailboxes, queue members, AMI users.
"""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import TemporaryDirectory

from asterisk_lint.configuration import Configuration
from asterisk_lint.releases import Release
from asterisk_lint.tree.find import TEMPLATES
from tests.memory import MemoryFiles

HIDDEN: Mapping[str, str] = {
    "pjsip.conf": """[hidden]
type=endpoint
context=office
auth=hidden
aors=hidden
allow=!all,alaw,ulaw
media_encryption=sdes
[hidden]
type=auth
auth_type=userpass
username=hidden
password=secret
[hidden]
type=aor
max_contacts=2
[hidden-acl]
type=acl
deny=192.0.2.9/32
[hidden-trunk]
type=endpoint
context=office
allow=!all,alaw
[hidden-trunk]
type=identify
endpoint=hidden-trunk
match=192.0.2.10
""",
    "pjsip_wizard.conf": "[hidden]\ntype=wizard\naccepts_registrations=yes\naccepts_auth=yes\n"
        "inbound_auth/username=hidden\n"
    "inbound_auth/password=secret\nendpoint/context=office\nendpoint/allow=!all,alaw\n"
    "aor/max_contacts=2\n",
    "sip.conf": "[hidden]\ntype=friend\nhost=dynamic\nsecret=secret\ncontext=office\n"
        "disallow=all\nallow=alaw\n",
    "iax.conf": "[hidden]\ntype=friend\nhost=dynamic\nauth=rsa\ninkeys=hidden\ncontext=office\n"
        "disallow=all\nallow=alaw\n",
    "queues.conf": "[hidden]\nmember => Local/100@office\n",
    "voicemail.conf": "[default]\n100 => 1,Hidden\n",
    "manager.conf": "[hidden]\nsecret=secret\nread=all\nwrite=all\n",
    "ari.conf": "[hidden]\ntype=user\npassword=secret\n",
    "extensions.conf": "[hidden]\nexten => 100,1,Verbose(hidden)\n",
    "musiconhold.conf": "[hidden]\nmode=files\ndirectory=hidden\n",
    "confbridge.conf": "[hidden]\ntype=user\nquiet=yes\n",
    "cdr.conf": "[csv]\nusegmtime=no\nloguniqueid=yes\n",
    "modules.conf": "",
}  # fmt: skip
_SIGNS = ("{{", "{%", "<%")


def machine(files: Mapping[str, str], release: str) -> dict[str, str]:
    """The configuration of the machine, without modules.conf's own hidden parts."""
    whole = {name: text for name, text in files.items() if not name.startswith(".")}
    for name in list(whole):
        ending = next((ending for ending in TEMPLATES if name.endswith(ending)), "")
        made = name.removesuffix(ending).removeprefix("templates/")
        if ending and made.endswith(".conf"):
            whole[made] = _rendered(whole.pop(name), made)
    for name in [name for name in whole if name.endswith(".conf")]:
        whole[name] = _rendered(whole[name], name)
    ignore_files = {
        name: text for name, text in files.items() if name.rpartition("/")[2] == ".gitignore"
    }
    for root, path in _hidden_files(whole, release, ignore_files):
        whole.setdefault(path, HIDDEN.get(root, ""))
    return whole


def _rendered(text: str, file: str) -> str:
    """A file as a deployment or a program makes it: what is not known yet is what is hidden,
    once.
    """
    lines: list[str] = []
    hidden = HIDDEN.get(file, "")
    for line in text.splitlines(keepends=True):
        if line.startswith("#exec") or (
            line.lstrip().startswith(_SIGNS) or any(sign in line for sign in _SIGNS)
        ):
            lines.append(hidden)
            hidden = ""
        else:
            lines.append(line)
    return "".join(lines)


def _hidden_files(
    files: Mapping[str, str], release: str, ignore_files: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """The files that includes ask for and that are not here, each with the file that asks: where an
    include finds nothing, any; where it finds some, one that it would find as well and that Git
    ignores.
    """
    configuration = Configuration(MemoryFiles(files), release=Release.parse(release))
    for root in sorted(name for name in files if name.endswith(".conf") and "/" not in name):
        read = configuration.conf(root)
        for include in read.includes if read else ():
            inside = include.target.removeprefix("/etc/asterisk/")
            if include.kind == "exec" or inside.startswith(("/", "..")) or "[" in inside:
                continue
            pattern = re.sub(r"\{([^,}]*)[^}]*\}", r"\1", inside)
            path = _filled(pattern)
            if include.found:
                path = next(iter(ignored(_candidates(pattern, ignore_files), ignore_files)), "")
            if path and path not in files:
                yield root, path


def _filled(pattern: str) -> str:
    return re.sub(r"[*?]+", "hidden", pattern)


def _candidates(pattern: str, ignore_files: Mapping[str, str]) -> list[str]:
    """Names that a pattern of an include matches: one for the pattern itself, and one for each line
    of a .gitignore.
    """
    folder = pattern.rpartition("/")[0]
    names = [_filled(pattern)]
    for name, text in sorted(ignore_files.items()):
        own = name.rpartition("/")[0]
        for line in text.splitlines():
            rule = _filled(line.strip().lstrip("!").strip("/"))
            names += [
                f"{own}/{rule}".lstrip("/"),
                f"{folder}/{rule.rpartition('/')[2]}".lstrip("/"),
            ]
    parts = pattern.split("/")
    return [
        name
        for name in dict.fromkeys(names)
        if len(name.split("/")) == len(parts)
        and all(fnmatchcase(*pair) for pair in zip(name.split("/"), parts, strict=True))
    ]


def ignored(paths: Iterable[str], ignore_files: Mapping[str, str]) -> list[str]:
    """Those of the paths that Git itself ignores in a repository with these .gitignore files."""
    if not ignore_files:
        return []
    with TemporaryDirectory() as top:
        for name, text in ignore_files.items():
            file = Path(top, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        # Nobody's own settings count here.
        environment = {"PATH": os.environ["PATH"], "HOME": top, "GIT_CONFIG_NOSYSTEM": "1"}
        subprocess.run(["git", "init", "-q", top], check=True, env=environment)
        done = subprocess.run(
            ["git", "-C", top, "check-ignore", "--no-index", "-z", "--stdin"],
            input="".join(f"{path}\0" for path in paths),
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert done.returncode in (0, 1)
    return done.stdout.split("\0")[:-1]
