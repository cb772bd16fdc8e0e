"""Arguments of steps that differ in numbers, and values for the variables in them."""

from hypothesis import strategies as st

# # stands for a number; a text is written several times, with others.
PIECES = (
    "PJSIP/#", "${A#}", "${A#}/x", "${A#:1}", "${A:#}", "${A:1:#}", "${A: #}", "${EXTEN:#}",
    "${CUT(A#,-,#)}", "${IF($[${A#} > #]?SIP/#:${B#})}", "${DB(a/#)}", "${ARG#}", "${B${A#}}",
    "${F#(x)}", "$[LOG#(8)]", "$[LOG#  (8)]", "$[#+${A#}]", "${GLOBAL(A#)}", "a#", "a#b", "#",
    "x.g#", "x.wav#", "http://h/#.wav", "L(#:#)", "L(${A#}:#)", "m#", "m(${A#})", "U(s#^x)",
    "G(A#)", "CHANNEL(secure_bridge_media)=#", "SIP_CODEC#=ulaw", "A#=",
    "CONFBRIDGE(user,denoise)=#",
    "$[\"${A#}\" = \"#\"]", "?Dial(${A#}/x)", "?Playback(a#)", ":NoOp(#)", '"A"#', "\\#", "}#",
    "${A#",
    ",", ",", "(", ")", "=", ":", "?", "&", " ", "-", "é#",
)  # fmt: skip
NUMBERS = st.sampled_from(("0", "1", "2", "5", "00", "10", "12", "16", "729", "723", "5000"))
APPLICATIONS = st.sampled_from(
    ("Dial", "Set", "MSet", "ExecIf", "GotoIf", "Playback", "Record", "Gosub", "MixMonitor",
     "Queue", "VoiceMail", "Originate", "Exec", "TryExec", "While", "ConfBridge", "Page",
     "ReadFile")
)  # fmt: skip
VALUES = st.sampled_from(("SIP", "IAX2/x", "${B2}", "$", "wav", "Dial", "0123456789/x", "\x01"))
NAMES = st.sampled_from(("A", "A0", "A1", "A12", "A729", "B2", "B5", "B", "ARG1@c"))


@st.composite
def similar(draw: st.DrawFn) -> list[str]:
    """Arguments that differ in numbers."""
    text = "".join(draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=7)))
    count = text.count("#")
    found = []
    for _ in range(draw(st.integers(2, 5))):
        filled = text
        for number in draw(st.lists(NUMBERS, min_size=count, max_size=count)):
            filled = filled.replace("#", number, 1)
        found.append(filled)
    return found
