"""The modules of one or several PBXs as one HTML page that needs nothing else: no network, no other
file.

The page works without its script: pictures, lists and links are plain HTML. A Content-Security-
Policy in the page lets the browser run this script and apply this style only, and load nothing.
"""

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from os.path import dirname, join

from asterisk_lint.output.graph import Graph
from asterisk_lint.output.graph_page.fleet import fleet, grouped
from asterisk_lint.output.graph_page.pbx import pbx_sections, summary
from asterisk_lint.output.markup import NOTHING, Markup, joined, tag
from asterisk_lint.records import NamedTuple

_SEARCH = "module, application, file"


class Parts(NamedTuple):
    """What one page differs in from another kind of page."""

    title: str
    search: str  # what people can search for
    summary: Markup
    main: Markup
    lists: str  # the id of what follows the picture


def html(graphs: Sequence[Graph]) -> str:
    """Return the graphs of modules (at least one) as one page."""
    if len(graphs) == 1:
        title, main = f"Modules of {graphs[0].title}", pbx_sections(graphs[0], "")
        return _page(Parts(title, _SEARCH, summary(graphs[0]), main, "attention"))
    title, main = f"Modules of {len(graphs)} PBXs", fleet(grouped(graphs))
    return _page(Parts(title, _SEARCH, NOTHING, main, "pbxs"))


def html_of_references(graph: Graph) -> str:
    """Return the graph of what names what in one PBX as one page."""
    from asterisk_lint.output.graph_page import references

    return _page(
        Parts(
            f"Names in {graph.title}",
            "context, queue, file",
            references.summary(graph),
            references.reference_sections(graph),
            "attention",
        )
    )


def _page(parts: Parts) -> str:
    """Return a page."""
    style, script = _part("style.css"), _part("script.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    head = (
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", parts.title),
        tag("style", Markup(style)),
    )
    body = (
        tag("a", "Skip to the lists", class_="skip", href=f"#{parts.lists}"),
        tag("header", tag("h1", tag("bdi", parts.title)), parts.summary),
        _search(parts.search),
        tag("main", parts.main),
        tag("script", Markup(script)),
    )
    page = tag("html", tag("head", joined(head, "\n")), tag("body", joined(body, "\n")), lang="en")
    return f"<!DOCTYPE html>\n{page.text}\n"


def _search(examples: str) -> Markup:
    """Return the search field, which the script shows."""
    return tag(
        "search",
        tag(
            "label",
            "Search ",
            tag(
                "input",
                type="search",
                id="search",
                placeholder=examples,
                autocomplete="off",
                spellcheck="false",
            ),
        ),
        tag("output", id="matches", for_="search", role="status"),
        hidden=True,
    )


def _part(name: str) -> str:
    with open(join(dirname(__file__), name), encoding="utf-8") as file:
        return file.read()


def _digest(text: str) -> str:
    """Return what a Content-Security-Policy calls an element with this content."""
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
