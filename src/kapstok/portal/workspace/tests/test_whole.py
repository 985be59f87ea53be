"""A plan read in one query is the plan that was stored."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from tests import cast

from kapstok.core.tenancy import inside
from kapstok.demo.actions import load_demo
from kapstok.parties.models import Municipality
from kapstok.plans.actions import load_plan
from kapstok.plans.models import Plan
from kapstok.plans.queries import document_of, plans_of_municipality
from kapstok.plans.reading import read_working
from kapstok.plans.schema import PlanDocument
from kapstok.plans.tests.strategies import plans
from kapstok.portal.workspace.whole import read_whole, whole_plan

pytestmark = pytest.mark.django_db


@given(document=plans())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_plan_comes_back_as_it_was_stored(document: PlanDocument) -> None:
    municipality = Municipality.objects.filter(slug="diemen").first() or cast.municipality()
    with inside(municipality):
        pk = load_plan(document, by="test").plan.pk
        row = Plan.objects.select_related("grant").get(pk=pk)
        assert whole_plan(row) == document_of(row) == document


@pytest.mark.parametrize("measures", [1, 300])
def test_it_is_one_query_whatever_the_size(measures: int) -> None:
    with inside(cast.municipality()):
        load_plan(cast.many_measures(measures), by="test")
        row = plans_of_municipality().get()
        with CaptureQueriesContext(connection) as queries:
            assert len(whole_plan(row).measures) == measures
        assert len(queries) == 1


def test_the_plans_of_the_demo_give_the_same_findings() -> None:
    load_demo(lambda name: None)
    for municipality in Municipality.objects.filter(slug__in=["diemen", "putten", "stichtse-vecht"]):
        with inside(municipality):
            row = plans_of_municipality().get()
            assert read_whole(row, municipality) == read_working(row, municipality)
