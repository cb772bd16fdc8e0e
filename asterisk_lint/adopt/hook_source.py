"""The source of the pre-commit hook: the repository that this asterisk-lint was installed from."""

import re

from asterisk_lint.output.addresses import HOME
from asterisk_lint.records import NamedTuple

PLACEHOLDER = HOME  # a hook that nobody completed runs no code
NO_REVISION = "COMMIT"


class Source(NamedTuple):
    """A repository and a revision in it."""

    url: str
    revision: str

    @property
    def is_placeholder(self) -> bool:
        """Tell whether a person must enter the real one."""
        return self.url == PLACEHOLDER or self.revision == NO_REVISION


def installed_from() -> Source:
    """Return the repository and commit that this package was installed from (PEP 610); placeholders
    if that is unknown.
    """
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        text = distribution("asterisk-lint").read_text("direct_url.json")
    except PackageNotFoundError:
        text = None
    return source_of(text) if text else Source(PLACEHOLDER, NO_REVISION)


def source_of(direct_url: str) -> Source:
    """Return the source that a direct_url.json names; for a local clone, its `origin` and the
    commit that is checked out.
    """
    import json

    try:
        value = json.loads(direct_url)
        url, commit = str(value["url"]), value.get("vcs_info", {}).get("commit_id")
    except (ValueError, KeyError, AttributeError, TypeError):
        return Source(PLACEHOLDER, NO_REVISION)
    if isinstance(commit, str) and is_public(url):
        return Source(without_credentials(url), commit)
    if url.startswith("file://"):
        return _clone(url.removeprefix("file://"))
    return Source(PLACEHOLDER, NO_REVISION)


def is_public(url: str) -> bool:
    """Tell whether others can clone from this address, by its form."""
    return re.match(r"(?:https?|ssh|git)://|[\w.-]+@[\w.-]+:", url) is not None


def without_credentials(url: str) -> str:
    """Return the address without a password."""
    return re.sub(r"^(https?://)[^/@]*@", r"\1", url)


def _clone(quoted: str) -> Source:
    from urllib.parse import unquote

    from asterisk_lint.tree.files import TreeError
    from asterisk_lint.tree.git import try_git
    from asterisk_lint.tree.repository import find_repository

    path = unquote(quoted)
    if find_repository(path) != path.rstrip("/"):
        return Source(PLACEHOLDER, NO_REVISION)
    try:
        said = [
            try_git(path, *words)
            for words in (("remote", "get-url", "origin"), ("rev-parse", "HEAD"))
        ]
    except TreeError:
        return Source(PLACEHOLDER, NO_REVISION)
    url, commit = (output.decode("utf-8", "replace").strip() for _, output, _ in said)
    if any(status for status, _, _ in said) or not is_public(url):
        return Source(PLACEHOLDER, NO_REVISION)
    return Source(without_credentials(url), commit)


def schema_address(source: Source) -> str:
    """Return where an editor finds the schema of the settings, for the hosts whose addresses are
    known.
    """
    path = "asterisk_lint/settings.schema.json"
    web = re.sub(r"^(?:ssh://)?git@([\w.-]+)[:/]", r"https://\1/", source.url)
    web = web.removesuffix("/").removesuffix(".git")
    if web.startswith("https://github.com/"):
        name = web.removeprefix("https://github.com/")
        return f"https://raw.githubusercontent.com/{name}/{source.revision}/{path}"
    if "gitlab" in web.partition("://")[2].partition("/")[0]:
        return f"{web}/-/raw/{source.revision}/{path}"
    return f"{web}/raw/{source.revision}/{path}"
