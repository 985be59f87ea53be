"""Acts on a plan. The screen, the command and the demo all call these."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from kapstok.core import audit
from kapstok.grants.actions import register_award
from kapstok.grants.models import Grant
from kapstok.parties.models import Municipality
from kapstok.plans.models import Plan
from kapstok.plans.queries import document_of
from kapstok.plans.schema import PlanDocument
from kapstok.plans.storing import plan_fields, store_rows


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did: `changed` is False when the plan was already there, word for word.

    `other_award`: what was registered as awarded, when the plan names another amount.
    """

    plan: Plan
    created: bool
    changed: bool
    other_award: Decimal | None = None


@transaction.atomic
def load_plan(document: PlanDocument, *, by: str, why: str = "") -> Loaded:
    """Put this plan in the municipality we are inside of, in place of the plan with the same slug.

    The grant of its regulation is used. As long as no award was registered, it follows what the plan says of it; a
    registered award stays what it is. Loading the same plan again changes nothing and leaves no trace.
    """
    grant = _grant_of(document)
    other = grant.award if grant.award != document.grant_source.amount else None
    row = Plan.objects.select_for_update().filter(slug=document.slug).select_related("grant").first()
    before = document_of(row) if row else None
    if row and before == document:
        _headline(row)
        return Loaded(row, created=False, changed=False, other_award=other)
    stored, created = Plan.objects.update_or_create(
        slug=document.slug, defaults={**plan_fields(document), "grant": grant}
    )
    store_rows(stored, document)
    _headline(stored)
    audit.record(
        "plan loaded",
        stored,
        by=by,
        why=why,
        before=before.model_dump(mode="json", exclude_defaults=True) if before else None,
        after=document.model_dump(mode="json", exclude_defaults=True),
    )
    return Loaded(stored, created=created, changed=True, other_award=other)


def _grant_of(document: PlanDocument) -> Grant:
    source = document.grant_source
    told = {
        "provisional_award": source.amount,
        "about": source.about,
        "illustrative": source.illustrative,
        "source": (document.document or document.title)[:200],
        "from_plan": document.slug,
    }
    grant, created = Grant.objects.select_for_update().get_or_create(regulation=document.regulation, defaults=told)
    if not created and grant.from_plan == document.slug:
        Grant.objects.filter(pk=grant.pk).update(**told)
        grant.refresh_from_db()
    return grant


@transaction.atomic
def register_award_for_plans(*, regulation: str, award: Decimal, source: str, by: str) -> Grant:
    """Register what was awarded, and tell the front page of it."""
    grant = register_award(regulation=regulation, provisional_award=award, source=source, by=by)
    for plan in Plan.objects.filter(grant=grant).select_related("grant"):
        _headline(plan)
    return grant


def _headline(plan: Plan) -> None:
    """What everybody may see on the front page, kept with the municipality: her rows cannot be read from outside."""
    municipality = Municipality.objects.select_for_update(no_key=True).get(pk=plan.municipality_id)
    others = [line for line in municipality.headlines if line["slug"] != plan.slug]
    award = plan.grant.award
    mine = {
        "slug": plan.slug,
        "regulation": plan.grant.regulation,
        "title": plan.title,
        "award": None if award is None else str(award),
        "about": plan.grant.about,
    }
    headlines = sorted([*others, mine], key=lambda line: line["slug"])
    if municipality.headlines != headlines:
        municipality.headlines = headlines
        municipality.save(update_fields=["headlines"])
