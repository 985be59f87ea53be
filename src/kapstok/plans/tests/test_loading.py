"""Loading a plan: the rows say exactly what the document says, and what is pointed at stays where it is."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from tests import cast

from kapstok.core.access import command
from kapstok.core.models import AuditEntry
from kapstok.core.tenancy import inside
from kapstok.grants.models import Grant
from kapstok.parties.directory.actions import change_party
from kapstok.parties.directory.values import PartyFacts
from kapstok.parties.kinds import PartyKind, Sector
from kapstok.parties.models import Municipality, Party
from kapstok.plans.actions import load_plan
from kapstok.plans.files import parse_plan, plan_as_toml
from kapstok.plans.models import Measure, Plan
from kapstok.plans.queries import document_of
from kapstok.plans.schema import Measure as MeasureValue
from kapstok.plans.schema import Party as PartyValue
from kapstok.plans.schema import PlanDocument, Source, SourceKind
from kapstok.plans.tests.apart import after_loading, apart
from kapstok.plans.tests.strategies import plans

pytestmark = pytest.mark.django_db
many = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def diemen() -> Municipality:
    return cast.municipality()


@given(plan=plans())
@many
def test_a_plan_comes_back_as_it_went_in(diemen: Municipality, plan: PlanDocument) -> None:
    with apart(diemen):
        stored = load_plan(plan, by="test").plan
        assert document_of(Plan.objects.select_related("grant").get(pk=stored.pk)) == plan


@given(first=plans(), second=plans())
@many
def test_loading_over_a_plan_leaves_only_the_new_one(
    diemen: Municipality, first: PlanDocument, second: PlanDocument
) -> None:
    second = after_loading(first, second)
    with apart(diemen):
        load_plan(first, by="test")
        stored = load_plan(second, by="test").plan
        assert document_of(Plan.objects.select_related("grant").get(pk=stored.pk)) == second


@given(plan=plans())
@many
def test_file_to_rows_to_file_is_the_same_plan(diemen: Municipality, plan: PlanDocument) -> None:
    with apart(diemen):
        stored = load_plan(parse_plan(plan_as_toml(plan)), by="test").plan
        exported = plan_as_toml(document_of(Plan.objects.select_related("grant").get(pk=stored.pk)))
    assert parse_plan(exported) == plan


def test_loading_again_changes_nothing_and_leaves_no_trace(diemen: Municipality) -> None:
    with inside(diemen):
        assert load_plan(cast.plan(), by="test").created
        again = load_plan(cast.plan(), by="test")
        assert (again.created, again.changed) == (False, False)
        assert AuditEntry.objects.count() == 1


def test_what_is_pointed_at_keeps_its_row(diemen: Municipality) -> None:
    with inside(diemen):
        load_plan(cast.plan(), by="test")
        before = Measure.objects.get().pk
        renamed = MeasureValue(key="voorlezen", theme="taal", name="Voorlezen thuis")
        load_plan(cast.plan(measures=(renamed,)), by="test", why="nieuwe naam")
        after = Measure.objects.get()
        assert (after.pk, after.name) == (before, "Voorlezen thuis")


def test_another_source_can_become_the_grant(diemen: Municipality) -> None:
    own, other = (
        Source(key="npo", name="NPO", kind=SourceKind.OWN_MEANS),
        Source(key="spuk", name="SPUK", kind=SourceKind.GRANT, amount=Decimal(5)),
    )
    with inside(diemen):
        load_plan(cast.plan(), by="test")
        load_plan(cast.plan(sources=(own, other)), by="test")
        stored = Plan.objects.select_related("grant").get()
        assert document_of(stored).grant_source.key == "spuk"


def test_the_act_is_written_down_with_before_and_after(diemen: Municipality) -> None:
    with inside(diemen):
        load_plan(cast.plan(), by="kapstok load")
        load_plan(cast.plan(title="Nieuw plan"), by="kapstok load", why="titel verbeterd")
        first, second = AuditEntry.objects.order_by("id")
    assert first.after
    assert second.before
    assert second.after
    assert (first.before, first.after["title"]) == (None, "Plan")
    assert (second.before["title"], second.after["title"], second.why) == ("Plan", "Nieuw plan", "titel verbeterd")


def test_a_municipality_without_the_grant_gets_it_from_the_plan(diemen: Municipality) -> None:
    with inside(diemen):
        load_plan(cast.plan(), by="test")
        grant = Grant.objects.get()
        assert (grant.regulation, grant.award) == ("npo", Decimal(2000))


def test_a_known_grant_is_left_alone(diemen: Municipality) -> None:
    with inside(diemen):
        Grant.objects.create(regulation="npo", provisional_award=Decimal("1999.50"))
        load_plan(cast.plan(), by="test")
        assert Grant.objects.get().award == Decimal("1999.50")


def test_the_number_of_queries_does_not_grow_with_the_plan(
    diemen: Municipality, django_assert_num_queries: object
) -> None:
    counts = []
    for size in (1, 300):
        with inside(diemen):
            stored = load_plan(cast.many_measures(size, slug=f"plan-{size}"), by="test").plan
            plan = Plan.objects.select_related("grant").get(pk=stored.pk)
            counts.append(_queries(plan))
    assert counts[0] == counts[1] <= 14


def _queries(plan: Plan) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        document_of(plan)
    return len(queries)


def test_parties_are_shared_by_the_plans_of_a_municipality(diemen: Municipality) -> None:
    with inside(diemen):
        for slug in ("npo", "oab"):
            load_plan(_with_party(slug), by="test")
        assert Party.objects.count() == 1


def test_a_party_keeps_the_name_it_was_given_here(diemen: Municipality) -> None:
    with inside(diemen):
        load_plan(_with_party("npo"), by="test")
        renamed = PartyFacts("Bibliotheek Diemen", PartyKind.ORGANISATION, Sector.LIBRARY)
        change_party(Party.objects.get(), renamed, by=command("test"))
        again = load_plan(_with_party("npo"), by="test")
        assert (again.changed, again.named_here) == (False, {"Bibliotheek": "Bibliotheek Diemen"})
        load_plan(_with_party("oab"), by="test")
        load_plan(_with_party("npo").model_copy(update={"title": "Nieuw plan"}), by="test")
        party = Party.objects.get()
        assert (party.name, party.sector) == ("Bibliotheek Diemen", Sector.LIBRARY)
        stored = document_of(Plan.objects.select_related("grant").get(slug="npo"))
        assert (stored.title, stored.parties[0].name) == ("Nieuw plan", "Bibliotheek Diemen")
        assert AuditEntry.objects.filter(act="plan loaded").count() == 3


def _with_party(slug: str) -> PlanDocument:
    return cast.plan(slug=slug, parties=(PartyValue(key="bieb", name="Bibliotheek"),), participants=("bieb",))


def test_the_front_page_hears_of_it(diemen: Municipality) -> None:
    with inside(diemen):
        load_plan(cast.plan(), by="test")
        load_plan(cast.plan(slug="oab", title="Oude plan"), by="test")
        load_plan(cast.plan(title="Nieuw plan"), by="test")
    diemen.refresh_from_db()
    told = [(line["slug"], line["title"], line["award"]) for line in diemen.headlines]
    assert told == [("npo", "Nieuw plan", "2000.00"), ("oab", "Oude plan", "2000.00")]
