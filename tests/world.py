"""A municipality with one of everything, of one's own organisation and of another."""

from dataclasses import dataclass
from datetime import date

from kapstok.core.access import Role, command
from kapstok.core.models import AuditEntry
from kapstok.core.tenancy import inside
from kapstok.ledger.journal.staging import apply, offer
from kapstok.ledger.models import JournalLine, Posting
from kapstok.parties.kinds import PartyKind, Sector
from kapstok.parties.models import (
    ActionPoint,
    Agreement,
    AgreementParty,
    Attendance,
    Contact,
    Meeting,
    Membership,
    Municipality,
    Party,
    Person,
)
from kapstok.plans import schema
from kapstok.plans.actions import load_plan
from kapstok.plans.deciding.actions import Paper, Taken, register_decision, set_mandate, take_step
from kapstok.plans.models import Comment, MandateRule, Measure, Need, Plan, WorkPlan, WorkStep
from kapstok.plans.statuses import Body, MandateScope, Status
from tests import cast
from tests.signing import person, seated
from tests.world_money import Money, money_of
from tests.world_running import Running, running

BY = command("test")


@dataclass(frozen=True, slots=True)
class Rows:
    """The ids of the rows that belong to one party."""

    party: str
    contact: int
    meeting: int
    point: int
    agreement: int
    work_plan: int
    step: int
    need: int
    seat: int


@dataclass(frozen=True, slots=True)
class World:
    """`own` is of the party that school and provider sit for, `other` of one they have nothing to do with."""

    municipality: Municipality
    own: Rows
    other: Rows
    decision: int
    comment: int
    mandate: int
    entry: int
    money: Money
    running: Running
    posting: int
    journal_file: int
    journal_line: int


def world(name: str = "Diemen", cbs_code: str = "GM0384") -> World:
    municipality = cast.municipality(name, cbs_code)
    with inside(municipality):
        plan = _plan()
        own, other = Party.objects.get(key="bieb"), Party.objects.get(key="sport")
        rows = [_rows(plan, party) for party in (own, other)]
        taken = Taken(
            body=Body.LEA,
            on=date(2023, 4, 1),
            title="Draagvlak",
            leads_to=Status.CONSULTED,
            paper=Paper("besluit.pdf", "application/pdf", b"%PDF-1.7"),
        )
        decision = register_decision(plan.pk, taken, by=BY)
        comment = Comment.objects.create(plan=plan, about="plan", text="Mooi", person=person(), party=own)
        set_mandate(
            body=Body.MUNICIPAL_EXECUTIVE, scope=MandateScope.WITHIN_THEME, maximum=None, source="Besluit", by=BY
        )
        entry, mandate = AuditEntry.objects.latest("id"), MandateRule.objects.get()
        money = money_of(plan)
        posting = Posting.objects.earliest("id").pk
        under_way = running(plan, own)
        return World(
            municipality,
            rows[0],
            rows[1],
            decision.pk,
            comment.pk,
            mandate.pk,
            entry.pk,
            money,
            under_way,
            posting,
            *_journal(),
        )


def _journal() -> tuple[int, int]:
    """A file of the general ledger that waits, and a line of one that was taken over."""
    content = b"Rekening;Datum;Bedrag;Omschrijving\n04430;2023-09-01;10,00;Boeken\n"
    apply(offer("augustus.csv", content, by=BY), by=BY)
    return offer("september.csv", content, by=BY).pk, JournalLine.objects.get().pk


def people(here: World) -> dict[Role, Person]:
    """Somebody in each role; school and provider sit for the own party."""
    with inside(here.municipality):
        own = Party.objects.get(key=here.own.party)
    of_a_party = {Role.SCHOOL, Role.PROVIDER}
    return {role: seated(here.municipality, role, own if role in of_a_party else None) for role in Role}


def _plan() -> Plan:
    parties = (schema.Party(key="bieb", name="Bibliotheek"), schema.Party(key="sport", name="Sportclub"))
    themes = (schema.Theme(key="taal", name="Taal"), schema.Theme(key="leeg", name="Leeg"))
    measures = tuple(schema.Measure(key=key, theme="taal", name=key.title()) for key in ("voorlezen", "inloop"))
    plan = load_plan(cast.plan(parties=parties, themes=themes, measures=measures), by=BY).plan
    take_step(plan.pk, Status.SHARED, by=BY)
    return plan


def _rows(plan: Plan, party: Party) -> Rows:
    contact = Contact.objects.create(party=party, function="Coördinator", email=f"{party.key}@voorbeeld.example")
    meeting = Meeting.objects.create(title=f"Overleg {party.name}", on=date(2024, 3, 1))
    Attendance.objects.create(meeting=meeting, party=party)
    point = ActionPoint.objects.create(what="Bellen", owner=contact, due=date(2024, 3, 1))
    agreement = Agreement.objects.create(title="Delen", kind="data_sharing", starts=date(2023, 1, 1))
    AgreementParty.objects.create(agreement=agreement, party=party)
    work_plan = WorkPlan.objects.create(plan=plan, measure=Measure.objects.get(key="voorlezen"), party=party)
    step = WorkStep.objects.create(work_plan=work_plan, position=1, quarter="Q1 2024", what="Beginnen")
    need = Need.objects.create(work_plan=work_plan, party=_third(), what="Een lokaal", quarter="Q1 2024")
    seat = Membership.objects.create(
        person=person(f"weg@{party.key}.example"), municipality=plan.municipality, role=Role.PROVIDER, party=party
    )
    return Rows(party.key, contact.pk, meeting.pk, point.pk, agreement.pk, work_plan.pk, step.pk, need.pk, seat.pk)


def _third() -> Party:
    """A party that nobody sits for."""
    fields = {"name": "Derde", "sort_key": "derde", "kind": PartyKind.ORGANISATION, "sector": Sector.OTHER}
    return Party.objects.get_or_create(key="derde", defaults=fields)[0]
