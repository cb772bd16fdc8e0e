"""Dialplan that cannot do what it says: what is reported, and what is not."""

import pytest

from asterisk_lint.check import check_files
from asterisk_lint.releases import Release
from asterisk_lint.rules import ODDITIES, load_rule
from asterisk_lint.rules.selection import RuleSelection
from asterisk_lint.tree.target import Target
from tests.memory import MemoryFiles

# These follow from the whole dialplan, the others from one line.
OF_DIALPLAN = (
    "unreachable-priority", "priority-gap", "missing-first-priority", "wrong-pattern",
    "shadowed-extension",
)  # fmt: skip


def lines(
    rule: str, text: str, release: str = "22", file: str = "extensions.conf", **more: str
) -> list[int]:
    """The lines at which a rule reports a dialplan."""
    files = {"modules.conf": "[modules]\nautoload = yes\n", file: text}
    files |= {name.replace("_", "."): content for name, content in more.items()}
    target = Target(MemoryFiles(files), Release.parse(release))
    found = check_files(target, RuleSelection(frozenset({rule}))).findings
    return sorted(line for each in found for line in (each.line, *(one for _, one in each.also)))


REPORTED = [
    (
        "unreachable-priority",
        "exten => 1,1,Goto(2,1)\n same => n,Playback(a)\nexten => 2,1,Answer()",
        [3],
    ),
    ("unreachable-priority", "exten => 1,1,Busy(3)\n same => n,Playback(a)", [3]),
    (
        "unreachable-priority",
        "exten => 1,1,Hangup\n same => n,Dial(PJSIP/a)\n same => n,Hangup",
        [3],
    ),
    ("unreachable-priority", "exten => 1,1,Hangup\nexten => 1,3(x),NoOp\nexten => 1,2,Answer", [4]),
    ("priority-gap", "exten => 1,1,Answer\nexten => 1,3,Playback(a)\nexten => 1,4,Hangup", [3]),
    ("priority-gap", "exten => 1,1,Answer\nexten => 1,n+3,Playback(a)", [3]),
    ("priority-gap", "exten => 1,1,Answer\nexten => 1,102,Playback(a)", [3]),
    ("missing-first-priority", "exten => 1,2,Answer\nexten => 1,3,Playback(a)", [2]),
    ("missing-first-priority", "exten => 1,2,Answer\nexten => _2X,1,Playback(a)", [2]),
    ("wrong-pattern", "exten => _[5-2],1,Answer", [2]),
    ("wrong-pattern", "exten => _[],1,Answer", [2]),
    ("wrong-pattern", "exten => _1[23,1,Answer", []),  # the comma is within the brackets
    ("wrong-pattern", "exten => _,1,Answer", [2]),
    ("wrong-pattern", "exten => _9.X,1,Answer", [2]),
    ("wrong-pattern", "exten => _conf-XXX,1,Answer", [2]),
    ("wrong-pattern", "exten => NXXNXXXXXX,1,Answer", [2]),
    ("wrong-pattern", "exten => 0X.,1,Answer", [2]),
    (
        "shadowed-extension",
        "exten => 10,1,Answer\nexten => 11,1,Answer\nexten => _1[01],1,Answer",
        [4],
    ),
    ("shadowed-extension", "include => b\nexten => _X.,1,Hangup\n[b]\nexten => 200,1,Answer", [2]),
    (
        "shadowed-extension",
        "include => b\ninclude => c\n[b]\nexten => _X!,1,Hangup\n[c]\nexten => _2XX,1,Answer",
        [3],
    ),
    ("unknown-application-option", "exten => 1,1,Dial(PJSIP/a,,Y)", [2]),
    ("unknown-application-option", "exten => 1,1,Queue(a,tTz)", [2]),
    ("unknown-application-option", "exten => 1,1,Dial(PJSIP/a,${T},gY)", [2]),
    ("unknown-application-option", "exten => 1,1,ExecIf(${X}?Dial(PJSIP/a,,Y))", [2]),
    ("unknown-application-option", "exten => 1,1,ExecIf(${X}?NoOp(a):Dial(PJSIP/a,,Y))", [2]),
    ("unknown-application-option", "exten => 1,1,TryExec(Exec(Dial(PJSIP/a,,Y)))", [2]),
    ("unknown-application-option", "exten => 1,1,ExecIfTime(*,*,*,*?Queue(a,z))", [2]),
    ("wrong-argument-count", "exten => 1,1,ExecIf(${X}?Queue())", [2]),
    ("wrong-argument-count", "exten => 1,1,Exec(Playback(a,skip,b))", [2]),
    (
        "unknown-application-option",
        f"exten => 1,1,{'ExecIf(${X}?' * 20}Dial(PJSIP/a,,Y){')' * 20}",
        [2],
    ),
    ("old-separator", "exten => 1,1,ExecIf(${X}?Goto(a|1|1))", [2]),
    ("constant-condition", "exten => 1,1,ExecIf(${X}?GotoIf(1?x))\n same => n(x),NoOp", [2]),
    ("malformed-assignment", "exten => 1,1,ExecIf(${X}?Set(A =1))", [2]),
    ("wrong-argument-count", "exten => 1,1,Gosub()", [2]),
    ("wrong-argument-count", "exten => 1,1,Queue", [2]),
    ("wrong-argument-count", "exten => 1,1,Playback(a,skip,b)", [2]),
    ("old-separator", "exten => 1,1,Goto(a|1|1)", [2]),
    ("old-separator", "exten => 1,1,Read(x|beep|4)", [2]),
    ("old-separator", 'exten => 1,1,GotoIf($["${X}" = "1"]?a|1|1)', [2]),
    ("constant-condition", "exten => 1,1,GotoIf(1?x)\n same => n(x),NoOp", [2]),
    ("constant-condition", "exten => 1,1,GotoIf($[FOO = 1]?x)\n same => n(x),NoOp", [2]),
    ("constant-condition", "exten => 1,1,ExecIf(${X} = 1?Answer())", [2]),
    ("constant-condition", "exten => 1,1,GotoIf($[${X}]&$[${Y}]?x)\n same => n(x),NoOp", [2]),
    ("constant-condition", "exten => 1,1,Set(A=${IF(1?a:b)})", [2]),
    ("constant-condition", "exten => 1,1,While(${I} < 5)\n same => n,EndWhile()", [2]),
    ("constant-condition", "exten => 1,1,GotoIf(x)\n same => n(x),NoOp", [2]),
    ("malformed-expression", "exten => 1,1,Set(A=$[(${X} + 1])", [2]),
    ("malformed-expression", "exten => 1,1,Set(A=$[${X} + 1)])", [2]),
    ("malformed-expression", 'exten => 1,1,Set(A=$["${X}])', [2]),
    ("malformed-expression", "exten => 1,1,Set(A=${EXTEN:x})", [2]),
    ("malformed-expression", "exten => 1,1,Set(A=${EXTEN:1:2:3})", [2]),
    ("malformed-assignment", "exten => 1,1,Set(A)", [2]),
    ("malformed-assignment", "exten => 1,1,Set(CALLERID(num) =1)", [2]),
]

# A word that means nothing to one text means something to the next.
TOLD_APART = [
    ("malformed-expression", "Set(A=${FEATUREMAP(parkcall)})", "Set(A=${FEATUREMAP(park)})"),
    ("malformed-expression", "Set(A=${X:1})", "Set(A=${X:y})"),
    ("constant-condition", "GotoIf(${X}?x)", "GotoIf(X?x)"),
    ("constant-condition", "GotoIf($[${X} = 1]?x)", "GotoIf($[X = 1]?x)"),
    ("unknown-application-option", "Dial(PJSIP/${X},,t)", "Dial(PJSIP/${X},,Y)"),
    ("wrong-argument-count", "Playback(${X},skip)", "Playback(${X},skip,a)"),
]


@pytest.mark.parametrize(("rule", "fine", "odd"), TOLD_APART)
def test_one_fine_text_hides_no_other(rule: str, fine: str, odd: str) -> None:
    text = f"[a]\nexten => 1,1(x),{fine}\n same => n,{odd}\n"
    assert lines(rule, text) == [3]


SILENT = [
    # Another way leads there.
    ("unreachable-priority", "exten => 1,1,Hangup\n same => n(x),Playback(a)"),
    ("unreachable-priority", "exten => 1,1,Hangup\n same => n,Playback(a)\nexten => 2,1,Goto(1,2)"),
    ("unreachable-priority",
        "exten => 1,1,GotoIf($[${A}]?+2)\n same => n,Hangup\n same => n,Answer"),
    ("unreachable-priority",
        "exten => 1,1,Dial(a/b,,G(a^1^2))\n same => n,Hangup\n same => n,Answer"),
    ("unreachable-priority", "exten => 1,1,Hangup\n same => n,Answer\nexten => 2,1,Goto(${A})"),
    ("unreachable-priority", "exten => 1,1,Hangup\n same => n,Answer\nexten => 2,1,Goto(1,${A})"),
    ("unreachable-priority", "exten => 1,1,Hangup\n same => n,Answer\nexten => 2,1,Goto(${A},2)"),
    ("unreachable-priority",
        "exten => 1,1,Set(GOSUB_RESULT=GOTO:a^1^3)\n same => n,Hangup\n same => n,Answer"),
    ("unreachable-priority", "exten => 1,1,AGI(x)\n same => n,Hangup\n same => n,Answer"),
    ("unreachable-priority",
        "exten => 1,1,While($[${I}])\n same => n,Goto(1)\n same => n,EndWhile\n same => n,Answer"),
    ("unreachable-priority", "exten => 100,1,NoOp\nexten => _1XX,1,Hangup\n same => n,Answer"),
    # A second end does no harm.
    ("unreachable-priority", "exten => 1,1,Goto(1)\n same => n,Hangup()"),
    ("unreachable-priority", "exten => 1,1,Congestion()\n same => n,Hangup()"),
    ("unreachable-priority", "exten => 1,1,GotoIf($[${A}]?1)\n same => n,Answer"),
    ("priority-gap", "exten => 1,1,Answer\nexten => 1,3(busy),Playback(a)"),
    ("priority-gap", "exten => 1,1,Answer\nexten => 1,3,Hangup"),
    ("priority-gap", "exten => 1,1,Answer\nexten => 1,3,Playback(a)\nexten => _X,2,NoOp"),
    ("priority-gap", "exten => 1,2,Answer\nexten => 1,1,NoOp\nexten => 1,3,Playback(a)"),
    ("priority-gap",
        "include => b\nexten => 1,1,Answer\nexten => 1,3,Playback(a)\n[b]\nexten => 1,2,NoOp"),
    ("priority-gap", "switch => Realtime\nexten => 1,1,Answer\nexten => 1,3,Playback(a)"),
    ("missing-first-priority", "exten => 12,2,Answer\nexten => _1X,1,NoOp"),
    ("missing-first-priority", "exten => s,2,Answer\nexten => 2,1,Goto(s,2)"),
    ("missing-first-priority", "exten => s,2(x),Answer"),
    ("missing-first-priority", "exten => 1,hint,PJSIP/a"),
    ("missing-first-priority", "switch => Realtime\nexten => 1,2,Answer"),
    ("wrong-pattern", "exten => _co[n]f.,1,Answer"),
    ("wrong-pattern", "exten => _aXXX,1,Answer"),
    ("wrong-pattern", "exten => _nxx,1,Answer"),
    ("wrong-pattern", "exten => _[a-z].,1,Answer"),
    ("wrong-pattern", "exten => NANCY,1,Answer"),
    ("wrong-pattern", "exten => X,1,Answer"),
    ("wrong-pattern", "exten => 192.0.2.1,1,Answer"),
    ("wrong-pattern", "exten => _+[0-9].,1,Answer"),
    ("wrong-pattern", "exten => NXX,1,Answer\nexten => 1,1,Goto(NXX,1)"),
    ("shadowed-extension", "exten => 10,1,Answer\nexten => _1[01],1,Answer"),
    ("shadowed-extension", "exten => 10/5,1,Answer\nexten => _10,1,Answer"),
    ("shadowed-extension", "exten => 10,1,Answer\nexten => _10,2,Answer"),
    ("shadowed-extension",
        "include => b\nexten => _X.,1,NoOp\n[b]\nexten => 200,1,NoOp\n same => n,Answer"),
    ("shadowed-extension", "include => b\nexten => _X.,1,Hangup\n[b]\nexten => 2,1,Answer"),
    ("shadowed-extension",
        "include => b\nexten => _X.,1,Hangup\n[b]\nexten => 22,1,Answer\nexten => s,1,Answer"),
    (
        "shadowed-extension",
        "include => b,9:00-17:00,*,*,*\ninclude => c\n[b]\nexten => _X!,1,Hangup\n[c]\n"
        "exten => 22,1,Answer",
    ),
    ("unknown-application-option", "exten => 1,1,Dial(PJSIP/a,,${X}Y)"),
    # Nested deeper, calls are not looked at: each level costs the length of the rest.
    ("unknown-application-option",
        f"exten => 1,1,{'ExecIf(${X}?' * 21}Dial(PJSIP/a,,Y){')' * 21}"),
    ("unknown-application-option", "exten => 1,1,Dial(PJSIP/a,,m(Y)U(x^Y))"),
    ("unknown-application-option", "exten => 1,1,Dial(PJSIP/a,, t T)"),
    ("unknown-application-option", "exten => 1,1,Dial(PJSIP/a,,{{ options }})"),
    ("unknown-application-option", "exten => 1,1,Playback(a,noanswer)"),
    ("unknown-application-option", "exten => 1,1,Background(a,skip)"),
    ("unknown-application-option", "exten => 1,1,OurOwn(a,Y,Y)"),
    ("unknown-application-option", "exten => 1,1,ExecIf(${X}?Dial(PJSIP/a,,tT):Hangup)"),
    ("unknown-application-option", "exten => 1,1,Exec(${APP}(PJSIP/a,,Y))"),
    ("unknown-application-option", "exten => 1,1,TryExec(${APP})"),
    ("wrong-argument-count", "exten => 1,1,ExecIf(${X}?Return():Answer())"),
    ("malformed-assignment", "exten => 1,1,ExecIf(${X}?Set(A=${IF($[${B} > 1]?c d:e)}):Set(B=1))"),
    ("wrong-argument-count", "exten => 1,1,Answer()\n same => n,NoOp()\n same => n,Hangup"),
    ("wrong-argument-count", "exten => 1,1,Queue(${Q})"),
    ("wrong-argument-count", "exten => 1,1,Playback(a,skip,)"),
    ("wrong-argument-count", "exten => 1,1,Log(NOTICE,a,b,c)"),
    ("old-separator", "exten => 1,1,System(a | b)"),
    ("old-separator", 'exten => 1,1,GotoIf($["${A}" = "1" | "${B}" = "2"]?x)\n same => n(x),NoOp'),
    ("old-separator", "exten => 1,1,GotoIfTime(9:00-17:00|mon-fri|*|*?x)\n same => n(x),NoOp"),
    ("old-separator", "exten => 1,1,NoOp(a|b)\n same => n,Set(A=a|b)\n same => n,Verbose(1|b)"),
    ("old-separator", "exten => 1,1,Dial(PJSIP/a,20,A(a|b))"),
    ("constant-condition", "exten => 1,1,While(1)\n same => n,EndWhile"),
    ("constant-condition", "exten => 1,1,GotoIf(${X}?x)\n same => n(x),NoOp"),
    ("constant-condition", "exten => 1,1,GotoIf($[${X} = 1]?x)\n same => n(x),NoOp"),
    ("constant-condition", "exten => 1,1,GotoIf(${ISNULL(${X})}?x)\n same => n(x),NoOp"),
    ("constant-condition", "exten => 1,1,GotoIf({{ flag }}?x)\n same => n(x),NoOp"),
    ("constant-condition", "exten => 1,1,GotoIf(${TARGET})"),
    ("constant-condition", "exten => 1,1,ExecIf(${A},Set,B=1)"),
    ("constant-condition", "exten => 1,1,GotoIf($[LEN(x) > 1]?x)\n same => n(x),NoOp"),
    ("malformed-expression", 'exten => 1,1,Set(A=$["(${X}" = "("])'),
    ("malformed-expression",
        "exten => 1,1,Set(A=${X:${Y}})\n same => n,Set(B=${X:-2}${X: 1}${X::2})"),
    ("malformed-expression", "exten => 1,1,Set(A=${STRFTIME(,,%H:%M)})"),
    ("malformed-assignment", "exten => 1,1,Set(A= 1)\n same => n,Set(CALLERID(name)=a b)"),
    ("malformed-assignment", "exten => 1,1,Set(${A})\n same => n,Set(HASH(a b)=1)"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "text", "expected"), REPORTED)
def test_it_is_reported(rule: str, text: str, expected: list[int]) -> None:
    assert lines(rule, f"[a]\n{text}\n") == expected


@pytest.mark.parametrize(("rule", "text"), SILENT)
def test_nothing_is_reported(rule: str, text: str) -> None:
    assert lines(rule, f"[a]\n{text}\n") == []


@pytest.mark.parametrize("rule", OF_DIALPLAN)
@pytest.mark.parametrize(
    "hiding", ["#include hidden.conf", "#tryinclude hidden.d/*.conf", "#exec /usr/local/bin/more"]
)
def test_what_cannot_be_read_could_change_it(rule: str, hiding: str) -> None:
    assert lines(rule, load_rule(rule).bad["extensions.conf"] + f"{hiding}\n") == []


@pytest.mark.parametrize("rule", OF_DIALPLAN)
def test_lua_could_change_it(rule: str) -> None:
    text = load_rule(rule).bad["extensions.conf"]
    assert lines(rule, text, extensions_lua="extensions = more()\n") == []


@pytest.mark.parametrize("rule", OF_DIALPLAN)
def test_another_order_of_extensions_could_change_it(rule: str) -> None:
    text = load_rule(rule).bad["extensions.conf"]
    assert lines(rule, f"[general]\nextenpatternmatchnew = yes\n{text}") == []


@pytest.mark.parametrize("rule", sorted(set(ODDITIES) - set(OF_DIALPLAN)))
def test_a_line_is_odd_whatever_cannot_be_read(rule: str) -> None:
    assert lines(rule, load_rule(rule).bad["extensions.conf"] + "#include hidden.conf\n")


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("wrong-argument-count", "Playback({{ sounds }})"),
        ("malformed-assignment", "Set({{ assignment }})"),
        ("malformed-assignment", "Set(@ASSIGNMENT@)"),
        ("malformed-expression", "Set(A=$[(1 {{ rest }}])"),
        ("malformed-expression", "Set(A=${X:{{ start }}})"),
        ("old-separator", "Dial({{ phones | join('&') }})"),
        ("unknown-application-option", "Dial(PJSIP/a,,__OPTIONS__)"),
        ("constant-condition", "GotoIf(@CONDITION@?x)"),
    ],
)
def test_a_deployment_could_fill_in_something_right(rule: str, text: str) -> None:
    assert lines(rule, f"[a]\nexten => 1,1,{text}\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "exten => 1,1,{{ application }}\nexten => 1,3,Playback(a)",
        "exten => 1,1,Answer\nexten => 1,3,Playback(a)\nexten => {{ extension }},2,NoOp",
        "exten => 1,1,Answer\n{% if more %}\nexten => 1,2,NoOp\n{% endif %}\n"
        "exten => 1,3,Playback(a)",
        "exten => 1,1,Answer\nexten => 1,3,Playback(a)\nexten => 2,1,Goto({{ target }})",
        "exten => 1,1,Answer\nexten => 1,3,Playback(a)\ninclude => {{ more }}",
        "exten => 1,1,Answer\nexten => 1,3,Playback(a)\nexten => 2,1,Stasis(x)",
        "exten => 1,1,Answer\nexten => 1,3,Playback(a)\nexten => 2,1,ChannelRedirect(x,a,1,3)",
        "exten => 1,1,Answer\nexten => 1,3,Playback(a)\nexten => 2,1,Set(MACRO_OFFSET=1)",
    ],
)
def test_a_gap_could_be_filled_or_skipped(text: str) -> None:
    assert lines("priority-gap", f"[a]\n{text}\n") == []


@pytest.mark.parametrize(
    ("rule", "text", "release", "reported"),
    [
        ("unknown-application-option", "Dial(PJSIP/a,,M(x))", "22", True),
        ("unknown-application-option", "Dial(PJSIP/a,,M(x))", "16", False),
        ("unknown-application-option", "Dial(SIP/a,,B(x^s^1))", "1.8", True),
        ("unknown-application-option", "Dial(SIP/a,,Y)", "1.4", False),
        ("unknown-application-option", "Dial(SIP/a,,Y)", "master", False),
        ("wrong-argument-count", "SetAMAFlags()", "16", True),
        ("wrong-argument-count", "Playback()", "1.4", True),
        ("old-separator", "Dial(SIP/a|20)", "1.4", False),
        ("old-separator", "Dial(SIP/a|20)", "1.6.2", True),
    ],
)
def test_releases_differ(rule: str, text: str, release: str, reported: bool) -> None:
    assert bool(lines(rule, f"[a]\nexten => 1,1,{text}\n", release)) == reported


def test_ael_and_lua_call_applications_too() -> None:
    ael = "context a { 1 => { Dial(PJSIP/a,,Y); if (1) { Queue(q,z); } } }\n"
    assert lines("unknown-application-option", ael, file="extensions.ael") == [1, 1]
    assert lines("constant-condition", ael, file="extensions.ael") == []
    lua = 'extensions = {a = {["1"] = function() app.dial("PJSIP/a", 20, "Y") end}}\n'
    assert lines("unknown-application-option", lua, file="extensions.lua") == [1]


def test_a_jump_with_old_separators_is_reported_once() -> None:
    files = {
        "modules.conf": "[modules]\nautoload=yes\n",
        "extensions.conf": "[a]\nexten => 1,1,Goto(b|1|1)\n",
    }
    scope = RuleSelection(frozenset({"old-separator", "unknown-context", "unknown-priority"}))
    found = check_files(Target(MemoryFiles(files), Release.parse("22")), scope).findings
    assert [each.rule for each in found] == ["old-separator"]


AEL = [
    ("return;\nPlayback(a);", [3]),
    ("goto end;\nPlayback(a);\nend:\nPlayback(b);", [3]),
    ("jump 2@b;\nPlayback(a);\nPlayback(b);", [3]),
    ("while (${X}) {\nbreak;\nPlayback(a);\n};\nPlayback(b);", [4]),
    ("for (i=0; ${i}<3; i=${i}+1) {\ncontinue;\nPlayback(a);\n};\nPlayback(b);", [4]),
    ("if (${X}) {\nHangup();\nPlayback(a);\n} else {\nPlayback(b);\n};", [4]),
    ("switch (${X}) {\ncase 1:\nbreak;\nPlayback(a);\ndefault:\nPlayback(b);\n};", [5]),
    # What the compiler adds behind the end of a branch or a loop is nobody's mistake.
    ("if (${X}) {\nreturn;\n} else {\nPlayback(b);\n};", []),
    ("while (${X}) {\nPlayback(a);\nreturn;\n};", []),
    ("for (i=0; ${i}<3; i=${i}+1) {\nPlayback(a);\nbreak;\n};", []),
    ("switch (${X}) {\ncase 1:\nPlayback(a);\nbreak;\ndefault:\nreturn;\n};", []),
    ("goto end;\nend:\nPlayback(b);", []),
    ("return;\nNoOp(a);\nHangup();", []),
]


@pytest.mark.parametrize(("text", "reported"), AEL)
def test_ael_has_statements_that_no_call_reaches(text: str, reported: list[int]) -> None:
    whole = f"context a {{ 1 => {{\n{text}\n}};\n}};\ncontext b {{ 2 => NoOp(); }};\n"
    assert lines("unreachable-priority", whole, file="extensions.ael") == reported


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("Dial(PJSIP/a,20,G(c^1^1));", True),
        ("GotoIf(${X}?c,1,1);", True),
        ("Dial(PJSIP/a,20,G(a^1^1));", False),
        ("jump 1@c;", False),  # AEL's compiler reports these
        ("&c();", False),
        ("Dial(PJSIP/a,20,U(c));", True),
    ],
)
def test_ael_s_applications_name_places_too(text: str, reported: bool) -> None:
    whole = f"context a {{ 1 => {{ {text} }} }}\n"
    assert bool(lines("unknown-context", whole, file="extensions.ael")) == reported


def test_a_subroutine_may_be_a_macro_of_ael() -> None:
    whole = (
        "macro m() { NoOp(); }\ncontext a { 1 => { Dial(PJSIP/a,20,U(m)); Queue(q,,,,,,m); } }\n"
    )
    assert lines("unknown-extension", whole, file="extensions.ael") == []
