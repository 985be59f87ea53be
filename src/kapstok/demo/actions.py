"""The municipalities of the demo, from data files, through the same actions as everybody else."""

import tomllib
from collections.abc import Callable
from decimal import Decimal
from importlib.resources import files
from typing import Any

from django.db.models import Q

from kapstok.core.models import AuditEntry
from kapstok.core.tenancy import inside
from kapstok.grants.actions import register_award
from kapstok.parties.actions import add_municipality
from kapstok.parties.models import Municipality
from kapstok.plans.actions import load_plan
from kapstok.plans.files import parse_plan
from kapstok.plans.models import Plan

BY = "kapstok demo"
FOLDER = files("kapstok.demo")


def load_demo(progress: Callable[[str], None]) -> None:
    """Load every municipality of the demo; `progress` hears each name. A second time changes nothing."""
    for facts in demo_municipalities():
        municipality = add_municipality(slug=facts["slug"], name=facts["name"], cbs_code=facts["cbs_code"], by=BY)
        if "plan" in facts:
            _load_programme(municipality, facts)
            progress(municipality.name)


def demo_municipalities() -> list[dict[str, Any]]:
    """What the demo knows of each municipality, as written in municipalities.toml."""
    content = tomllib.loads((FOLDER / "municipalities.toml").read_text("utf-8"), parse_float=Decimal)
    return list(content["municipality"])


def _changed_by_someone(slug: str) -> bool:
    """Has anybody but the demo loaded this plan or registered its award? Then it is theirs, and stays as it is."""
    plan = Plan.objects.filter(slug=slug).select_related("grant").first()
    if plan is None:
        return False
    rows = Q(table="plans.plan", row=plan.pk) | Q(table="grants.grant", row=plan.grant_id)
    return AuditEntry.objects.filter(rows).exclude(by=BY).exists()


def _load_programme(municipality: Municipality, facts: dict[str, Any]) -> None:
    document = parse_plan((FOLDER / facts["plan"]).read_text("utf-8"), facts["plan"])
    grant = facts["grant"]
    with inside(municipality):
        if _changed_by_someone(document.slug):
            return
        register_award(
            regulation=grant["regulation"],
            provisional_award=Decimal(grant["provisional_award"]),
            about=grant.get("award_about", False),
            illustrative=grant.get("illustrative", False),
            source=grant.get("source", ""),
            by=BY,
        )
        load_plan(document, by=BY)
