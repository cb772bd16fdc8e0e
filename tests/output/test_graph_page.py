"""The page of `graph`: what is on it, and that nothing of a configuration can do anything there."""

import hashlib
import re
from base64 import b64encode
from html.parser import HTMLParser

import pytest

from asterisk_lint.output.graph import Graph, Node
from asterisk_lint.output.graph_page import html
from asterisk_lint.output.graph_page.fleet import MOST_IN_FULL
from asterisk_lint.output.graph_page.picture import MOST_BOXES
from asterisk_lint.output.terminal import without_commands

HOSTILE = '</script><script>alert(1)</script>"><img src=x onerror=alert(2)>\u202e\x1b]8;;x\x07'
USES = (
    Node("use:application:Queue", "Queue()", "use", 0, ("extensions.conf:42", "sales.conf:7"), ()),
    Node("use:codec:g722", "the codec g722", "use", 0, ("pjsip.conf:3",), ()),
)
MODULES = (
    Node("module:app_queue", "app_queue", "loaded", 1, ("modules.conf:3",), ("calls wait",)),
    Node("module:codec_g722", "codec_g722", "missing", 1, (), ()),
    Node("module:res_acl", "res_acl", "missing", 1, (), (), protects=True),
    Node("module:res_music", "res_music", "missing", 2, (), ()),
    Node("module:app_page", "app_page", "unused", 3, ("modules.conf:9",), ()),
    Node("module:app_sms", "app_sms", "undecided", 3, ("modules.conf:8",), ("a client (x:1)",)),
)
GRAPH = Graph(
    "hosts/berlin, Asterisk 22",
    USES + MODULES,
    (
        ("module:app_queue", "module:res_music"),
        ("use:application:Queue", "module:app_queue"),
        ("use:codec:g722", "module:codec_g722"),
    ),
)


class Page(HTMLParser):
    """The elements of a page: name and attributes, the text of each id, and what each link leads
    to.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self.texts: dict[str, str] = {}
        self._open: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in {"meta", "input", "br"}:
            self._open.append((tag, dict(attrs).get("id") or ""))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for tag, name in self._open:
            if tag in self.raw:
                self.raw[tag].append(data)
            if name:
                self.texts[name] = self.texts.get(name, "") + data


def named(page: Page, name: str) -> list[dict[str, str | None]]:
    return [attributes for element, attributes in page.elements if element == name]


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(html([GRAPH]))


def test_each_reason_has_its_file_and_line(page: Page) -> None:
    queue = page.texts["m-app_queue"]
    assert "Queue() extensions.conf:42, sales.conf:7" in queue
    assert "modules.conf:3" in queue
    assert "calls wait" in queue
    assert "needed by app_queue" in page.texts["m-res_music"]
    assert "1 other module needs it, directly or not: app_queue" in page.texts["m-res_music"]
    assert "no line loads it" in page.texts["m-res_music"]
    assert "the protection that the configuration asks for is missing" in page.texts["m-res_acl"]


def test_a_file_says_what_it_needs_and_what_only_it_needs(page: Page) -> None:
    texts = [text for name, text in page.texts.items() if re.fullmatch(r"f-\d+", name)]
    assert len(texts) == 3
    extensions, pjsip, sales = texts
    assert "extensions.conf" in extensions
    assert "needs 2 modules, 0 for this file alone" in extensions  # sales.conf needs it as well
    assert "nothing: each of its modules is needed elsewhere" in sales
    assert "needs 1 module, 1 for this file alone" in pjsip
    assert "For this file alonecodec_g722" in pjsip


def test_the_summary_and_what_differs(page: Page) -> None:
    text = html([GRAPH])
    assert "The configuration needs 4 modules; modules.conf does not load 3 of them." in text
    order = [
        text.index(word)
        for word in ("Required, but not loaded (3)", "not needed (1)", "Undecided (1)", ">Files<")
    ]
    assert order == sorted(order)
    missing = text[order[0] : order[1]]
    assert missing.index("security") < missing.index("codec_g722")  # security comes first
    assert "a client (x:1)" in text[order[2] : order[3]]
    assert "autoload=yes" in html([GRAPH._replace(autoload=True)])


def test_every_link_leads_to_something_on_the_page() -> None:
    many = [GRAPH, GRAPH._replace(title="other", autoload=True)]
    for text in (html([GRAPH]), html(many)):
        page = Page(text)
        ids = [attributes["id"] for _, attributes in page.elements if attributes.get("id")]
        assert len(ids) == len(set(ids))
        targets = [attributes["href"] or "" for attributes in named(page, "a")]
        assert targets
        assert all(target.startswith("#") and target[1:] in ids for target in targets)


def test_the_page_needs_nothing_else_and_runs_its_own_script_only(page: Page) -> None:
    policy = next(
        each["content"] or ""
        for each in named(page, "meta")
        if each.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for kind in ("script", "style"):
        (text,) = page.raw[kind]
        digest = b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    for element, attributes in page.elements:
        assert element not in {"img", "iframe", "object", "embed", "base", "form"}
        assert not {"style", "src", "srcset", "action"} & set(attributes)
        assert not any(name.startswith("on") for name in attributes)


def test_what_ci_would_obey_is_not_on_the_page() -> None:
    # Otherwise printing would change the style or the script, and the policy would refuse it.
    assert without_commands(html([GRAPH])) == html([GRAPH])


def hostile_graph() -> Graph:
    use = Node(f"use:module:{HOSTILE}", HOSTILE, "use", 0, (f"{HOSTILE}:7",), (HOSTILE,))
    names = (HOSTILE, "javascript:alert(3)", "__proto__", "picture", "#search", "a b", "'x'")
    nodes = [
        Node(f"module:{name}", name, "unknown", 1, (f"{HOSTILE}:1",), (HOSTILE,)) for name in names
    ]
    edges = ((use.id, nodes[0].id), (nodes[0].id, nodes[1].id))
    return Graph(HOSTILE, (use, *nodes), edges)


@pytest.mark.parametrize("number", [1, 2, MOST_IN_FULL + 1])
def test_hostile_names_are_only_shown(number: int) -> None:
    graphs = [
        hostile_graph()._replace(title=f"{HOSTILE}{at}", saving=str(at)) for at in range(number)
    ]
    plain = [GRAPH._replace(title=str(at), saving=str(at)) for at in range(number)]
    text = html(graphs)
    page, other = Page(text), Page(html(plain))
    assert {name for name, _ in page.elements} <= {name for name, _ in other.elements}
    assert len(page.raw["script"]) == 1
    assert {key for _, attributes in page.elements for key in attributes} <= {
        key for _, attributes in other.elements for key in attributes
    }
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    ids = [attributes["id"] for _, attributes in page.elements if attributes.get("id")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[\w-]+", name or "") for name in ids)


def test_a_fleet_has_a_table_of_contents_and_what_the_pbxs_share() -> None:
    smaller = GRAPH._replace(title="hosts/bonn", nodes=GRAPH.nodes[:-3], edges=GRAPH.edges[1:])
    page = Page(html([GRAPH, GRAPH._replace(title="hosts/ulm"), smaller]))
    text = " ".join(page.texts.values())
    assert "Required by all 3 PBXs (3)" in html([GRAPH, GRAPH._replace(title="ulm"), smaller])
    assert "and 1 PBX like it" in text  # ulm is as berlin
    # Two pictures for three PBXs.
    assert len(named(page, "svg")) == 2
    shared = html([GRAPH, GRAPH._replace(title="hosts/ulm"), smaller])
    assert re.search(r"res_music</bdi></th><td>2</td><td><bdi>hosts/berlin.*?hosts/ulm", shared)


def test_hundreds_of_pbxs_have_no_pictures_but_everything_to_search_for() -> None:
    graphs = [GRAPH._replace(title=f"site {at}", saving=str(at)) for at in range(MOST_IN_FULL + 1)]
    page = Page(html(graphs))
    assert not named(page, "svg")
    assert "app_queue" in page.texts["pbx-0"]
    assert "codec_g722" in page.texts[f"pbx-{MOST_IN_FULL}"]


def test_a_picture_of_thousands_is_left_out() -> None:
    few, many = (
        GRAPH._replace(nodes=tuple(
            Node(f"module:x{at}", f"x{at}", "unknown", 1, (f"modules.conf:{at}",), ())
            for at in range(number)
        ), edges=())
        for number in (MOST_BOXES, MOST_BOXES + 1)
    )  # fmt: skip
    assert len(named(Page(html([few])), "svg")) == 1
    page = Page(html([many]))
    assert not named(page, "svg")
    assert f"x{MOST_BOXES}" in page.texts[f"m-x{MOST_BOXES}"]


def test_a_text_of_each_theme_is_legible(page: Page) -> None:
    """WCAG 2.2, 1.4.3: 4.5 for text; 1.4.11: 3 for what shows a state."""
    (style,) = page.raw["style"]
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]+)", block))
        for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    )
    assert set(light) == set(dark)
    for theme in (light, dark):
        for ground in (
            "page",
            "raised",
            "loaded",
            "observed",
            "missing",
            "unused",
            "undecided",
            "unknown",
        ):
            assert contrast(theme["text"], theme[ground]) >= 4.5
        for text in ("soft", "link", "missing-line", "undecided-line", "unknown-line"):
            assert contrast(theme[text], theme["page"]) >= 4.5, text
            assert contrast(theme[text], theme["raised"]) >= 4.5, text
        for state in ("loaded", "observed", "missing", "unused", "undecided", "unknown"):
            assert contrast(theme[f"{state}-line"], theme["page"]) >= 3
        for part in ("arrow", "on", "focus", "strong-line"):
            assert contrast(theme[part], theme["page"]) >= 3, part


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG's formula."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
