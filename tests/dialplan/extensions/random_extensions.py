"""Random extensions.conf files: what people write, and what they write by mistake."""

from hypothesis import strategies as st

from tests.weighted import weighted

GLOBALS = [
    "A=12",
    "B=${A}3",
    "EMPTY=",
    "_C=5",
    "A=9",
    "LONG=abcdefgh",
    "N=${NOPE}x",
    "D=${A:1}",
    "E=${LONG:2:3}",
    "F=${LONG:-3}",
    "G=${LONG:1:-2}",
    "H=${B${EMPTY}}",
    "I=$A",
]
EXTENSIONS = [
    *(
        "s",
        "1",
        "100",
        "10-0",
        "1 0 0",
        "h",
        "i",
        "_X.",
        "_x.",
        "_[0-9].",
        "_XX",
        "_[0-9]x",
        "_X[1-9]",
        "_XZ",
        "_X-Z",
        "_NXX",
        "_[2-9]XX",
        "_[a-c-]X",
        "_.",
        "_!",
        "_X!",
    ),
    *(
        "100/200",
        "100/2-0-0",
        "100/",
        "_1XX/_2XX",
        "_1XX/_2xx",
        "100/2.5.",
        "${A}",
        "${A}0",
        "_${A}X",
        "${B:1}",
        "${B:0:1}",
        "${NOPE}",
        "${E}",
        "${F}x${G}",
        "$A",
        "a,b",
        "[1,2]",
    ),
    *(
        "_[1,2]X",
        "_[]5",
        "_[",
        "",
        " ",
        "foo bar",
        "\\,x",
        "abc",
        "ABC",
        "é",
        "_\xa0",
        "x" * 90,
        "_[[-]",
        "_5",
        "_[5]",
        "_[a-]",
        "a/b/c",
        "1(2)",
        "_1[3-4-6]",
    ),
]
PRIORITIES = [
    *(
        "1",
        "1",
        "1",
        "1",
        "n",
        "n",
        "n",
        "n",
        "n",
        "n",
        "2",
        "3",
        "4",
        "10",
        "hint",
        "next",
        "same",
        "s",
        "n+1",
        "n+2",
        "1+1",
        "hint+2",
        "s+1",
        "n(a)",
        "n(b)",
        "1(a)",
        "n(a",
        "n()",
    ),
    *(
        "n(a)+5",
        "5(b)",
        "a",
        "b",
        "a+2",
        "0",
        "-1",
        "",
        "N",
        " n ",
        "2x",
        "n x",
        "1.5",
        "+1",
        "n+x",
        "n+-3",
        "99999999999",
        "hint(a)",
        "1+-3",
        "n (a)",
        "(a)",
    ),
]
APPLICATIONS = [
    *(
        "NoOp()",
        "NoOp",
        "NoOp(x)",
        "Dial(SIP/1&SIP/2,20,tT)",
        " NoOp(x) ",
        "NoOp (x)",
        "noop(a,b",
        "NoOp(a)b)c",
        "NoOp((x)",
        "NoOp(x;y)",
        "NoOp(x\\;y)",
        'NoOp("x,y")',
        "",
        "NoOp,x",
    ),
    *(
        "Set(A=${B})",
        "Set(A=$[1+(2)])",
        "${APP}(x)",
        "$[1](x)",
        "No${X}Op",
        "NoOp)(",
        "NoOp(${A:1})",
        "Goto(a,1,1)",
        "NoOp(x) ; c",
        "NoOp(x);c",
        "\tNoOp(x)",
        "SIP/100",
        "NoOp(é\xa0)",
    ),
    *(
        "SIP/${EXTEN}",
        "SIP/${EXTEN}&Custom:${A}",
        "Custom:x(y)",
        "A\\b(c\\,d)",
        "NoOp(;--x--;y)",
        "NoOp(\\;--)",
        "ExecIf($[${X}=1]?NoOp(a):NoOp(b))",
        "NoOp( x )",
        "[x]({y})",
    ),
]
ASSIGNMENTS = ["=>", "=>", " => ", "=", " = ", "=> ", " =>", "+="]
OTHERS = [
    *(
        "include => b",
        "include => b",
        "include => B",
        "include => ${A}",
        "include => b,9:00-17:00,mon-fri,*,*",
        "ignorepat => 9",
        "ignorepat => ${A}",
        "autohints = yes",
        "foo = bar",
    ),
    *(
        "switch => Realtime/x@y",
        "switch => Realtime/x@y",
        "lswitch => Loopback/${EXTEN}@b",
        "eswitch => Realtime/${X}",
        "switch => DUNDi",
        "samething => n,NoOp(s)",
        "exten",
        "extens => 1,1,A",
    ),
]
INCLUDE = "#include one.conf"
LINES_OF_CONF = [
    INCLUDE,
    "#tryinclude nope.conf",
    ";--",
    "--;",
    "; c",
    "",
    "[a](+)",
    "[c](t)",
    "[t](!)",
    "[globals]",
    "[general]",
    "[b](!)",
    "junk",
]
ENDS = ["\n"] * 9 + ["\r\n", " \n", " ; c\n", "\t;c\n", " ;-- c --;\n"]


def line(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(st.sampled_from(["", "", "", " ", "\t"]), *parts, st.sampled_from(ENDS)).map(
        "".join
    )


extension_lines = line(
    st.sampled_from(["exten", "exten", "EXTEN"]),
    st.sampled_from(ASSIGNMENTS),
    st.sampled_from(EXTENSIONS),
    st.sampled_from([",", ",", ",", ", ", " ,", ""]),
    st.sampled_from(PRIORITIES),
    st.sampled_from([",", ",", ",", ", ", " ,", ""]),
    st.sampled_from(APPLICATIONS),
)
good_extensions = st.sampled_from(
    [extension for extension in EXTENSIONS if extension not in ("", " ", "_[", "${NOPE}")]
)
good_priorities = st.sampled_from(
    [",1,", ",1,", ",1(a),", ",hint,", ",n,", ",n(b),", ",2,", ", 3 ,"]
)
first_lines = line(
    st.just("exten => "), good_extensions, good_priorities, st.sampled_from(APPLICATIONS)
)
same_lines = line(
    st.sampled_from(["same", "same", "Same"]),
    st.sampled_from(ASSIGNMENTS),
    st.sampled_from(PRIORITIES),
    st.just(","),
    st.sampled_from(APPLICATIONS),
)
next_lines = line(st.just("same => n,"), st.sampled_from(APPLICATIONS))
others = line(st.sampled_from(OTHERS))
conf_lines = line(st.sampled_from(LINES_OF_CONF))
contexts = line(st.sampled_from(["[a]", "[a]", "[b]", "[c]", "[A]", "[default]", "[long name]"]))
rubbish = st.text("exten=>sam1,n()_X.[]${}/\\; \"'!-+é\n", max_size=20).map(
    lambda text: f"exten => {text}\n"
)
lines = weighted(
    (6, first_lines), (6, next_lines), (4, extension_lines), (3, same_lines), (1, others),
    (1, conf_lines), (1, contexts), (1, rubbish)
)  # fmt: skip


def to_bytes(text: str) -> bytes:
    """UTF-8, but for the no-break space, which is the single byte of latin-1 here."""
    return text.encode().replace("\xa0".encode(), b"\xa0")


global_lines = st.lists(st.sampled_from(GLOBALS), max_size=6).map(
    lambda some: "[globals]\n" + "".join(f"{one}\n" for one in some)
)
bodies = st.lists(lines, min_size=6, max_size=30).map("".join)
# A file that includes itself is read over and over, which takes Asterisk a long time.
included = st.lists(lines.filter(lambda text: INCLUDE not in text), max_size=4).map("".join)
configurations = st.fixed_dictionaries(
    {
        "extensions.conf": st.tuples(
            global_lines, st.just("[t](!)\nexten => t,1,NoOp(t)\n[a]\n"), bodies
        )
        .map("".join)
        .map(to_bytes),
        "one.conf": included.map(to_bytes),
    }
)
