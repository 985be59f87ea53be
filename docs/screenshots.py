"""Takes the pictures of the README and the handleiding: `python docs/screenshots.py http://127.0.0.1:8000`.

Needs Chromium and `kapstok demo` running on that address, freshly loaded.
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = os.environ.get("KAPSTOK_CHROMIUM", "/usr/bin/chromium")
HERE = Path(__file__).parent
MOST_BYTES = 300 * 1024
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a persona of the demo sees it; empty is a resident."""

    file: str
    page: str
    persona: str = ""
    width: int = 1180
    height: int = 860


PICTURES = (
    Picture("programma.png", "/diemen/", height=1240),
    Picture("handleiding/beelden/vandaag.png", "/diemen/werk/", "programmamanager"),
    Picture("handleiding/beelden/plan.png", "/diemen/werk/plan/npo/", "programmamanager"),
    Picture("handleiding/beelden/maatregel.png", "/putten/werk/plan/npo/maatregel/inloop/", "programmamanager"),
    Picture("handleiding/beelden/begroting.png", "/diemen/werk/plan/npo/begroting/", "programmamanager"),
    Picture("handleiding/beelden/besluiten.png", "/diemen/werk/plan/npo/besluiten/", "programmamanager"),
    Picture("handleiding/beelden/stappen.png", "/diemen/werk/stappen/", "programmamanager"),
    Picture("handleiding/beelden/mensen.png", "/diemen/werk/mensen/", "programmamanager"),
    Picture("handleiding/beelden/partner-vandaag.png", "/putten/werk/", "aanbieder", 420, 860),
    Picture("handleiding/beelden/werkplannen.png", "/putten/werk/werkplannen/", "aanbieder"),
)


def take(browser: Browser, address: str, picture: Picture) -> int:
    """The size of the picture in bytes."""
    page = browser.new_page(viewport={"width": picture.width, "height": picture.height})
    if picture.persona:
        municipality = picture.page.split("/")[1]
        page.goto(f"{address}/{municipality}/")
        page.locator(f"button[value={picture.persona}]").click()
        page.wait_for_url("**/werk/")
    page.goto(f"{address}{picture.page}")
    page.evaluate("document.fonts.ready")
    path = HERE / picture.file
    path.parent.mkdir(exist_ok=True)
    page.screenshot(path=path)
    page.context.close()
    return path.stat().st_size


def main() -> int:
    if len(sys.argv) != 2:
        print("gebruik: python docs/screenshots.py http://127.0.0.1:8000", file=sys.stderr)
        return 2
    too_large = False
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        for picture in PICTURES:
            size = take(browser, sys.argv[1].rstrip("/"), picture)
            print(f"{picture.file}: {size // 1024} KiB")
            too_large = too_large or size > MOST_BYTES
        browser.close()
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main())
