"""The page of `graph` in a real browser: no fault, legible on every screen, usable by keyboard."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from asterisk_lint.output.graph_page import html
from tests.output.browser import DESKTOP, PHONE, chromium, opened, write_page
from tests.output.test_graph_page import hostile_graph

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# The size of each text in CSS pixels, with everything opened.
SIZES = """() => {
  for (const each of document.querySelectorAll("details")) each.open = true;
  return [...document.querySelectorAll("body *")]
    .filter((each) => !each.matches("script, title") && [...each.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim()))
    .map((each) => parseFloat(getComputedStyle(each).fontSize));
}"""
FOCUS = "() => document.activeElement.getAttribute('href') ?? document.activeElement.id"


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def file(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_page(tmp_path_factory.mktemp("page") / "page.html", "call-centre")


@pytest.fixture(scope="module")
def references(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Path:
    page = tmp_path_factory.mktemp("page") / "references.html"
    return write_page(page, "--references", "call-centre")


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
@pytest.mark.parametrize("dark", [False, True])
def test_it_fits_every_screen(
    browser: "Browser", file: Path, size: tuple[int, int], dark: bool
) -> None:
    page, faults = opened(browser, file, size, dark=dark)
    sizes = page.evaluate(SIZES)
    assert len(sizes) > 100
    assert min(sizes) >= 11
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    assert not faults
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == ("rgb(20, 24, 29)" if dark else "rgb(255, 255, 255)")


def test_keyboard_alone_is_enough(browser: "Browser", file: Path) -> None:
    page, faults = opened(browser, file, DESKTOP)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS) == "#attention"  # the link that skips the picture
    page.keyboard.press("/")
    assert page.evaluate(FOCUS) == "search"
    page.keyboard.press("Tab")
    # The picture is one stop of the Tab key; arrow keys go from box to box.
    first = page.evaluate(FOCUS)
    assert page.evaluate("document.activeElement.closest('svg') !== null")
    page.keyboard.press("ArrowRight")
    second = page.evaluate(FOCUS)
    assert second.startswith("#m-")
    assert second != first
    page.keyboard.press("Enter")
    name = second.removeprefix("#m-")
    assert name in page.inner_text(".chosen")
    dimmed = page.locator("g[data-n].off").count()
    assert 0 < dimmed < page.locator("g[data-n]").count()
    page.keyboard.press("Escape")
    assert not page.is_visible(".chosen")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('svg') === null")
    # Every stop from here on can be seen and has a name.
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent.trim() !== ''")
        assert page.evaluate("document.activeElement.matches(':focus-visible')")
    assert not faults


def test_the_search_filters_lists_and_picture_and_says_how_many(
    browser: "Browser", file: Path
) -> None:
    page, _ = opened(browser, file, DESKTOP)
    boxes = page.locator("g[data-n]").count()
    page.fill("#search", "app_queue")
    shown = page.locator(".entry.module:visible").count()
    total = page.locator(".entry.module").count()
    files = page.locator(".entry.file:visible").count()
    all_files = page.locator(".entry.file").count()
    assert 0 < shown < total
    assert page.inner_text("#matches") == (
        f"{shown} of {total} modules, {files} of {all_files} files match"
    )
    assert page.locator("g[data-n]:not(.off)").count() == shown + files
    page.fill("#search", "zzzz")
    assert page.inner_text("#matches") == (f"0 of {total} modules, 0 of {all_files} files match")
    page.keyboard.press("Escape")
    assert page.inner_text("#matches") == ""
    assert page.locator("g[data-n]:not(.off)").count() == boxes
    page.click(".counts .missing button")
    missing = page.locator(".entry.module.missing").count()
    assert page.locator(".entry:visible").count() == missing


def test_references_are_searched_like_modules(browser: "Browser", references: Path) -> None:
    page, faults = opened(browser, references, DESKTOP)
    boxes = page.locator("g[data-n]").count()
    total, files = page.locator(".entry.named").count(), page.locator(".entry.file").count()
    assert boxes == total + files
    page.fill("#search", "queues.conf")
    shown = page.locator(".entry:visible").count()
    assert 0 < shown < boxes
    assert page.locator("g[data-n]:not(.off)").count() == shown
    left = page.locator(".entry.file:visible").count()
    assert page.inner_text("#matches") == (
        f"{shown - left} of {total} names, {left} of {files} files match"
    )
    page.fill("#search", "")
    page.click(".counts .context button")
    assert page.locator(".entry:visible").count() == page.locator(".entry.context").count()
    page.click(".counts .context button")
    page.locator("svg a", has_text="queue support").first.click()
    assert "Named by" in page.inner_text(".chosen")
    assert 0 < page.locator("g[data-n].off").count() < boxes
    assert not faults


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
@pytest.mark.parametrize("dark", [False, True])
def test_references_fit_every_screen(
    browser: "Browser", references: Path, size: tuple[int, int], dark: bool
) -> None:
    page, faults = opened(browser, references, size, dark=dark)
    assert min(page.evaluate(SIZES)) >= 11
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    assert not faults


def test_a_link_opens_what_it_leads_to(browser: "Browser", file: Path) -> None:
    page, _ = opened(browser, file, DESKTOP)
    page.click(".attention a[href^='#m-']")
    target = page.evaluate("location.hash")
    assert page.evaluate(f"document.querySelector('{target}').open")
    page.click(f"{target} a[href^='#f-']")
    assert page.evaluate("document.querySelector(location.hash).matches('.file[open]')")


def test_hostile_names_do_nothing(browser: "Browser", tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(html([hostile_graph()]))
    page, faults = opened(browser, file, DESKTOP)
    for box in page.locator("svg a").all():
        box.click(force=True)
    assert page.is_visible(".chosen")
    page.evaluate(SIZES)
    assert page.locator("img, iframe, svg svg").count() == 0
    assert page.locator("script").count() == 1
    # Even a script that got into the page would not run.
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          document.body.append(script);
        }"""
    )
    assert page.evaluate("window.ran === undefined")
    assert all("Content Security Policy" in fault for fault in faults)


def test_a_page_without_its_script_has_everything(browser: "Browser", file: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page: Page = context.new_page()
    page.goto(file.as_uri())
    assert page.locator("svg g[data-n]").count() > 50
    page.click("summary >> text=app_queue")
    assert page.is_visible("#m-app_queue dl")
    assert not page.is_visible("#search")
