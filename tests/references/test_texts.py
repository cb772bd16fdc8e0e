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
        "NoOp(${DIALSTATUS}${Dialstatus})\n same => n,Set(DIALSTATUX=1)\n same => n,NoOp(${DIALSTATUS})",
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
