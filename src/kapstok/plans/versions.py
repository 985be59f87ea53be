"""Versions of a plan: what was frozen, and which one everybody may see."""

from django.db.models import Max

from kapstok.core.access import Actor
from kapstok.plans.models import Plan, PlanVersion
from kapstok.plans.schema import PlanDocument


def freeze(
    row: Plan,
    document: PlanDocument,
    *,
    by: Actor | str,
    why: str = "",
    pdf: bytes | None = None,
    xlsx: bytes | None = None,
) -> PlanVersion:
    """Keep the plan as it is now, for good, under the next number. The caller holds the plan's row."""
    last = PlanVersion.objects.filter(plan=row).aggregate(last=Max("number"))["last"] or 0
    return PlanVersion.objects.create(
        plan=row,
        number=last + 1,
        status=row.status,
        document=document.model_dump(mode="json", exclude_defaults=True),
        by=str(by),
        why=why,
        pdf=pdf,
        xlsx=xlsx,
    )


def document_in(version: PlanVersion) -> PlanDocument:
    """The plan as it was."""
    return PlanDocument.model_validate(version.document)


def published_document(row: Plan) -> PlanDocument | None:
    """The plan as everybody may see it; None while nothing was published."""
    if row.published_id is None:
        return None
    version = PlanVersion.objects.only("document").get(pk=row.published_id)
    return document_in(version)
