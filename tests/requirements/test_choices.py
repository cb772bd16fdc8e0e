import pytest

from asterisk_lint.catalog.needs import need
from asterisk_lint.usage.conditional_choices import choices_in_force
from asterisk_lint.usage.rows import Choice
from tests.usage.found import configuration

CHOICES = (
    Choice(
        need("application VoiceMail"), "odbc", "", "", given="voicemail.conf general/odbcstorage"
    ),
    Choice(need("application VoiceMail"), "old", "", "", releases="<16"),
    Choice(need("application VoiceMail"), "plain", "", ""),
    Choice(need("cdr *"), "csv", "", ""),
)


@pytest.mark.parametrize(
    ("text", "release", "chosen"),
    [
        (None, "22", ["plain", "csv"]),
        ("[general]\nformat=wav\n", "22", ["plain", "csv"]),
        ("[general]\nodbcstorage=asterisk\n", "22", ["odbc", "csv"]),
        ("[general]\nODBCStorage=asterisk\n", "22", ["odbc", "csv"]),
        ("[general]\nodbcstorage=\n", "22", ["plain", "csv"]),
        ("[default]\nodbcstorage=1\n", "22", ["plain", "csv"]),
        (None, "1.8", ["old", "csv"]),
    ],
)
def test_the_first_choice_that_holds_decides(
    text: str | None, release: str, chosen: list[str]
) -> None:
    made = configuration({"voicemail.conf": text} if text is not None else {}, release)
    assert [row.modules for row in choices_in_force(made, CHOICES)] == chosen
