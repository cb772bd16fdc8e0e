"""Text that a deployment puts in costs no module that the whole configuration needs, `sealed` or
not: encrypted files, files that are decrypted, and placeholders of all kinds.
"""

import random
from collections.abc import Iterator

import pytest

from tests.amount import examples
from tests.unseen.test_mutations import EACH, complete, hidden, lost, required, text

ENCRYPTED = {
    "git-crypt": b"\0GITCRYPT\0\x8a\x12[\xc3",
    "ansible-vault": b"$ANSIBLE_VAULT;1.1;AES256\n36616464353439363661646435343936\n",
    "Git LFS": b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
    "age": b"age-encryption.org/v1\n-> X25519 abc\n",
    "PGP": b"-----BEGIN PGP MESSAGE-----\n\nhQEMA0\n=abcd\n-----END PGP MESSAGE-----\n",
    "sops": b'{"data": "ENC[AES256_GCM,data:p673w==,iv:YY=,tag:A=]", "sops": {}}\n',
}
FILLED_IN = (
    "{{ x }}",
    "${NAME}",
    "@NAME@",
    "<%= x %>",
    "%NAME%",
    "#{x}",
    "ENC[AES256_GCM,data:8Jx2,iv:a,tag:b,type:str]",
)
OF_ASTERISK = "${NAME}"  # in a dialplan it is a variable


@pytest.mark.parametrize("name", EACH)
def test_an_encrypted_file_costs_nothing(name: str) -> None:
    whole = complete(name)
    found = {}
    for number, file in enumerate(hidden(whole)):
        way = sorted(ENCRYPTED)[number % len(ENCRYPTED)]
        changed = {**whole, file: ENCRYPTED[way]}
        if gone := lost(required(name), changed, name, sealed=True):
            found[file, way] = gone
    assert found == {}


@pytest.mark.parametrize("name", EACH)
def test_a_file_that_is_decrypted_costs_nothing(name: str) -> None:
    whole = complete(name)
    found = {}
    for file in hidden(whole):
        if file.endswith((".conf", ".ael")) or file == "extensions.lua":
            changed = {other: content for other, content in whole.items() if other != file}
            changed[f"{file}.gpg"] = b"..."
            if gone := lost(required(name), changed, name, sealed=True):
                found[file] = gone
    assert found == {}


def values(name: str) -> Iterator[tuple[str, int, str]]:
    """Every entry of a fixture: its file, the number of its line, what comes before its last
    value.
    """
    for file, content in complete(name).items():
        if file.endswith(".conf") and file != "modules.conf":
            for number, line in enumerate(text(content).split("\n")):
                if "=" in line and not line.lstrip().startswith((";", "#", "[")):
                    key, _, value = line.partition("=")
                    before = ",".join(value.lstrip(">").split(",", 2)[:-1])
                    is_step = "exten" in key or "same" in key
                    yield file, number, f"{key}= {before}," if is_step and before else f"{key}= "


@pytest.mark.parametrize("name", EACH)
def test_a_value_that_is_filled_in_costs_nothing(name: str) -> None:
    whole = complete(name)
    choice = random.Random(name)
    every = sorted(values(name))
    found = {}
    for file, number, before in choice.sample(every, min(len(every), examples(40))):
        sign = choice.choice(FILLED_IN)
        if sign == OF_ASTERISK and before.endswith(","):
            continue
        lines = text(whole[file]).split("\n")
        lines[number] = before + sign
        if gone := lost(required(name), {**whole, file: "\n".join(lines)}, name, sealed=True):
            found[f"{file}:{number + 1}: {lines[number]}"] = gone
    assert found == {}
