"""Acts on municipalities and parties."""

import re

from django.db import transaction

from kapstok.core import audit
from kapstok.core.access import RefusedError
from kapstok.core.sorting import sort_key
from kapstok.core.tenancy import inside
from kapstok.parties.models import Municipality
from kapstok.parties.rules import slug_problem


@transaction.atomic
def add_municipality(*, slug: str, name: str, cbs_code: str, by: str) -> Municipality:
    """Make a municipality, or give her the name and code she should have. Raises RefusedError."""
    if problem := slug_problem(slug):
        raise RefusedError(problem)
    if not re.fullmatch(r"GM[0-9]{4}", cbs_code):
        raise RefusedError(f"“{cbs_code}” is geen gemeentecode van het CBS; verwacht GM en vier cijfers, zoals GM0384")
    if other := Municipality.objects.filter(cbs_code=cbs_code).exclude(slug=slug).first():
        raise RefusedError(f"gemeentecode {cbs_code} is al van {other.name} ({other.slug})")
    before = Municipality.objects.filter(slug=slug).first()
    fields = {"name": name, "cbs_code": cbs_code, "sort_key": sort_key(name, longest=100)}
    municipality, _ = Municipality.objects.update_or_create(slug=slug, defaults=fields)
    if before is None or (before.name, before.cbs_code) != (name, cbs_code):
        with inside(municipality):
            audit.record(
                "municipality added" if before is None else "municipality changed",
                municipality,
                by=by,
                before={"name": before.name, "cbs_code": before.cbs_code} if before else None,
                after={"name": name, "cbs_code": cbs_code},
            )
    return municipality
