"""A programme with money, for tests: an adopted plan of two themes, and documents on it."""

from datetime import date
from decimal import Decimal

from tests import cast

from kapstok.core.access import Actor, Role, Seat, command
from kapstok.core.tenancy import inside
from kapstok.grants.models import Grant
from kapstok.ledger.drafts import Draft, Part
from kapstok.ledger.entering import enter_at_once
from kapstok.ledger.filling import fill
from kapstok.ledger.kinds import DocumentKind
from kapstok.ledger.models import Document, Line
from kapstok.parties.models import Municipality
from kapstok.plans import schema
from kapstok.plans.actions import load_plan
from kapstok.plans.deciding.actions import Taken, register_decision, take_step
from kapstok.plans.models import Plan
from kapstok.plans.queries import document_of
from kapstok.plans.statuses import Body, Status
from kapstok.plans.versions import freeze

BY = command("test")
DAY = date(2023, 9, 1)


def somebody(number: int, role: Role = Role.CONTROLLER) -> Actor:
    """A person with this role, other than whoever has another number."""
    return Actor(by=f"person:{number}", seats=(Seat(role, 1),), person=number)


def programme(name: str = "Diemen", cbs_code: str = "GM0384", *, award: int = 100_000) -> Municipality:
    """€ 60.000 for Taal, € 30.000 for Sport and € 10.000 not divided yet, of an award of € 100.000."""
    municipality = cast.municipality(name, cbs_code)
    with inside(municipality):
        filled(load_plan(document(award), by=BY).plan)
    return municipality


def programme_of_lines(number: int, each: int = 20_000) -> Municipality:
    """A municipality with `number` lines of each so many euros."""
    municipality = cast.municipality("Putten", "GM0273")
    lines = tuple(
        schema.BudgetLine(key=f"regel-{at}", label=f"Regel {at}", source="npo", amount=Decimal(each))
        for at in range(number)
    )
    award = Decimal(number * each)
    sources = (schema.Source(key="npo", name="NPO", kind=schema.SourceKind.GRANT, amount=award),)
    with inside(municipality):
        filled(load_plan(cast.plan(lines=lines, sources=sources), by=BY).plan)
    return municipality


def filled(plan: Plan) -> None:
    """As adoption does it, without making the papers of it."""
    fill(plan, freeze(plan, document_of(plan), by=BY), by=BY)


def document(award: int = 100_000, **amounts: int) -> schema.PlanDocument:
    planned = {"taal": 60_000, "sport": 30_000, "onvoorzien": 10_000} | amounts
    themes = (schema.Theme(key="taal", name="Taal"), schema.Theme(key="sport", name="Sport"))
    measures = tuple(
        schema.Measure(key=key, theme=theme, name=key.title())
        for key, theme in (("voorlezen", "taal"), ("inloop", "taal"), ("zwemmen", "sport"))
    )
    lines = tuple(
        schema.BudgetLine(
            key=key,
            label=key.title(),
            theme=key if key != "onvoorzien" else None,
            source="npo",
            kind=schema.LineKind.PLANNED if key != "onvoorzien" else schema.LineKind.UNALLOCATED,
            amount=Decimal(amount),
        )
        for key, amount in planned.items()
    )
    sources = (schema.Source(key="npo", name="NPO", kind=schema.SourceKind.GRANT, amount=Decimal(award)),)
    return cast.plan(themes=themes, measures=measures, lines=lines, sources=sources)


def adopt(plan: Plan) -> None:
    take_step(plan.pk, Status.PROPOSED, by=BY)
    taken = Taken(body=Body.COUNCIL, on=date(2023, 4, 1), title="Vastgesteld", leads_to=Status.ADOPTED)
    register_decision(plan.pk, taken, by=BY)


def grant() -> Grant:
    return Grant.objects.get(regulation="npo")


def line(key: str) -> Line:
    """The line of this theme, or of what was not divided."""
    return Line.objects.get(key__endswith=f":{key}")


def draft(kind: DocumentKind, *parts: tuple[str, int | Decimal], **more: object) -> Draft:
    """A document of `kind` with a part on each of these lines."""
    divided = tuple(Part(line=line(key).pk, amount=Decimal(amount)) for key, amount in parts)
    net = sum((part.amount for part in divided), Decimal(0))
    facts = {"on": DAY, "delivered": DAY, "net": net} | more
    return Draft(kind=kind, grant=grant().pk, parts=divided, **facts)  # type: ignore[arg-type]


def entered(kind: DocumentKind, *parts: tuple[str, int | Decimal], by: Actor = BY, **more: object) -> Document:
    return enter_at_once(draft(kind, *parts, **more), by=by)
