"""Arguments of steps that differ in words and numbers."""

from hypothesis import strategies as st

# ~ stands for a word, # for a number; a text is written several times, with others.
PIECES = (
    "~", "${~}", "${~:#}", "${~:~}", "${~(~)}", "${~(~,#)}", "${~#(~)}", "${CUT(~,-,#)}",
    "${CUT(~(~),-,#)}", "${CUT(\"~\")}", "${CUT(${~(x)})}", "${SHIFT(~,:)}", "${ARRAY(~,~)}",
    "${EVAL(${~}~(x))}", "${EVAL(~)}", "${SET(~=~)}", "${DEVICE_STATE(~/~)}",
    "${IF($[${~} > #]?~:${~})}", "${IF($[${LEN(${~})} > #]?${CUT(~,-,#)}:${DB(~/~#)})}",
    "$[~(#)]", "$[ ~ (#)]", "$[~#(8)]", "$[\"~\" = \"${~}\"]", "$[~.~(#)]", "$[~]", "${~${~}(a)}",
    "${~-~(a)}", "${~.~(a)}", "${~ (a)}", "${~(", "$[~(", "${~", "é~(", "${é~(a)}",
    "~=", "~#=", "_~=", "__~=", "___~=", " ~=", "~ =", "~(~)=", "GLOBAL(~)=", "\"~\"=", "${~}=",
    "?~", ":~", ",", "(", ")", "=", "}", "]", "\"", "\\", " ", "&", "/", "@",
)  # fmt: skip
WORDS = st.sampled_from(
    (
        "a", "alpha", "bravo_carol", "X", "x1", "_", "LEN", "CUT", "DB", "IF", "EVAL", "FOO",
        "CEIL", "LOG", "CHANNEL", "CURL", "PJSIP", "TOUCH_MIXMONITOR_FORMAT",
        "TOUCH_MIXMONITOR_OPTIONS", "_MONITOR_EXEC", "BRIDGE_FEATURES", "VM_INFO", "VOICEMAIL",
        "TRANSFER_CONTEXT", "s", "QUEUE_MEMBER", "A12", "B", "wav", "http",
    )
)  # fmt: skip
NUMBERS = st.sampled_from(("", "0", "1", "2", "10", "12", "100"))
APPLICATIONS = st.sampled_from(
    ("Set", "Set", "SetGlobalVar", "MSet", "NoOp", "Goto", "GotoIf", "Gosub", "Verbose", "Dial",
     "ImportVar", "While", "VoiceMail", "QueueLog", "Macro", "set")
)  # fmt: skip


@st.composite
def in_other_words(draw: st.DrawFn) -> list[tuple[str, str]]:
    """Calls of an application whose arguments differ in words and numbers."""
    application = draw(APPLICATIONS)
    text = "".join(draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5)))
    found = []
    for _ in range(draw(st.integers(2, 6))):
        filled = text
        for sign, values in (("~", WORDS), ("#", NUMBERS)):
            while sign in filled:
                filled = filled.replace(sign, draw(values), 1)
        found.append((application, filled))
    return found
