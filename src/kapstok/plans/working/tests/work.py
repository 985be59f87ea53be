"""Work plans with their parties and contacts, for the tests of this room."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from tests import cast

from kapstok.core.access import Actor, Role, Seat, command
from kapstok.core.clock import AMSTERDAM
from kapstok.core.periods import Quarter
from kapstok.core.sorting import sort_key
from kapstok.parties.kinds import PartyKind, Sector
from kapstok.parties.models import Contact, Municipality, Party
from kapstok.plans.actions import load_plan
from kapstok.plans.models import Measure, Plan, WorkPlan
from kapstok.plans.schema import Estimate, Factor, PlanDocument
from kapstok.plans.schema import Measure as MeasureValue
from kapstok.plans.schema import Party as PartyValue
from kapstok.plans.statuses import Status
from kapstok.plans.working.actions import ask, fill
from kapstok.plans.working.values import Filled, NeedEntry, PresenceEntry, StepEntry

BY = command("test")
TODAY = date(2024, 2, 1)
MORNING = datetime(2024, 1, 15, 10, tzinfo=AMSTERDAM)
LONG_AGO = MORNING - timedelta(weeks=8)
LAST_QUARTER, THIS_QUARTER, NEXT_QUARTER = Quarter("Q4 2023"), Quarter("Q1 2024"), Quarter("Q2 2024")

HOURS = Estimate(
    factors=(Factor(value=Decimal(2), unit="uur per week"), Factor(value=Decimal(40), unit="weken")), unit="uur"
)


def document(**changes: Any) -> PlanDocument:
    """One measure with a lead and a partner, and an estimate of 80 hours."""
    parties = (PartyValue(key="welzijn", name="Welzijn"), PartyValue(key="florente", name="Florente"))
    measure = MeasureValue(
        key="voorlezen", theme="taal", name="Voorlezen", lead="welzijn", partners=("florente",), estimates=(HOURS,)
    )
    return cast.plan(**{"parties": parties, "measures": (measure,), **changes})


def shared_plan(**changes: Any) -> Plan:
    """A plan that partners may see."""
    row = load_plan(document(**changes), by=BY, publish=False).plan
    Plan.objects.filter(pk=row.pk).update(status=Status.SHARED)
    return Plan.objects.get(pk=row.pk)


def measure(key: str = "voorlezen") -> Measure:
    return Measure.objects.select_related("plan", "lead").get(key=key)


def party(key: str) -> Party:
    """The party with this key; of its own making when the plan does not name it."""
    facts = {"name": key.title(), "sort_key": sort_key(key), "kind": PartyKind.ORGANISATION, "sector": Sector.OTHER}
    return Party.objects.get_or_create(key=key, defaults=facts)[0]


def contact(of: Party, function: str = "Coördinator") -> Contact:
    return Contact.objects.create(party=of, function=function, email=f"{of.key}@voorbeeld.example")


def actor(role: Role, of: Party) -> Actor:
    return Actor(by="person:1", seats=(Seat(role, of.pk),), person=1, name="Collega")


def step(what: str = "Boeken kiezen", quarter: Quarter = THIS_QUARTER, **changes: Any) -> StepEntry:
    return StepEntry(what, quarter, **changes)


def presence(place: Party, hours: str = "16", **changes: Any) -> PresenceEntry:
    days = {"starts": date(2024, 1, 8), "ends": date(2024, 7, 7)}
    return PresenceEntry(place.pk, Decimal(hours), **{**days, **changes})


def need(of: Party, what: str = "Een lokaal", quarter: Quarter = THIS_QUARTER) -> NeedEntry:
    return NeedEntry(what, of.pk, quarter)


def asked(of: Party, at: datetime = MORNING, key: str = "voorlezen") -> WorkPlan:
    [work_plan] = ask(measure(key), [of.pk], by=BY, at=at)
    return work_plan


def given(of: Party, filled: Filled | None = None, key: str = "voorlezen") -> WorkPlan:
    work_plan = asked(of, key=key)
    return fill(work_plan, filled or Filled("Wij lezen voor.", (step(),)), version=1, by=BY, at=MORNING)


def url(municipality: Municipality, name: str, *args: object) -> str:
    return reverse(name, args=[municipality.slug, *args])


def rows(prefix: str, *filled: dict[str, Any]) -> dict[str, str]:
    """What a browser sends of these rows."""
    sent = {f"{prefix}-TOTAL_FORMS": str(len(filled)), f"{prefix}-INITIAL_FORMS": "0"}
    for number, row in enumerate(filled):
        sent |= {f"{prefix}-{number}-{name}": str(value) for name, value in row.items()}
    return sent


def sent(version: int = 1, **changes: Any) -> dict[str, str]:
    """A form of a work plan as a browser sends it, to be handed in."""
    kinds = {kind: changes.pop(kind, ()) for kind in ("steps", "presences", "needs")}
    form = {"text": "Wij lezen voor.", "version": str(version), "give": "1", **changes}
    for kind, filled in kinds.items():
        form |= rows(kind, *filled)
    return form
