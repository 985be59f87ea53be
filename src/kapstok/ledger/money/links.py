"""Where things are. A page that is not there yet has no address; what would lead to it is then left out."""

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse


def link(name: str, *args: object, **asked: object) -> str:
    """The address of a page with what is asked of it; empty when there is no such page."""
    try:
        where = reverse(name, args=args)
    except NoReverseMatch:
        return ""
    given = {key: value for key, value in asked.items() if value not in (None, "")}
    return f"{where}?{urlencode(given)}" if given else where


def postings(slug: str, **asked: object) -> str:
    """The list of postings behind a figure."""
    return link("postings", slug, **asked)
