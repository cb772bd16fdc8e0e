"""A PBX's files in memory."""

from collections.abc import Mapping, Sequence


class MemoryFiles:
    """Files as `asterisk_lint.tree.files.Files` wants them; text is taken as UTF-8."""

    def __init__(self, files: Mapping[str, str | bytes]) -> None:
        self.files = {
            name: content
            if isinstance(content, bytes)
            else content.encode("utf-8", "surrogateescape")
            for name, content in files.items()
        }

    def names(self) -> Sequence[str]:
        return sorted(self.files)

    def read(self, name: str) -> bytes:
        try:
            return self.files[name]
        except KeyError:
            raise FileNotFoundError(name) from None
