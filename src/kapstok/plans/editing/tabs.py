"""Which tab of a plan somebody is under. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

# Pages that hang under another tab than their address says: what they are about is decided, or is part of the plan.
BELONGS = {
    "versies/": "besluiten/",
    "wijziging/": "besluiten/",
    "publiceren/": "besluiten/",
    "delen/": "besluiten/",
}


@dataclass(frozen=True, slots=True)
class Tab:
    """`current` is the value of aria-current: this very page, or one under it."""

    label: str
    url: str
    current: Literal["page", "true", ""]


def tabs(menu: Sequence[tuple[str, str]], path: str) -> list[Tab]:
    """`menu`: what each tab is called and where it is, the page of the plan first. `path`: where somebody is."""
    here = _under([url for _, url in menu], menu[0][1], path)
    return [Tab(label, url, ("page" if url == path else "true") if url == here else "") for label, url in menu]


def _under(urls: Sequence[str], plan: str, path: str) -> str:
    """The tab whose address is the longest start of the path; all that is nowhere else hangs under the plan."""
    rest = path.removeprefix(plan)
    for start, tab in BELONGS.items():
        if rest.startswith(start):
            path = f"{plan}{tab}"
    return max((url for url in urls if path.startswith(url)), key=len, default="")
