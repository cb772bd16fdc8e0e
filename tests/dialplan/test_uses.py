"""What the steps' arguments run and name; each expectation follows from the source file that the
table's row names.
"""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asterisk_lint.dialplan.text_uses import call_uses, dial_uses, expression_uses
from asterisk_lint.dialplan.variable_values import known_variables
from asterisk_lint.model import Problem, Step, Unseen, Use
from asterisk_lint.releases import Release
from tests.amount import examples
from tests.found_in_steps import step_findings, step_uses


def step(application: str, arguments: str, context: str = "default", line: int = 7) -> Step:
    return Step(context, "100", 1, application, arguments, "extensions.conf", line, 11)


def inside(application: str, arguments: str, release: str = "22") -> list[str]:
    """What is used beside the application itself, as "KIND NAME in APPLICATION"."""
    first, *others = step_uses([step(application, arguments)], release=Release.parse(release))
    assert (first.kind, first.name, first.within) == ("application", application, None)
    return [f"{use.kind} {use.name} in {use.within}" for use in others]


@pytest.mark.parametrize(
    ("application", "arguments", "expected"),
    [
        # calling
        ("Dial", "PJSIP/100", ["channel PJSIP in Dial"]),
        ("Dial", "PJSIP/100&IAX2/x/200& DAHDI/g1/5,20",
            ["channel PJSIP in Dial", "channel IAX2 in Dial", "channel DAHDI in Dial"]),
        ("Dial", "PJSIP/100,20,U(sub^a^b)", ["channel PJSIP in Dial", "application Gosub in Dial"]),
        ("Dial", "PJSIP/100,20,b(pre^s^1(x^y))",
            ["channel PJSIP in Dial", "application Gosub in Dial"]),
        ("Dial", "PJSIP/100,20,U", ["channel PJSIP in Dial"]),
        ("Dial", "PJSIP/100,20,m", ["channel PJSIP in Dial", "module res_musiconhold in Dial"]),
        ("Dial", "PJSIP/100,20,A(hH)g", ["channel PJSIP in Dial", "format gsm in Dial"]),
        ("Dial", "PJSIP/100,20,h",
            ["channel PJSIP in Dial", "module bridge_builtin_features in Dial"]),
        ("Dial", "PJSIP/100,20,k", ["channel PJSIP in Dial", "application Park in Dial"]),
        (
            "Dial", "PJSIP/100,20,x",
            ["channel PJSIP in Dial", "module bridge_builtin_features in Dial",
                "application MixMonitor in Dial"],
        ),
        (
            "Dial", "PJSIP/100,20,L(60000:30000)",
            ["channel PJSIP in Dial", "module bridge_builtin_interval_features in Dial",
                "format gsm in Dial"],
        ),
        (
            "Dial", "PJSIP/100,20,L(60000:${W})",
            ["channel PJSIP in Dial", "module bridge_builtin_interval_features in Dial",
                "format gsm in Dial"],
        ),
        ("Dial", "PJSIP/100,20,L(60000)", ["channel PJSIP in Dial"]),
        ("Dial", "PJSIP/100,20,L(60000:0)", ["channel PJSIP in Dial"]),
        ("Dial", "PJSIP/100,20,L(60000::5000)", ["channel PJSIP in Dial"]),  # repeats no warning
        ("Dial", "PJSIP/100,20,D(www:hx)L", ["channel PJSIP in Dial"]),
        ("Dial", "PJSIP/100,20,P",
            ["channel PJSIP in Dial", "format gsm in Dial", "format sln in Dial"]),
        ("Dial", "PJSIP/100,20,t", ["channel PJSIP in Dial", "format gsm in Dial"]),
        ("Queue", "support,rT", ["format gsm in Queue"]),
        ("Bridge", "PJSIP/100-1,t", ["format gsm in Bridge"]),
        ("Dial", "PJSIP/100,20,A(https://example.com/a.ulaw)", [
            "channel PJSIP in Dial", "format gsm in Dial", "module res_http_media_cache in Dial",
            "format ulaw in Dial",
        ]),
        ("Dial", "${CHANNEL(channeltype)}/100&PJSIP/2",
            ["function CHANNEL in Dial", "channel PJSIP in Dial"]),
        ("Dial", "${PJSIP_DIAL_CONTACTS(100)}",
            ["function PJSIP_DIAL_CONTACTS in Dial", "channel PJSIP in Dial"]),
        ("Dial", "${IF($[1]?SIP/1:IAX2/2)}",
            ["function IF in Dial", "channel SIP in Dial", "channel IAX2 in Dial"]),
        ("RetryDial", "pls,10,3,SIP/1,20,U(x)", ["channel SIP in Dial", "application Gosub in Dial",
                "module res_musiconhold in RetryDial"]),
        ("ChanIsAvail", "SIP/1&IAX2/2,s", ["channel SIP in ChanIsAvail",
                "channel IAX2 in ChanIsAvail", "function CDR_PROP in ChanIsAvail"]),
        (
            "Page", "PJSIP/1&SIP/2,b(x^s^1)",
            ["channel PJSIP in Page", "channel SIP in Page", "application Gosub in Page"],
        ),
        ("FollowMe", "100,aB(x^s^1)", ["application Gosub in FollowMe", "format sln in FollowMe"]),
        ("Originate", "Local/1@x,exten,default,s,1", ["channel Local in Originate"]),
        ("Originate", "SIP/1,app,Dial,IAX2/2",
            ["channel SIP in Originate", "application Dial in Originate", "channel IAX2 in Dial"]),
        (
            "Originate", "SIP/1,exten,x,s,1,30,b(x^s^1)C(ulaw,g722)v(CDR(x)=1^B=2)",
            ["channel SIP in Originate", "application Gosub in Originate",
                "function CDR in Originate", "codec ulaw in Originate",
             "codec g722 in Originate"],
        ),
        ("Queue", "support,n,,,60", ["module res_musiconhold in Queue"]),
        ("Queue", "support,r,,,60,look.agi,answered",
            ["application AGI in Queue", "application Gosub in Queue"]),
        ("AddQueueMember", "support,SIP/1,,,Bob,Custom:b",
            ["channel SIP in AddQueueMember", "function DEVICE_STATE in AddQueueMember"]),
        ("ParkAndAnnounce", "lot,,pbx-parked,Console/dsp", ["channel Console in ParkAndAnnounce"]),
        # running applications
        ("Exec", "Playback(hello)", ["application Playback in Exec"]),
        ("TryExec", "Dial(SIP/1,,U(x))",
            ["application Dial in TryExec", "channel SIP in Dial", "application Gosub in Dial"]),
        ("ExecIf", "1?Set(CDR(x)=1)", ["application Set in ExecIf", "function CDR in Set"]),
        ("ExecIf", '$["${X}" = "a?b:c"]?NoOp(x:y):Macro(z)',
            ["application NoOp in ExecIf", "application Macro in ExecIf"]),
        ("ExecIf", "1?NoOp", ["application NoOp in ExecIf"]),
        ("ExecIf", "1?:Hangup", ["application Hangup in ExecIf"]),
        ("ExecIf", "1? Hangup", ["application  Hangup in ExecIf"]),
        ("ExecIf", "1,Dial,SIP/1,20", ["application Dial in ExecIf", "channel SIP in Dial"]),
        ("ExecIf", "1?ExecIf(1?Playback(x))",
            ["application ExecIf in ExecIf", "application Playback in ExecIf"]),
        ("ExecIfTime", "9:00-17:00,mon-fri,*,*?VoiceMail(1:2)",
            ["application VoiceMail in ExecIfTime"]),
        ("AELSub", "x,1", ["application Gosub in AELSub"]),
        # functions: read, written, named
        ("NoOp", "${CALLERID(num)} $[${LEN(x)}+1]",
            ["function CALLERID in NoOp", "function LEN in NoOp"]),
        ("Set", "CALLERID(name)=${DB(a/${CALLERID(num)})}",
            ["function DB in Set", "function CALLERID in Set"]),
        ("Set", "A=1,CDR(x)=2", []),
        ("MSet", "A=1,CDR(x)=2", ["function CDR in MSet"]),
        ("Set", "__X=1", []),
        ("Set", "ARRAY(A,CDR(b))=1,2", ["function ARRAY in Set", "function CDR in Set"]),
        ("Set", "X=${CUT(CALLERID(all),-,1)}", ["function CUT in Set", "function CALLERID in Set"]),
        ("Set", "X=${IMPORT(${CHAN},CDR(x))}", ["function IMPORT in Set", "function CDR in Set"]),
        ("Set", "X=${SET(CDR(x)=3)}", ["function SET in Set", "function CDR in Set"]),
        ("Set", "CHANNEL(hangup_handler_push)=h,s,1",
            ["function CHANNEL in Set", "application Gosub in Set"]),
        ("Set", "CHANNEL(language)=de", ["function CHANNEL in Set"]),
        ("Set", "DIALGROUP(g,add)=SIP/1&IAX2/2",
            ["function DIALGROUP in Set", "channel SIP in Set", "channel IAX2 in Set"]),
        ("Set", "DEVICE_STATE(Custom:lamp)=INUSE", ["function DEVICE_STATE in Set"]),
        ("NoOp", "${DEVICE_STATE(PJSIP/1)}",
            ["function DEVICE_STATE in NoOp", "channel PJSIP in NoOp"]),
        ("Set", "CONFBRIDGE(user,denoise)=yes",
            ["function CONFBRIDGE in Set", "function DENOISE in Set"]),
        ("Set", "CONFBRIDGE(user,denoise)=no", ["function CONFBRIDGE in Set"]),
        ("Set", "CONFBRIDGE(bridge,record_conference)=1",
            ["function CONFBRIDGE in Set", "application MixMonitor in Set", "format wav in Set"]),
        ("Set", "FEATUREMAP(parkcall)=", ["function FEATUREMAP in Set"]),
        ("Set", "FEATUREMAP(parkcall)=#7",
            ["function FEATUREMAP in Set", "application Park in Set"]),
        ("Set", "GLOBAL(BRIDGE_FEATURES)=x", ["function GLOBAL in Set",
                "module bridge_builtin_features in Set", "application MixMonitor in Set"]),
        ("Set", "CONNECTED_LINE_SEND_SUB=x", ["application Gosub in Set"]),
        ("Read", "CDR(pin),enter,4", ["function CDR in Read"]),
        ("Read", "PIN,enter,4", []),
        ("WaitForCondition", '#,#["#{HINT(1)}" = "x"],5', ["function HINT in WaitForCondition"]),
        ("MixMonitor", "a.wav,,mail ^{CALLERID(num)}",
            ["format wav in MixMonitor", "function CALLERID in MixMonitor"]),
        # recording and sounds
        (
            "MixMonitor", "${UNIQUEID}.wav49,br(in.gsm)t(out.ulaw)",
            ["format wav49 in MixMonitor", "format gsm in MixMonitor", "format ulaw in MixMonitor"],
        ),
        (
            "MixMonitor", "/var/a.b/call,B(5)m(1@default)",
            ["application VoiceMail in MixMonitor", "function PERIODIC_HOOK in MixMonitor",
                "application Playback in MixMonitor"],
        ),
        ("Set", "TOUCH_MIXMONITOR_BEEP=5",
            ["function PERIODIC_HOOK in Set", "application Playback in Set"]),
        ("Set", "__TOUCH_MIXMONITOR_OPTIONS=bB(5)",
            ["function PERIODIC_HOOK in Set", "application Playback in Set"]),
        ("Set", "TOUCH_MIXMONITOR_OPTIONS=b", []),
        ("Set", "MONITOR_OPTIONS=r(in.gsm)", ["format gsm in Set"]),
        ("Set", "CONFBRIDGE(bridge,record_options)=B", [
            "function CONFBRIDGE in Set", "function PERIODIC_HOOK in Set",
            "application Playback in Set",
        ]),
        ("Set", "CALLCOMPLETION(cc_callback_sub)=back,s,1",
            ["function CALLCOMPLETION in Set", "application Gosub in Set"]),
        ("Set", "LIMIT_TIMEOUT_FILE=over",
            ["module bridge_builtin_interval_features in Set", "format gsm in Set"]),
        ("Record", "greeting.wav,5", ["format wav in Record"]),
        ("Record", "/tmp/%d.${FMT}", []),
        ("Dictate", "", ["format raw in Dictate"]),
        ("Playback", "hello&https://example.com/x.wav",
            ["module res_http_media_cache in Playback", "format wav in Playback"]),
        ("BackGround", "http://example.com/a.b/x.y.gsm?k=1.wav",
            ["module res_http_media_cache in BackGround", "format gsm in BackGround"]),
        ("Playback", "https://example.com/x", ["module res_http_media_cache in Playback"]),
        ("WaitExten", "5,m(jazz)", ["module res_musiconhold in WaitExten"]),
        ("MeetMe", "1,bn", ["application AGI in MeetMe"]),
        ("DISA", "1234,internal", ["application ResetCDR in DISA", "function CDR_PROP in DISA"]),
        ("DISA", "1234,internal,,,n", ["application ResetCDR in DISA"]),
        # nothing
        ("Goto", "Dial,SIP/1,1", []),
        ("Playback", "Dial(SIP/1)", []),
        ("NoOp", "ExecIf(1?Playback(x))", []),
        ("System", "echo {CDR(x)} $(date)", []),
    ],
)  # fmt: skip
def test_arguments(application: str, arguments: str, expected: list[str]) -> None:
    assert inside(application, arguments) == expected


@pytest.mark.parametrize(
    ("release", "application", "arguments", "expected"),
    [
        (
            "1.4",
            "Dial",
            "SIP/1&IAX2/2|20|M(x)",
            ["channel SIP in Dial", "channel IAX2 in Dial", "application Macro in Dial"],
        ),
        ("1.4", "ExecIf", "$[1]|Playback|hello", ["application Playback in ExecIf"]),
        ("1.4", "Set", "A=1|CDR(x)=2", ["function CDR in Set"]),
        (
            "1.4",
            "Queue",
            "q|t|||60|a.agi",
            ["format gsm in Queue", "application AGI in Queue", "module res_musiconhold in Queue"],
        ),
        ("1.8", "Dial", "SIP/1|20|M(x)", ["channel SIP in Dial"]),
        ("16", "Dial", "SIP/1,,M(x)", ["channel SIP in Dial", "application Macro in Dial"]),
        (
            "16",
            "Dial",
            "SIP/1,,w",
            [
                "channel SIP in Dial",
                "module bridge_builtin_features in Dial",
                "application Monitor in Dial",
            ],
        ),
        ("16", "MacroIf", "1?a:b", ["application Macro in MacroIf"]),
        (
            "16",
            "Queue",
            "q,r,,,60,,mac,sub",
            ["application Macro in Queue", "application Gosub in Queue"],
        ),
        ("22", "Dial", "SIP/1,,M(x)w", ["channel SIP in Dial"]),
        ("22", "Queue", "q,r,,,60,,,sub", []),
        ("16", "Monitor", "", ["format wav in Monitor"]),
        (
            "16",
            "Monitor",
            "wav49:http://x,y,B",
            [
                "format wav49 in Monitor",
                "function PERIODIC_HOOK in Monitor",
                "application Playback in Monitor",
            ],
        ),
        ("11", "Dial", "SIP/1,,x", ["channel SIP in Dial", "application MixMonitor in Dial"]),
    ],
)
def test_releases_differ(
    release: str, application: str, arguments: str, expected: list[str]
) -> None:
    assert inside(application, arguments, release) == expected


def dynamic(
    application: str, arguments: str, known: Mapping[str, frozenset[str]] | None = None
) -> list[str]:
    found = step_findings([step(application, arguments)], release=Release.parse("22"), known=known)
    return [
        thing.rule if isinstance(thing, Problem) else " ".join(sorted(thing.reaches))
        for thing in found
        if not isinstance(thing, Use)
    ]


@pytest.mark.parametrize(
    ("application", "arguments", "expected"),
    [
        ("Dial", "${ARG1}", ["dynamic-use", "channel"]),
        ("Dial", "${TECH}/100", ["dynamic-use", "channel"]),
        ("Dial", "SIP/1&${OTHER}", ["dynamic-use", "channel"]),
        ("Dial", "SIP/${EXTEN}&SIP/${PEER}/1", []),
        ("Dial", "Local/${EXTEN}@x", []),
        ("Dial", "", []),
        (
            "Dial",
            "${CHANNEL(channeltype)}/${EXTEN}",
            [],
        ),  # the technology of the channel that calls
        ("Dial", "PJSIP/1&${CUT(CHANNEL(name),/,1)}/2,20", []),
        ("Dial", "${CHANNEL(musicclass)}/1", ["dynamic-use", "channel"]),
        ("MixMonitor", "${UNIQUEID}.wav", []),
        ("MixMonitor", "${FILE}", ["format"]),
        ("Exec", "${APP}(${ARGS})", ["dynamic-use", "application channel function"]),
        ("ExecIf", "1?${APP}", ["dynamic-use", "application channel function"]),
        ("Exec", "NoOp(${ARGS})", []),
        ("Set", "X=${${FN}(1)}", ["dynamic-use", "function"]),
        ("Set", "${FN}(a)=1", ["dynamic-use", "function"]),
        ("Set", "${NAME}=1", []),
        ("Set", "X=${EVAL(${TEXT})}", ["dynamic-use", "function"]),
        ("Set", "X=${HASH(${A},${B})}", []),
        ("Goto", "${CONTEXT},${EXTEN},1", []),
        ("Gosub", "${SUB},s,1", []),
        ("ChanIsAvail", "${DEVICE}", ["dynamic-use", "channel"]),
    ],
)
def test_names_that_only_a_call_shows(
    application: str, arguments: str, expected: list[str]
) -> None:
    assert dynamic(application, arguments) == expected


def test_options_that_only_a_call_shows_reach_what_they_could_ask_for() -> None:
    found = [
        thing
        for thing in step_findings(
            [step("Dial", "SIP/1,20,${OPTIONS}")], release=Release.parse("22")
        )
        if not isinstance(thing, Use)
    ]
    assert all(isinstance(thing, Unseen) for thing in found)
    [first, *_] = [thing for thing in found if isinstance(thing, Unseen)]
    assert {"module:app_stack", "module:bridge_builtin_features", "module:app_mixmonitor"} <= set(
        first.reaches
    )


def test_known_variables_say_what_a_name_is() -> None:
    known = {
        "TRUNK": frozenset({"PJSIP/telco", "IAX2/telco"}),
        "BOTH": frozenset({"${TRUNK}"}),
        "OPTIONS": frozenset({"tU(x)"}),
    }
    found = list(
        step_findings(
            [step("Dial", "${BOTH}/${EXTEN},20,${OPTIONS}")],
            release=Release.parse("22"),
            known=known,
        )
    )
    assert [f"{use.kind} {use.name}" for use in found if isinstance(use, Use)] == [
        "application Dial", "channel IAX2", "channel PJSIP", "application Gosub", "format gsm",
    ]  # fmt: skip
    assert len(found) == 5


def test_quotes_in_a_value_are_taken_off_as_the_application_does() -> None:
    found = step_uses(
        [step("Dial", "${TRUNK}/1")],
        release=Release.parse("22"),
        known={"TRUNK": frozenset({'"DAHDI/g2"'})},
    )
    assert [use.name for use in found] == ["Dial", "DAHDI"]


def test_a_variable_that_names_itself_ends() -> None:
    known = {"A": frozenset({"${A}x", "${B}", "SIP/1"}), "B": frozenset({"${A}", "${B}"})}
    assert {"channel SIP", "dynamic-use"} <= {
        f"{thing.kind} {thing.name}" if isinstance(thing, Use) else getattr(thing, "rule", "")
        for thing in step_findings([step("Dial", "${A}")], release=Release.parse("22"), known=known)
    }


def test_what_macro_and_gosub_hand_over_is_followed() -> None:
    steps = [
        step("Macro", "stdexten,100,SIP/100"),
        step("Dial", "${ARG2},20", context="macro-stdexten"),
        step("Gosub", "sub,s,1(IAX2/${EXTEN})"),
        step("Set", "LOCAL(dev)=${ARG1}", context="sub"),
        step("Dial", "${dev}", context="sub"),
        step("Dial", "${ARG3}", context="sub", line=9),
    ]
    found = list(step_findings(steps, release=Release.parse("16"), known=known_variables(steps)))
    assert [use.name for use in found if isinstance(use, Use) and use.kind == "channel"] == [
        "SIP",
        "IAX2",
    ]
    assert [thing.line for thing in found if isinstance(thing, Problem)] == [9]


def test_an_expression_that_is_never_closed_is_a_problem() -> None:
    found = list(step_findings([step("Set", "X=${LEN(a)")], release=Release.parse("22")))
    assert [thing.rule for thing in found if isinstance(thing, Problem)] == ["syntax-error"]


def test_uses_stand_where_their_name_does() -> None:
    line = " same => n,ExecIf($[${LEN(x)}]?Dial(SIP/1,,U(s)))"
    found = step_uses(
        [Step("c", "e", 2, "ExecIf", "$[${LEN(x)}]?Dial(SIP/1,,U(s))", "extensions.conf", 3, 12)],
        release=Release.parse("22"),
        lines=lambda file: ["", "", line],
    )
    assert [(use.name, use.column) for use in found] == [
        ("ExecIf", 12),
        ("LEN", 23),
        ("Dial", 32),
        ("SIP", 37),
        ("Gosub", 12),
    ]


def test_hints_name_devices() -> None:
    hint = Step(
        "phones",
        "100",
        "hint",
        "PJSIP/100&Custom:dnd,CustomPresence:bob",
        "",
        "extensions.conf",
        5,
        20,
    )
    found = list(step_uses([hint], release=Release.parse("22")))
    assert [f"{use.kind} {use.name} {use.priority}" for use in found] == [
        "channel PJSIP hint", "function DEVICE_STATE hint", "function PRESENCE_STATE hint",
    ]  # fmt: skip


PLACE = Use("call", "", "features.conf", 4, 10, because="the key runs this")


def test_values_of_other_files() -> None:
    assert [f"{use.kind} {use.name} {use.line}" for use in call_uses("Playback(x)", PLACE)] == [
        "application Playback 4"
    ]
    assert [f"{use.kind} {use.name}" for use in call_uses("Dial, SIP/${CALLERID(num)}", PLACE)] == [
        "function CALLERID", "application Dial", "channel SIP",
    ]  # fmt: skip
    assert [(use.name, use.because) for use in dial_uses("SIP/1&IAX2/2", PLACE)] == [
        ("SIP", PLACE.because),
        ("IAX2", PLACE.because),
    ]
    assert [(use.name, use.column) for use in expression_uses("x ${CDR(a)}", PLACE)] == [
        ("CDR", 14)
    ]


def test_the_same_thing_twice_in_one_step_is_one_use() -> None:
    assert inside("Dial", "SIP/1&SIP/2&SIP/3") == ["channel SIP in Dial"]


@pytest.mark.parametrize(
    "text",
    ["${" * 4000, "$[" * 4000, "${IF(1?" * 1000, "ExecIf(1?" * 900, "${F(" * 1500 + ")}" * 1500,
        "(" * 8000, "${A}" * 1000,
     "\x01\x02${A(\x01\x02)},?:", "?", ""],
    ids=lambda text: repr(text[:12]),
)  # fmt: skip
@pytest.mark.parametrize(
    "application",
    ["Dial", "ExecIf", "Set", "Exec", "GosubIf", "Originate", "WaitForCondition", "MixMonitor"],
)
def test_odd_texts_are_read_all_the_same(application: str, text: str) -> None:
    known = {"A": frozenset({"${A}", text[:200]})}
    first, *_ = step_findings(
        [step(application, text), step(application, "1?" + text)],
        release=Release.parse("22"),
        known=known,
    )
    assert isinstance(first, Use)
    assert first.name == application


PIECES = [
    "${", "}", "$[", "]", "(", ")", ":", ",", "?", "&", "|", "^", "=", "\\", '"', " ", "A", "SIP/",
    "F(", "Dial(", "ExecIf(", "Set(",
    "B(", "U(", "IF(", "EVAL(",
    "CUT(", "é", "\udc80", "\x00", "\x01", "\x02", "1", "-", ".",
]  # fmt: skip


@given(
    st.sampled_from(
        [
            "Dial",
            "ExecIf",
            "Set",
            "Exec",
            "MSet",
            "GosubIf",
            "Macro",
            "Originate",
            "MixMonitor",
            "Queue",
            "Read",
            "Page",
            "ExecIfTime",
        ]
    ),
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
    st.sampled_from(["1.4", "1.8", "16", "22"]),
)
@settings(max_examples=examples(400), deadline=None)
def test_random_arguments_are_read_all_the_same(
    application: str, text: str, value: str, release: str
) -> None:
    steps = [step(application, text), Step("default", "1", "hint", text, "", "extensions.conf", 1)]
    found = list(
        step_findings(
            steps, release=Release.parse(release), known=known_variables(steps, [("A", value)])
        )
    )
    assert [
        use.name
        for use in found
        if isinstance(use, Use) and use.within is None and use.priority == 1
    ] == [application]
    assert all(thing.reaches for thing in found if isinstance(thing, Unseen))
