"""What editing reads beside the plan itself."""

from dataclasses import dataclass
from datetime import datetime

from kapstok.core.models import AuditEntry
from kapstok.parties.models import Party as PartyRow
from kapstok.parties.models import Person
from kapstok.plans.models import Measure as MeasureRow
from kapstok.plans.models import Plan, Theme, WorkPlan
from kapstok.plans.schema import Party, PlanDocument

MOST_PARTIES = 2_000


def known_parties(plan: PlanDocument) -> tuple[Party, ...]:
    """Those of the plan, then the others that the municipality knows, by name."""
    named = {party.key for party in plan.parties}
    rows = PartyRow.objects.order_by("sort_key").values("key", "name", "kind", "sector")[:MOST_PARTIES]
    return (*plan.parties, *(Party.model_validate(row) for row in rows if row["key"] not in named))


def measure_version(row: Plan, key: str) -> int:
    """0: it is not there."""
    return MeasureRow.objects.filter(plan=row, key=key).values_list("version", flat=True).first() or 0


def theme_version(row: Plan, key: str) -> int:
    return Theme.objects.filter(plan=row, key=key).values_list("version", flat=True).first() or 0


@dataclass(frozen=True, slots=True)
class Hand:
    """Who did something last, and when."""

    name: str
    at: datetime


def last_hand(row: Plan, about: str) -> Hand | None:
    """Who changed this last: `measure:inloop`. Otherwise who changed the plan last."""
    acts = AuditEntry.objects.filter(table=row._meta.label_lower, row=row.pk).order_by("-id")
    entry = acts.filter(after__about=about).first() or acts.first()
    if entry is None:
        return None
    kind, _, person = entry.by.partition(":")
    found = Person.objects.filter(pk=int(person)).first() if kind == "person" and person.isdecimal() else None
    return Hand(str(found) if found else "iemand anders", entry.at)


def work_plans_of(row: Plan, measures: set[str]) -> list[tuple[str, str]]:
    """The work plans under these measures: what the measure is called, and whose it is."""
    held = WorkPlan.objects.filter(plan=row, measure__key__in=measures).order_by("measure__position", "party__sort_key")
    return list(held.values_list("measure__name", "party__name"))
