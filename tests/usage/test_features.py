import pytest

from asterisk_lint.usage.features import mapped_call
from tests.usage.found import names


@pytest.mark.parametrize(
    ("value", "call"),
    [
        ("#9,peer,Playback,tt-monkeys", "Playback(tt-monkeys)"),
        ("#9,peer,Playback,tt-monkeys,mymusic", "Playback(tt-monkeys)"),
        ("#9,peer/both,Playback(tt-monkeys),mymusic", "Playback(tt-monkeys)"),
        ("#9,self,Gosub(ctx,s,1)", "Gosub(ctx,s,1)"),
        ('#9,self,Gosub,"ctx,s,1",mymusic', "Gosub(ctx,s,1)"),
        ("#9,self,NoOp", "NoOp()"),
        ("#9,self,NoOp(", "NoOp()"),
        ("#9,self", ""),
        ("#9,,NoOp", ""),
        (",self,NoOp", ""),
    ],
)
def test_mapped_call(value: str, call: str) -> None:
    assert mapped_call(value) == call


@pytest.mark.parametrize(
    ("files", "release", "expected"),
    [
        ({"features.conf": "[applicationmap]\nfoo => #9,peer,Macro(x)\n"}, "16",
            {"application Macro"}),
        ({"features.conf": "[featuremap]\nautomixmon => *3\n"}, "22",
            {"application MixMonitor", "module bridge_builtin_features", "format wav"}),
        # Monitor() is gone since 21
        ({"features.conf": "[featuremap]\nautomon => *1\n"}, "22", set()),
        ({"features.conf": "[featuremap]\nautomon => *1\n"}, "16",
            {"application Monitor", "module bridge_builtin_features", "format wav"}),
        ({"features.conf": "[featuremap]\nautomon => *1\n"}, "1.8",
            {"application Monitor", "format wav"}),
        ({"features.conf": "[featuremap]\nparkcall => #72\n"}, "22", {"application Park"}),
        # as shipped
        ({"features.conf": "[general]\n[featuremap]\n[applicationmap]\n"}, "22", set()),
        ({"extensions.conf": "[phones]\ninclude => parkedcalls\n"}, "22", {"application Park"}),
        ({"extensions.conf": "[phones]\nexten => 7,1,Goto(parkedcalls,701,1)\n"}, "22",
            {"application Park"}),
        ({"extensions.conf": "[phones]\nexten => 7,1,Dial(Local/700@parkedcalls/n)\n"}, "22",
            {"application Park"}),
        ({"extensions.conf": "[phones]\nexten => 7,1,Goto(myparkedcalls,701,1)\n"}, "22", set()),
        ({"extensions.ael": "context phones {\n includes { parkedcalls; }\n}\n"}, "22",
            {"application Park"}),
        ({"extensions.ael": "context phones {\n // parkedcalls\n}\n"}, "22", set()),
        ({"extensions.lua": "extensions = { phones = { include = {\"parkedcalls\"} } }\n"}, "22",
            {"application Park"}),
        # the core's then
        ({"extensions.conf": "[phones]\ninclude => parkedcalls\n"}, "1.8", set()),
        ({"extensions.conf": "[phones]\ninclude => lot2\n",
                "res_parking.conf": "[two]\ncontext=lot2\n"}, "22", {"application Park"}),
        ({"extensions.conf": "[phones]\ninclude => other\n",
                "res_parking.conf": "[default]\ncontext=lot2\n"}, "22", set()),
    ],
)  # fmt: skip
def test_uses(files: dict[str, str], release: str, expected: set[str]) -> None:
    assert names("features", files, release) == expected
