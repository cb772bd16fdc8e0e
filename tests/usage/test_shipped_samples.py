"""Yield the other contexts that a Goto or GotoIf names."""

from pathlib import Path

import pytest

from asterisk_lint.conf.reader import read_conf
from asterisk_lint.releases import Release
from asterisk_lint.usage.shipped import is_shipped
from tests.memory import MemoryFiles
from tests.usage.needed import reasons, states

DIALPLAN = "[office]\nexten => 1,1,Answer()\n"


def required(files: dict[str, str], release: str = "22", loads: str = "") -> set[str]:
    return set(reasons({"extensions.conf": DIALPLAN, **files}, release, loads)) - {"pbx_config"}


@pytest.mark.parametrize(
    ("file", "text", "release", "module"),
    [
        (
            "iax.conf",
            "[guest]\ntype=user\ncontext=from-partners\nauth=md5\nsecret=abc\n",
            "22",
            "chan_iax2",
        ),
        (
            "iax.conf",
            "[demo]\ntype=peer\nusername=us\nsecret=own\nhost=192.0.2.1\n",
            "16",
            "chan_iax2",
        ),
        (
            "iax.conf",
            "[iaxtel]\ntype=user\ncontext=default\nauth=rsa\ninkeys=ours\n",
            "18",
            "chan_iax2",
        ),
        (
            "ooh323.conf",
            "[myfriend1]\ntype=friend\ncontext=ours\nip=192.0.2.3\n",
            "22",
            "chan_ooh323",
        ),
        (
            "chan_mobile.conf",
            "[adapter]\nid=blue\naddress=00:11:22:33:44:55\n[headset]\n"
            "address=00:11:22:33:44:66\nport=4\n",
            "20",
            "chan_mobile",
        ),
        ("misdn.conf", "[intern]\nports=3\ncontext=ours\n", "16", "chan_misdn"),
        (
            "phoneprov.conf",
            "[polycom]\nstaticdir => ours/\nstatic_file => ours.cfg\n",
            "22",
            "res_phoneprov",
        ),
        ("console.conf", "[default]\nactive=yes\nautoanswer=yes\n", "22", "chan_console"),
        ("pjsip_notify.conf", "[clear-mwi]\nEvent=>ours\n", "22", "res_pjsip_notify"),
    ],
)
def test_a_samples_name_with_other_content_is_a_use(
    file: str, text: str, release: str, module: str
) -> None:
    more = {"pjsip.conf": "[phone]\ntype=endpoint\n"} if file == "pjsip_notify.conf" else {}
    assert module in required({file: text, **more}, release)


@pytest.mark.parametrize(
    ("file", "text", "release", "module"),
    [
        # configs/samples/ of the release; comments and blanks are not the text
        ("iax.conf",
            "[guest]\n; nobody\ntype = user\ncontext=public\ncallerid=\"Guest IAX User\"\n", "22",
            "chan_iax2"),
        ("chan_mobile.conf",
            "[headset]\naddress=00:0B:9E:11:AE:C6\nport=1\ntype=headset ; a headset\n"
            "adapter=blue\n", "22", "chan_mobile"),
        ("console.conf",
            "[default]\ninput_device = default\noutput_device = default\nautoanswer = no\n"
            "context = default\nextension = s\n"
         "callerid = MyName Here <(256) 428-6000>\nlanguage = en\noverridecontext = no\n"
         "mohinterpret = default\nactive = yes\n", "22", "chan_console"),
        ("unistim.conf", "[general]\nport=5000\n", "22", "chan_unistim"),
        ("cli_aliases.conf", "[general]\ntemplate = friendly\n", "22", "res_clialiases"),
    ],
)  # fmt: skip
def test_a_shipped_section_is_no_use_beside_own_ones(
    file: str, text: str, release: str, module: str
) -> None:
    assert module not in required({file: text}, release)


@pytest.mark.parametrize(
    ("file", "text", "release", "modules"),
    [
        (
            "sip.conf",
            "[general]\ncontext=office\nallowguest=yes\ndisallow=all\nallow=ulaw\n",
            "16",
            "chan_sip res_rtp_asterisk codec_ulaw",
        ),
        (
            "sip.conf",
            "[general]\ntlsenable=yes\ntlscertfile=/etc/asterisk/keys/pbx.pem\nallow=!all,alaw\n",
            "18",
            "chan_sip codec_alaw",
        ),
        ("ooh323.conf", "[general]\ncontext=ours\ngatekeeper=192.0.2.9\n", "22", "chan_ooh323"),
        ("unistim.conf", "[general]\nport=5000\nautoprovisioning=yes\n", "22", "chan_unistim"),
        ("iax.conf", "[general]\nbindport=4569\nallow=!all,gsm\n", "22", "chan_iax2 codec_gsm"),
    ],
)
def test_a_general_section_of_ones_own_keeps_the_driver_that_is_loaded(
    file: str, text: str, release: str, modules: str
) -> None:
    first = modules.split()[0]
    assert set(modules.split()) <= required({file: text}, release, loads=modules)
    assert first not in required({file: text}, release)  # a file alone enables nothing


def test_a_mailbox_of_ones_own_is_one_whatever_its_number() -> None:
    aor = {"pjsip.conf": "[phone]\ntype=aor\nmailboxes=1234@default\n"}
    assert "app_voicemail" in required({"voicemail.conf": "[default]\n1234 => 9,Real\n", **aor})
    assert "app_voicemail" not in required(
        {"voicemail.conf": "[default]\n1234 => 4242,Example Mailbox,root@localhost\n", **aor}
    )


def test_what_cdr_conf_says_beyond_the_sample_asks_for_records() -> None:
    csv = "[csv]\nusegmtime=yes\nloguniqueid=yes\nloguserfield=yes\naccountlogs=yes\n"
    shipped = {"cdr.conf": f"[general]\n{csv}"}
    assert required(shipped) == set()
    assert (
        states({"extensions.conf": DIALPLAN, **shipped}, loads="cdr_csv")["cdr_csv"] == "undecided"
    )
    assert "cdr_csv" in required({"cdr.conf": f"[general]\nbatch=yes\n{csv}"})
    assert "cdr_csv" in required({"cdr.conf": "[csv]\nusegmtime=yes\n"})
    assert "cdr_csv" in required(
        {**shipped, "extensions.conf": "[a]\nexten => 1,1,Set(CDR(accountcode)=sales)\n"}
    )
    assert "cdr_csv" in required(
        {**shipped, "pjsip.conf": "[a]\ntype=endpoint\naccountcode=sales\n"}
    )
    assert "cdr_csv" not in required(
        {**shipped, "extensions.conf": "[a]\nexten => 1,1,NoOp(${CDR(src)})\n"}
    )
    assert "cdr_csv" not in required({"cdr.conf": f"[general]\nenable=no\nbatch=yes\n{csv}"})


@pytest.mark.parametrize(
    ("files", "module"),
    [
        ({"cel_custom.conf": "[mappings]\na.csv => ${eventtype}\n"}, "cel_custom"),
        ({"cel_odbc.conf": "[ours]\nconnection=db\n"}, "cel_odbc"),
        ({"cel_pgsql.conf": "[global]\nhostname=db\n"}, "cel_pgsql"),
    ],
)
def test_an_event_backend_is_needed_while_events_are_on(files: dict[str, str], module: str) -> None:
    assert module in required({**files, "cel.conf": "[general]\nenable=yes\n"})
    assert module not in required({**files, "cel.conf": "[general]\nenable=no\n"})
    assert module not in required(files)
    assert module in required(files, loads=module)  # cel.conf may be elsewhere


@pytest.mark.parametrize(
    ("files", "module"),
    [
        ({"cdr_custom.conf": "[mappings]\na.csv => ${CDR(src)}\n"}, "cdr_custom"),
        ({"cdr_pgsql.conf": "[global]\nhostname=db\n"}, "cdr_pgsql"),
        ({"cdr_manager.conf": "[general]\nenabled=yes\n"}, "cdr_manager"),
    ],
)
def test_a_record_backend_is_needed_while_records_are_on(
    files: dict[str, str], module: str
) -> None:
    assert module in required(files)
    assert module in required({**files, "cdr.conf": "[general]\nenable=yes\n"})
    assert module not in required({**files, "cdr.conf": "[general]\nenable=no\n"})


def test_what_costs_nothing_to_miss_is_kept_where_it_is_loaded() -> None:
    laws = {"pjsip.conf": "[a]\ntype=endpoint\nallow=!all,ulaw,alaw\n"}
    assert "codec_a_mu" not in required(laws)
    assert states(laws, loads="codec_a_mu chan_pjsip")["codec_a_mu"] == "required"
    one = {
        "pjsip.conf": "[a]\ntype=endpoint\nallow=!all,ulaw\n",
        "extensions.conf": "[a]\nexten => 1,1,Answer()\n",
    }
    assert states(one, loads="codec_a_mu chan_pjsip")["codec_a_mu"] == "unused"
    events = {"cel.conf": "[general]\nenable=yes\n[manager]\nenabled=yes\n"}
    assert "cel_manager" in required({**events, "manager.conf": "[general]\nenabled=yes\n"})
    assert "cel_manager" not in required(
        {
            **events,
            "cel_custom.conf": "[mappings]\na=>b\n",
            "manager.conf": "[general]\nenabled=no\n",
        }
    )
    peer = {"iax.conf": "[peer]\ntype=friend\nhost=dynamic\n"}
    rare = {"codec_lpc10", "codec_adpcm", "codec_ilbc"}
    assert not rare & required(peer)
    assert required(peer, loads="codec_ilbc") & rare == {"codec_ilbc"}
    assert rare <= required({"iax.conf": "[peer]\ntype=friend\nhost=dynamic\nallow=all\n"})


def test_every_installed_file_is_known(asterisk_root: str) -> None:
    """What this machine's Asterisk installs is in the data, each section of it."""
    release = asterisk_root.rpartition("-")[2]
    unknown = []
    for path in sorted(Path(asterisk_root, "etc/asterisk").glob("*.conf")):
        conf = read_conf(
            MemoryFiles({path.name: path.read_bytes()}), path.name, release=Release.parse(release)
        )
        assert conf is not None
        unknown += [
            f"{path.name} [{each.name}]"
            for each in conf.sections
            if not each.template and not is_shipped(path.name, each)
        ]
    assert unknown == []
