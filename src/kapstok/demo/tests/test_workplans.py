"""The work plans of the demo: marked as examples, one of them late, and the same after loading them twice."""

from datetime import date
from typing import Any

import pytest
from tests.examples import load_examples

from kapstok.core.access import command
from kapstok.core.models import AuditEntry
from kapstok.core.tenancy import inside
from kapstok.demo.workplans import load_work_plans
from kapstok.parties.models import Municipality
from kapstok.plans.models import Need, WorkPlan, WorkStep
from kapstok.plans.working import queries
from kapstok.plans.working.presentation import hours_of

pytestmark = pytest.mark.django_db
TODAY = date(2024, 2, 1)


@pytest.fixture(autouse=True)
def loaded(settings: Any) -> None:
    settings.KAPSTOK_TODAY = TODAY
    load_examples()


def municipality(slug: str) -> Municipality:
    return Municipality.objects.get(slug=slug)


@pytest.mark.parametrize("slug", ["diemen", "putten"])
def test_a_step_and_an_answer_are_late_on_the_day_of_the_demo(slug: str) -> None:
    with inside(municipality(slug)):
        assert queries.late_steps(WorkStep.objects.all(), TODAY).count() == 1
        assert queries.unanswered(WorkPlan.objects.all(), TODAY).count() == 1


@pytest.mark.parametrize("slug", ["diemen", "putten"])
def test_all_that_was_made_up_says_so(slug: str) -> None:
    with inside(municipality(slug)):
        texts = [row.text for row in WorkPlan.objects.exclude(given_at=None)]
        texts += [row.what for model in (WorkStep, Need) for row in model._default_manager.all()]
        assert texts
        assert [text for text in texts if "(voorbeeld)" not in text] == []


@pytest.mark.parametrize(("slug", "party"), [("diemen", "welzijn-diemen"), ("putten", "putten-voor-elkaar")])
def test_youth_workers_are_on_school_as_many_hours_as_in_midden_groningen(slug: str, party: str) -> None:
    with inside(municipality(slug)):
        row = WorkPlan.objects.filter(party__key=party).exclude(presences=None).distinct().get()
        assert 16 <= hours_of(row.presences.all()).a_week <= 20


def test_loading_twice_changes_nothing() -> None:
    with inside(municipality("putten")):
        before = AuditEntry.objects.count()
    load_work_plans(municipality("putten"), by=command("test"))
    with inside(municipality("putten")):
        assert AuditEntry.objects.count() == before
