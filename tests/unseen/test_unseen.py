from pathlib import Path

import pytest

from asterisk_lint.catalog.load import load
from asterisk_lint.conf.whitelist import read_whitelist
from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Unseen
from asterisk_lint.requirements.release_tables import tables_of
from asterisk_lint.unseen import find
from asterisk_lint.usage import load_tables
from asterisk_lint.usage.interpret import row_uses
from asterisk_lint.usage.rows import about_files
from tests.usage.found import configuration

# What a dialplan can use, and a client of AMI: written out, so that nothing can vanish unnoticed.
DIALPLAN = {
    "application", "function", "channel", "switch", "format", "agi_command", "cdr",
    "module:res_http_media_cache",
}  # fmt: skip
AMI = {
    "application", "function", "channel", "format", "codec", "agi_command", "cdr", "cli_command",
    "manager_action", "module:res_manager_devicestate", "module:res_manager_presencestate",
    "file:*",
}  # fmt: skip
# The realtime families that Asterisk reads (ast_load_realtime() and ast_load_realtime_multientry()
# in its sources), each with what its rows can ask for: what a section of that file can, and more.
FAMILIES = {
    "acls": {"file:acl.conf"},
    "followme": {"file:followme.conf", "channel"},
    "followme_numbers": {"file:followme.conf", "channel"},
    "iaxpeers": {"file:iax.conf", "application:voicemail"},
    "iaxusers": {"file:iax.conf", "application:voicemail"},
    "meetme": {"file:meetme.conf"},
    # The lines of a gateway are rows of the other table (channels/chan_mgcp.c, find_realtime_gw()).
    "mgcpep": {"file:mgcp.conf", "application:voicemail"},
    "mgcpgw": {"file:mgcp.conf", "application:voicemail"},
    "minivm": {"file:minivm.conf"},
    "musiconhold": {"file:musiconhold.conf", "format"},
    "musiconhold_entry": {"file:musiconhold.conf", "format", "module:res_http_media_cache"},
    "parkinglots": {"file:res_parking.conf"},
    "queue_members": {"file:queues.conf", "channel"},
    "queues": {"file:queues.conf", "module:app_stack"},
    "sippeers": {"file:sip.conf", "application:voicemail"},
    "sipusers": {"file:sip.conf", "application:voicemail"},
    "voicemail": {"file:voicemail.conf"},
    "voicemail_data": {"file:voicemail.conf"},
}

SIMPLE = "[default]\nexten => s,1,NoOp()\n"


def unseen(files: dict[str, str]) -> list[Unseen]:
    """Everything that cannot be read, after a reading of every file that the tables know."""
    made = configuration(
        {
            "modules.conf": "[modules]\nautoload=no\nload=res_pjsip.so\n",
            "pjsip.conf": "",
            "extensions.conf": SIMPLE,
            **files,
        }
    )
    return hidden_in(made)


def hidden_in(made: Configuration) -> list[Unseen]:
    """Everything that cannot be read in a PBX that loads nothing, except files whose absence means
    nothing.
    """
    list(row_uses(made, about_files(load_tables()[0])))
    tables = tables_of(made.release)
    modules = made.conf("modules.conf")
    assert modules is not None
    found = find(
        made,
        load(made.release),
        (*tables.rows, *tables.declarations),
        read_whitelist(modules),
        frozenset(),
    )
    return [thing for thing in found if not thing.absent]


def reached(files: dict[str, str]) -> set[str]:
    return {reach for thing in unseen(files) for reach in thing.reaches}


def test_a_plain_pbx_hides_nothing() -> None:
    assert (
        unseen(
            {
                "pjsip.conf": "[joe]\ntype=endpoint\nallow=ulaw\npassword={secret}\n",
                "manager.conf": "[general]\nenabled=no\n[x]\nsecret=y\n",
            }
        )
        == []
    )


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"pjsip.conf": "#include \"users.conf.d/joe.conf\"\n"}, {"file:pjsip.conf"}),
        ({"pjsip.conf": "#tryinclude \"local.conf\"\n"}, {"file:pjsip.conf"}),
        ({"pjsip.conf": "#include \"/srv/elsewhere/*.conf\"\n"}, {"file:pjsip.conf"}),
        # on the machine there may be some
        ({"pjsip.conf": "#include \"phones.d/*.conf\"\n"}, {"file:pjsip.conf"}),
        ({"pjsip.conf": "#tryinclude \"/etc/asterisk/phones.d/*.conf\"\n"}, {"file:pjsip.conf"}),
        ({"pjsip.conf.j2": "", "pjsip.conf": ""}, {"file:pjsip.conf"}),
        ({"pjsip.conf": "", "pjsip.conf.erb": ""}, {"file:pjsip.conf"}),
        ({"templates/manager.conf.tmpl": ""}, AMI | {"file:manager.conf"}),
        ({"README.j2": ""}, set()),
        ({"pjsip.conf": "#exec \"/bin/make-phones\"\n"}, {"file:pjsip.conf"}),
        ({"extensions.conf": SIMPLE + "#include \"more.conf\"\n"},
            DIALPLAN | {"file:extensions.conf"}),
        ({"extconfig.conf": "[settings]\nextensions.conf => odbc,x\n"},
            DIALPLAN | {"file:extensions.conf"}),
        ({"extconfig.conf": "[settings]\nsip.conf => odbc,x\n"}, {"file:sip.conf"}),
        ({"extconfig.conf": "[settings]\nqueue_members => odbc,x\n"},
            {"file:queues.conf", "channel"}),
        ({"extconfig.conf": "[settings]\nqueue_log => odbc,x\n"}, set()),  # written, never read
        (
            {"sorcery.conf": "[res_pjsip]\nauth=realtime,ps_auths\n",
                "extconfig.conf": "[settings]\nps_auths => odbc,x\n"},
            {"file:pjsip.conf"},
        ),
        # which engine, extconfig.conf says
        ({"sorcery.conf": "[res_pjsip]\nauth=realtime,ps_auths\n"}, {"file:pjsip.conf", "engine"}),
        (
            {"sorcery.conf": "[res_pjsip]\nendpoint=realtime,ps_endpoints\n",
                "extconfig.conf": "[settings]\n"},
            {"file:pjsip.conf", "application:voicemail"},
        ),
        ({"sorcery.conf": "[res_pjsip]\nendpoint=config,pjsip.conf,criteria=type=endpoint\n"},
            set()),
        ({"extensions.conf": "[a]\nswitch => Realtime/@\n"}, DIALPLAN),
        (
            {"extensions.conf": "[general]\n"},  # no dialplan at all
            DIALPLAN | {"file:extensions.conf", "file:extensions.ael", "file:extensions.lua"},
        ),
        ({"extensions.conf": "[a]\nexten => s,1,AGI(bill.php,1)\n"},
            {"application", "function", "channel", "format", "agi_command", "cdr"}),
        ({"cdr.conf": "[csv]\nusegmtime=yes\n"}, {"module:cdr_csv"}),
        ({"cdr.conf": "[csv]\n"}, set()),  # cdr_csv declines
    ],
)  # fmt: skip
def test_reach(files: dict[str, str], expected: set[str]) -> None:
    assert reached(files) == expected


@pytest.mark.parametrize("family", FAMILIES)
def test_a_table_hides_what_its_rows_can_ask_for(family: str) -> None:
    assert reached({"extconfig.conf": f"[settings]\n{family} => odbc,x\n"}) == FAMILIES[family]


@pytest.mark.parametrize(
    ("write", "has", "hasnt"),
    [
        ("", {"module:res_manager_devicestate"}, {"manager_action", "application", "function"}),
        ("originate", {"manager_action", "application", "channel"}, {"function", "cli_command"}),
        ("system,call", {"manager_action", "function"}, {"application"}),
        ("command", {"manager_action", "cli_command", "application"}, {"file:*"}),
        ("agent", {"manager_action", "channel"}, {"application"}),
        ("config", {"manager_action", "file:*"}, {"application"}),
        ("all", {"manager_action", "application", "function", "channel", "cli_command"}, set()),
    ],
)
def test_manager_clients_reach_what_their_classes_allow(
    write: str, has: set[str], hasnt: set[str]
) -> None:
    found = reached(
        {"manager.conf": f"[general]\nenabled=yes\n[joe]\nsecret=x\nread=all\nwrite={write}\n"}
    )
    assert has <= found
    assert not hasnt & found


def test_ari_programs_run_no_application() -> None:
    found = reached({"ari.conf": "[joe]\ntype=user\npassword=x\n"})
    assert {"function", "channel", "ari_resource"} <= found
    assert "application" not in found


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("pjsip.conf", "[{{ name }}]\ntype=endpoint\n", {"file:pjsip.conf"}),
        ("pjsip.conf", "[a]\ntype=endpoint\n{% include 'more' %}\n", {"file:pjsip.conf"}),
        (
            "pjsip.conf",
            "[a]\ntype=endpoint\n{% if x %}\ncontext=a\n{% endif %}\n",
            set(),
        ),  # the lines between can be read
        ("pjsip.conf", "[a]\ntype=auth\npassword={{ secret }}\n", set()),  # no module hangs on it
        ("pjsip.conf", "[a]\ntype=auth\npassword=${SECRET}\n", set()),
        ("pjsip.conf", "[a]\ntype=endpoint\nallow=<%= codecs %>\n", {"codec"}),
        ("pjsip.conf", "[a]\ntype=${KIND}\n", {"file:pjsip.conf"}),
        ("pjsip.conf", ";-- [{{ name }}] --;\n; {{ x }}\n[a]\ntype=endpoint\n", set()),
        (
            "extensions.conf",
            "[a]\nexten => s,1,Dial({{ trunk }}/1)\n",
            DIALPLAN | {"file:extensions.conf"},
        ),
        (
            "extensions.conf",
            "[a]\nexten => s,1,Dial(${TRUNK}/1)\n",
            set(),
        ),  # Asterisk's own variable: the dialplan reader's matter
        (
            "extconfig.conf",
            "[settings]\nparkinglots => ${ENGINE}\n",
            {"file:res_parking.conf", "engine"},
        ),
    ],
)
def test_placeholders(file: str, text: str, expected: set[str]) -> None:
    assert reached({file: text}) == expected


@pytest.mark.parametrize("release", ["22", "16"])
def test_a_package_as_installed_hides_only_its_examples(
    request: pytest.FixtureRequest, release: str
) -> None:
    directory = Path(request.getfixturevalue(f"asterisk_{release}"), "etc/asterisk")
    files = {
        path.name: path.read_text(encoding="utf-8", errors="surrogateescape")
        for path in directory.iterdir()
        if path.is_file()
    }
    made = configuration({"modules.conf": "[modules]\nautoload=no\n", **files}, release)
    hidden = {reach for thing in hidden_in(made) for reach in thing.reaches}
    assert {"module:pbx_ael", "module:pbx_lua", "module:cdr_csv"} <= hidden
    assert "file:pjsip.conf" not in hidden
