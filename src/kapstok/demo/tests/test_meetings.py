"""The meetings of the demo say what the plans say, loading them twice changes nothing, and nobody is named."""

from datetime import date
from typing import Any

import pytest
from tests import cast
from tests.examples import load_examples

from kapstok.core.access import command
from kapstok.core.models import AuditEntry
from kapstok.core.tenancy import inside
from kapstok.demo.actions import load_demo
from kapstok.demo.contacts import load_contacts
from kapstok.demo.meetings import load_meetings
from kapstok.parties.meetings import queries
from kapstok.parties.meetings.tests.agenda import party
from kapstok.parties.models import ActionPoint, Agreement, Contact, Meeting, Municipality, Party

pytestmark = pytest.mark.django_db
TODAY = date(2024, 2, 1)


@pytest.fixture(autouse=True)
def loaded(settings: Any) -> None:
    settings.KAPSTOK_TODAY = TODAY
    load_examples()


def municipality(slug: str) -> Municipality:
    return Municipality.objects.get(slug=slug)


def came(title: str) -> set[str]:
    return set(Meeting.objects.get(title=title).attendances.filter(present=True).values_list("party__key", flat=True))


def test_diemen_met_four_times_before_the_decision() -> None:
    with inside(municipality("diemen")):
        real = Meeting.objects.filter(on__lt=date(2024, 1, 1)).order_by("on")
        assert [row.on for row in real] == [
            date(2022, 3, 22), date(2022, 4, 12), date(2022, 7, 6), date(2022, 11, 17),
        ]  # fmt: skip
        assert came("Kleine commissie: thema's per leeftijd") == {"preventieve-jeugdhulp", "onderwijs", "kinderopvang"}
        board = real.last()
        assert board is not None
        assert (str(board.group), board.outcome) == ("Bestuurlijk LEA", "support")


def test_putten_asked_met_and_spent_with_consent() -> None:
    with inside(municipality("putten")):
        spent = Meeting.objects.get(outcome="consent")
        assert "€ 1.400" in spent.outcome_text
        asked = Meeting.objects.filter(on__gte=date(2022, 1, 1), on__lt=date(2024, 1, 1)).order_by("on")
        assert [(row.on, row.until, row.precision) for row in asked] == [
            (date(2022, 4, 1), date(2022, 4, 30), "month"),
            (date(2022, 5, 1), date(2022, 5, 31), "month"),
            (date(2022, 10, 1), date(2022, 10, 31), "month"),
            (date(2023, 2, 1), date(2023, 3, 31), "month"),
        ]


@pytest.mark.parametrize("slug", ["diemen", "putten"])
def test_what_was_made_up_says_so_and_something_is_still_to_come(slug: str) -> None:
    with inside(municipality(slug)):
        made_up = [
            *Meeting.objects.filter(on__gte=date(2024, 1, 1)),
            *ActionPoint.objects.all(),
            *Agreement.objects.all(),
        ]
        assert all("(voorbeeld)" in str(row) for row in made_up)
        assert Meeting.objects.filter(on__gt=TODAY).exists()
        assert ActionPoint.objects.filter(due__gt=TODAY).count() == 3
        ending = queries.agreements_for(command("test")).filter(ends__lte=date(2024, 5, 1))
        assert ending.exists()


def test_loading_again_changes_nothing_and_what_somebody_changed_stays() -> None:
    with inside(municipality("diemen")):
        Meeting.objects.filter(on=date(2022, 3, 22)).update(title="Door ons hernoemd")
        before = (Meeting.objects.count(), AuditEntry.objects.count())
    load_demo(lambda name: None)
    with inside(municipality("diemen")):
        assert (Meeting.objects.count(), AuditEntry.objects.count()) == before
        assert Meeting.objects.filter(title="Door ons hernoemd").exists()


def test_a_contact_that_was_ended_costs_only_its_own_points() -> None:
    with inside(municipality("putten")):
        keys = list(Party.objects.values_list("key", flat=True))
    Municipality.objects.filter(slug="putten").update(slug="putten-toen")
    putten = cast.municipality("Putten", "GM9999")
    with inside(putten):
        for key in keys:
            party(key)
    load_contacts(putten, by=command("test"))
    with inside(putten):
        Contact.objects.filter(party__key="gabriel").update(ended_on=TODAY)
    load_meetings(putten, by=command("test"))
    with inside(putten):
        assert [point.owner.party.key for point in ActionPoint.objects.all()] == ["gemeente", "putten-voor-elkaar"]
        assert Meeting.objects.count() == 7
