"""The seven steps, from an empty municipality to a full one, for staff and for partners."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import LazySettings
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests import cast
from tests.signing import seated, signed_in, working

from kapstok.core.access import Role
from kapstok.core.periods import Quarter
from kapstok.core.tenancy import inside
from kapstok.parties.kinds import PartyKind, Sector
from kapstok.parties.models import Agreement, Contact, Meeting, Municipality
from kapstok.parties.models import Party as PartyRow
from kapstok.plans.actions import load_plan
from kapstok.plans.models import Decision, MandateRule, Plan, WorkStep
from kapstok.plans.schema import Estimate, Measure, Milestone, MilestoneKind, Party, PlanDocument, Purpose, Theme
from kapstok.plans.statuses import Status
from kapstok.portal.steps.ring import ring
from kapstok.portal.steps.rules import Part, State, Step
from kapstok.portal.workspace.tests import desk
from kapstok.portal.workspace.tests.desk import TODAY

pytestmark = pytest.mark.django_db
HERE = "/diemen/werk/stappen/"


@pytest.fixture(autouse=True)
def _today(settings: LazySettings) -> None:
    settings.KAPSTOK_TODAY = TODAY


@pytest.fixture
def diemen() -> Municipality:
    return cast.municipality()


def states(client: Client, address: str = HERE) -> list[State]:
    response = client.get(address)
    assert response.status_code == 200
    return [step.state for step in response.context["steps"]]


def full_plan() -> PlanDocument:
    sectors = {"school": Sector.EDUCATION, "opvang": Sector.CHILDCARE, "welzijn": Sector.WELFARE}
    parties = tuple(Party(key=key, name=key.title(), sector=sector) for key, sector in sectors.items())
    measure = Measure(
        key="voorlezen", theme="taal", name="Voorlezen", result="Meer woorden", indicator="Toets",
        target_group="Kleuters", lead="school", purposes=(Purpose(number=1),),
        estimates=(Estimate(amount=Decimal(1000)),),
        milestones=(Milestone(quarter=Quarter("Q1 2024"), what="Meten", kind=MilestoneKind.MONITOR),),
    )  # fmt: skip
    themes = (Theme(key="taal", name="Taal", goal="Elk kind leest"),)
    return cast.plan(goals=("Samen",), parties=parties, themes=themes, measures=(measure,))


def fill(municipality: Municipality) -> None:
    """Everything that the steps ask for, as officers would write it down."""
    with inside(municipality):
        plan = load_plan(full_plan(), by="test").plan
        Plan.objects.update(status=Status.SHARED)
        for key in ("opvang", "welzijn", "school"):
            party = PartyRow.objects.get(key=key)
            Contact.objects.create(party=party, function="Directeur", email=f"{key}@voorbeeld.example")
        school = party
        lea = desk.organisation("lea")
        PartyRow.objects.filter(pk=lea.pk).update(name="Bestuurlijke LEA", kind=PartyKind.WORKING_GROUP)
        Meeting.objects.create(title="Overleg", group=lea, on=TODAY - timedelta(days=9), text="Wat we zagen")
        desk.coming(school)
        desk.ending(school)
        Agreement.objects.create(title="Samen", kind="cooperation", starts=TODAY)
        MandateRule.objects.create(body="mandate_holder", scope="within_theme")
        Decision.objects.create(plan=plan, body="municipal_executive", on=TODAY, title="Vastgesteld", by="test")
        WorkStep.objects.create(
            work_plan=desk.work_plan(plan, school, given=True),
            position=0,
            quarter="Q1 2024",
            what="Begin",
            done_on=TODAY,
        )


def test_in_an_empty_municipality_no_step_is_begun_and_each_says_what_to_do(diemen: Municipality) -> None:
    client = working(diemen, Role.PROGRAMME_MANAGER)
    assert states(client) == [State.EMPTY] * 7
    page = client.get(HERE).content.decode()
    assert "0 van 7" in page
    assert all(part.missing in page for step in client.get(HERE).context["steps"] for part in step.parts)


def test_in_a_full_municipality_every_step_is_filled(diemen: Municipality) -> None:
    fill(diemen)
    client = working(diemen, Role.PROGRAMME_MANAGER)
    assert states(client) == [State.FILLED] * 7
    assert "7 van 7" in client.get(HERE).content.decode()


def test_taking_something_away_reopens_its_step_only(diemen: Municipality) -> None:
    fill(diemen)
    with inside(diemen):
        MandateRule.objects.all().delete()
    found = states(working(diemen, Role.POLICY_OFFICER))
    assert found == [State.FILLED, State.BEGUN, *[State.FILLED] * 5]


def test_every_place_it_names_is_there(diemen: Municipality) -> None:
    fill(diemen)
    for role in (Role.PROGRAMME_MANAGER, Role.CONTROLLER, Role.SCHOOL, Role.ADMINISTRATOR):
        client = working(diemen, role)
        places = {part.place for step in client.get(HERE).context["steps"] for part in step.parts if part.place}
        assert places
        for place in places:
            assert client.get(place, follow=True).status_code == 200, (role, place)


def test_a_partner_reads_without_what_officers_have_to_do(diemen: Municipality) -> None:
    fill(diemen)
    with inside(diemen):
        MandateRule.objects.all().delete()
        party = desk.organisation("nieuw")
    client = signed_in(seated(diemen, Role.PROVIDER, party), second_step=False)
    page = client.get(HERE).content.decode()
    assert "mandaat" not in page.lower()
    assert "Kies waaraan u dat ziet" not in page
    assert states(client)[0] is State.BEGUN  # the meetings of others are not hers to count
    assert states(client)[3] is State.FILLED


def test_a_plan_that_is_not_shared_is_not_counted_for_partners(diemen: Municipality) -> None:
    fill(diemen)
    with inside(diemen):
        Plan.objects.update(status=Status.CONCEPT, published=None)
        party = desk.organisation("nieuw")
    assert states(working(diemen, Role.PROVIDER, party))[3] is State.EMPTY


def test_of_several_plans_one_is_chosen(diemen: Municipality) -> None:
    fill(diemen)
    with inside(diemen):
        load_plan(cast.plan(slug="oab", regulation="oab", title="Ander plan"), by="test")
    client = working(diemen, Role.CONTROLLER)
    assert states(client, f"{HERE}?plan=oab")[3] is State.EMPTY
    assert states(client, f"{HERE}?plan=npo")[3] is State.FILLED
    assert client.get(f"{HERE}?plan=geen").status_code == 404


@pytest.mark.parametrize("count", [1, 60])
def test_it_takes_the_same_few_queries_whatever_there_is(
    diemen: Municipality, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for person in desk.busy(diemen, count):
        client = signed_in(person)
        with django_assert_max_num_queries(19):
            assert len(client.get(HERE).content) < 100 * 1024


def test_the_source_is_named_and_the_words_are_our_own(diemen: Municipality) -> None:
    page = working(diemen, Role.CONTROLLER).get(HERE).content.decode()
    assert "Nederlands Jeugdinstituut" in page
    assert "juni 2021" in page
    titles = re.findall(r"<h2[^>]*>.*?(\d)\. (.+?)</h2>", page)
    assert [number for number, _ in titles] == list("1234567")
    assert "Zoek naar de gezamenlijkheid in de urgentie" not in page


@pytest.mark.parametrize(
    ("parts", "state"),
    [
        ((Part("a", 0), Part("b", 0, of=0)), State.EMPTY),
        ((Part("a", 1), Part("b", 0, of=3)), State.BEGUN),
        ((Part("a", 1), Part("b", 2, of=3)), State.BEGUN),
        ((Part("a", 1, least=2), Part("b", 3, of=3)), State.BEGUN),
        ((Part("a", 1), Part("b", 3, of=3)), State.FILLED),
    ],
)
def test_a_step_is_filled_when_all_its_parts_are(parts: tuple[Part, ...], state: State) -> None:
    assert Step(1, "Stap", "Vraag?", parts).state is state


def test_the_ring_goes_round_clockwise_from_the_top() -> None:
    segments = ring([Step(number, "Stap", "Vraag?", (Part("a", 0),)) for number in range(1, 8)])
    assert segments[0].x > 120 > segments[0].y  # right of the top
    assert segments[6].x < 120
    assert abs(segments[0].x + segments[6].x - 240) < 0.2  # the last mirrors the first
