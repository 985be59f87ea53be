"""Stichtse Vecht's plan in the demo: every figure here is copied from the published update, not from the file."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from kapstok.plans.files import read_plan
from kapstok.plans.rules import budget
from kapstok.plans.schema import LineKind, MilestoneKind, Offer, PlanDocument


@pytest.fixture(scope="module")
def plan() -> PlanDocument:
    return read_plan(Path(__file__).parents[1] / "stichtse-vecht-plan.toml")


def test_three_pillars_with_a_fixed_and_a_choice_offer(plan: PlanDocument) -> None:
    assert [theme.name for theme in plan.themes] == [
        "Zorg op of via school",
        "Talentontwikkeling",
        "Taalondersteuning",
    ]
    assert {(measure.theme, measure.offer) for measure in plan.measures} == {
        (pillar, offer) for pillar in ("zorg", "talent", "taal") for offer in Offer
    }
    assert plan.levels[0].plural == "pijlers"


def test_about_1_1_million_is_divided_in_four(plan: PlanDocument) -> None:
    source = plan.grant_source
    assert (source.amount, source.about) == (Decimal(1100000), True)
    assert [line.kind for line in plan.lines] == [LineKind.DEDUCTION] * 3 + [LineKind.CHOICE_BUDGET]


def test_no_amount_is_invented(plan: PlanDocument) -> None:
    assert budget(plan).unknown == 4
    assert not any(measure.estimates for measure in plan.measures)


def test_belongs_to_the_local_recovery_agenda(plan: PlanDocument) -> None:
    agenda = plan.agendas[0]
    assert agenda.name == "Lokale Herstelagenda"
    assert re.findall(r"[Pp]ijler \d|thema \d", agenda.note) == ["Pijler 1", "thema 1", "thema 3"]


def test_is_due_on_31_march(plan: PlanDocument) -> None:
    due = [m for m in plan.milestones if m.kind is MilestoneKind.DELIVER]
    assert [(str(m.quarter), "31 maart" in m.what) for m in due] == [("Q1 2022", True)]


def test_four_principles_and_one_question(plan: PlanDocument) -> None:
    assert len(plan.principles) == 5
    assert "thuiszitters" in plan.principles[-1]
