"""What the machine of a case holds: the case's files, with what the repository hides put back.

A case does not say what is in the file that it hides. Here it is what could cost most: phones with passwords, ACLs, keys and codecs of their
own, mailboxes, queue members, AMI users.
"""

import re
from collections.abc import Iterator, Mapping

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
    "pjsip_wizard.conf": "[hidden]\ntype=wizard\naccepts_registrations=yes\naccepts_auth=yes\ninbound_auth/username=hidden\n"
    "inbound_auth/password=secret\nendpoint/context=office\nendpoint/allow=!all,alaw\naor/max_contacts=2\n",
    "sip.conf": "[hidden]\ntype=friend\nhost=dynamic\nsecret=secret\ncontext=office\ndisallow=all\nallow=alaw\n",
    "iax.conf": "[hidden]\ntype=friend\nhost=dynamic\nauth=rsa\ninkeys=hidden\ncontext=office\ndisallow=all\nallow=alaw\n",
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
    ignores = any(name.endswith(".gitignore") for name in files)
    for root, path in _hidden_files(whole, release, ignores=ignores):
        whole.setdefault(path, HIDDEN.get(root, ""))
    return whole


def _rendered(text: str, file: str) -> str:
    """A file as a deployment or a program makes it: what is not known yet is what is hidden, once."""
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
    files: Mapping[str, str], release: str, *, ignores: bool
) -> Iterator[tuple[str, str]]:
    """The files that includes ask for and that are not here, each with the file that asks."""
    configuration = Configuration(MemoryFiles(files), release=Release.parse(release))
    for root in sorted(name for name in files if name.endswith(".conf") and "/" not in name):
        read = configuration.conf(root)
        for include in read.includes if read else ():
            inside = include.target.removeprefix("/etc/asterisk/")
            hides = ignores or not include.found
            if hides and include.kind != "exec" and not inside.startswith(("/", "..")):
                path = re.sub(r"[*?]+", "hidden", re.sub(r"\{([^,}]*)[^}]*\}", r"\1", inside))
                if path not in files and "[" not in path:
                    yield root, path
