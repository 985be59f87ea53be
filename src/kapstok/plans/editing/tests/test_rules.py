"""One edit at a time: what it changes, what it leaves, and that the plan still holds together."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kapstok.plans.editing import rules
from kapstok.plans.editing.rules import Way
from kapstok.plans.schema import Level, PlanDocument
from kapstok.plans.tests import builders as b
from kapstok.plans.tests.strategies import plans

LEVELS = (Level(singular="groep", plural="groepen"), Level(singular="thema", plural="thema's"))


def small() -> PlanDocument:
    return b.plan(
        levels=LEVELS,
        themes=(b.theme("a"), b.theme("a1", parent="a"), b.theme("b"), b.theme("b1", parent="b")),
        measures=(b.measure("x", theme="a1"), b.measure("y", theme="b1"), b.measure("z", theme="a1")),
        lines=(
            b.line("van-x", 100, measure="x"),
            b.line("van-a", 50, theme="a"),
            b.line("overal", 10, activities=(b.activity("kaart", "x"), b.activity("kaart", "y"))),
        ),
        spent_before=(b.spent(5, line="van-x"),),
    )


def whole(plan: PlanDocument) -> PlanDocument:
    """The plan as it is looked over before it is stored."""
    return PlanDocument.model_validate(plan.model_dump())


def order(plan: PlanDocument, theme: str) -> list[str]:
    return [measure.key for measure in plan.measures if measure.theme == theme]


def test_a_theme_is_added_at_the_end_with_a_key_of_its_own() -> None:
    plan = whole(rules.adding_theme("A", parent="b")(small()))
    assert (plan.themes[-1].key, plan.themes[-1].name, plan.themes[-1].parent) == ("a-2", "A", "b")


def test_a_measure_without_letters_in_its_name_gets_a_key_all_the_same() -> None:
    plan = whole(rules.adding_measure("!!!", "a1")(rules.adding_measure("???", "a1")(small())))
    assert [measure.key for measure in plan.measures[-2:]] == ["maatregel", "maatregel-2"]


def test_a_measure_moves_among_those_of_its_theme_only() -> None:
    plan = rules.moving_measure("z", Way.UP)(small())
    assert order(plan, "a1") == ["z", "x"]
    assert order(plan, "b1") == ["y"]
    assert rules.moving_measure("z", Way.UP)(plan) == plan
    assert rules.moving_measure("z", Way.DOWN)(plan) == small()


def test_a_theme_takes_along_what_hangs_under_it() -> None:
    plan = whole(rules.moving_theme("b", Way.UP)(small()))
    assert [theme.key for theme in plan.themes] == ["b", "b1", "a", "a1"]
    assert rules.moving_theme("b1", Way.UP)(plan) == plan


def test_what_is_not_there_cannot_move() -> None:
    assert rules.moving_theme("weg", Way.UP)(small()) == small()
    assert rules.moving_measure("weg", Way.DOWN)(small()) == small()


def test_a_measure_goes_with_its_lines_and_what_names_it_stays() -> None:
    plan = whole(rules.removing_measures({"x"})(small()))
    assert [line.key for line in plan.lines] == ["van-a", "overal"]
    assert [activity.measure for activity in plan.lines[1].activities] == [None, "y"]
    assert plan.spent_before[0].line is None


def test_a_theme_goes_with_all_that_is_under_it() -> None:
    leaving = rules.leaving_with_theme(small(), "a")
    assert (len(leaving.themes), len(leaving.measures), len(leaving.lines)) == (2, 2, 2)
    assert leaving.euros == Decimal(150)
    plan = whole(rules.removing_theme("a")(small()))
    assert [theme.key for theme in plan.themes] == ["b", "b1"]
    assert [measure.key for measure in plan.measures] == ["y"]
    assert [line.key for line in plan.lines] == ["overal"]


def test_a_measure_that_was_removed_comes_back_when_it_is_put() -> None:
    measure = small().measures[0]
    plan = whole(rules.putting_measure(measure)(rules.removing_measures({"x"})(small())))
    assert plan.measures[-1] == measure


@given(plans(), st.data())
def test_after_any_edits_the_plan_still_holds_together(plan: PlanDocument, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        themes, measures = [theme.key for theme in plan.themes], [measure.key for measure in plan.measures]
        edits = [rules.adding_theme("Nieuw")]
        if themes:
            key = data.draw(st.sampled_from(themes))
            edits += [rules.moving_theme(key, way) for way in Way]
            edits += [rules.adding_measure("Nieuw", key), rules.removing_theme(key)]
        if measures:
            key = data.draw(st.sampled_from(measures))
            edits += [rules.moving_measure(key, way) for way in Way]
            edits += [rules.removing_measures({key})]
        plan = data.draw(st.sampled_from(edits))(plan)
        assert whole(plan) == plan


@given(plans(), st.data())
def test_moving_only_changes_the_order(plan: PlanDocument, data: st.DataObject) -> None:
    if not plan.themes:
        return
    moved = rules.moving_theme(
        data.draw(st.sampled_from([t.key for t in plan.themes])), data.draw(st.sampled_from(Way))
    )
    after = moved(plan)
    assert {theme.key: theme for theme in after.themes} == {theme.key: theme for theme in plan.themes}
    assert after.model_copy(update={"themes": plan.themes}) == plan
