"""Files as Asterisk ships them: examples that are probably not meant to be used."""

from collections.abc import Iterator

from asterisk_lint.configuration import Configuration
from asterisk_lint.model import Unseen
from asterisk_lint.tree.files import Unreadable


def find(configuration: Configuration) -> Iterator[Unseen]:
    """Find the example dialplans, and the section of cdr.conf that makes its example write
    records.
    """
    from asterisk_lint.dialplan.stock_samples import is_shipped_sample

    for name, module in (("extensions.ael", "pbx_ael"), ("extensions.lua", "pbx_lua")):
        if name in configuration.names():
            try:
                text = configuration.files.read(name).decode("utf-8", "surrogateescape")
            except (FileNotFoundError, Unreadable):
                continue
            if is_shipped_sample(name, text):
                what = (
                    f"{name} as shipped by Asterisk, an example that is probably not meant to be "
                    "used"
                )
                yield Unseen(what, name, 1, frozenset({f"module:{module}"}), "sample")
    read = configuration.conf("cdr.conf")
    for section in read.sections if read else ():
        if section.name.lower() == "csv" and section.entries and not section.template:
            what = "the [csv] section as shipped by Asterisk, with which cdr_csv writes Master.csv"
            yield Unseen(what, section.file, section.line, frozenset({"module:cdr_csv"}), "sample")
