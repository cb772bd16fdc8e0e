"""Programs outside the repository that run things through a loaded module: writers of call files,
scripts that use the console.
"""

from collections.abc import Iterable, Iterator

from asterisk_lint.conf.whitelist import Whitelist
from asterisk_lint.model import Unseen
from asterisk_lint.unseen.reach import tokens
from asterisk_lint.usage.rows import Declaration, Invisible, Row


def find(rows: Iterable[Row | Declaration], whitelist: Whitelist) -> Iterator[Unseen]:
    """Find each whitelisted module through which such a program can run or name something."""
    loaded = whitelist.loaded()
    for row in rows:
        if isinstance(row, Invisible) and row.lets_run:
            listed = loaded.get(row.module)
            if listed is not None:
                yield Unseen(
                    f"what programs outside the repository run through {row.module}",
                    listed.entry.file,
                    listed.entry.line,
                    tokens(row.lets_run),
                )
