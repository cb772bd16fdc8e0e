"""The dialplans that Asterisk's own packages install as examples: whole programs that nobody wrote
for this PBX.
"""

from asterisk_lint.tree.digests import sha256

# SHA-256, first 16 digits, of the lines that are neither blank nor comments, with runs of blanks
# made single: configs/samples/ (configs/ before 12) of every tag from 1.2.0 to 23.4.1, and Debian's
# packages of 16.28 and 22.10.1.
_SAMPLES = {
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


def is_shipped_sample(name: str, text: str) -> bool:
    """Tell whether a dialplan file ("extensions.ael", "extensions.lua") equals the sample of some
    Asterisk release, ignoring comments.
    """
    samples = _SAMPLES.get(name)
    if samples is None:
        return False
    active = "\n".join(active_lines(text, "//" if name.endswith(".ael") else "--"))
    return sha256(active.encode("utf-8", "surrogateescape"))[:16] in samples


def active_lines(text: str, comment: str) -> list[str]:
    """Return the lines that are neither blank nor begin with `comment`, with runs of blanks made
    single.
    """
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in lines if line and not line.startswith(comment)]
