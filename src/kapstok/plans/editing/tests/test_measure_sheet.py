"""The form of a measure: what it shows is what it reads back, and what is typed becomes a measure."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kapstok.plans.editing.measure_sheet import MeasureSheet
from kapstok.plans.editing.sheet import Surroundings
from kapstok.plans.editing.tests.sending import as_sent
from kapstok.plans.schema import Estimate, Factor, Measure, Milestone, Party, Per, PlanDocument, Purpose
from kapstok.plans.tests import builders as b
from kapstok.plans.tests.strategies import plans

TODAY = date(2024, 2, 1)
PARTIES = (Party(key="bieb", name="Bibliotheek"), Party(key="ggd", name="GGD"))


def around(plan: PlanDocument, **changes: Any) -> Surroundings:
    return Surroundings(plan, changes.get("regulation", b.npo()), changes.get("parties", plan.parties), TODAY)


def plan_with(measure: Measure) -> PlanDocument:
    return b.plan(themes=(b.theme(), b.theme("ander")), measures=(measure,), parties=PARTIES)


def typing(measure: Measure, **typed: str) -> MeasureSheet:
    """The sheet of this measure, sent with these fields changed: raming_0_amount stands for raming-0-amount."""
    places = around(plan_with(measure))
    sent = as_sent(MeasureSheet(places, measure))
    for name, value in typed.items():
        is_row = any(sign.isdigit() for sign in name)
        sent[name.replace("_", "-") if is_row else name] = value
    return MeasureSheet(places, measure, typed=sent)


def read(measure: Measure, **typed: str) -> Measure:
    sheet = typing(measure, **typed)
    assert sheet.is_valid(), [form.errors for form in sheet.forms if form.errors]
    return sheet.read()[0]


@given(plans())
def test_an_untouched_form_changes_nothing(plan: PlanDocument) -> None:
    for measure in plan.measures:
        for regulation in (None, b.npo()):
            places = around(plan, regulation=regulation)
            sheet = MeasureSheet(places, measure, typed=as_sent(MeasureSheet(places, measure)))
            assert sheet.is_valid(), [form.errors for form in sheet.forms if form.errors]
            assert sheet.read()[0] == measure


@given(plans(), st.data())
def test_a_form_that_shows_another_text_than_it_began_with_reads_that_text(
    plan: PlanDocument, data: st.DataObject
) -> None:
    """As after two people changed the same: it began with theirs and shows hers."""
    if len(plan.measures) < 2:
        return
    base, other = (data.draw(st.sampled_from(plan.measures)) for _ in range(2))
    shown = other.model_copy(update={"key": base.key, "purposes": base.purposes, "cost_types": base.cost_types})
    places = around(plan)
    sheet = MeasureSheet(places, base, typed=as_sent(MeasureSheet(places, base, shown=shown)))
    if sheet.is_valid():
        now = sheet.read()[0]
        assert [spaced(step) for step in now.milestones] == [spaced(step) for step in shown.milestones]
        assert [whole(e) for e in now.estimates] == [whole(e) for e in shown.estimates]


def spaced(step: Milestone) -> Milestone:
    """One space between words, as what is typed in one line is kept."""
    return step.model_copy(update={"what": " ".join(step.what.split())})


def whole(estimate: Estimate) -> tuple[Any, ...]:
    factors = tuple((factor.value, factor.price) for factor in estimate.factors)
    return factors, estimate.amount, estimate.per, estimate.times, estimate.counted


def test_an_estimate_is_built_from_numbers_and_units() -> None:
    now = read(
        b.measure("inloop"),
        raming_0_getal_0_number="2", raming_0_getal_0_unit="uur per maand",
        raming_0_getal_1_number="15", raming_0_getal_1_unit="scholen",
        raming_0_getal_2_number="€ 86,67", raming_0_getal_2_unit="per uur",
    )  # fmt: skip
    assert now.estimates == (
        Estimate(
            factors=(
                Factor(value=Decimal(2), unit="uur per maand"),
                Factor(value=Decimal(15), unit="scholen"),
                Factor(value=Decimal("86.67"), unit="euro per uur", price=True),
            ),
            unit="uur",
        ),
    )


def test_what_comes_of_the_numbers_is_worked_out() -> None:
    sheet = typing(
        b.measure("inloop"),
        raming_0_getal_0_number="2", raming_0_getal_0_unit="uur",
        raming_0_getal_1_number="€ 86,67", raming_0_getal_1_unit="per uur",
        raming_0_per="year", raming_0_times="3",
    )  # fmt: skip
    sheet.read()
    assert [sum_.outcome for sum_ in sheet.estimates[0].sums] == ["€\u00a0173,34", "€\u00a0520,02"]
    assert sheet.counted
    assert sheet.counted.low == Decimal("520.02")


def test_an_amount_may_be_about_or_a_range() -> None:
    now = read(b.measure("inloop"), raming_0_amount="ca. € 40.000 tot € 45.000")
    (estimate,) = now.estimates
    assert (estimate.amount, estimate.high, estimate.about) == (Decimal(40000), Decimal(45000), True)


def test_an_estimate_needs_something_to_count() -> None:
    sheet = typing(b.measure("inloop"), raming_0_label="inzet")
    assert not sheet.is_valid()
    assert sheet.estimates[0].errors["amount"] == ["Vul een bedrag in, of getallen om te vermenigvuldigen."]
    assert sheet.read()[0].estimates == ()


def test_a_number_without_a_unit_is_asked_for_and_a_wrong_number_is_explained() -> None:
    sheet = typing(b.measure("inloop"), raming_0_getal_0_number="2", raming_0_getal_1_number="1.5")
    assert not sheet.is_valid()
    first, second, _ = sheet.estimates[0].factors
    assert first.errors == {"unit": ["Vul “wat” in."]}
    assert "komma" in second.errors["number"][0]
    assert len(sheet.wrong) == 2


def test_emptying_a_row_takes_it_away() -> None:
    steps = (Milestone(quarter="Q1 2023", what="Begin"), Milestone(quarter="Q2 2023", what="Verder"))
    measure = b.measure("inloop", b.estimate(100), milestones=steps, partners=("bieb", "ggd"))
    now = read(measure, stap_0_quarter="", stap_0_what="", partner_0_party="", raming_0_amount="", raming_0_label="")
    assert (now.milestones, now.partners, now.estimates) == (steps[1:], ("ggd",), ())


def test_a_planning_that_ends_before_it_begins_is_refused() -> None:
    sheet = typing(b.measure("inloop"), stap_0_quarter="Q3 2023", stap_0_until="Q1 2023", stap_0_what="Begin")
    assert not sheet.is_valid()
    assert "eindigt" in str(sheet.steps[0].non_field_errors())


def test_a_known_name_is_that_party_and_a_new_name_makes_one() -> None:
    sheet = typing(b.measure("inloop"), lead="bibliotheek", partner_0_party="Sportclub  Noord")
    assert sheet.is_valid()
    measure, parties = sheet.read()
    assert (measure.lead, measure.partners) == ("bieb", ("sportclub-noord",))
    assert [party.name for party in parties] == ["Bibliotheek", "Sportclub Noord"]


def test_shares_are_percentages() -> None:
    measure = b.measure("inloop", purposes=(Purpose(number=1, share=Decimal(100)),), purposes_illustrative=True)
    now = read(measure, doel_1_share="60", doel_2_share="40")
    assert [(one.number, one.share) for one in now.purposes] == [(1, Decimal(60)), (2, Decimal(40))]
    assert not now.purposes_illustrative
    assert not typing(measure, doel_1_share="101").is_valid()


def test_everything_that_is_wrong_is_told_at_once() -> None:
    sheet = typing(b.measure("inloop"), name="", doel_1_share="veel", raming_0_amount="1.25", raming_0_times="x")
    assert not sheet.is_valid()
    assert len(sheet.wrong) == 4


def test_per_and_times() -> None:
    now = read(b.measure("inloop", b.estimate(1000)), raming_0_per="month", raming_0_times="12")
    assert (now.estimates[0].per, now.estimates[0].times) == (Per.MONTH, Decimal(12))


def test_a_place_that_nobody_made_is_no_row_of_hers() -> None:
    """A number that is not among the rows she began with is a new row."""
    measure = b.measure("inloop", b.estimate(100))
    typed = as_sent(MeasureSheet(around(plan_with(measure)), measure))
    typed["raming-0-was"] = "99"
    assert MeasureSheet(around(plan_with(measure)), measure, typed=typed).read()[0].estimates[0].amount == Decimal(100)
