"""A real browser for the tests: Chromium as it is installed, on a desktop or a phone, with or without JavaScript."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
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
