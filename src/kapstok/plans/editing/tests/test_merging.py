"""Two or three people in one measure: nothing that anybody wrote is lost."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapstok.plans.editing import parts
from kapstok.plans.editing.merging import choices, merge, same, with_parts
from kapstok.plans.editing.particulars import Particulars
from kapstok.plans.editing.subjects import MEASURE, PARTICULARS, THEME, Subject
from kapstok.plans.schema import Measure, Milestone, Party, Theme
from kapstok.plans.tests import builders as b

PARTS = parts.MEASURE
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "name": st.sampled_from(["Inloop", "Spreekuur", "Inloop op school"]),
    "description": st.sampled_from(["", "Elke week.", "Elke dag."]),
    "lead": st.sampled_from([None, "bieb", "ggd"]),
    "partners": st.sampled_from([(), ("bieb",), ("bieb", "ggd")]),
    "estimates": st.sampled_from([(), (b.estimate(100),), (b.estimate(200), b.estimate(5))]),
    "milestones": st.sampled_from([(), (Milestone(quarter="Q1 2023", what="Begin"),)]),
}
measures = st.builds(lambda **fields: b.measure("inloop").model_copy(update=fields), **FIELDS)


@given(measures, measures, measures)
def test_nothing_that_was_changed_is_lost(base: Measure, mine: Measure, theirs: Measure) -> None:
    merged = merge(PARTS, base, mine, theirs)
    for name, part in PARTS.items():
        if name in merged.both:
            assert same(part, merged.value, mine)
            assert not same(part, mine, theirs)
        elif not same(part, mine, base):
            assert same(part, merged.value, mine)
        else:
            assert same(part, merged.value, theirs)


@given(measures, measures)
def test_who_changed_nothing_takes_over_all_of_it(base: Measure, theirs: Measure) -> None:
    merged = merge(PARTS, base, base, theirs)
    assert (merged.value, merged.both) == (theirs, ())


@given(measures, measures)
def test_the_same_change_by_two_is_no_clash(base: Measure, both: Measure) -> None:
    assert merge(PARTS, base, both, both).both == ()
    assert merge(PARTS, base, both, both).value == both


@given(measures, measures, measures)
def test_without_a_clash_it_does_not_matter_who_was_first(base: Measure, one: Measure, other: Measure) -> None:
    merged = merge(PARTS, base, one, other)
    if not merged.both:
        assert merged.value == merge(PARTS, base, other, one).value


@given(measures, st.lists(st.tuples(measures, st.integers(0, 5)), min_size=2, max_size=3))
def test_edits_by_three_people_all_end_up_in_the_result_or_in_the_history(
    first: Measure, edits: list[tuple[Measure, int]]
) -> None:
    """Each started from some version that was there by then; where both changed something she keeps her own text, and
    the other's is still in the version before."""
    history = [first]
    for typed, seen in edits:
        base, now = history[min(seen, len(history) - 1)], history[-1]
        history.append(merge(PARTS, base, typed, now).value)
        for part in PARTS.values():
            if not same(part, typed, base):
                assert same(part, history[-1], typed)
            assert any(same(part, version, now) for version in history[:-1])


def test_what_both_wrote_is_read_side_by_side() -> None:
    parties = (Party(key="bieb", name="Bibliotheek"), Party(key="ggd", name="GGD"))
    base, plan = b.measure("inloop"), b.plan(themes=(b.theme(),), measures=(b.measure("inloop"),), parties=parties)
    mine = base.model_copy(update={"lead": "bieb", "estimates": (b.estimate(100),), "result": "Meer lezen"})
    theirs = base.model_copy(update={"lead": "ggd", "estimates": (b.estimate(200),)})
    told = choices(PARTS, merge(PARTS, base, mine, theirs), theirs, plan, plan)
    assert [(one.part, one.mine, one.theirs) for one in told] == [
        ("lead", "Bibliotheek", "GGD"),
        ("estimates", "zonder naam: Het plan zegt €\u00a0100", "zonder naam: Het plan zegt €\u00a0200"),
    ]


def test_what_the_other_took_out_of_the_plan_is_said_so() -> None:
    base = b.measure("inloop")
    mine, theirs = (base.model_copy(update={"theme": theme}) for theme in ("weg", "ander"))
    plan = b.plan(themes=(b.theme("ander"),))
    (told,) = choices(PARTS, merge(PARTS, base, mine, theirs), theirs, plan, plan)
    assert told.mine == "staat niet meer in het plan"


def test_a_chosen_part_comes_as_a_whole() -> None:
    base = b.measure("inloop")
    theirs = base.model_copy(update={"lead": "ggd", "result": "Meer lezen"})
    assert with_parts(PARTS, base, theirs, ["lead"]).lead == "ggd"
    assert with_parts(PARTS, base, theirs, ["lead"]).result == ""


@pytest.mark.parametrize(
    ("subject", "model"), [(MEASURE, Measure), (THEME, Theme), (PARTICULARS, Particulars)], ids=lambda one: str(one)[:8]
)
def test_every_field_is_in_exactly_one_part(subject: Subject[Any], model: Any) -> None:
    fields = [field for part in subject.parts.values() for field in part.fields]
    assert sorted(fields) == sorted(set(model.model_fields) - {"key"})
