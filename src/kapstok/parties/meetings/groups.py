"""Working groups and bodies that meet. Existing ones come first; a new one is made when somebody names it."""

import re
from itertools import chain, count

from kapstok.core import audit
from kapstok.core.access import Actor
from kapstok.core.sorting import sort_key
from kapstok.parties.kinds import PartyKind, Sector
from kapstok.parties.models import Party


def group_named(name: str, *, by: Actor) -> Party:
    """The working group that is called so, made when it is not there. Part of an act, which has asked the right."""
    name = " ".join(name.split())[:200]
    known = Party.objects.filter(kind=PartyKind.WORKING_GROUP, sort_key=sort_key(name)).first()
    if known:
        return known
    group = Party.objects.create(
        key=_free_key(name), name=name, sort_key=sort_key(name), kind=PartyKind.WORKING_GROUP, sector=Sector.OTHER
    )
    audit.record("party added", group, by=by, after={"name": name, "kind": PartyKind.WORKING_GROUP})
    return group


def _free_key(name: str) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", sort_key(name)).strip("-")[:70] or "groep"
    taken = set(Party.objects.filter(key__startswith=base).values_list("key", flat=True))
    return next(key for key in chain([base], (f"{base}-{number}" for number in count(2))) if key not in taken)
