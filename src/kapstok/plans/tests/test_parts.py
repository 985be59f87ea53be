"""The parts that differ are small, and lead back to the plan before."""

import json

from hypothesis import given, settings
from tests import cast

from kapstok.plans.parts import differing_parts, undone
from kapstok.plans.schema import PlanDocument
from kapstok.plans.tests.edits import pairs

laws = settings(max_examples=40, deadline=None)


@given(pair=pairs())
@laws
def test_the_parts_lead_back_to_the_plan_before(pair: tuple[PlanDocument, PlanDocument]) -> None:
    before, after = pair
    parts = differing_parts(before, after)
    old, new = json.loads(json.dumps(parts))
    assert undone(after, old, {**new, "about": "measure:inloop"}) == before
    assert (parts == ({}, {})) == (before == after)


def test_only_the_field_that_changed_is_kept() -> None:
    plan = cast.many_measures(300)
    measures = list(plan.measures)
    measures[7] = measures[7].model_copy(update={"result": "Meer lezen"})
    assert differing_parts(plan, plan.model_copy(update={"measures": tuple(measures)})) == (
        {"measures": {"maatregel-7": {}}},
        {"measures": {"maatregel-7": {"result": "Meer lezen"}}},
    )
