"""A budget above the award is put right with one click, and can then be adopted."""

from decimal import Decimal
from importlib.resources import files

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests import cast
from tests.signing import working

from kapstok.core.access import Role, command
from kapstok.core.tenancy import inside
from kapstok.parties.models import Municipality
from kapstok.plans import checks
from kapstok.plans.actions import load_plan
from kapstok.plans.budgeting.overrun import LESS, OWN_MEANS, overrun, solving, ways_out
from kapstok.plans.files import parse_plan
from kapstok.plans.models import Plan
from kapstok.plans.queries import document_of
from kapstok.plans.rules import total
from kapstok.plans.schema import PlanDocument

AWARD = Decimal(314_800)


def diemen() -> PlanDocument:
    return parse_plan(files("kapstok.demo").joinpath("diemen-plan.toml").read_text("utf-8"), "diemen-plan.toml")


def test_diemen_can_be_solved_in_two_ways() -> None:
    assert [way.label.replace("\xa0", " ") for way in ways_out(diemen(), Decimal(200))] == [
        "Haal € 200 van ‘Coördinatie en onvoorzien’ af",
        "Betaal € 200 uit eigen middelen",
    ]


@given(award=st.decimals(min_value=280_000, max_value=320_000, places=2), way=st.sampled_from([LESS, OWN_MEANS]))
def test_whatever_the_award_the_grant_pays_no_more(award: Decimal, way: str) -> None:
    before = diemen()
    after = solving(way, award)(before)
    excess = overrun(before, award)
    assert overrun(after, award) == 0
    assert total(before.lines) - total(after.lines) == (excess if way == LESS else 0)
    assert all(sum(line.years.values()) in (0, line.amount) for line in after.lines)
    codes = [finding.code for finding in checks.run(after, None, award=award)]
    assert not {"K101", "K104"} & set(codes)


@pytest.mark.django_db
@pytest.mark.parametrize("way", [LESS, OWN_MEANS])
def test_one_click_on_the_budget_page(way: str) -> None:
    municipality: Municipality = cast.municipality()
    with inside(municipality):
        plan = load_plan(diemen(), by=command("test")).plan
    client = working(municipality, Role.POLICY_OFFICER)
    page = reverse("work-budget", args=[municipality.slug, plan.slug])
    assert "200 te hoog" in client.get(page).content.decode()
    answer = client.post(
        reverse("work-budget-overrun", args=[municipality.slug, plan.slug]), {"manier": way}, follow=True
    )
    assert "past nu bij wat is toegekend" in answer.content.decode()
    with inside(municipality):
        assert overrun(document_of(Plan.objects.get()), AWARD) == 0
    assert (
        client.post(reverse("work-budget-overrun", args=[municipality.slug, plan.slug]), follow=True).status_code == 200
    )
