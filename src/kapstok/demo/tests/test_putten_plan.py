"""Putten's plan in the demo: every figure here is copied from the published plan, not from the file."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from kapstok.core.periods import Quarter
from kapstok.parties.kinds import PartyKind
from kapstok.plans.files import read_plan
from kapstok.plans.rules import Range, budget, estimated, product, quantity
from kapstok.plans.schema import LineKind, Measure, MilestoneKind, PlanDocument, SourceKind, Stage


@pytest.fixture(scope="module")
def plan() -> PlanDocument:
    return read_plan(Path(__file__).parents[1] / "putten-plan.toml")


def measure_of(plan: PlanDocument, key: str) -> Measure:
    return next(measure for measure in plan.measures if measure.key == key)


def names(plan: PlanDocument) -> dict[str, str]:
    return {party.key: party.name for party in plan.parties}


def test_six_headings_add_up_to_the_grant(plan: PlanDocument) -> None:
    assert [(line.kind, line.amount) for line in plan.lines] == [
        (LineKind.PLANNED, Decimal(48000)),
        (LineKind.PLANNED, Decimal(60000)),
        (LineKind.RESERVATION, Decimal(20000)),
        (LineKind.PLANNED, Decimal(100000)),
        (LineKind.PLANNED, Decimal(4000)),
        (LineKind.UNALLOCATED, Decimal(90000)),
    ]
    assert budget(plan).total == plan.stated_total == plan.grant_source.amount == 322000


def test_headings_are_rough_and_not_spread_over_years(plan: PlanDocument) -> None:
    assert all(line.about and not line.years for line in plan.lines)
    assert budget(plan).unphased == 322000


def test_eighteen_organisations_made_the_plan(plan: PlanDocument) -> None:
    assert [names(plan)[key] for key in plan.participants] == [
        "Stichting Kindcentrum Putten",
        "CNS Kinderopvang",
        "SKA Kinderopvang",
        "Agrarische Kinderopvang Kukelekú",
        "CNS Putten",
        "VPCO Putten",
        "Katholieke Jenaplanschool Gabriël, Putten",
        "Stichting PROO, locaties Putten",
        "Christelijk College Groevenbeek, Putten",
        "Samenwerkingsverband stichting Zeeluwe",
        "Samenwerkingsverband Berséba",
        "Stichting Leerlingenzorg Noord-West Veluwe",
        "Leerlingzaken Noord Veluwe",
        "Putten voor Elkaar",
        "Icare Jeugdgezondheidszorg",
        "GGD NOG",
        "Huisartsen en SOH-jGGZ Putten",
        "Gemeente Putten",
    ]
    kinds = {party.key: party.kind for party in plan.parties}
    assert {kinds[key] for key in plan.participants} == {PartyKind.ORGANISATION}


@pytest.mark.parametrize(
    ("measure", "low", "high", "about"),
    [
        ("sociale-kaart", 1000, 1000, False),
        ("weerbaarheid", 20000, 20000, False),
        ("training-docenten", 6000, 6000, False),
        ("wijkactiviteiten", 20000, 20000, False),
        ("inloop", 60000, 60000, True),
        ("overgang", 20000, 20000, True),
        ("visie", 90000, 100000, False),
    ],
)
def test_each_measure_is_estimated_over_two_years(
    plan: PlanDocument, measure: str, low: int, high: int, about: bool
) -> None:
    assert estimated(measure_of(plan, measure)) == Range(Decimal(low), Decimal(high), about)


@pytest.mark.parametrize(
    ("measure", "lead", "planning"),
    [
        ("sociale-kaart", "gemeente", [("Q2 2023", "deliver")]),
        (
            "weerbaarheid",
            "putten-voor-elkaar",
            [("Q1 2023", "prepare"), ("Q2 2023", "prepare"), ("Q3 2023", "start")],
        ),
        ("training-docenten", "gemeente", [("Q1 2023", "prepare"), ("Q2 2023", "prepare")]),
        ("wijkactiviteiten", "putten-voor-elkaar", [("Q2 2023", "prepare"), ("Q3 2023", "start")]),
        ("inloop", "gemeente", [("Q2 2023", "prepare"), ("Q3 2023", "start")]),
        ("overgang", "vve-werkgroep", [("Q2 2023", "prepare")]),
        ("visie", "gemeente", [("Q2 2023", "start"), ("Q3 2023", "deliver")]),
    ],
)
def test_each_measure_has_its_lead_and_quarters(
    plan: PlanDocument, measure: str, lead: str, planning: list[tuple[str, str]]
) -> None:
    row = measure_of(plan, measure)
    assert row.lead == lead
    assert [(str(m.quarter), m.kind.value) for m in row.milestones] == planning


@pytest.mark.parametrize(
    ("measure", "partners"),
    [
        ("sociale-kaart", {"onderwijs", "huisartsen", "icare-jgz", "putten-voor-elkaar"}),
        ("weerbaarheid", {"onderwijs", "gemeente"}),
        ("training-docenten", {"onderwijs"}),
        ("wijkactiviteiten", {"onderwijs"}),
        ("inloop", {"putten-voor-elkaar", "onderwijs", "stimenz", "jeugd-punt"}),
        ("overgang", {"voorscholen", "onderwijs"}),
        ("visie", {"opgroeien-in-putten", "voorscholen", "onderwijs", "toegang-jeugd", "putten-voor-elkaar"}),
    ],
)
def test_each_measure_has_its_partners(plan: PlanDocument, measure: str, partners: set[str]) -> None:
    assert set(measure_of(plan, measure).partners) == partners


def test_working_groups_are_named_as_such(plan: PlanDocument) -> None:
    groups = {party.name for party in plan.parties if party.kind is PartyKind.WORKING_GROUP}
    assert {"Werkgroep NPO-plan", "VVE-werkgroep", "Werkgroep ‘Opgroeien in Putten’"} <= groups


def test_walk_in_hours_stand_in_two_places(plan: PlanDocument) -> None:
    text, table = measure_of(plan, "inloop").estimates
    assert (text.stated_in, quantity(text), text.unit, text.counted) == ("§ 3.2", Decimal(360), "uur", True)
    assert (table.stated_in, quantity(table), table.unit, table.counted) == ("§ 4.2", Decimal(1200), "uur", False)
    assert text.amount == 30000
    assert product(text) == Decimal("31201.20")


def test_a_training_for_teachers_costs_half_of_three_thousand(plan: PlanDocument) -> None:
    (estimate,) = measure_of(plan, "training-docenten").estimates
    assert (estimate.amount, quantity(estimate), product(estimate)) == (Decimal(3000), Decimal(2), Decimal(3000))
    assert [factor.derived for factor in estimate.factors] == [False, True]


def test_neighbourhood_activities_stand_under_no_heading(plan: PlanDocument) -> None:
    named = {activity.measure for line in plan.lines for activity in line.activities if activity.measure}
    assert {m.key for m in plan.measures} - named == {"wijkactiviteiten"}


def test_headings_name_their_activities(plan: PlanDocument) -> None:
    assert {line.key: [activity.topic for activity in line.activities] for line in plan.lines} == {
        "preventie": [
            "sociale-kaart",
            "communicatie",
            "weerbaarheid",
            "trainingen",
            "communicatie",
            "monitoring",
        ],
        "ondersteuning": ["inloop", "communicatie", "monitoring"],
        "doorgaande-lijn": ["lokale-trekker"],
        "samenwerking": ["projectleider", "organisatiekosten"],
        "communicatie": ["communicatie"],
        "resterend": [],
    }


def test_fourteen_hundred_euros_stand_in_no_line(plan: PlanDocument) -> None:
    assert [(spent.amount, spent.line) for spent in plan.spent_before] == [(Decimal(1400), None)]


def test_early_childhood_money_pays_along(plan: PlanDocument) -> None:
    assert [(f.source, f.amount) for f in measure_of(plan, "overgang").funding] == [
        ("vve", None),
        ("npo", Decimal(20000)),
    ]
    assert {s.key: s.kind for s in plan.sources}["vve"] is SourceKind.OTHER_GRANT


def test_the_monitor_comes_after_the_start(plan: PlanDocument) -> None:
    at = {m.kind: m.quarter for m in plan.milestones}
    assert at[MilestoneKind.MONITOR_PLAN] == Quarter("Q1 2023")
    assert at[MilestoneKind.MONITOR] == Quarter("Q4 2023")
    assert at[MilestoneKind.START] == Quarter("Q2 2023")


def test_is_ready_to_run_and_linked_to_two_agreements(plan: PlanDocument) -> None:
    assert plan.stage is Stage.EXECUTION
    assert [re.findall(r"IZA|GALA", agenda.name) for agenda in plan.agendas] == [["IZA"], ["GALA"]]


def test_four_moments_with_the_field_by_month(plan: PlanDocument) -> None:
    assert [(f"{m.starts:%Y-%m}", m.precision.value) for m in plan.consultations] == [
        ("2022-04", "month"),
        ("2022-05", "month"),
        ("2022-10", "month"),
        ("2023-02", "month"),
    ]
