"""Who plays what: each module of 16 and 22 that plays sounds is known to play prompts, or settled
here.
"""

import re
from pathlib import Path

import pytest

from asterisk_lint.usage.media_files import SPEAKERS
from tests.catalog.test_lookups import HERE
from tools.catalog_generator import c, sources

PLAYS = re.compile(
    r"(?<![\w>.])(ast_streamfile|ast_stream_and_wait|ast_say_\w+|ast_play_and_\w+|"
    r"ast_app_getdata\w*|ast_control_streamfile\w*|"
    r"ast_openv?stream(?:_full)?|ast_bridge_channel_(?:queue_)?playfile\w*|ast_readfile)\s*\("
)
# Module -> what it plays, and where that is known.
SETTLED = {
    "(core)": "prompts of transfers (options t and T), courtesytone and pickupsound "
    "(features.conf), "
    "SayDigits() and the like (media_files.SAYERS)",
    "app_amd": "the file that AMD() or amd.conf names (dialplan/arguments, usage/media_files.py)",
    "app_dial": "options A, p and P (dialplan/arguments)",
    "app_mixmonitor": "the beep of options p and P (dialplan/arguments)",
    "app_skel": "an example, which nobody installs",
    "app_test": "listens for keys, and plays nothing",
    "bridge_builtin_features": "TOUCH_MIXMONITOR_MESSAGE_START and its like (dialplan/arguments)",
    "bridge_builtin_interval_features": "warnings of option L (dialplan/arguments)",
    "chan_dahdi": "the parking space, beside res_parking, which plays prompts itself",
    "chan_mgcp": "the parking space, beside res_parking, which plays prompts itself",
    "res_agi": "what a script plays (dialplan/agi.py)",
    "res_convert": "files that a person names at the console",
    "res_musiconhold": "its own directories and announcements (usage/media_files.py)",
    "res_stasis_playback": "what an ARI client plays (usage/media_files.py)",
    "res_stasis_recording": "a beep before a recording, beside res_stasis_playback",
}


@pytest.mark.skipif(not HERE, reason="no Asterisk sources here: `tests/asterisk-sources 22`")
@pytest.mark.parametrize("tree", HERE)
def test_whoever_plays_sounds_is_known(tree: str) -> None:
    files = sources.read_tree(Path(tree))
    players = {
        module
        for module, parts in sources.modules(files).items()
        for part in parts
        if part.endswith(".c") and not part.startswith("tests/") and not module.startswith("test_")
        if PLAYS.search(c.without_comments(files[part]))
    }
    assert len(players) > 30
    assert sorted(players - set(SPEAKERS.split()) - set(SETTLED)) == []
