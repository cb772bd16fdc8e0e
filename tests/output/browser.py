"""A page in headless Chromium: Debian's package chromium, and `pip install -e '.[browser]'`.

    python -m tests.output.browser docs/images

makes the pictures of docs/graph.md.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.pbx import FIXTURES, lint

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page, Request

# Chromium asks its maker's servers for updates otherwise.
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip
DESKTOP, PHONE = (1400, 900), (390, 844)


@contextmanager
def chromium() -> "Iterator[Browser]":
    """A browser; the test is skipped where there is none (and fails with REQUIRE_BROWSER=1)."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    has_library = find_spec("playwright") is not None
    if program is None or not has_library:
        missing = "chromium" if program is None else "playwright"
        reason = (
            f"no {missing} here (Debian: apt-get install chromium; pip install -e '.[browser]'); "
            "the job `browser` of .github/workflows/ci.yml installs both"
        )
        pytest.fail(reason) if os.environ.get("REQUIRE_BROWSER") else pytest.skip(reason)
    import playwright.sync_api as api

    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield browser
        browser.close()


def opened(
    browser: "Browser", file: Path, size: tuple[int, int], *, dark: bool = False
) -> "tuple[Page, list[str]]":
    """A page with a file in it, and what goes wrong there from now on: what the console says, what
    a dialog says, each request for anything but the file.
    """
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if dark else "light"
    )
    page = context.new_page()
    faults: list[str] = []
    address = file.as_uri()

    def requested(asked: "Request") -> None:
        if asked.url != address:
            faults.append(asked.url)

    def asked(dialog: "Dialog") -> None:
        faults.append(dialog.message)
        dialog.dismiss()

    page.on("console", lambda said: faults.append(said.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", asked)
    page.on("request", requested)
    page.goto(address)
    return page, faults


def write_page(file: Path, *paths: Path | str) -> Path:
    """Write the page of some PBXs, as the command prints it, and return the file."""
    words = [str(path) for path in paths]
    done = lint(
        "graph", "--asterisk", "22", "--output-format", "html", *words, cwd=FIXTURES, status=0
    )
    file.write_text(done.stdout)
    return file


def main() -> None:
    """Make the pictures."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, chromium() as browser:
        modules = write_page(Path(scratch) / "page.html", "call-centre")
        names = write_page(Path(scratch) / "names.html", "--references", "call-centre")
        for name, file, box, size, dark in (
            ("graph-light", modules, "app_queue", DESKTOP, False),
            ("graph-dark", modules, "app_queue", DESKTOP, True),
            ("graph-phone", modules, "app_queue", PHONE, True),
            ("graph-references", names, "queue support", DESKTOP, False),
        ):
            page, _ = opened(browser, file, size, dark=dark)
            page.locator("svg a", has_text=box).first.click()
            page.mouse.move(0, 0)
            page.screenshot(path=folder / f"{name}.png")


if __name__ == "__main__":
    main()
