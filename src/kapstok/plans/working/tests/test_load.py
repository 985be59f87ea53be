"""What the pages of work plans ask of the database and how heavy they are, with few and with many of them."""

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.signing import seated, signed_in, working

from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.parties.models import Municipality, Party
from kapstok.plans.models import Measure, Need, Presence, WorkPlan, WorkStep
from kapstok.plans.schema import Measure as MeasureValue
from kapstok.plans.schema import Party as PartyValue
from kapstok.plans.working.tests import work
from kapstok.plans.working.tests.work import TODAY, given, need, step, url
from kapstok.plans.working.values import Filled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings: LazySettings) -> None:
    settings.KAPSTOK_TODAY = TODAY


def _filled_in(count: int) -> None:
    """That many work plans, each of a measure and a party, with ten steps, two places and a need; half is late."""
    measures = tuple(MeasureValue(key=f"m{i}", theme="taal", name=f"Maatregel {i}") for i in range(count))
    parties = tuple(PartyValue(key=f"p{i}", name=f"Partij {i}") for i in range(count))
    plan = work.shared_plan(measures=measures, parties=parties, lines=())
    given_at = [None if i % 5 == 0 else work.MORNING for i in range(count)]
    pairs = zip(Measure.objects.order_by("key"), Party.objects.filter(key__startswith="p").order_by("key"), strict=True)
    made = WorkPlan.objects.bulk_create(
        WorkPlan(plan=plan, measure=measure, party=party, asked_at=work.LONG_AGO, given_at=at)
        for (measure, party), at in zip(pairs, given_at, strict=True)
    )
    _fill_rows(made, work.party("elders"))


def _fill_rows(made: list[WorkPlan], other: Party) -> None:
    long = "Een stap met een lange omschrijving " * 5
    WorkStep.objects.bulk_create(
        WorkStep(work_plan=row, position=i, what=long, quarter="Q3 2024" if i % 2 else "Q4 2023")
        for row in made
        for i in range(10)
    )
    Need.objects.bulk_create(Need(work_plan=row, party=other, what=long, quarter="Q4 2023") for row in made)
    days = {"starts": TODAY, "ends": TODAY}
    Presence.objects.bulk_create(Presence(work_plan=row, place=other, hours_per_week=8, **days) for row in made)


def _partner(place: Municipality) -> Client:
    with inside(place):
        party = work.party("p0")
    return signed_in(seated(place, Role.PROVIDER, party))


PAGES = ("workplans", "workplans-late", "workplan-needs")
OF_OFFICERS = ("workplan-ask", "workplan-mail")


def _counted(client: Client, place: Municipality, names: tuple[str, ...]) -> list[int]:
    """How many queries each of these pages takes; none is too heavy."""
    numbers = []
    for name in names:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url(place, name), {"van": "alle"})
        assert response.status_code == 200
        assert len(response.content) < 100 * 1024, (name, len(response.content))
        numbers.append(len(queries))
    return numbers


def test_five_or_many_work_plans_ask_as_much_of_the_database() -> None:
    asked = []
    for name, code, count in (("Diemen", "GM0384", 5), ("Putten", "GM0273", 150)):
        place = cast.municipality(name, code)
        with inside(place):
            _filled_in(count)
        officer = working(place, Role.PROGRAMME_MANAGER)
        asked.append([*_counted(officer, place, PAGES + OF_OFFICERS), *_counted(_partner(place), place, PAGES)])
    few, many = asked
    assert max(many) < 20, asked
    # counting how many there are comes on top when they do not all fit
    assert all(more - less <= 3 for less, more in zip(few, many, strict=True)), asked


def test_one_work_plan_asks_as_much_however_much_stands_in_it() -> None:
    diemen = cast.municipality()
    with inside(diemen):
        work.shared_plan()
        other = work.party("elders")
        small = given(work.party("welzijn"), Filled("Zo.", (step(),), (work.presence(other),), (need(other),)))
        steps = tuple(step(f"Stap {i}") for i in range(15))
        needs = tuple(need(other, f"Vraag {i}") for i in range(8))
        large = given(work.party("florente"), Filled("Zo.", steps, tuple([work.presence(other)] * 15), needs))
    officer = working(diemen, Role.POLICY_OFFICER)
    for name in ("workplan", "workplan-fill"):
        numbers = []
        for row in (small, large):
            with CaptureQueriesContext(connection) as queries:
                response = officer.get(url(diemen, name, row.pk))
            assert len(response.content) < 100 * 1024
            numbers.append(len(queries))
        assert numbers[0] == numbers[1] < 20, numbers
