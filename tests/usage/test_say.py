import pytest

from tests.usage.found import names

RULES = "[en]\n_num:X. => digits/${SAY}\n_date:[I]:. => num:${IF($[${SAY:8:2} > 12]?1:2)}\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"say.conf": "[general]\nmode=new\n" + RULES}, {"application Playback", "function IF"}),
        ({"say.conf": "[general]\nmode=old\n" + RULES}, set()),  # as shipped
        (
            {"say.conf": RULES, "extensions.conf": "[a]\nexten => s,1,Playback(num:42,say)\n"},
            {"function IF"},
        ),
        (
            {
                "say.conf": RULES,
                "extensions.conf": "[a]\nexten => s,1,Playback(say-something,noanswer)\n",
            },
            set(),
        ),
    ],
)
def test_uses(files: dict[str, str], expected: set[str]) -> None:
    assert names("say", files) == expected
