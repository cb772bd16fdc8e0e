"""The picture on the page, with the place where the script shows what was chosen."""

from collections.abc import Iterator, Mapping

from asterisk_lint.output.graph import Graph
from asterisk_lint.output.graph_relations import Relations
from asterisk_lint.output.graph_svg import picture
from asterisk_lint.output.markup import Markup, tag

MOST_BOXES = 1000  # in one picture: a browser gets slow


def figure(
    graph: Graph,
    relations: Relations,
    prefix: str,
    ids: Mapping[str, str],
    heading: str,
    about: str,
    too_many: str,
) -> Markup:
    """Return the section with the picture; `about` says how to read it, `too_many` (with `{}` for
    the number of boxes) why it is left out.
    """
    title = tag(heading, "Picture", id=f"{prefix}picture")
    if len(ids) > MOST_BOXES:
        return tag("section", title, tag("p", *with_code(too_many.format(len(ids)))))
    inside, width, height = picture(graph, relations, prefix, ids)
    drawing = tag(
        "svg",
        inside,
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
        role="group",
        aria_label="Picture of what leads to what",
    )
    return tag(
        "section",
        title,
        tag("p", about),
        tag(
            "div",
            tag("div", drawing, class_="drawing"),
            tag("div", class_="chosen", role="region", aria_label="Chosen box", hidden=True),
            class_="picture",
        ),
    )


def with_code(text: str) -> Iterator[str | Markup]:
    """Yield a sentence in which `...` is code."""
    for at, part in enumerate(text.split("`")):
        yield tag("code", part) if at % 2 else part
