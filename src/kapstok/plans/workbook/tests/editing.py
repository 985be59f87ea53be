"""A workbook as someone changes it: cells filled in, columns moved, sheets renamed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kapstok.core.sheets.reading import open_workbook
from kapstok.core.sheets.values import Area, Cell, Sheet, SheetError, Workbook
from kapstok.grants.regulation import regulations
from kapstok.plans.files import read_plan
from kapstok.plans.schema import PlanDocument
from kapstok.plans.workbook.layout import NEVER_READ
from kapstok.plans.workbook.read import read_plan_workbook
from kapstok.plans.workbook.write import plan_as_xlsx

DEMO = Path(__file__).parents[3] / "demo"


def demo(name: str) -> PlanDocument:
    return read_plan(DEMO / f"{name}-plan.toml")


def workbook_of(plan: PlanDocument) -> Workbook:
    file = plan_as_xlsx(plan, regulations().get(plan.regulation), made_on=date(2024, 2, 1))
    return open_workbook(file, "plan.xlsx", leave_out=NEVER_READ)


def on(workbook: Workbook, title: str) -> Sheet:
    return next(sheet for sheet in workbook.sheets if sheet.name == title)


def with_sheet(workbook: Workbook, title: str, changed: Sheet | None) -> Workbook:
    sheets = (changed if sheet.name == title else sheet for sheet in workbook.sheets)
    return replace(workbook, sheets=tuple(sheet for sheet in sheets if sheet))


def filled_in(workbook: Workbook, title: str, cells: Mapping[str, Cell]) -> Workbook:
    """With these values at these addresses; rows are added below as needed."""
    sheet = on(workbook, title)
    rows = [list(row) for row in sheet.rows]
    for place, value in cells.items():
        row, column = _numbers(place)
        rows += [[None] * sheet.width for _ in range(row + 1 - len(rows))]
        rows[row][column] = value
    return with_sheet(workbook, title, replace(sheet, rows=rows))


def with_columns(workbook: Workbook, title: str, order: Sequence[int]) -> Workbook:
    sheet = on(workbook, title)
    return with_sheet(workbook, title, replace(sheet, rows=[[row[place] for place in order] for row in sheet.rows]))


def merged(workbook: Workbook, title: str, area: Area) -> Workbook:
    return with_sheet(workbook, title, replace(on(workbook, title), merged=(area,)))


def problems(workbook: Workbook) -> list[str]:
    with pytest.raises(SheetError) as refused:
        read_plan_workbook(workbook)
    return [str(problem) for problem in refused.value.problems]


def remarks(workbook: Workbook) -> list[str]:
    return [str(remark) for remark in read_plan_workbook(workbook).remarks]


def _numbers(place: str) -> tuple[int, int]:
    found = re.fullmatch(r"([A-Z])([0-9]+)", place)
    assert found
    return int(found[2]) - 1, ord(found[1]) - 65
