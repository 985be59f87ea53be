"""Uploads that wait for a yes, and the columns that were pointed out before."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from kapstok.core.access import Actor, RefusedError
from kapstok.plans.files import PlanFileError
from kapstok.plans.mapping.saving import parse_mapping
from kapstok.plans.mapping.values import ColumnMapping
from kapstok.plans.models import Plan, SavedMapping, Upload, WorkPlan

KEPT_FOR = timedelta(days=7)
MOST_MAPPINGS = 50


def uploads_of(actor: Actor) -> QuerySet[Upload]:
    """Hers alone, the newest first, those that are too old left out."""
    mine = Upload.objects.filter(person_id=person_of(actor), made_at__gt=oldest(timezone.now()))
    return mine.order_by("-made_at")


def person_of(actor: Actor) -> int:
    """Uploads are somebody's own; a command has none."""
    if actor.person is None:
        raise RefusedError("Alleen iemand die is ingelogd, kan een bestand inlezen.")
    return actor.person


def oldest(now: datetime) -> datetime:
    return now - KEPT_FOR


def saved_mappings() -> list[ColumnMapping]:
    """Those used last go first; one that cannot be read any more is passed over."""
    found = []
    for text in SavedMapping.objects.order_by("-used_at").values_list("mapping", flat=True)[:MOST_MAPPINGS]:
        try:
            found.append(parse_mapping(text))
        except PlanFileError:
            continue
    return found


def work_plans_by_measure(row: Plan) -> dict[str, list[str]]:
    """Whose work plans there are, by the key of the measure."""
    held: dict[str, list[str]] = {}
    kept = WorkPlan.objects.filter(plan=row).order_by("party__sort_key").values_list("measure__key", "party__name")
    for key, party in kept:
        held.setdefault(key, []).append(party)
    return held
