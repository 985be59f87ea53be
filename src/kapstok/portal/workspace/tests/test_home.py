"""The first page of work: for each role what waits, in order, with how plan and money stand."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries
from tests import cast
from tests.signing import seated, signed_in, working

from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.parties.models import ActionPoint, Municipality, Person
from kapstok.plans.actions import load_plan, register_award_for_plans
from kapstok.plans.models import Plan
from kapstok.plans.schema import PlanDocument
from kapstok.plans.statuses import Status
from kapstok.portal.workspace.tests import desk
from kapstok.portal.workspace.tests.desk import TODAY

pytestmark = pytest.mark.django_db
HERE = "/diemen/werk/"


@pytest.fixture
def diemen() -> Municipality:
    return cast.municipality()


def text_of(client: Client, address: str = HERE) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def waits(client: Client) -> list[str]:
    return [item.what for item in client.get(HERE).context["waiting"]]


@pytest.mark.parametrize("count", [1, 60])
def test_however_much_waits_a_page_takes_the_same_few_queries(
    diemen: Municipality, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for person in desk.busy(diemen, count):
        client = signed_in(person)
        with django_assert_max_num_queries(19):
            assert len(client.get(HERE).content) < 100 * 1024


def test_what_waits_is_asked_once_for_list_and_menu_together(diemen: Municipality) -> None:
    manager, _ = desk.busy(diemen, 2)
    client = signed_in(manager)
    for address in (HERE, "/diemen/werk/overleg/"):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        assert sum("UNION ALL" in query["sql"] and "invitations" in query["sql"] for query in queries) == 1


def test_the_count_beside_today_is_how_much_waits(diemen: Municipality) -> None:
    manager, _ = desk.busy(diemen, 7)
    client = signed_in(manager)
    # seven each of: action points, agreements, drafts, reports to write; and summed up: comments, late steps of the
    # school, mailboxes without a stand-in, parties without a contact, people who never signed in
    assert re.findall(r'class="count">(\d+)<', client.get(HERE).content.decode()) == [str(4 * 7 + 5)]
    assert "nog twee actiepunten" in text_of(client)


def test_what_is_late_comes_first_then_who_waits_then_what_is_due(diemen: Municipality) -> None:
    plan = desk.shared_plan(diemen)
    manager = seated(diemen, Role.PROGRAMME_MANAGER)
    with inside(diemen):
        school = desk.organisation()
        director = seated(diemen, Role.SCHOOL, school)
        desk.point(manager, TODAY + timedelta(days=3), "Later")
        desk.point(manager, TODAY - timedelta(days=3), "Te laat")
        desk.point(manager, TODAY - timedelta(days=30), "Al lang te laat")
        desk.ending(school, 1)
        desk.comment(plan, director, school)
    found = waits(signed_in(manager))
    assert found[:2] == ["Al lang te laat", "Te laat"]
    assert found[2].startswith("Eén reactie op")
    assert found[3:5] == ["De afspraak “Gegevens delen” loopt over 1 dag af", "Later"]
    assert "te laat" in text_of(signed_in(manager))


def test_an_action_point_is_closed_here_and_leads_back_here(diemen: Municipality) -> None:
    manager = seated(diemen, Role.PROGRAMME_MANAGER)
    with inside(diemen):
        row = desk.point(manager, TODAY)
    client = signed_in(manager)
    response = client.post(f"/diemen/werk/overleg/actiepunten/{row.pk}/klaar/", {"next": HERE})
    assert (response.status_code, response["Location"]) == (302, HERE)
    with inside(diemen):
        assert ActionPoint.objects.get().done_on
    assert row.what not in waits(client)


def test_a_school_sees_what_is_asked_of_it_and_nothing_of_others(diemen: Municipality) -> None:
    plan = desk.shared_plan(diemen)
    with inside(diemen):
        school, other = desk.organisation(), desk.organisation("bibliotheek")
        director = seated(diemen, Role.SCHOOL, school)
        librarian = seated(diemen, Role.PROVIDER, other)
        desk.work_plan(plan, school)
        desk.work_plan(plan, other, measure=1)
        desk.point(librarian, TODAY)
        desk.comment(plan, librarian, other)
        desk.ending(other)
        desk.coming(other)
        desk.coming(school, title="Overleg met de school")
    client = signed_in(director, second_step=False)
    assert waits(client) == ["Vul uw werkplan in voor “Maatregel 0”", "Niemand valt in bij School"]
    text = text_of(client)
    assert "Overleg met de school" in text
    assert "LEA" not in text
    assert "Laatst veranderd" not in text


def test_a_plan_that_is_not_shared_waits_for_no_partner_and_shows_no_working_copy(diemen: Municipality) -> None:
    desk.shared_plan(diemen, Status.CONCEPT)
    with inside(diemen):
        Plan.objects.update(published=None)
        school = desk.organisation()
    text = text_of(working(diemen, Role.SCHOOL, school))
    assert "nog geen plan met u gedeeld" in text
    assert "€" not in text


def test_staff_sees_the_money_as_it_is_now_and_partners_as_it_was_published(diemen: Municipality) -> None:
    desk.shared_plan(diemen, measures=3)
    with inside(diemen):
        Plan.objects.update(status=Status.CONCEPT)
        load_plan(cast.many_measures(5), by="test", publish=False)
        Plan.objects.update(status=Status.SHARED)
        school = desk.organisation()
    assert "Gepland € 50" in text_of(working(diemen, Role.CONTROLLER)).replace("\xa0", " ")
    assert "Gepland € 30" in text_of(working(diemen, Role.SCHOOL, school)).replace("\xa0", " ")


def test_errors_of_the_plan_are_told_to_staff_only(diemen: Municipality) -> None:
    with inside(diemen):
        lines = [line.model_copy(update={"amount": Decimal(9000)}) for line in cast.plan().lines]
        load_plan(cast.plan(lines=tuple(lines)), by="test")
        Plan.objects.update(status=Status.SHARED)
        school = desk.organisation()
    assert "Dit klopt nog niet" in text_of(working(diemen, Role.AUDITOR))
    assert "Dit klopt nog niet" not in text_of(working(diemen, Role.SCHOOL, school))


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_first_page(diemen: Municipality, role: Role) -> None:
    manager, director = desk.busy(diemen, 2)
    client = working(diemen, role)
    found = waits(client)
    runs = role in (Role.PROGRAMME_MANAGER, Role.POLICY_OFFICER)
    assert any("reacties" in what for what in found) == runs
    assert any("nog nooit ingelogd" in what for what in found) == (role in (Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR))
    assert ("Laatst veranderd" in text_of(client)) == (role not in (Role.SCHOOL, Role.PROVIDER))
    assert manager.pk != director.pk


def test_who_only_reads_hears_that_nothing_waits(diemen: Municipality) -> None:
    desk.busy(diemen, 2)
    text = text_of(working(diemen, Role.AUDITOR))
    assert "Er wacht niets op u." in text
    assert "Bekijk het plan" in text


def test_without_a_plan_an_officer_hears_how_to_begin(diemen: Municipality) -> None:
    assert "Upload uw eigen bestand" in text_of(working(diemen, Role.POLICY_OFFICER))
    with inside(diemen):
        school = desk.organisation()
    assert "nog geen plan met u gedeeld" in text_of(working(diemen, Role.SCHOOL, school))


@pytest.mark.parametrize(
    ("form", "address"),
    [
        ("measure:maatregel-1", "/diemen/werk/plan/npo/maatregel/maatregel-1/"),
        ("theme:thema-1", "/diemen/werk/plan/npo/thema/thema-1/"),
        ("budget", "/diemen/werk/plan/npo/begroting/"),
    ],
)
def test_a_draft_leads_to_where_it_was_typed(diemen: Municipality, form: str, address: str) -> None:
    plan = desk.shared_plan(diemen)
    officer = seated(diemen, Role.POLICY_OFFICER)
    with inside(diemen):
        desk.draft(plan, officer, form)
        desk.draft(plan, Person.objects.create_user("ander@voorbeeld.example"), form)
    drafts = [item for item in signed_in(officer).get(HERE).context["waiting"] if item.act == "Ga verder"]
    assert [item.url for item in drafts] == [address]


def test_a_workbook_that_was_offered_waits_for_a_yes_from_who_offered_it(diemen: Municipality) -> None:
    plan = desk.shared_plan(diemen)
    officer, other = seated(diemen, Role.POLICY_OFFICER), seated(diemen, Role.PROGRAMME_MANAGER)
    with inside(diemen):
        mine = desk.upload(plan, officer)
        desk.upload(plan, officer, days=8)
    client = signed_in(officer)
    [item] = [item for item in client.get(HERE).context["waiting"] if "begroting.xlsx" in item.what]
    assert item.url == f"/diemen/werk/plan/inlezen/{mine.pk}/"
    assert 'class="count">2<' in client.get("/diemen/werk/overleg/").content.decode()  # and a missing stand-in
    assert client.get(item.url).status_code == 200
    assert "begroting.xlsx" not in text_of(signed_in(other))


def wrong(client: Client) -> list[str]:
    return [what for what in waits(client) if re.fullmatch(r"\w+ fout(en)? in “Plan”", what)]


def dear(amount: int) -> PlanDocument:
    lines = cast.plan().lines
    return cast.plan(lines=(lines[0].model_copy(update={"amount": Decimal(amount)}),))


def test_errors_of_a_plan_wait_for_who_can_put_them_right_until_they_did(diemen: Municipality) -> None:
    with inside(diemen):
        row = load_plan(dear(9000), by="test", publish=False).plan
    officer, auditor = working(diemen, Role.POLICY_OFFICER), working(diemen, Role.AUDITOR)
    errors = officer.get(HERE).context["standing"].errors
    assert errors
    [item] = [item for item in officer.get(HERE).context["waiting"] if item.what in wrong(officer)]
    assert (item.what.startswith("Eén fout"), item.url) == (errors == 1, "/diemen/werk/plan/npo/")
    assert 'class="count">2<' in officer.get("/diemen/werk/overleg/").content.decode()  # and a missing stand-in
    assert not wrong(auditor)
    with inside(diemen):
        Plan.objects.filter(pk=row.pk).update(status=Status.PROPOSED)
    assert not wrong(officer)
    with inside(diemen):
        Plan.objects.filter(pk=row.pk).update(status=Status.CONCEPT)
        load_plan(dear(2000), by="test", publish=False)
    assert not wrong(officer)


def test_another_award_is_counted_with_at_once(diemen: Municipality) -> None:
    with inside(diemen):
        load_plan(cast.plan(), by="test", publish=False)
    officer = working(diemen, Role.POLICY_OFFICER)
    assert not wrong(officer)
    with inside(diemen):
        register_award_for_plans(regulation="npo", award=Decimal(500), source="brief", by="test")
    assert wrong(officer)


def test_a_plan_before_the_executive_waits_for_its_decision(diemen: Municipality) -> None:
    desk.shared_plan(diemen, Status.PROPOSED)
    client = working(diemen, Role.PROGRAMME_MANAGER)
    assert waits(client)[0] == "“Plan” ligt voor besluit"
    assert client.get(client.get(HERE).context["waiting"][0].url).status_code == 200


def test_each_thing_that_waits_leads_to_a_page_that_is_there(diemen: Municipality) -> None:
    for person in desk.busy(diemen, 1):
        client = signed_in(person)
        for item in client.get(HERE).context["waiting"]:
            assert client.get(item.url).status_code == 200, item


def test_nothing_of_another_municipality_is_counted(diemen: Municipality) -> None:
    desk.busy(diemen, 3)
    putten = cast.municipality("Putten", "GM0273")
    client = working(putten, Role.PROGRAMME_MANAGER)
    assert "Putten" in text_of(client, "/putten/werk/")
    assert [item.act for item in client.get("/putten/werk/").context["waiting"]] == ["Vul aan"]  # her own stand-in


def test_who_works_in_two_municipalities_can_switch(diemen: Municipality) -> None:
    putten = cast.municipality("Putten", "GM0273")
    person = seated(diemen, Role.PROGRAMME_MANAGER, email="twee@voorbeeld.example")
    seated(putten, Role.POLICY_OFFICER, email="twee@voorbeeld.example")
    client = signed_in(person)
    assert "Andere gemeente" in text_of(client)
    assert "Putten" in text_of(client, "/werk/")


def test_the_menu_says_where_one_is(diemen: Municipality) -> None:
    client = working(diemen, Role.PROGRAMME_MANAGER)
    for address in (HERE, "/diemen/werk/stappen/", "/diemen/werk/mail/"):
        assert f'href="{address}" aria-current="page"' in client.get(address).content.decode()
