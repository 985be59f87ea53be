"""A real browser for the tests: Chromium as it is installed, on a desktop or a phone, with or without JavaScript."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page, sync_playwright

CHROMIUM = os.environ.get("KAPSTOK_CHROMIUM", "/usr/bin/chromium")
REQUIRED = os.environ.get("KAPSTOK_REQUIRE_BROWSER") == "1"
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
DESKTOP, PHONE = 1280, 390
# Without `preload` axe does not fetch each style sheet again by itself; only a rule that is off by default reads them.
AXE = {"resultTypes": ["violations"], "preload": False}

IN_BROWSER = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not Path(CHROMIUM).exists() and not REQUIRED, reason=f"Chromium is not at {CHROMIUM}; see KAPSTOK_CHROMIUM"
    ),
]


@contextmanager
def browser_page(width: int, *, javascript: bool = True) -> Iterator[Page]:
    """Opened inside the test: a browser that is still there when the database is emptied keeps an event loop going."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=javascript)
        yield context.new_page()
        browser.close()


def problems_of(page: Page, where: str = "") -> list[str]:
    """What axe finds on this page and what sticks out, on a desktop and on a phone. The window stays as wide as it was.

    The page is asked for once: the server sends both the same.
    """
    before = page.viewport_size
    page.evaluate(AXE_SCRIPT)
    problems = [f"{where or page.url} ({width}): {one}" for width in (PHONE, DESKTOP) for one in _problems(page, width)]
    if before:
        page.set_viewport_size(before)
    return problems


def _problems(page: Page, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    found = AxeResults(page.evaluate("settings => axe.run(settings)", AXE))
    too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [found.generate_report()] * bool(found.violations_count) + [f"{too_wide} pixels te breed"] * (too_wide > 0)
