"""What differs between two plans, in words; and that nothing that differs goes unsaid."""

from decimal import Decimal

from hypothesis import given, settings

from kapstok.core.periods import SchoolYear
from kapstok.plans import schema
from kapstok.plans.difference_kinds import (
    ESTIMATES,
    LINES,
    MEASURES,
    MOMENTS,
    PARTIES,
    PLAN,
    SOURCES,
    SPENT_BEFORE,
    STEPS,
    THEMES,
)
from kapstok.plans.difference_words import Facet, What
from kapstok.plans.differences import Change, Difference, differences
from kapstok.plans.schema import MilestoneKind, Party, PlanDocument
from kapstok.plans.tests import builders as b
from kapstok.plans.tests.edits import pairs
from kapstok.plans.tests.strategies import plans

laws = settings(max_examples=40, deadline=None)


def spoken(found: list[Difference]) -> list[tuple[str, str, str, str]]:
    """(name, label, old, new), with ordinary spaces."""
    return [(one.name, one.label, one.old.replace("\u00a0", " "), one.new.replace("\u00a0", " ")) for one in found]


@given(pair=pairs())
@laws
def test_no_difference_only_between_equal_plans(pair: tuple[PlanDocument, PlanDocument]) -> None:
    before, after = pair
    assert bool(differences(before, after)) == (before != after)


@given(plan=plans())
@laws
def test_a_plan_does_not_differ_from_a_copy(plan: PlanDocument) -> None:
    assert differences(plan, PlanDocument.model_validate(plan.model_dump())) == []


@given(pair=pairs())
@laws
def test_the_way_back_has_as_many_differences(pair: tuple[PlanDocument, PlanDocument]) -> None:
    before, after = pair
    there, back = differences(before, after), differences(after, before)
    turned = {Change.ADDED: Change.REMOVED, Change.REMOVED: Change.ADDED, Change.CHANGED: Change.CHANGED}
    assert sorted((d.what, d.change, d.key, d.field) for d in there) == sorted(
        (d.what, turned[d.change], d.key, d.field) for d in back
    )


@given(pair=pairs())
@laws
def test_a_changed_field_reads_different(pair: tuple[PlanDocument, PlanDocument]) -> None:
    for one in differences(*pair):
        if one.change is Change.CHANGED and one.field != "order":
            assert one.old != one.new


def test_every_field_of_the_schema_has_its_words() -> None:
    own_rows = {"estimates", "milestones", "key"}
    rows = {"themes", "measures", "milestones", "lines", "sources", "spent_before", "parties", "consultations"}
    for facets, model in (
        (THEMES.facets, schema.Theme),
        (MEASURES.facets, schema.Measure),
        (ESTIMATES.facets, schema.Estimate),
        (STEPS.facets, schema.Milestone),
        (LINES.facets, schema.BudgetLine),
        (SOURCES.facets, schema.Source),
        (PARTIES.facets, schema.Party),
        (MOMENTS.facets, schema.Consultation),
        (SPENT_BEFORE.facets, schema.SpentBefore),
    ):
        assert _fields(facets) == model.model_fields.keys() - own_rows
    assert _fields(PLAN) == PlanDocument.model_fields.keys() - rows


def _fields(facets: tuple[Facet, ...]) -> set[str]:
    return {field for facet in facets for field in facet.fields}


def test_a_field_of_the_plan() -> None:
    found = differences(b.plan(), b.plan(title="Nieuw plan", stated_total=Decimal("1250.5")))
    assert spoken(found) == [
        ("Nieuw plan", "Titel", "Plan", "Nieuw plan"),
        ("Nieuw plan", "Bedrag in de tekst", "", "€ 1.250,50"),
    ]


def test_amounts_read_as_euros_with_what_is_said_about_them() -> None:
    found = differences(
        b.plan(lines=(b.line("taal", 48_000),)),
        b.plan(lines=(b.line("taal", 45_000, {"2023-2024": 40_000, "2022-2023": 5_000}, about=True),)),
    )
    assert spoken(found) == [
        ("Taal", "Bedrag", "€ 48.000", "ca. € 45.000"),
        ("Taal", "Per schooljaar", "", "2022-2023: € 5.000; 2023-2024: € 40.000"),
    ]


def test_names_instead_of_keys() -> None:
    parties = (Party(key="bieb", name="Bibliotheek"), Party(key="ggd", name="GGD"), Party(key="jgz", name="JGZ"))
    found = differences(
        b.plan(themes=(b.theme(),), parties=parties, measures=(b.measure("inloop", lead="bieb"),)),
        b.plan(
            themes=(b.theme(),),
            parties=parties,
            measures=(b.measure("inloop", lead="ggd", partners=("bieb", "ggd", "jgz")),),
        ),
    )
    assert spoken(found) == [
        ("Inloop", "Trekker", "Bibliotheek", "GGD"),
        ("Inloop", "Wie doen mee", "", "Bibliotheek, GGD en JGZ"),
    ]


def test_a_measure_that_came_and_one_that_went() -> None:
    themes = (b.theme(),)
    found = differences(
        b.plan(themes=themes, measures=(b.measure("inloop"),)), b.plan(themes=themes, measures=(b.measure("kamp"),))
    )
    assert [(one.change, one.key, one.old, one.new) for one in found] == [
        (Change.ADDED, "kamp", "", "onder Thema"),
        (Change.REMOVED, "inloop", "onder Thema", ""),
    ]


def test_an_estimate_that_changed_is_not_one_that_went_and_one_that_came() -> None:
    def plan(*estimates: schema.Estimate) -> PlanDocument:
        return b.plan(themes=(b.theme(),), measures=(b.measure("inloop", *estimates),))

    trainings, hours = b.estimate(500, label="Training"), b.estimate(None, b.factor(2), label="Uren")
    found = differences(
        plan(trainings, hours), plan(trainings, b.estimate(None, b.factor(3), label="Uren"), b.estimate(90, high=95))
    )
    assert [(one.what, one.change, one.key, one.of) for one in found] == [
        (What.ESTIMATE, Change.CHANGED, "inloop", "Inloop"),
        (What.ESTIMATE, Change.ADDED, "inloop", "Inloop"),
    ]
    assert spoken(found)[0] == ("Uren", "Berekening", "2 uur = 2 (berekend)", "3 uur = 3 (berekend)")
    assert "€ 90 tot € 95" in spoken(found)[1][3]


def test_a_planning_step_that_takes_longer() -> None:
    found = differences(
        b.plan(milestones=(b.milestone("Q1 2023", MilestoneKind.START),)),
        b.plan(milestones=(b.milestone("Q1 2023", MilestoneKind.START, until="Q3 2023"),)),
    )
    assert spoken(found) == [("start Q1 2023", "Wanneer", "Q1 2023", "Q1 2023 tot en met Q3 2023")]


def test_measures_in_another_order() -> None:
    rows = tuple(b.measure(key) for key in ("inloop", "kamp", "sport"))
    themes = (b.theme(),)
    found = differences(
        b.plan(themes=themes, measures=rows), b.plan(themes=themes, measures=(rows[2], rows[0], rows[1]))
    )
    assert spoken(found) == [("het hele plan", "Volgorde", "Inloop, Kamp en Sport", "Sport, Inloop en Kamp")]


def test_of_a_long_list_only_what_changed_places_is_named() -> None:
    rows = [b.measure(f"m{number}") for number in range(9)]
    themes = (b.theme(),)
    turned = (*rows[:4], rows[5].model_copy(update={"result": "Meer"}), rows[4], *rows[6:])
    found = differences(b.plan(themes=themes, measures=tuple(rows)), b.plan(themes=themes, measures=turned))
    assert spoken(found) == [
        ("M5", "Resultaat", "", "Meer"),
        ("het hele plan", "Volgorde", "M4 en M5", "M5 en M4"),
    ]


def test_estimates_with_one_name_in_another_order() -> None:
    estimates = (b.estimate(10), b.estimate(20), b.estimate(30))

    def plan(*order: int) -> PlanDocument:
        return b.plan(themes=(b.theme(),), measures=(b.measure("inloop", *(estimates[at] for at in order)),))

    [one] = differences(plan(0, 1, 2), plan(0, 2, 1))
    assert (one.what, one.label, one.old != one.new) == (What.ESTIMATE, "Volgorde", True)


def test_two_sources_with_one_name_are_told_apart() -> None:
    grant = b.plan().sources[0]
    sources = (grant, *(schema.Source(key=key, name="School", kind="school_money") for key in ("a", "b")))
    found = differences(
        b.plan(sources=sources, lines=(b.line("taal", 10, source="a"),)),
        b.plan(sources=sources, lines=(b.line("taal", 10, source="b"),)),
    )
    assert spoken(found) == [("Taal", "Geldbron", "School (a)", "School (b)")]


def test_years_in_another_order_are_the_same_plan() -> None:
    years = {"2022-2023": 1, "2023-2024": 2}
    turned = dict(reversed(years.items()))
    assert list(b.line("taal", 3, turned).years) == [SchoolYear("2023-2024"), SchoolYear("2022-2023")]
    assert differences(b.plan(lines=(b.line("taal", 3, years),)), b.plan(lines=(b.line("taal", 3, turned),))) == []
