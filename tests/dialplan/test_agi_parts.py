"""What AGI scripts load, and whether it is read."""

import pytest

from asterisk_lint.dialplan.agi import unread
from asterisk_lint.releases import Release
from tests.memory import MemoryFiles

RELEASE_22 = Release.parse("22")
PERL = "use Asterisk::AGI;\nmy $AGI = new Asterisk::AGI;\n$AGI->verbose('x');\n"
PHP = "<?php\nrequire 'phpagi.php';\n$agi = new AGI();\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", "from asterisk.agi import AGI\nfrom pbxlib import route\nroute(AGI())\n"),
        ("a.py", "import sys, helper\nfrom asterisk.agi import AGI\nhelper.route(AGI())\n"),
        ("a.py", "from asterisk.agi import AGI\nfrom .helper import route\n"),
        ("a.py", "from asterisk.agi import AGI\n    from acme.routing import route\n"),
        ("a.py", "from asterisk.agi import AGI\nimport importlib\nimportlib.import_module('x')\n"),
        ("a", "#!/usr/bin/env python3\nfrom asterisk.agi import AGI\nimport helper\n"),
        ("a.pl", PERL + "use PBX::Route;\nroute($AGI);\n"),
        ("a", "#!/usr/bin/perl -w\n" + PERL + "use PBX::Route;\n"),
        ("a.pl", PERL + "do '/opt/route.pl';\n"),
        ("a.pl", PERL + "require $part;\n"),
        ("a.php", PHP + "require_once $base . '/routing.php';\n"),
        ("a.php", PHP + "require_once dirname(__FILE__) . '/routing.php';\n"),
        ("a.php", PHP + 'include(LIB_DIR."/routing.class.php");\n'),
        ("a.php", PHP + "require $part;\n"),
        ("a.php", PHP + "require __DIR__.'/vendor/autoload.php';\nuse Acme\\Router;\n"),
        ("a.php", PHP + "require('/etc/freepbx.conf');\n"),
        ("a.php", PHP + "require 'asterisk_functions.inc.php';\n"),
        ("a.php", PHP + "require 'my-phpagi-calls.php';\n"),
        ("a.js", "const AGI = require('agi');\nrequire('./asterisk-routing.js');\n"),
        ("a.rb", "require 'ruby-agi'\nrequire 'router'\n"),
        ("a.rb", "require 'ruby-agi'\nload '/opt/route.rb'\n"),
        ("a.js", "import { route } from './route.js'\nimport AGI from 'ding-dong'\n"),
        ("a.js", "const AGI = require('agi');\nconst route = require('@acme/route');\n"),
        ("a.lua", "local agi = require('agi')\nlocal route = require('route')\n"),
        ("a.sh", "echo 'VERBOSE x 1'\n/opt/route \"$1\"\n"),
        ("a.sh", "echo 'VERBOSE x 1'\n. ./common.sh\n"),
    ],
)
def test_a_part_that_is_not_here_can_run_anything(name: str, text: str) -> None:
    assert unread(name, MemoryFiles({name: text}), RELEASE_22) is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", "import os as o, http.client, MySQLdb\nfrom asterisk.agi import AGI\n"),
        ("a.pl", "use strict;\nuse warnings;\nuse lib '/opt';\nuse DBI;\n" + PERL),
        ("a.php", PHP + "// require 'x.php'\n$why = 'callers require this';\n"),
        ("a.php", PHP + "require __DIR__.'/vendor/autoload.php';\nuse Monolog\\Logger;\n"),
        ("a.rb", "require 'ruby-agi'\nrequire 'net/http'\n"),
        ("a.js", "const fs = require('node:fs'), AGI = require('ding-dong');\n"),
        ("a.lua", "local agi = require('agi')\nlocal db = require('luasql.mysql')\n"),
        ("a.sh", "/usr/bin/logger x\n/opt/bill \"$1\" > /dev/null\necho 'VERBOSE x 1'\n"),
    ],
)  # fmt: skip
def test_libraries_ask_for_nothing(name: str, text: str) -> None:
    assert unread(name, MemoryFiles({name: text}), RELEASE_22) == frozenset()


def test_a_file_beside_a_script_takes_the_place_of_a_library() -> None:
    script = "from asterisk.agi import AGI\nimport queue\nqueue.go(AGI())\n"
    own = "def go(agi):\n    agi.appexec(WHAT)\n"
    files = {"agi-bin/a.py": script, "agi-bin/queue.py": own}
    found = unread("agi-bin/a.py", MemoryFiles(files), RELEASE_22)
    assert found == frozenset({"application", "channel", "function"})
    for elsewhere in ("tools/queue.py", "agi-bin/asterisk.py"):
        files = {"agi-bin/a.py": script, elsewhere: own}
        assert unread("agi-bin/a.py", MemoryFiles(files), RELEASE_22) == frozenset()


def test_parts_that_are_named_like_a_library_are_read() -> None:
    files = {
        "agi-bin/a.php": PHP + "require 'asterisk_functions.inc.php';\n",
        "agi-bin/asterisk_functions.inc.php": "<?php $agi->exec($what, 1);\n",
    }
    found = unread("agi-bin/a.php", MemoryFiles(files), RELEASE_22)
    assert found is not None
    assert "application" in found


def test_parts_that_are_here_are_read_with_their_own_parts() -> None:
    script = "from asterisk.agi import AGI\nimport helper\nhelper.go(AGI())\n"
    files = {"agi-bin/a.py": script, "agi-bin/helper.py": "def go(agi):\n    agi.appexec(WHAT)\n"}
    found = unread("agi-bin/a.py", MemoryFiles(files), RELEASE_22)
    assert found == frozenset({"application", "channel", "function"})
    files["agi-bin/helper.py"] = "import a, deeper\n"
    assert unread("agi-bin/a.py", MemoryFiles(files), RELEASE_22) is None
    files["agi-bin/deeper.py"] = "LIMIT = 3\n"
    assert unread("agi-bin/a.py", MemoryFiles(files), RELEASE_22) == frozenset()
