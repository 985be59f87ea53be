"""The pages: who sees what, what is asked of the database, and what comes back when it is wrong or overtaken."""

from datetime import date

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from icalendar import Calendar
from tests import cast
from tests.signing import seated, signed_in, working

from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.parties.models import Municipality
from kapstok.plans.models import Plan, WorkPlan
from kapstok.plans.statuses import Status
from kapstok.plans.working.actions import fill
from kapstok.plans.working.tests import work
from kapstok.plans.working.tests.work import BY, LAST_QUARTER, TODAY, given, need, step, url
from kapstok.plans.working.values import Filled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings: LazySettings) -> None:
    settings.KAPSTOK_TODAY = TODAY


@pytest.fixture
def diemen() -> Municipality:
    municipality = cast.municipality()
    with inside(municipality):
        work.shared_plan()
    return municipality


@pytest.fixture
def officer(diemen: Municipality) -> Client:
    return working(diemen, Role.POLICY_OFFICER)


def partner(diemen: Municipality, key: str = "welzijn") -> Client:
    with inside(diemen):
        party = work.party(key)
    return signed_in(seated(diemen, Role.PROVIDER, party, f"{key}@voorbeeld.example"))


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize("status", [Status.CONCEPT, Status.SHARED])
def test_an_asked_partner_reads_the_hours_of_the_plan_only_once_it_is_shared(
    diemen: Municipality, officer: Client, status: Status
) -> None:
    client = partner(diemen)
    with inside(diemen):
        row = given(work.party("welzijn"), Filled("Wij lezen voor.", (step(),), (work.presence(work.party("school")),)))
        Plan.objects.update(status=status)
    told = "dan in het plan: 80 uur"
    assert told in text(officer, url(diemen, "workplan", row.pk))
    assert (told in text(client, url(diemen, "workplan", row.pk))) is (status == Status.SHARED)


def test_before_anybody_is_asked_the_page_says_what_to_do(diemen: Municipality, officer: Client) -> None:
    page = text(officer, url(diemen, "workplans"))
    assert "Er is nog geen werkplan gevraagd" in page
    assert url(diemen, "workplan-ask") in page


def test_the_lead_and_partners_are_ready_to_be_asked(diemen: Municipality, officer: Client) -> None:
    with inside(diemen):
        measure, parties = work.measure(), [work.party(key).pk for key in ("welzijn", "florente")]
    ask_page = f"{url(diemen, 'workplan-ask')}?maatregel={measure.pk}"
    page = text(officer, ask_page)
    assert page.index("Welzijn") < page.index("Florente")
    assert page.count("checked") == 2
    response = officer.post(ask_page, {"executors": parties})
    assert response.status_code == 302
    with inside(diemen):
        assert WorkPlan.objects.count() == 2
    assert mail.outbox == []
    assert "Al gevraagd: Florente, Welzijn" in text(officer, ask_page)


def test_asking_nobody_is_told(diemen: Municipality, officer: Client) -> None:
    with inside(diemen):
        measure = work.measure()
    response = officer.post(f"{url(diemen, 'workplan-ask')}?maatregel={measure.pk}", {})
    assert response.status_code == 422
    assert "Kies ten minste één organisatie" in response.content.decode()


def test_a_mail_goes_only_after_it_was_seen(
    diemen: Municipality, officer: Client, django_capture_on_commit_callbacks: object
) -> None:
    with inside(diemen):
        welzijn = work.party("welzijn")
        reader = work.contact(welzijn)
        work.asked(welzijn)
        work.asked(work.party("florente"))
    address = url(diemen, "workplan-mail")
    assert "Geen contact bekend bij: Florente" in text(officer, address)
    letter = {"subject": "Uw werkplan", "text": "Dag,", "readers": [reader.pk]}
    preview = officer.post(address, letter | {"doe": "bekijk"}).content.decode()
    assert "Voorlezen" in preview
    assert mail.outbox == []
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture of pytest-django
        assert officer.post(address, letter | {"doe": "verstuur"}).status_code == 302
    [sent] = mail.outbox
    assert sent.to == [reader.email]
    assert f"- Voorlezen: http://testserver{url(diemen, 'workplan-fill', number_of(diemen, 'welzijn'))}" in sent.body
    assert sent.body.strip().endswith("Gemeente Diemen")


def number_of(diemen: Municipality, key: str) -> int:
    with inside(diemen):
        return WorkPlan.objects.get(party__key=key).pk


def test_a_mail_without_readers_is_told(diemen: Municipality, officer: Client) -> None:
    with inside(diemen):
        work.asked(work.party("welzijn"))
    response = officer.post(url(diemen, "workplan-mail"), {"subject": "Uw werkplan", "text": "Dag,"})
    assert response.status_code == 422
    assert "Kies wie een mail krijgt" in response.content.decode()


def test_a_party_fills_in_its_part(diemen: Municipality) -> None:
    client = partner(diemen)
    with inside(diemen):
        row = work.asked(work.party("welzijn"))
        florente = work.party("florente")
    one = {"what": "Boeken kiezen", "quarter": "Q1 2024", "until": "Q2 2024", "owner": ""}
    stay = {"place": florente.pk, "hours": "16,5", "starts": "2024-01-08", "ends": "2024-07-07"}
    again = {"place": florente.pk, "hours": "3.5", "starts": "", "ends": ""}
    wants = {"what": "Een lokaal", "party": florente.pk, "quarter": "Q1 2024"}
    sent = work.sent(steps=(one, {}), presences=(stay, again), needs=(wants,))
    assert client.post(url(diemen, "workplan-fill", row.pk), sent).status_code == 302
    page = text(client, url(diemen, "workplan", row.pk))
    assert "Q1 tot en met Q2 2024" in page
    assert "520" in page  # 26 weken × (16,5 + 3,5)
    assert "Samen 520 uur. Dat is meer dan in het plan: 80 uur" in page


def test_what_is_wrong_is_told_beside_what_was_written(diemen: Municipality) -> None:
    client = partner(diemen)
    with inside(diemen):
        row = work.asked(work.party("welzijn"))
        florente = work.party("florente")
    sent = work.sent(
        steps=({"what": "Boeken", "quarter": "Q2 2024", "until": "Q1 2024"}, {"quarter": "Q1 2024"}),
        presences=({"place": florente.pk, "hours": "veel"},),
        needs=({"what": "Een lokaal"},),
    )
    response = client.post(url(diemen, "workplan-fill", row.pk), sent)
    page = response.content.decode()
    assert response.status_code == 422
    for said in ("vóór het eerste", "Wat gaat u dan doen?", "zoals 16 of 2,5", "Van welke organisatie?", "Boeken"):
        assert said in page
    with inside(diemen):
        assert WorkPlan.objects.get().given_at is None


def test_more_rows_keep_what_was_written(diemen: Municipality) -> None:
    client = partner(diemen)
    with inside(diemen):
        row = work.asked(work.party("welzijn"))
    sent = work.sent(steps=({"what": "Boeken kiezen"},), more="steps")
    page = client.post(url(diemen, "workplan-fill", row.pk), sent).content.decode()
    assert "Boeken kiezen" in page
    assert 'name="steps-3-what"' in page


def test_two_people_at_once_see_both_texts(diemen: Municipality) -> None:
    client = partner(diemen)
    with inside(diemen):
        row = given(work.party("welzijn"), Filled("De tekst van een collega.", (step(),)))
        pk = row.steps.get().pk
    mine = {"id": pk, "what": "Boeken lenen", "quarter": "Q1 2024", "until": "", "owner": ""}
    sent = work.sent(version=1, text="Mijn tekst.", steps=(mine,))
    response = client.post(url(diemen, "workplan-fill", row.pk), sent)
    page = response.content.decode()
    assert response.status_code == 409
    for both in ("De tekst van een collega.", "Mijn tekst.", "Boeken kiezen", "Boeken lenen"):
        assert both in page
    assert 'name="version" value="2"' in page
    assert client.post(url(diemen, "workplan-fill", row.pk), sent | {"version": "2"}).status_code == 302


def test_one_click_says_that_a_step_is_done(diemen: Municipality) -> None:
    client = partner(diemen)
    with inside(diemen):
        row = given(work.party("welzijn"))
        pk = row.steps.get().pk
    back = url(diemen, "workplan", row.pk)
    response = client.post(url(diemen, "workplan-step-done", pk), {"next": back})
    assert (response.status_code, response["Location"]) == (302, back)
    assert "klaar op 1 februari 2024" in text(client, back)
    client.post(url(diemen, "workplan-step-done", pk), {"undo": "1", "next": "https://elders.example/"})
    assert "loopt nu" in text(client, back)


def test_who_is_late_stands_there_with_whom_to_call(diemen: Municipality, officer: Client) -> None:
    with inside(diemen):
        welzijn, florente = work.party("welzijn"), work.party("florente")
        work.contact(florente, "Directeur")
        given(welzijn, Filled("Zo.", (step("Te laat", LAST_QUARTER),), needs=(need(florente, quarter=LAST_QUARTER),)))
        work.asked(florente, work.LONG_AGO)
    page = text(officer, url(diemen, "workplans-late"))
    assert page.count("32 dagen te laat") == 2
    assert "Directeur" in page
    assert "46 dagen te laat" not in page
    assert "45 dagen te laat" in page  # 20 november + 28 dagen is 18 december
    own = text(partner(diemen), f"{url(diemen, 'workplans-late')}?van=mij")
    assert "Te laat" in own
    assert "Een lokaal" not in own


def test_what_was_not_handed_in_is_not_late_and_not_shown_to_others(diemen: Municipality, officer: Client) -> None:
    with inside(diemen):
        welzijn = work.party("welzijn")
        filled = Filled("Nog een idee.", (step("Te laat", LAST_QUARTER),), give=False)
        row = fill(work.asked(welzijn), filled, version=1, by=BY)
    assert "Niemand loopt achter" in text(officer, url(diemen, "workplans-late"))
    assert "Nog een idee." in text(officer, url(diemen, "workplan", row.pk))
    page = text(partner(diemen, "florente"), url(diemen, "workplan", row.pk))
    assert "Nog een idee." not in page
    assert "nog niet ingeleverd" in page


def test_the_asked_party_sees_what_is_needed_and_says_that_it_is_there(diemen: Municipality) -> None:
    client = partner(diemen, "florente")
    with inside(diemen):
        row = given(work.party("welzijn"), Filled("Zo.", needs=(need(work.party("florente")),)))
        pk = row.needs.get().pk
    here = url(diemen, "workplan-needs")
    assert "Een lokaal" in text(client, here)
    assert client.post(url(diemen, "workplan-need-met", pk), {"next": here}).status_code == 302
    assert "Niemand wacht op uw organisatie" in text(client, here)
    assert "geregeld op 1 februari 2024" in text(client, f"{here}?stand=geregeld")


def test_a_plan_that_is_not_shared_shows_only_ones_own(diemen: Municipality) -> None:
    with inside(diemen):
        Plan.objects.update(status=Status.CONCEPT)
        mine = given(work.party("welzijn"), Filled("Van ons.", (step("Onze stap"),)))
        theirs = given(work.party("florente"), Filled("Van hen.", (step("Hun stap"),)))
    client = partner(diemen)
    page = text(client, url(diemen, "workplans"))
    assert "Onze stap" in page
    assert "Hun stap" not in page
    assert "Onze stap" in text(client, url(diemen, "workplan", mine.pk))
    text(client, url(diemen, "workplan", theirs.pk), 404)
    assert "Er is nog geen plan waar u bij kunt" in text(partner(diemen, "bieb"), url(diemen, "workplans"))


def test_who_is_asked_for_something_may_read_why(diemen: Municipality) -> None:
    with inside(diemen):
        Plan.objects.update(status=Status.CONCEPT)
        row = given(work.party("welzijn"), Filled("Zo.", needs=(need(work.party("florente")),)))
    assert "Een lokaal" in text(partner(diemen, "florente"), url(diemen, "workplan", row.pk))


@pytest.mark.parametrize("name", ["workplan-fill", "workplan-withdraw", "workplan"])
def test_what_is_elsewhere_is_not_there(diemen: Municipality, officer: Client, name: str) -> None:
    putten = cast.municipality("Putten", "GM0273")
    with inside(putten):
        work.shared_plan()
        row = given(work.party("welzijn"))
    text(officer, url(diemen, name, row.pk), 404)
    text(officer, url(putten, name, row.pk), 404)


def test_another_party_cannot_change_and_hears_why(diemen: Municipality) -> None:
    with inside(diemen):
        row = given(work.party("welzijn"))
        pk = row.steps.get().pk
    client = partner(diemen, "florente")
    page = text(client, url(diemen, "workplan", row.pk))
    assert "van een andere organisatie" in page
    assert "Klaar</button>" not in page
    text(client, url(diemen, "workplan-fill", row.pk), 404)
    assert client.post(url(diemen, "workplan-step-done", pk)).status_code == 404


@pytest.mark.parametrize(
    ("role", "name", "status"),
    [
        (Role.PROVIDER, "workplan-ask", 403),
        (Role.SCHOOL, "workplan-mail", 403),
        (Role.CONTROLLER, "workplans", 200),
        (Role.CONTROLLER, "workplan-ask", 403),
        (Role.AUDITOR, "workplans-late", 200),
        (Role.ADMINISTRATOR, "workplans", 403),
        (Role.PROGRAMME_MANAGER, "workplan-ask", 200),
    ],
)
def test_each_role_has_its_pages(diemen: Municipality, role: Role, name: str, status: int) -> None:
    text(working(diemen, role), url(diemen, name), status)


def test_a_visitor_signs_in_first(diemen: Municipality, client: Client) -> None:
    assert client.get(url(diemen, "workplans")).status_code == 302


def test_taking_away_asks_why(diemen: Municipality, officer: Client) -> None:
    with inside(diemen):
        row = given(work.party("welzijn"))
    address = url(diemen, "workplan-withdraw", row.pk)
    assert officer.post(address, {"why": ""}).status_code == 422
    assert officer.post(address, {"why": "Dubbel."}).status_code == 302
    text(officer, url(diemen, "workplan", row.pk), 404)


def test_steps_go_into_a_calendar(diemen: Municipality) -> None:
    with inside(diemen):
        row = given(work.party("welzijn"))
    content = partner(diemen).get(url(diemen, "workplan-file", row.pk)).content
    [event] = Calendar.from_ical(content).walk("VEVENT")
    assert event["summary"] == "Klaar: Boeken kiezen"
    assert event.decoded("dtstart") == date(2024, 3, 31)


def test_the_timeline_is_sifted_by_its_address(diemen: Municipality, officer: Client) -> None:
    with inside(diemen):
        given(work.party("welzijn"), Filled("Zo.", (step("Op tijd"),)))
        given(work.party("florente"), Filled("Zo.", (step("Achterop", LAST_QUARTER),)))
    here = url(diemen, "workplans")

    def shown(query: str) -> tuple[bool, bool]:
        table = text(officer, f"{here}{query}").partition("<table")[2]
        return "Op tijd" in table, "Achterop" in table

    assert shown("") == (True, True)
    assert shown("?organisatie=welzijn") == (True, False)
    assert shown("?te-laat=1") == (False, True)
    assert shown("?maatregel=voorlezen&per=organisatie") == (True, True)
    assert shown("?maatregel=niets") == (False, False)
    assert shown("?maatregel=%00&organisatie=%27&pagina=veel&plan=elders") == (True, True)
