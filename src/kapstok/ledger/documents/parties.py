"""From a name that somebody typed to the party that is meant."""

import re
from dataclasses import dataclass

from django.db.models import Q

from kapstok.core.sorting import sort_key
from kapstok.parties.kinds import PartyKind, Sector
from kapstok.parties.models import Municipality, Party

MOST_NAMES = 300
KNOWN = "vink aan dat deze erbij mag"
_CODE = re.compile(r"\(?\s*\b(?:GM)?([0-9]{4})\b\s*\)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name that no party has. `sector` when it is clear; `why` when it cannot become a party."""

    name: str
    sector: Sector = Sector.OTHER
    why: str = ""


def names(*, municipalities: bool) -> list[str]:
    """What is offered while typing."""
    if municipalities:
        return [f"{one.name} ({one.cbs_code})" for one in Municipality.objects.all()[:MOST_NAMES]]
    rows = Party.objects.filter(kind=PartyKind.ORGANISATION).order_by("sort_key", "pk")
    return list(rows.values_list("name", flat=True)[:MOST_NAMES])


def found_party(name: str, here: Municipality) -> Party | Unknown:
    return Party.objects.filter(sort_key=sort_key(name)).order_by("pk").first() or Unknown(" ".join(name.split()))


def found_municipality(text: str, here: Municipality) -> Party | Unknown:
    """By its name (“Putten”, “Gemeente Putten”) or its code (“GM0273”, “0273”)."""
    code = _CODE.search(text)
    name = re.sub(r"^gemeente\s+", "", " ".join(_CODE.sub(" ", text).split()), flags=re.IGNORECASE)
    asked = Q(sort_key=sort_key(name, longest=100)) | Q(cbs_code=f"GM{code[1]}" if code else "")
    known = Municipality.objects.filter(asked).order_by("pk").first()
    if known == here:
        return Unknown(text, why="Dit is uw eigen gemeente. Kies een andere gemeente.")
    name = known.name if known else name
    if not name:
        return Unknown(text, why=f"De gemeente met code {text.strip()} kennen wij niet. Schrijf haar naam op.")
    whole = f"Gemeente {name}"
    there = Party.objects.filter(sort_key=sort_key(whole)).order_by("pk").first()
    return there or Unknown(whole, Sector.MUNICIPALITY)
