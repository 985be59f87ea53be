"""What all pages of Geld show around them."""

from typing import Any

from django.urls import reverse

from kapstok.ledger.rooms import TABS
from kapstok.parties.middleware import MunicipalRequest


def around(request: MunicipalRequest) -> dict[str, Any]:
    """The tabs this person may open; the one with the longest address that the path starts with is where she is."""
    slug = request.municipality.slug
    found = [(tab, reverse(tab.address, args=[slug])) for tab in TABS if request.actor.may(tab.right)]
    here = max((url for _, url in found if request.path.startswith(url)), key=len, default="")
    return {"tabs": [{"label": tab.label, "url": url, "here": url == here} for tab, url in found]}
