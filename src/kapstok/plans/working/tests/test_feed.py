"""One's own steps stand in one's own calendar, beside the meetings."""

from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar
from tests import cast
from tests.signing import working

from kapstok.core.access import Role
from kapstok.core.periods import Quarter
from kapstok.core.tenancy import inside
from kapstok.parties.models import Contact, Membership, Municipality
from kapstok.plans.models import Plan, WorkPlan, WorkStep
from kapstok.plans.statuses import Status
from kapstok.plans.working import calendar
from kapstok.plans.working.tests.work import (
    LAST_QUARTER,
    NEXT_QUARTER,
    TODAY,
    asked,
    contact,
    given,
    party,
    shared_plan,
    step,
    url,
)
from kapstok.plans.working.values import Filled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    settings.KAPSTOK_TODAY = TODAY


@pytest.fixture
def diemen() -> Municipality:
    municipality = cast.municipality()
    with inside(municipality):
        shared_plan()
    return municipality


def events(client: Client, diemen: Municipality) -> dict[str, Any]:
    page = url(diemen, "calendar-address")
    client.post(page, {"renew": "1"})
    content = Client().get(client.get(page).context["url"]).content
    return {str(event["summary"]): event for event in Calendar.from_ical(content).walk("VEVENT")}


def welfare(diemen: Municipality) -> Client:
    """Somebody of Welzijn."""
    with inside(diemen):
        return working(diemen, Role.PROVIDER, party("welzijn"))


def test_her_own_open_steps_and_those_of_nobody_in_her_party(diemen: Municipality) -> None:
    client = welfare(diemen)
    with inside(diemen):
        mine, other = contact(party("welzijn")), contact(party("welzijn"), "Directeur")
        Contact.objects.filter(pk=mine.pk).update(person=Membership.objects.get().person)
        steps = (
            step("Van mij", owner=mine.pk),
            step("Van niemand", LAST_QUARTER, until=NEXT_QUARTER),
            step("Van de directeur", owner=other.pk),
            step("Al klaar"),
        )
        work_plan = given(party("welzijn"), Filled("Wij lezen voor.", steps))
        WorkStep.objects.filter(what="Al klaar").update(done_on=TODAY)
        given(party("florente"), Filled("Wij doen mee.", (step("Van een ander"),)))
    found = events(client, diemen)
    assert set(found) == {"Klaar: Van mij", "Klaar: Van niemand"}
    assert found["Klaar: Van niemand"]["dtstart"].dt == NEXT_QUARTER.end
    assert found["Klaar: Van mij"]["url"] == f"http://testserver{url(diemen, 'workplan', work_plan.pk)}"


def test_what_was_not_handed_in_counts_for_nothing(diemen: Municipality) -> None:
    client = welfare(diemen)
    with inside(diemen):
        work_plan = asked(party("welzijn"))
        WorkStep.objects.create(work_plan=work_plan, position=1, quarter="Q1 2024", what="Nog niet ingeleverd")
    assert events(client, diemen) == {}


def test_her_own_steps_stay_while_the_plan_is_a_concept(diemen: Municipality) -> None:
    client = welfare(diemen)
    with inside(diemen):
        given(party("welzijn"))
        Plan.objects.update(status=Status.CONCEPT)
    assert set(events(client, diemen)) == {"Klaar: Boeken kiezen"}


def test_of_more_than_fits_what_is_nearest_to_this_quarter_stays(
    diemen: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar, "MOST", 3)
    client = welfare(diemen)
    with inside(diemen):
        quarters = ("Q2 2023", "Q3 2023", "Q1 2024", "Q2 2024", "Q1 2025")
        given(party("welzijn"), Filled("Wij lezen voor.", tuple(step(f"In {q}", Quarter(q)) for q in quarters)))
    assert set(events(client, diemen)) == {"Klaar: In Q3 2023", "Klaar: In Q1 2024", "Klaar: In Q2 2024"}


@pytest.mark.parametrize("count", [2, 40])
def test_the_number_of_queries_does_not_grow(
    diemen: Municipality, count: int, django_assert_max_num_queries: Any
) -> None:
    client = welfare(diemen)
    with inside(diemen):
        steps = tuple(step(f"Stap {number}") for number in range(count))
        given(party("welzijn"), Filled("Wij lezen voor.", steps))
        assert WorkPlan.objects.count() == 1
    page = url(diemen, "calendar-address")
    client.post(page, {"renew": "1"})
    where = client.get(page).context["url"]
    with django_assert_max_num_queries(12):
        content = Client().get(where).content
    assert len(Calendar.from_ical(content).walk("VEVENT")) == count
