"""Variables that nothing sets, and functions of func_odbc.conf without the query."""

import pytest

from tests.references.test_rows import told

SET = "[a]\nexten => 1,1,Set(CUSTOMER=1)\n same => n,"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("CUSTOMER", "CUSTMER"),
        ("CUSTOMER", "CUSTOMMER"),
        ("CUSTOMER", "CUSTOEMR"),
        ("CUSTOMER", "CUSTONER"),
        ("CUSTOMER", "Customer"),
        ("CALL_TARGET", "CALLTARGET"),
        ("__CUSTOMER", "CUSTMER"),
        ("GLOBAL(CUSTOMER)", "CUSTMER"),
        ("CUSTOMER", "CUSTMER:1:2"),
    ],
)
def test_a_typing_mistake_is_told(written: str, read: str) -> None:
    text = f"[a]\nexten => 1,1,Set({written}=1)\n same => n,NoOp(${{{read}}})\n"
    (message,) = told({"extensions.conf": text})
    name = read.partition(":")[0]
    assert f"nothing sets the variable '{name}' (did you mean '" in message
    assert message.startswith("information extensions.conf:3 ")


@pytest.mark.parametrize(
    "rest",
    [
        "NoOp(${CUSTOMERS})",
        "NoOp(${CUSTOMER2})",
        "NoOp(${COSTUMES})",
        "NoOp(${OTHER})",
        "NoOp(${DIALSTATUS}${Dialstatus})\n same => n,Set(DIALSTATUX=1)\n"
        " same => n,NoOp(${DIALSTATUS})",
        "Read(CUSTMER,beep)\n same => n,NoOp(${CUSTMER})",
        "Set(${NAME}=1)\n same => n,NoOp(${CUSTMER})",
        "Set(CUST${NAME}=1)\n same => n,NoOp(${CUSTMER})",
        "MixMonitor(x.wav,i(CUSTMER))\n same => n,NoOp(${CUSTMER})",
        "NoOp(${CUSTMER}) ; the web page sets CUSTMER",
        "Set(FROM_A=1)\n same => n,NoOp(${FROM_B})",
        "Set(LINE_1=1)\n same => n,NoOp(${LINE_2})",
    ],
)
def test_another_name_is_not_told(rest: str) -> None:
    assert told({"extensions.conf": f"{SET}{rest}\n"}) == []


@pytest.mark.parametrize(
    "more",
    [
        {"set.py": "print('SET VARIABLE CUSTMER 1')\n"},
        {"extensions.lua": "extensions = {b = {}}\n"},
        {"extensions.conf": "#include hidden.conf\n"},
        {"extensions.conf": "#exec /usr/bin/more\n"},
        {"extensions.conf": "same => n,AGI(elsewhere.py)\n"},
        {"manager.conf": "[general]\nenabled=yes\n[crm]\nsecret=x\nwrite=all\n"},
        {"ari.conf": "[general]\nenabled=yes\n[crm]\ntype=user\npassword=x\n"},
    ],
)
def test_nothing_is_told_where_something_else_may_set_it(more: dict[str, str]) -> None:
    files = {"extensions.conf": SET + "NoOp(${CUSTMER})\n"}
    for name, text in more.items():
        files[name] = files.get(name, "") + text
    assert told(files) == []


READS = "[a]\nexten => 1,1,Set(X=${ODBC_NAME(7)})\n"
WRITES = "[a]\nexten => 1,1,Set(ODBC_NAME(7)=x)\n"
ONLY_WRITE = "[NAME]\ndsn=x\nwritesql=UPDATE a SET b=1\n"
ONLY_READ = "[NAME]\ndsn=x\nreadsql=SELECT 1\n"


@pytest.mark.parametrize(
    ("dialplan", "functions", "lacks"),
    [
        (READS, ONLY_WRITE, "readsql"),
        (WRITES, ONLY_READ, "writesql"),
        (READS, ONLY_READ, ""),
        (WRITES, ONLY_WRITE, ""),
        (READS, ONLY_WRITE + "readsql=SELECT 1\n", ""),
        (READS, "[general]\n", ""),
        (READS, f"[t](!)\nreadsql=SELECT 1\n{ONLY_WRITE.replace(']', '](t)', 1)}", ""),
        (READS, ONLY_WRITE.replace("dsn", "prefix=DB\ndsn"), ""),
        (WRITES.replace("Set(", "MSet(A=1,"), ONLY_READ, "writesql"),
        (WRITES.replace("Set(", "Verbose("), ONLY_READ, ""),
        (READS, f"{ONLY_WRITE}#include hidden.conf\n", ""),
        (READS, f"{ONLY_WRITE}#exec /usr/bin/more\n", ""),
    ],
)
def test_queries(dialplan: str, functions: str, lacks: str) -> None:
    found = told({"extensions.conf": dialplan, "func_odbc.conf": functions})
    assert [each for each in found if "no readsql" in each or "no writesql" in each] == found
    assert [each.rpartition(" ")[2] for each in found] == ([lacks] if lacks else [])


HANGUP = {"extensions.conf": "[a]\nexten => 1,1,Hangup()\n"}


@pytest.mark.parametrize(
    ("files", "lost"),
    [
        ({"cdr_custom.conf": "[mappings]\nM.csv => ${CDR(bilsec)}\n"}, "bilsec"),
        ({"cdr_syslog.conf": '[cdr]\ntemplate = "${CDR(dispositoin)}"\n'}, "dispositoin"),
        ({"extensions.conf": "[a]\nexten => 1,1,NoOp(${CDR(acountcode)})\n"}, "acountcode"),
        (
            {"extensions.conf": "[a]\nexten => 1,1,Set(CDR(ticket)=1)\n"
                " same => n,NoOp(${CDR(tiket)})\n"},
            "tiket",
        ),
        ({"cdr_custom.conf": "[mappings]\nM.csv => ${CDR(BillSec)},${CDR(tariff)}\n"}, ""),
        ({"cdr_custom.conf": "[mappings]\nM.csv => ${CDR(billsec,f)},${CDR(dcontext)}\n"}, ""),
        ({"extensions.conf": "[a]\nexten => 1,1,Set(CDR(ticket)=1)\n same => n,Set(CDR(tickt)=2)\n"
            " same => n,NoOp(${CDR(tickt)})\n"}, ""),
        ({"cdr_custom.conf": "[mappings]\nM.csv => ${CDR(bilsec)} ; bilsec is set by the CRM\n"},
            ""),
        (
            {
                "cdr_custom.conf": "[mappings]\nM.csv => ${CDR(bilsec)}\n",
                "manager.conf": "[general]\nenabled=yes\n[crm]\nsecret=x\nwrite=all\n",
            },
            "",
        ),
    ],
)  # fmt: skip
def test_cdr_fields(files: dict[str, str], lost: str) -> None:
    found = [each for each in told({**HANGUP, **files}) if "CDR field" in each]
    assert [each.split("'")[1] for each in found] == ([lost] if lost else [])


@pytest.mark.parametrize(
    ("events", "lost"),
    [
        ("CHAN_START,BRIDGE_START", "BRIDGE_START"),
        ("ANSWER, HANGPU", "HANGPU"),
        ("ALL", ""),
        ("chan_start,Answer,DTMF", ""),
        ("", ""),
    ],
)
def test_cel_events(events: str, lost: str) -> None:
    files = {"cel.conf": f"[general]\nenable=yes\nevents={events}\n"}
    found = told(files)
    assert [each.split("'")[1] for each in found] == ([lost] if lost else [])
    assert told({"cel.conf": files["cel.conf"] + "#include more.conf\n"}) == []


@pytest.mark.parametrize(
    ("call", "lost"),
    [
        ("Context: b\n", "context 'b'"),
        ("Context: a\nExtension: 2\nPriority: 1\n", "extension '2'"),
        ("Context: a\nExtension: 1\nPriority: 2\n", "priority '2'"),
        ("Context: a\nExtension: 1\n", ""),
        ("Context: a\n", "extension 's'"),
        ("# Context: b\nApplication: Hangup\n", ""),
        ("Application: Hangup\nContext: b\n", ""),
        ("Context: {{ context }}\n", ""),
    ],
)
def test_call_files(call: str, lost: str) -> None:
    found = told({**HANGUP, "night.call": f"Channel: Local/1@a\n{call}"})
    assert [each.split("there is no ")[1].split(" in ")[0] for each in found] == (
        [lost] if lost else []
    )
