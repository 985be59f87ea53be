"""A plan read in one query is the plan that was stored."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from tests import cast

from kapstok.core.tenancy import inside
from kapstok.parties.models import Municipality
from kapstok.plans.actions import load_plan
from kapstok.plans.models import Plan
from kapstok.plans.queries import document_of, plans_of_municipality
from kapstok.plans.schema import PlanDocument
from kapstok.plans.tests.strategies import plans

pytestmark = pytest.mark.django_db


@given(document=plans())
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_plan_comes_back_as_it_was_stored(document: PlanDocument) -> None:
    municipality = Municipality.objects.filter(slug="diemen").first() or cast.municipality()
    with inside(municipality):
        pk = load_plan(document, by="test").plan.pk
        row = Plan.objects.select_related("grant").get(pk=pk)
        assert document_of(row) == document
        transaction.set_rollback(True)  # the parties of one example keep their names in the next


@pytest.mark.parametrize("measures", [1, 300])
def test_it_is_one_query_whatever_the_size(measures: int) -> None:
    with inside(cast.municipality()):
        load_plan(cast.many_measures(measures), by="test")
        row = plans_of_municipality().get()
        with CaptureQueriesContext(connection) as queries:
            assert len(document_of(row).measures) == measures
        assert len(queries) == 1
