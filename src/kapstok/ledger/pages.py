"""What all pages of Geld show around them."""

from typing import Any

from django.urls import reverse

from kapstok.ledger.rooms import TABS
from kapstok.parties.middleware import MunicipalRequest


def around(request: MunicipalRequest) -> dict[str, Any]:
    """The tabs this person may open, in their groups; the one with the longest address that starts the path is here."""
    slug = request.municipality.slug
    found = {
        group: [(tab.label, reverse(tab.address, args=[slug])) for tab in tabs if request.actor.may(tab.right)]
        for group, tabs in TABS.items()
    }
    urls = [url for tabs in found.values() for _, url in tabs]
    here = max((url for url in urls if request.path.startswith(url)), key=len, default="")
    return {
        "tabs": {
            group: [{"label": label, "url": url, "here": url == here} for label, url in tabs]
            for group, tabs in found.items()
            if tabs
        }
    }
