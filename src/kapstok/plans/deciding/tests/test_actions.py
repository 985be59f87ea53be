"""From concept to adopted and amended: what is kept, what is refused, and who sees it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, transaction
from pypdf import PdfReader
from tests import cast
from tests.signing import seated

from kapstok.core.access import Actor, RefusedError, Role, Seat, command
from kapstok.core.models import AuditEntry
from kapstok.core.tenancy import inside
from kapstok.parties.inviting import own_party
from kapstok.parties.models import Municipality
from kapstok.plans.actions import change_plan, load_plan
from kapstok.plans.deciding.actions import Taken, answer, publish, register_decision, say, take_step
from kapstok.plans.models import Comment, Decision, Plan, PlanVersion
from kapstok.plans.queries import document_of
from kapstok.plans.schema import PlanDocument
from kapstok.plans.statuses import Body, Status
from kapstok.plans.versions import document_in, published_document

pytestmark = pytest.mark.django_db

BY = command("test")
LEA = Taken(body=Body.LEA, on=date(2023, 4, 1), title="Draagvlak", leads_to=Status.CONSULTED)
COLLEGE = Taken(
    body=Body.MUNICIPAL_EXECUTIVE,
    on=date(2023, 5, 9),
    title="Plan vastgesteld",
    number="2023-17",
    leads_to=Status.ADOPTED,
)


@pytest.fixture(autouse=True)
def today(settings: LazySettings) -> None:
    settings.KAPSTOK_TODAY = date(2024, 2, 1)


@pytest.fixture
def diemen() -> Municipality:
    return cast.municipality()


def concept() -> Plan:
    return load_plan(cast.plan(), by=BY, publish=False).plan


def now(row: Plan) -> Plan:
    return Plan.objects.select_related("grant").get(pk=row.pk)


def adopted() -> Plan:
    row = concept()
    take_step(row.pk, Status.SHARED, by=BY)
    register_decision(row.pk, LEA, by=BY)
    take_step(row.pk, Status.PROPOSED, by=BY)
    register_decision(row.pk, COLLEGE, by=BY)
    return now(row)


def dearer(plan: PlanDocument) -> PlanDocument:
    return plan.model_copy(update={"lines": (plan.lines[0].model_copy(update={"amount": Decimal(1500)}),)})


def test_from_concept_to_adopted_each_step_keeps_the_plan(diemen: Municipality) -> None:
    with inside(diemen):
        row = adopted()
        assert row.status == Status.ADOPTED
        kept = list(PlanVersion.objects.order_by("number").values_list("number", "status"))
        assert kept == [(1, "shared"), (2, "consulted"), (3, "proposed"), (4, "adopted")]
        assert document_of(row).adopted_on == date(2023, 5, 9)
        assert published_document(row) == document_of(row)


def test_an_adopted_version_stays_as_it_was_with_its_papers(diemen: Municipality) -> None:
    with inside(diemen):
        row = adopted()
        take_step(row.pk, Status.AMENDED, by=BY)
        change_plan(row.pk, dearer, by=BY, act="budget changed")
        version = PlanVersion.objects.get(status="adopted")
        assert document_in(version).lines[0].amount == Decimal(1000)
        assert version.pdf
        assert version.xlsx
        assert "1.000" in PdfReader(BytesIO(bytes(version.pdf))).pages[0].extract_text()
        assert published_document(now(row)) == document_in(version)
        with pytest.raises(DatabaseError), transaction.atomic():
            PlanVersion.objects.filter(pk=version.pk).update(why="anders")


@pytest.mark.parametrize("status", [Status.PROPOSED, Status.ADOPTED])
def test_what_lies_with_others_or_was_adopted_cannot_be_changed_on_any_route(
    diemen: Municipality, status: Status
) -> None:
    with inside(diemen):
        row = adopted() if status == Status.ADOPTED else concept()
        if status == Status.PROPOSED:
            take_step(row.pk, Status.PROPOSED, by=BY)
        with pytest.raises(RefusedError, match="Bereid eerst een wijziging voor"):
            change_plan(row.pk, dearer, by=BY, act="x")
        with pytest.raises(RefusedError, match="Bereid eerst een wijziging voor"):
            load_plan(dearer(document_of(row)), by=BY)
        assert document_of(now(row)).lines[0].amount == Decimal(1000)


def test_a_decision_of_a_day_to_come_is_refused_and_leaves_nothing(diemen: Municipality) -> None:
    with inside(diemen):
        row = concept()
        take_step(row.pk, Status.PROPOSED, by=BY)
        with pytest.raises(RefusedError, match="toekomst"):
            register_decision(row.pk, replace(COLLEGE, on=date(2024, 2, 2)), by=BY)
        assert not Decision.objects.exists()
        assert now(row).status == Status.PROPOSED


def test_the_lea_cannot_adopt(diemen: Municipality) -> None:
    with inside(diemen):
        row = concept()
        take_step(row.pk, Status.PROPOSED, by=BY)
        with pytest.raises(RefusedError, match="gemeenteraad of college"):
            register_decision(row.pk, replace(COLLEGE, body=Body.LEA), by=BY)
        assert not Decision.objects.exists()


def test_a_decision_can_stand_by_itself_and_be_put_right_by_another(diemen: Municipality) -> None:
    with inside(diemen):
        row = concept()
        first = register_decision(row.pk, replace(LEA, leads_to=None), by=BY)
        second = register_decision(
            row.pk, replace(LEA, leads_to=None, title="Draagvlak, onder voorwaarde"), by=BY, corrects=first
        )
        assert now(row).status == Status.CONCEPT
        assert list(first.corrected_by.all()) == [second]
        with pytest.raises(DatabaseError), transaction.atomic():
            first.delete()


def test_an_equal_decision_after_the_plan_went_on_is_another_one(diemen: Municipality) -> None:
    with inside(diemen):
        row = adopted()
        first = register_decision(row.pk, COLLEGE, by=BY)
        assert first == Decision.objects.get(leads_to=Status.ADOPTED)
        take_step(row.pk, Status.AMENDED, by=BY)
        assert register_decision(row.pk, COLLEGE, by=BY) != first
        apart = replace(COLLEGE, leads_to=None)
        second = register_decision(row.pk, apart, by=BY)
        assert register_decision(row.pk, replace(apart, text="Met een voorwaarde"), by=BY) != second


def test_publishing_is_an_act_and_editing_is_not(diemen: Municipality) -> None:
    with inside(diemen):
        row = concept()
        assert published_document(row) is None
        publish(row.pk, by=BY)
        change_plan(row.pk, dearer, by=BY, act="x")
        shown = published_document(now(row))
        assert shown
        assert shown.lines[0].amount == Decimal(1000)


def test_a_partner_speaks_once_the_plan_was_shared_and_only_for_itself(diemen: Municipality) -> None:
    partner = seated(diemen, Role.PROVIDER)
    with inside(diemen):
        row, party = concept(), own_party(diemen).pk
        by = Actor(by=f"person:{partner.pk}", seats=(Seat(Role.PROVIDER, party),), person=partner.pk)
        with pytest.raises(RefusedError, match="nog niet met u gedeeld"):
            say(row, about="plan", text="Mooi", party=party, by=by)
        take_step(row.pk, Status.SHARED, by=BY)
        comment = say(now(row), about="measure:voorlezen", text="Mooi", party=party, by=by)
        with pytest.raises(RefusedError, match="andere organisatie"):
            say(now(row), about="plan", text="Mooi", party=party + 1, by=by)
        with pytest.raises(RefusedError, match="programmamanager of een beleidsmedewerker"):
            answer(comment, text="Dank", by=by)
        answer(comment, text="Dank", by=BY)
        assert Comment.objects.get().answer == "Dank"


@pytest.mark.parametrize("role", [Role.CONTROLLER, Role.AUDITOR, Role.SCHOOL, Role.PROVIDER, Role.ADMINISTRATOR])
def test_who_may_not_decide_changes_nothing(diemen: Municipality, role: Role) -> None:
    with inside(diemen):
        row, by = concept(), Actor(by="person:1", seats=(Seat(role, 1),), person=1)
        before = AuditEntry.objects.count()
        with pytest.raises(RefusedError, match="Dit kan een programmamanager"):
            take_step(row.pk, Status.SHARED, by=by)
        with pytest.raises(RefusedError, match="Dit kan een programmamanager"):
            register_decision(row.pk, COLLEGE, by=by)
        assert AuditEntry.objects.count() == before
        assert now(row).status == Status.CONCEPT
