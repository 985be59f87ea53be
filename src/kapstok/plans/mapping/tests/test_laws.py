"""Whatever the layout, a plan that was written down is read with the same euros per theme and year."""

from hypothesis import assume, given, settings

from kapstok.core.sheets.reading import open_workbook
from kapstok.plans.mapping.apply import apply
from kapstok.plans.mapping.recognise import recognised
from kapstok.plans.mapping.saving import mapping_as_toml, parse_mapping
from kapstok.plans.mapping.tests.random_layouts import Activity, Layout, expected, layouts, plans, written
from kapstok.plans.mapping.tests.reading import draft_of, guessed, npo, totals


def _is_clear(plan: tuple[Activity, ...], layout: Layout) -> bool:
    """One theme alone is not “side by side”, and one year in rows leaves no years to tell apart."""
    return layout.orientation != "theme_columns" or len({activity.theme for activity in plan}) > 1


@settings(max_examples=40, deadline=None)
@given(plan=plans(), layout=layouts)
def test_same_euros_per_theme_and_year_in_any_layout(plan: tuple[Activity, ...], layout: Layout) -> None:
    assume(_is_clear(plan, layout))
    draft = draft_of(written(plan, layout))
    assert totals(draft.plan) == expected(plan)
    assert not [question for question in draft.questions if "klopt niet" in question.text]


@settings(max_examples=30, deadline=None)
@given(plan=plans(), grown=plans(), layout=layouts)
def test_a_mapping_reads_next_years_workbook(
    plan: tuple[Activity, ...], grown: tuple[Activity, ...], layout: Layout
) -> None:
    """The same layout with other rows; where themes are columns they are its headings, and so the same."""
    assume(layout.orientation not in {"theme_columns", "pivot"})
    saved = parse_mapping(mapping_as_toml(guessed(written(plan, layout)).mapping))
    later = open_workbook(written(grown, layout), "later.xlsx")
    found = recognised(later, [saved])
    assert found is not None
    assert totals(apply(found, later, npo()).plan) == expected(grown)
