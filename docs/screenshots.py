"""Takes the picture of the README: `python docs/screenshots.py http://127.0.0.1:8000` with `kapstok demo` running."""

import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

CHROMIUM = os.environ.get("KAPSTOK_CHROMIUM", "/usr/bin/chromium")
PICTURE = Path(__file__).parent / "programma.png"
MOST_BYTES = 300 * 1024
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]


def take(address: str) -> None:
    """The programme of Diemen on a desktop, from the top to where the findings begin."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        page = browser.new_page(viewport={"width": 1180, "height": 1240})
        page.goto(f"{address.rstrip('/')}/diemen/")
        page.evaluate("document.fonts.ready")
        page.screenshot(path=PICTURE)
        browser.close()


def main() -> int:
    if len(sys.argv) != 2:
        print("gebruik: python docs/screenshots.py http://127.0.0.1:8000", file=sys.stderr)
        return 2
    take(sys.argv[1])
    size = PICTURE.stat().st_size
    print(f"{PICTURE.name}: {size // 1024} KiB")
    return 0 if size <= MOST_BYTES else 1


if __name__ == "__main__":
    sys.exit(main())
