import pytest

from asterisk_lint.usage.odbc_functions import odbc_functions
from tests.usage.found import configuration, names, uses
from tests.usage.needed import reasons, states


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"extconfig.conf": "[settings]\nsippeers => odbc,asterisk,peers,1\n"}, {"engine odbc"}),
        ({"extconfig.conf": "[settings]\n"}, set()),
        ({"sorcery.conf": "[res_pjsip]\nendpoint=realtime,ps_endpoints\n"
            "endpoint/cache=memory_cache,object_lifetime_maximum=1\n"},
         {"wizard realtime", "wizard memory_cache"}),
        # as shipped
        ({"sorcery.conf": "[general]\n[test_sorcery_section]\ntest=memory\n[test_sorcery_cache]\n"
            "test/cache=test\ntest=memory\n"}, set()),
        # as shipped
        ({"res_odbc.conf": "[ENV]\n[asterisk]\nenabled => no\ndsn => asterisk\n"}, set()),
        # nothing uses it
        ({"res_odbc.conf": "[asterisk]\nenabled => yes\ndsn => asterisk\n"}, set()),
        # 22 has no such module
        ({"res_config_sqlite.conf": "[general]\ndbfile => x\ncdr_table => cdr\n"}, set()),
    ],
)  # fmt: skip
def test_uses(files: dict[str, str], expected: set[str]) -> None:
    assert names("realtime", files) == expected


def test_functions_of_func_odbc_conf() -> None:
    made = configuration(
        {"func_odbc.conf": "[general]\n[USER]\nreadsql=x\n[RATE]\nprefix=MY\nreadsql=x\n[T](!)\n"}
    )
    assert [(each.kind, each.name, each.module) for each in odbc_functions(made)] == [
        ("function", "ODBC_USER", "func_odbc"),
        ("function", "MY_RATE", "func_odbc"),
    ]


def test_a_statements_functions_count_with_func_odbc_alone() -> None:
    found = uses(
        "realtime",
        {"func_odbc.conf": "[USER]\nreadsql=SELECT '${SQL_ESC(${ARG1})}', '${TOUPPER(${ARG2})}'\n"},
    )
    assert [(use.kind, use.name, use.readers) for use in found] == [
        ("function", "TOUPPER", ("func_odbc",))
    ]


def test_a_connection_alone_needs_nothing_and_keeps_what_is_loaded() -> None:
    files = {"res_odbc.conf": "[asterisk]\ndsn => asterisk\n"}
    assert "res_odbc" not in reasons(files)
    assert states(files, loads="res_odbc") == {"res_odbc": "required"}
    used = {
        **files,
        "cdr_odbc.conf": "[global]\ndsn=asterisk\n",
        "cdr.conf": "[general]\nenable=yes\n",
    }
    assert "res_odbc" in reasons(used)
