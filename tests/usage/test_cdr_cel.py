import pytest

from asterisk_lint.usage.cdr_templates import is_compiled
from tests.usage.found import names

CUSTOM = "[mappings]\nMaster.csv => ${CSV_QUOTE(${CDR(src)})},${CDR(dst)}\n"
EVENTS = "[mappings]\nM.csv => ${eventtype},${CHANNEL(uniqueid)}\n"
ON = "[general]\nenable=yes\n"
ODD = "[mappings]\nMaster.csv => ${CSV_QUOTE(${CDR(src)})},${TOUPPER(${CDR(dst)})}\n"


@pytest.mark.parametrize(
    ("files", "release", "expected"),
    [
        ({"cdr_custom.conf": CUSTOM}, "16",
            {"module cdr_custom", "function CSV_QUOTE", "function CDR"}),
        ({"cdr_custom.conf": CUSTOM}, "22.8",
            {"module cdr_custom", "function CSV_QUOTE", "function CDR"}),
        ({"cdr_custom.conf": CUSTOM}, "22.9", {"module cdr_custom"}),
        ({"cdr_custom.conf": ODD}, "22",
            {"module cdr_custom", "function CSV_QUOTE", "function CDR", "function TOUPPER"}),
        ({"cdr_custom.conf": "[mappings]\n"}, "22", set()),
        ({"cel.conf": ON, "cel_custom.conf": EVENTS}, "16",
            {"cel *", "module cel_custom", "function CHANNEL"}),
        ({"cel.conf": ON, "cel_custom.conf": EVENTS}, "22", {"cel *", "module cel_custom"}),
        (
            {"cdr_sqlite3_custom.conf": "[master]\ntable=cdr\ncolumns=a\nvalues='${CDR(src)}'\n"},
            "16",
            {"module cdr_sqlite3_custom", "function CDR"},
        ),
        ({"cdr.conf": "[general]\nenable=yes\n"}, "22", {"cdr *"}),
        ({"cdr.conf": "[general]\nenable=no\n"}, "22", set()),
        ({"cdr.conf": "[csv]\nusegmtime=yes\nloguniqueid=yes\nloguserfield=yes\naccountlogs=yes\n"},
            "22", {"module cdr_csv"}),
        # as shipped
        ({"cdr.conf": "[general]\n[csv]\nusegmtime=yes\nloguniqueid=yes\nloguserfield=yes\n"
            "accountlogs=yes\n"}, "22", set()),
        ({"cdr.conf": "[csv]\nusegmtime=no\n"}, "22", {"module cdr_csv"}),
        ({"cdr.conf": "[radius]\nradiuscfg=/etc/x\n"}, "22", {"module cdr_radius"}),
        ({"cdr_manager.conf": "[general]\nenabled = no\n"}, "22", set()),  # as shipped
        ({"cdr_manager.conf": "[general]\nenabled = yes\n[mappings]\nrate => Rate\n"}, "22",
            {"module cdr_manager", "function CDR"}),
        ({"cdr_adaptive_odbc.conf": "[first]\nconnection=mysql1\n"}, "22",
            {"module cdr_adaptive_odbc"}),
        ({"cdr_pgsql.conf": "[global]\n"}, "22", set()),  # as shipped
        ({"cdr_syslog.conf": "[general]\n[simple]\ntemplate=\"${CDR(src)}\"\n"}, "16",
            {"module cdr_syslog", "function CDR"}),
        ({"cel.conf": "[general]\nenable=yes\napps=dial\n[manager]\nenabled=yes\n"}, "22",
            {"cel *"}),
        ({"cel.conf": f"{ON}[manager]\nenabled=yes\n", "manager.conf": ON.replace("enable",
                    "enabled")}, "22", {"cel *", "module cel_manager"}),
        # as shipped, but for one event
        ({"cel.conf": "[general]\napps=dial,park\nevents=ALL\n[manager]\n[radius]\n"}, "22", set()),
        ({"cel.conf": ON, "cel_odbc.conf": "[general]\n[first]\nconnection=x\ntable=cel\n"}, "22",
            {"cel *", "module cel_odbc"}),
        # no events without cel.conf
        ({"cel_odbc.conf": "[general]\n[first]\nconnection=x\ntable=cel\n"}, "22", set()),
    ],
)  # fmt: skip
def test_uses(files: dict[str, str], release: str, expected: set[str]) -> None:
    assert names("cdr_cel", files, release) == expected


@pytest.mark.parametrize(
    ("record", "template", "compiled"),
    [
        ("cdr", "${CDR(src)}", True),
        ("cdr", "${CSV_QUOTE(${CDR(src)})},${CDR(x y)}", True),
        ("cdr", '"a, ${FOO(b)}",${CDR(src)}', True),  # a quoted text is never evaluated
        ("cdr", "src,dst,uniqueid(quote)", True),  # the new kind of list
        ("cdr", "${CHANNEL(name)},${CALLERID(num)}", True),
        ("cdr", "${IF($[1]?a:b)}", False),
        ("cdr", "${myvariable}", False),
        ("cdr", "'${CDR(src)}'", True),
        ("cel", "${eventtype}", True),
        ("cel", "${CDR(src)}", False),  # no such thing in an event
        ("cel", "${CSV_QUOTE(${CALLERID(name)})}", True),
    ],
)
def test_is_compiled(record: str, template: str, compiled: bool) -> None:
    assert is_compiled(record, template) == compiled


TEMPLATES = (
    "${CDR(src)}",
    "${CSV_QUOTE(${CDR(src)})},${CDR(my field)}",
    '"a, ${FOO(b)}",${CDR(src)}',
    '"a" ${TOUPPER(b)}',
    "src,dst,uniqueid",
    "${CHANNEL(name)},${CALLERID(num)}",
    "${IF($[1]?a:b)}",
    "${myvariable}",
    "'${CDR(src)}','${CDR(dst)}'",
    "${CDR(src)}x${TOUPPER(a)}",
    "x${TOUPPER(a)}",
    "$[1+1]",
    "${CSV_QUOTE(${TOUPPER(${CDR(src)})})}",
    "${CDR(start,u)}",
    "${CSV_QUOTE('lit')},b",
    "${eventtype},${eventextra}",
    "${CSV_QUOTE(${eventtime})},${BRIDGEPEER}",
    "${CSV_QUOTE(${CALLERID(name)})},${CHANNEL(uniqueid)}",
    "${CALLERID(ANI)},${eventtype:0:3}",
    "${STRFTIME(,,%c)},a",
    " ${ CDR(src) } ",
    "",
)


def test_asterisk_compiles_the_same_templates(asterisk_22: str) -> None:
    from asterisk_lint.witness.boot import boot

    mappings = "[mappings]\n" + "".join(
        f"{number}.csv => {template}\n" for number, template in enumerate(TEMPLATES) if template
    )
    files = {
        "cdr_custom.conf": mappings.encode(),
        "cel_custom.conf": mappings.encode(),
        "cel.conf": b"[general]\nenable=yes\n",
    }
    with boot(
        asterisk_22,
        files,
        modules=["[modules]", "load=cdr_custom", "load=cel_custom", "load=res_cdrel_custom"],
    ) as asterisk:
        log = asterisk.log
    seen = 0
    for record in ("cdr", "cel"):
        for number, template in enumerate(TEMPLATES):
            start = f"{record}_custom.conf->{number}.csv: Logging legacy"
            said = next(
                (line.partition(start)[2] for line in log.splitlines() if start in line), None
            )
            if said is None:
                # A line that Asterisk reads itself and then refuses: nothing of it is ever
                # evaluated.
                assert is_compiled(record, template), f"{record} {template}"
            else:
                seen += 1
                assert said.endswith("as advanced") == is_compiled(record, template), (
                    f"{record} {template}"
                )
    assert seen > len(TEMPLATES)
