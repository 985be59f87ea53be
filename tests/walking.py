"""A person at a page: does what a person does, and counts it."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

# Seconds, after the keystroke-level model (Card, Moran, Newell, 1980): decide (M 1.35), point (P 1.1), hands (H 0.4), a
# key (K 0.28). A page that is new is looked at first.
CHOOSE, KEY, LOOK = 2.85, 0.28, 15.0


@dataclass
class Walker:
    """`steps` counts what she does with her hands: a click, a choice, a field filled in, a file picked."""

    page: Page
    steps: int = 0
    seconds: float = 0.0
    done: list[str] = field(default_factory=list)

    def press(self, name: str, *, first: bool = False) -> None:
        button = self.page.get_by_role("button", name=name)
        (button.first if first else button).click()
        self._did(f"knop {name}", CHOOSE + LOOK)

    def follow(self, name: str, *, first: bool = False) -> None:
        link = self.page.get_by_role("link", name=name)
        (link.first if first else link).click()
        self._did(f"link {name}", CHOOSE + LOOK)

    def type(self, label: str, text: str) -> None:
        self._field(label).fill(text)
        self._did(f"{label}: {text}", CHOOSE + KEY * len(text))

    def choose(self, label: str, option: str) -> None:
        self._field(label).select_option(label=option)
        self._did(f"{label}: {option}", 2 * CHOOSE)

    def pick(self, selector: str, path: Path) -> None:
        self.page.locator(selector).set_input_files(path)
        self._did(f"bestand {path.name}", 3 * CHOOSE)

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def _field(self, label: str) -> Locator:
        """By its whole label, whether it has to be filled in or not."""
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}(\s+\(niet verplicht\))?\s*$")).first

    def _did(self, what: str, seconds: float) -> None:
        self.steps += 1
        self.seconds += seconds
        self.done.append(what)
