"""The machine of a case holds what the repository's .gitignore files hide, and nothing else of what
an include could find.
"""

import pytest

from tests.trust.machine import HIDDEN, machine

BASE = {
    "pjsip.conf": "[trunk]\ntype = endpoint\n#include pjsip.d/*.conf\n",
    "pjsip.d/keep.conf": "; nothing\n",
}


@pytest.mark.parametrize(
    ("ignore_files", "hidden"),
    [
        ({}, None),
        ({".gitignore": "**/secret/\n"}, None),
        ({".gitignore": "*.bak\n# pjsip.d/*.conf\n"}, None),
        ({".gitignore": "/other/*.conf\n"}, None),
        ({".gitignore": "*.conf\n!*.conf\n"}, None),
        ({"pjsip.d/.gitignore": "*.md\n"}, None),
        ({".gitignore": "pjsip.d/\n"}, "pjsip.d/hidden.conf"),
        ({".gitignore": "pjsip.d/*\n!pjsip.d/keep.conf\n"}, "pjsip.d/hidden.conf"),
        ({".gitignore": "/pjsip.d/auth.conf\n"}, "pjsip.d/auth.conf"),
        ({".gitignore": "*.local.conf\n"}, "pjsip.d/hidden.local.conf"),
        ({"pjsip.d/.gitignore": "secret.conf\n"}, "pjsip.d/secret.conf"),
    ],
)
def test_an_include_that_finds_files_hides_what_git_ignores(
    ignore_files: dict[str, str], hidden: str | None
) -> None:
    made = machine({**BASE, **ignore_files}, "22")
    more = {name: text for name, text in made.items() if name not in {**BASE, **ignore_files}}
    assert more == ({hidden: HIDDEN["pjsip.conf"]} if hidden else {})


def test_an_include_that_finds_nothing_hides_a_file_whether_or_not_git_ignores_it() -> None:
    made = machine({"pjsip.conf": "#include secret.conf\n"}, "22")
    assert made["secret.conf"] == HIDDEN["pjsip.conf"]
