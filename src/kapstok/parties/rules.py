"""Which addresses a municipality can have."""

import re

RESERVED_SLUGS = frozenset(
    {
        "account", "accounts", "api", "beheer", "feed", "gemeente", "gemeenten", "help", "inloggen", "kapstok", "media",
        "over", "privacy", "probeer", "regeling", "regelingen", "sociale-kaart", "static", "toegankelijkheid",
        "uitloggen", "werk", "zoeken",
    }
)  # fmt: skip


def slug_problem(slug: str) -> str:
    """Why this cannot be a municipality's address, in Dutch; empty when it can."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", slug):
        return f"“{slug}” kan geen adres zijn; gebruik kleine letters, cijfers en streepjes, zoals stichtse-vecht"
    if slug in RESERVED_SLUGS:
        return f"“{slug}” is een adres van Kapstok zelf; kies een ander, zoals gemeente-{slug}"
    return ""
