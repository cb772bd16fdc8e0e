"""Rows of the call matrix for codecs that must be translated: a call for each pair of the codecs
that have a translator in both releases.
"""

from collections.abc import Iterator
from itertools import combinations

# Codecs of the two builds (`core show translation`): a phone cannot speak them, so Asterisk calls
# itself with one, and again with the other.
CODECS = ("alaw", "g722", "g726", "g726aal2", "gsm", "adpcm", "lpc10", "speex", "speex16", "slin",
    "slin16")  # fmt: skip
DIALPLAN = """\
exten => 100,1,Dial(PJSIP/200@first,15)
[first]
exten => 200,1,Dial(PJSIP/300@second,15)
[second]
exten => 300,1,Dial(PJSIP/bob,15)
"""
LINES = [
    "alice calls 100",
    "bob takes",
    "alice gets 200 -> 200",
    "alice speaks",
    "bob hears",
    "alice is silent",
    "bob speaks",
    "alice hears",
    "alice hangs up",
]


def pairs() -> Iterator[dict[str, object]]:
    """A row, as matrix.yaml has them, for each pair."""
    for first, second in combinations(CODECS, 2):
        yield {
            "name": f"a call from {first} to {second}",
            "phones": "alice bob",
            "loops": {"first": f"allow={first}", "second": f"allow={second}"},
            "dialplan": DIALPLAN,
            "lines": LINES,
        }
