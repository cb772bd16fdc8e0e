"""Random configuration files: what people write, and what they write by mistake."""

from hypothesis import strategies as st

from tests.weighted import weighted

NAMES = ["a", "b", "A", "long name", "general", "x" * 79, "x" * 80, "é"]
KEYS = ["k", "K", "exten", "same", "a b", "\\k", "\\=", "\\;", "k+", "é", "\\é", "", "\\", "k\\"]
VALUES = [
    "1",
    "2",
    "",
    "one two",
    "a=b",
    "a;b",
    "a\\;b",
    "\\;",
    "x;--y--;z",
    "--;",
    ";--",
    "\\\\;",
    "=>",
    ">",
    '"q"',
    "é",
    "[x]",
    "(",
    "1,2|3",
    "a\\",
    "-- ;",
    "--",
]
BLANKS = ["", "", "", " ", "  ", "\t", "\x01", "\x0b ", "\x7f", "\xa0"]
OPERATORS = ["=", "=>", "+=", "+=>", " = ", " => ", " += ", "= >", "==", "+ ="]
ENDS = ["\n"] * 8 + [
    "\r\n",
    "\r\n",
    " ;c\n",
    ";c\n",
    "\n\n",
    " ;-- c --;\n",
    "\r",
    "\0\n",
    "x\0y\n",
]
OPTIONS = [
    "!",
    "+",
    "a",
    "b",
    "A",
    "",
    "nope",
    "+k=1",
    "+TEMPLATES=include",
    "+TEMPLATES=restrict",
    "+k=^[12]$",
    "+k=1&K=2",
    "+nope=1",
    " a",
]
TARGETS = [
    *(
        "@/one.conf",
        "@/two.conf",
        "@/sub/three.conf",
        "@/nope.conf",
        "@/*.inc",
        "@/sub/*.conf",
        "@/{two,one}.conf",
        "@/sub",
        "@/sub/../one.conf",
    ),
    *(
        "@/[ot]*.conf",
        "@/??e.conf",
        "/etc/asterisk/@/one.conf",
        "@/t[!x]o.conf",
        "@/{a,b,nope}.inc",
        "@/.*.inc",
    ),
]
QUOTES = ['"{}"', "<{}>", "{}", "'{}'", '"{}', "{}>"]

blanks = st.sampled_from(BLANKS)
ends = st.sampled_from(ENDS)


def lines(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(blanks, *parts, ends).map("".join)


names = st.sampled_from(NAMES)
# A section that adds to itself what it has (`[a](+,a)`) keeps Asterisk busy for ever.
options = (
    st.lists(st.sampled_from(OPTIONS), min_size=1, max_size=3)
    .filter(lambda some: len(some) == 1 or not any("+" in one for one in some))
    .map(",".join)
)
header_ends = st.one_of(
    st.just("]"),
    options.map("]({})".format),
    st.sampled_from(["", "] (a)", "]x", "](a", "](a)x", "]]"]),
)
headers = lines(st.just("["), names, header_ends)
plain_headers = lines(st.just("["), names, st.just("]"))
entries = lines(st.sampled_from(KEYS), st.sampled_from(OPERATORS), blanks, st.sampled_from(VALUES))
plain_entries = st.tuples(
    st.sampled_from(["k", "K", "exten"]),
    st.sampled_from(["=", " = ", " => "]),
    st.sampled_from(["1", "2", "one two"]),
).map("{0[0]}{0[1]}{0[2]}\n".format)
words = st.sampled_from(
    ["include", "include", "tryinclude", "tryinclude", "INCLUDE", "exec", "nope", "", "includeé"]
)
comments = st.sampled_from(
    [
        "; c\n",
        ";--\n",
        "--;\n",
        ";-- x\n",
        "k=1 --;\n",
        "--; k=2\n",
        ";-- --; k=3\n",
        ";---\n",
        "k=;-- ;-- --; --;4\n",
        "\\;--\n",
        "k=1\\;-- 2\n",
    ]
)
rubbish = st.one_of(
    st.text('k=;-\\[]()#+>" \t,!\n', max_size=12),
    st.sampled_from(["k\n", "=1\n", "\\\n", "\\ k=1\n", "\n", " \n"]),
)
long_lines = st.integers(8180, 8200).map(lambda size: "k=" + "x" * (size - 2) + "\nk=after\n")


def bodies(*choices: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(
        weighted((12, plain_entries), (12, good_entries), *((4, choice) for choice in choices)),
        min_size=2,
        max_size=20,
    ).map("".join)


# Most files have nothing in them at which Asterisk gives up, else there would be little to compare.
good_keys = st.sampled_from([key for key in KEYS if key not in ("\\", "\\é", "")])
good_entries = lines(good_keys, st.sampled_from(OPERATORS), blanks, st.sampled_from(VALUES))
good_options = st.sampled_from(
    [
        "!",
        "a",
        "A",
        "a,!",
        "!,A",
        "a,A",
        "+TEMPLATES=include",
        "+TEMPLATES=include,!",
        "!,+TEMPLATES=include",
    ]
)
good_headers = st.builds("[{}]({})\n".format, st.sampled_from(["a", "A"]), good_options)
calm = (plain_headers, good_headers, comments.filter(lambda line: line != "--;\n"))
rough = (*calm, entries, headers, rubbish, comments, long_lines)


def directives(*targets: str) -> st.SearchStrategy[str]:
    written = st.builds(str.format, st.sampled_from(QUOTES), st.sampled_from(targets))
    return lines(st.just("#"), words, st.sampled_from([" ", "\t", " ", ""]), written)


def good_directives(*targets: str) -> st.SearchStrategy[str]:
    return st.builds('#include "{}"\n'.format, st.sampled_from(targets)) | st.builds(
        "#tryinclude {}\n".format, st.sampled_from(TARGETS[3:5])
    )


def file(*firsts: str, body: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    last = st.sampled_from(["", "k=last", "[a]"])
    return st.tuples(st.sampled_from(firsts), body, last).map("".join).map(to_bytes)


def to_bytes(text: str) -> bytes:
    """UTF-8, but for the no-break space, which is the single byte of latin-1 here."""
    return text.encode().replace("\xa0".encode(), b"\xa0")


def included(*targets: str) -> st.SearchStrategy[bytes]:
    """A file that is included; it includes only what comes after it, for files that include each
    other are read thousands of times.
    """
    more = [directives(*targets)] if targets else []
    return file("", "[a]\n", "[c]\n", "\ufeff[b]\n", body=bodies(*calm, *more)) | file(
        "", "[b]\n", body=bodies(*rough, *more)
    )


START = "[a]\nk=1\n"
good_targets = [
    target
    for target in TARGETS
    if target
    not in (
        "@/nope.conf",
        "@/*.inc",
        "@/sub/three.conf",
        "@/sub/*.conf",
        "@/sub",
        "@/sub/../one.conf",
    )
]
mains = file(
    START,
    START,
    "\ufeff" + START,
    "[a](!)\nk=0\n",
    body=bodies(*calm, good_directives(*good_targets)),
)
rough_mains = file(START, "[a](b)\n", "k=1\n", "\ufeff", body=bodies(*rough, directives(*TARGETS)))
circles = st.sampled_from(
    [
        b"[a]\nk+=1\n#include @/main.conf\n[b]\nk=2\n",
        b"[a]\n#tryinclude @/main.conf\nk=1\n",
        b"[a]\n#include @/four.conf\nk=1\n",
    ]
)
configurations = st.fixed_dictionaries(
    {
        "main.conf": weighted((7, mains), (2, rough_mains), (1, circles)),
        "one.conf": included("@/two.conf", "@/sub/*.conf"),
        "two.conf": included("@/sub/three.conf"),
    },
    optional={
        "sub/three.conf": included(),
        "a.inc": included(),
        "b.inc": included(),
        ".c.inc": included(),
        "four.conf": st.just(b"#include @/main.conf\nk=2"),
    },
)
