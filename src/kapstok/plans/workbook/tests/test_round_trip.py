"""Whatever the plan: written as a workbook and read again it is the same, also by way of TOML."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from kapstok.core.sheets.reading import open_workbook
from kapstok.grants.regulation import regulations
from kapstok.plans.files import parse_plan, plan_as_toml, read_plan
from kapstok.plans.schema import PlanDocument
from kapstok.plans.tests.strategies import plans
from kapstok.plans.workbook.read import read_plan_workbook
from kapstok.plans.workbook.write import plan_as_xlsx

DEMO = sorted((Path(__file__).parents[3] / "demo").glob("*-plan.toml"))
MADE_ON = date(2024, 2, 1)


def written(plan: PlanDocument) -> bytes:
    return plan_as_xlsx(plan, regulations().get(plan.regulation), made_on=MADE_ON)


@given(plans())
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
def test_any_plan_comes_back_from_a_workbook(plan: PlanDocument) -> None:
    read = read_plan_workbook(open_workbook(written(plan))).plan
    assert read == plan
    assert parse_plan(plan_as_toml(read)) == plan


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_the_demo_plans_come_back_without_a_remark(path: Path) -> None:
    plan = read_plan(path)
    reading = read_plan_workbook(open_workbook(written(plan)))
    assert (reading.plan, reading.remarks) == (plan, ())


def test_the_same_plan_gives_the_same_file() -> None:
    plan = read_plan(DEMO[0])
    assert written(plan) == written(plan)
