"""The dialplans that Asterisk's own packages install as examples: whole programs that nobody wrote
for this PBX.
"""

from collections.abc import Iterator

from asterisk_lint.tree.digests import sha256

# SHA-256, first 16 digits, of the lines that are neither blank nor comments, with runs of blanks
# made single: configs/samples/ (configs/ before 12) of every tag from 1.2.0 to 23.4.1, and Debian's
# packages of 16.28 and 22.10.1.
_SAMPLES = {
    "extensions.conf": frozenset(
        {
            "d4c7cf72f4a381d7",  # 1.0.0 to 1.0.9
            "57cae9651afd634b",  # 1.0.0-rc1 to 1.0.0-rc2
            "ad10425741618bd5",  # 1.2.0 to 1.2.7.1-netsec
            "46cc710c19c8499b",  # 1.2.26.2 to 1.2.40
            "89be338ddd850660",  # 1.4.0 to 1.4.4
            "8f5b49900ff9a0d6",  # 1.4.18 to 1.6.0-beta6
            "6e97873fb8cb972a",  # 1.4.28 to 1.4.30-rc2
            "df8a512f36111003",  # 1.4.30 to 1.4.33.1
            "9f6ca06e7ab51af8",  # 1.4.34 to 1.4.44
            "8292b05aa5c50c8e",  # 1.6.0 to 1.6.0.1
            "0d9525952c0f73dc",  # 1.6.0-beta1 to 1.6.0-beta2
            "f1277534f6c9cd2e",  # 1.6.0-beta7 to 1.6.0-beta9
            "fb8334f0e729ccfb",  # 1.6.0-rc1 to 1.6.1-beta1
            "04478f7ec6fff4f5",  # 1.6.0.10 to 1.6.2.0-rc3
            "7c51ec009722064d",  # 1.6.0.18 to 1.6.2.0-rc6
            "d971fe38a12adc88",  # 1.6.0.2 to 1.6.0.5
            "1f903576e2fbf1b7",  # 1.6.0.20 to 1.6.2.5
            "3db370c3e3fa6e44",  # 1.6.0.23 to 1.6.2.3-rc2
            "e35ace67a4b51e03",  # 1.6.0.26 to 1.6.2.7-rc3
            "2a920178a80bd9a2",  # 1.6.0.28 to 1.6.1.25
            "6b696a18f5a3eea0",  # 1.6.1-beta2 to 1.6.1-rc1
            "10783001168d9275",  # 1.6.2.10 to 1.6.2.15.1
            "18fbce9963070174",  # 1.6.2.16 to 1.6.2.16.2
            "428147208bd9c887",  # 1.6.2.17 to 1.6.2.24
            "4a24f8320807bbf7",  # 1.6.2.8 to 1.6.2.9-rc3
            "9c892ceb42ef4293",  # 1.8.0 to 1.8.1.2
            "c21d4565564ebd75",  # 1.8.10.0 to 10.9.0-rc3
            "f1e8d610ccd84251",  # 1.8.2 to 1.8.2.4
            "76405ad86c881147",  # 1.8.32.0 to 1.8.32.3
            "5ec53238c38b9630",  # 11.0.0 to 13.0.2
            "2f384f6e9f3bb0ae",  # 11.14.0 to 14.4.1
            "cf4415dc5699ea32",  # 13.16.0 to certified-18.9-cert18
            "24cc288d1eb437d9",  # 16.24.0 to 19.2.1
            "7c48cb0fa72afe2c",  # 16.25.0 to 20.4.0-rc2
            "5558afd77c009510",  # 18.20.0 to certified-20.7-cert5
            "ddd9b45984accdbb",  # 20.11.0 to certified-20.7-cert9
            "99a573c3311db33c",  # 21.0.0 to 22.0.0-rc2
            "83c3586bf7b81cf3",  # 21.10.0 to certified-22.8-cert4
        }
    ),
    "extensions.ael": frozenset(
        {
            "e6e6ff48dced815b",  # 1.2
            "4c36402f477bc59c",  # 1.4 beta
            "8054cfc3ea4e726c",  # 1.4.0 to 1.4.13
            "0e3f3aa50b1416f7",  # 1.4.14 to 1.6.0 beta 2
            "07eb0852075d373c",  # 1.6.0 beta
            "f1486ed469a714a6",  # 1.6.0 to 1.6.2.6
            "5a2ebd2476cea5c0",  # 1.4.31 to 20.4, Debian's 16.28
            "09403c5778630ea2",  # 18.20 to 20
            "c403d2fc47f5ccca",  # 21 to 23, Debian's 22.10.1
        }
    ),
    "extensions.lua": frozenset(
        {
            "dd75b48313027040",  # 1.6.0 beta
            "c95bc29d22695cc1",  # 1.6.0 beta 3
            "ae0f615e7275c47c",  # 1.6.0 to 1.8.28
            "c0de0ed213849932",  # 1.8.29 to 1.8.32
            "137fd6c6c3c33ad2",  # 10
            "cc22b6bbf397f2c7",  # 11.0 to 11.10
            "19b105a664fb35b6",  # 11.11 to 18.19, Debian's 16.28
            "c2258ed0554238e0",  # 18.20 to 23, Debian's 22.10.1
        }
    ),
}

# The largest of these files has 33,291 bytes, with its comments.
_LARGEST = 40_000
_COMMENTS = {"conf": ";", "ael": "//", "lua": "--"}


def is_shipped_sample(name: str, text: str) -> bool:
    """Tell whether a dialplan file ("extensions.conf", "extensions.ael", "extensions.lua") equals
    the sample of some Asterisk release, ignoring comments.
    """
    samples = _SAMPLES.get(name)
    if samples is None:
        return False
    active: list[str] = []
    room = _LARGEST
    for line in _active_lines(text, _COMMENTS[name.rpartition(".")[2]]):
        room -= len(line)
        if room < 0:
            return False
        active.append(line)
    return sha256("\n".join(active).encode("utf-8", "surrogateescape"))[:16] in samples


def _active_lines(text: str, comment: str) -> Iterator[str]:
    """Yield the lines that are neither blank nor begin with `comment`, with runs of blanks made
    single.
    """
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        for each in text[start:end].splitlines():
            line = " ".join(each.split())
            if line and not line.startswith(comment):
                yield line
        start = end
