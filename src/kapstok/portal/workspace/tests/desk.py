"""A municipality with work waiting of every kind, on the day that the tests play: 1 February 2024."""

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from tests import cast
from tests.signing import seated

from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.parties.models import (
    ActionPoint,
    Agreement,
    AgreementParty,
    Attendance,
    Contact,
    Meeting,
    Municipality,
    Party,
    Person,
)
from kapstok.plans.actions import load_plan
from kapstok.plans.models import Comment, Draft, Measure, Need, Plan, Upload, WorkPlan, WorkStep
from kapstok.plans.statuses import Status

TODAY = date(2024, 2, 1)
NOON = datetime(2024, 2, 1, 11, tzinfo=UTC)


def organisation(key: str = "school") -> Party:
    fields = {"name": key.title(), "sort_key": key, "kind": "organisation", "sector": "education"}
    return Party.objects.get_or_create(key=key, defaults=fields)[0]


def shared_plan(municipality: Municipality, status: Status = Status.SHARED, measures: int = 3) -> Plan:
    with inside(municipality):
        plan = load_plan(cast.many_measures(measures), by="test").plan
        Plan.objects.filter(pk=plan.pk).update(status=status)
        plan.refresh_from_db()
        return plan


def contact_of(person: Person) -> Contact:
    return Contact.objects.get(person=person)


def point(person: Person, due: date, what: str = "Bel de school") -> ActionPoint:
    return ActionPoint.objects.create(what=what, owner=contact_of(person), due=due)


def coming(party: Party, days: int = 10, title: str = "LEA") -> Meeting:
    meeting = Meeting.objects.create(title=title, on=TODAY + timedelta(days=days))
    Attendance.objects.create(meeting=meeting, party=party)
    return meeting


def ending(party: Party, days: int = 20, title: str = "Gegevens delen") -> Agreement:
    fields = {"kind": "data_sharing", "starts": date(2023, 1, 1), "ends": TODAY + timedelta(days=days)}
    agreement = Agreement.objects.create(title=title, **fields)
    AgreementParty.objects.create(agreement=agreement, party=party)
    return agreement


def comment(plan: Plan, person: Person, party: Party) -> Comment:
    return Comment.objects.create(plan=plan, about="plan", text="Goed plan", person=person, party=party, at=NOON)


def work_plan(plan: Plan, party: Party, *, measure: int = 0, given: bool = False) -> WorkPlan:
    row = Measure.objects.filter(plan=plan)[measure]
    found = WorkPlan.objects.create(plan=plan, measure=row, party=party, given_at=NOON if given else None)
    WorkPlan.objects.filter(pk=found.pk).update(asked_at=NOON - timedelta(days=5))
    return found


def draft(plan: Plan, person: Person, form: str) -> Draft:
    return Draft.objects.create(
        plan=plan, person=person, form=form, fields={"typed": {"name": ["Nieuw"]}, "page": "a"}, saved_at=NOON
    )


def upload(plan: Plan, person: Person, *, days: int = 0) -> Upload:
    """A workbook that she offered so many days ago."""
    offered = Upload.objects.create(plan=plan, person=person, name="begroting.xlsx", content=b"PK")
    Upload.objects.filter(pk=offered.pk).update(made_at=timezone.now() - timedelta(days=days))
    return offered


def busy(municipality: Municipality, count: int) -> tuple[Person, Person]:
    """So much of everything; a programme manager and somebody of a school, for whom it waits."""
    plan = shared_plan(municipality, measures=30)
    with inside(municipality):
        school = organisation()
    manager = seated(municipality, Role.PROGRAMME_MANAGER)
    director = seated(municipality, Role.SCHOOL, school)
    with inside(municipality):
        for n in range(count):
            point(manager, TODAY - timedelta(days=n - 2), f"Punt {n}")
            point(director, TODAY + timedelta(days=n), f"Punt van school {n}")
            coming(school, n, f"Overleg {n}")
            coming(school, -1 - n, f"Geweest {n}")
            ending(school, n, f"Afspraak {n}")
            comment(plan, director, school)
            draft(plan, manager, f"measure:maatregel-{n}")
            row = work_plan(plan, school, measure=n, given=n % 2 == 0) if n < 30 else None
            if row:
                WorkStep.objects.create(work_plan=row, position=n, quarter="Q4 2023", what=f"Stap {n}")
                Need.objects.create(work_plan=row, party=school, what=f"Vraag {n}", quarter="Q1 2024")
            organisation(f"partner-{n}")
    return manager, director
