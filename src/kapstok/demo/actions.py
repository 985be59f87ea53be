"""The municipalities of the demo, from data files, through the same actions as everybody else."""

import tomllib
from collections.abc import Callable
from decimal import Decimal
from importlib.resources import files
from typing import Any

from django.db.models import Q

from kapstok.core.access import command
from kapstok.core.models import AuditEntry
from kapstok.core.tenancy import inside
from kapstok.demo.contacts import load_contacts
from kapstok.demo.deciding import load_decisions
from kapstok.demo.meetings import load_meetings
from kapstok.demo.money import load_money
from kapstok.demo.personas import personas
from kapstok.demo.workplans import load_work_plans
from kapstok.grants.actions import register_award
from kapstok.parties.actions import add_municipality
from kapstok.parties.inviting import contact_for, give_seat
from kapstok.parties.models import Municipality, Party, Person
from kapstok.plans.actions import load_plan
from kapstok.plans.files import parse_plan
from kapstok.plans.models import Plan
from kapstok.plans.statuses import Status

BY = "kapstok demo"
FOLDER = files("kapstok.demo")


def load_demo(progress: Callable[[str], None]) -> None:
    """Load every municipality of the demo; `progress` hears each name. A second time changes nothing."""
    for facts in demo_municipalities():
        municipality = add_municipality(slug=facts["slug"], name=facts["name"], cbs_code=facts["cbs_code"], by=BY)
        if "plan" in facts:
            _load_programme(municipality, facts)
            _load_people(municipality)
            load_contacts(municipality, by=command(BY))
            load_meetings(municipality, by=command(BY))
            load_decisions(municipality, by=command(BY))
            load_work_plans(municipality, by=command(BY))
            load_money(municipality, by=command(BY))
            progress(municipality.name)


def demo_municipalities() -> list[dict[str, Any]]:
    """What the demo knows of each municipality, as written in municipalities.toml."""
    content = tomllib.loads((FOLDER / "municipalities.toml").read_text("utf-8"), parse_float=Decimal)
    return list(content["municipality"])


def _changed_by_someone(slug: str) -> bool:
    """Has anybody but the demo loaded this plan or registered its award, or is it past a concept? Then it stays."""
    plan = Plan.objects.filter(slug=slug).select_related("grant").first()
    if plan is None:
        return False
    if plan.status != Status.CONCEPT:
        return True
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


def _load_people(municipality: Municipality) -> None:
    """The personas, who sign in with one click in the demo and in no other way: their mailboxes do not exist."""
    with inside(municipality):
        parties = {party.key: party for party in Party.objects.all()}
        for persona in personas()[municipality.slug]:
            email = persona.email(municipality.slug)
            person = Person.objects.filter(email=email).first() or Person.objects.create_user(
                email, name=persona.function
            )
            if person.memberships.filter(municipality=municipality).exists():
                continue
            give_seat(person, role=persona.role, party=parties[persona.party], by=command(BY))
            contact_for(person, parties[persona.party], persona.function, by=command(BY))
