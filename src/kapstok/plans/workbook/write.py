"""A plan as a workbook, and an empty workbook to start with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kapstok.core.periods import Quarter, SchoolYear, quarters, school_years
from kapstok.core.sheets.writing import Book
from kapstok.grants.regulation import Regulation
from kapstok.plans.schema import PlanDocument, SourceKind, Stage
from kapstok.plans.workbook.cover import ItemRow, blank_items, items_of, write_plan_sheet, write_readme
from kapstok.plans.workbook.layout import TABLES
from kapstok.plans.workbook.lists import write_lists
from kapstok.plans.workbook.names import Names
from kapstok.plans.workbook.rows import Row, names_of, rows_of
from kapstok.plans.workbook.sheets import Page, write_balances, write_page
from kapstok.plans.workbook.shown import Vocabulary, purpose_words
from kapstok.plans.workbook.words import STAGES

SPARE, SPARE_IN_TEMPLATE = 5, 40  # empty rows on each sheet
MOST_QUARTERS = 40  # the bars of more than ten years do not fit on a page


@dataclass(frozen=True, slots=True)
class _Contents:
    """What goes into a workbook; `years` and `quarters` become columns."""

    title: str
    items: Sequence[ItemRow]
    rows: Mapping[str, Sequence[Row]]
    names: Mapping[str, Names]
    years: Sequence[SchoolYear]
    quarters: Sequence[Quarter]
    spare: int


def plan_as_xlsx(plan: PlanDocument, regulation: Regulation | None, *, made_on: date) -> bytes:
    """The workbook of a plan; reading it gives the same plan. `regulation` gives the purposes their names."""
    years = {year for line in plan.lines for year in line.years} | {year for p in plan.phasing for year in p.shares}
    contents = _Contents(
        title=plan.title,
        items=list(items_of(plan)),
        rows=rows_of(plan),
        names=names_of(plan),
        years=sorted(years),
        quarters=_quarters(plan)[:MOST_QUARTERS],
        spare=SPARE,
    )
    return _written(contents, regulation, made_on)


def template_xlsx(regulation: Regulation, *, made_on: date) -> bytes:
    """An empty workbook for a plan under this regulation. It has no example rows: all that stands in it is read."""
    window = regulation.windows[-1]
    grant = {"key": regulation.key, "name": f"{regulation.short_name}-uitkering", "kind": SourceKind.GRANT.value}
    known = {"regulation": regulation.key, "stage": STAGES[Stage.OUTLINE.value], "levels": "thema"}
    contents = _Contents(
        title=f"Plan {regulation.short_name}",
        items=list(blank_items(known, {"goals": 3, "principles": 3, "agendas": 2})),
        rows={table.rows: [] for table in TABLES} | {"sources": [{**grant, "amount": None}]},
        names={"sources": Names("geldbron", "Geldbronnen", [(grant["key"], grant["name"])])},
        years=school_years(window.starts, window.ends),
        quarters=quarters(window.starts, window.ends),
        spare=SPARE_IN_TEMPLATE,
    )
    return _written(contents, regulation, made_on)


def _quarters(plan: PlanDocument) -> list[Quarter]:
    """From the first step of the plan to the last."""
    steps = [*plan.milestones, *(step for measure in plan.measures for step in measure.milestones)]
    ends = [step.until or step.quarter for step in steps]
    return Quarter.range(min(step.quarter for step in steps), max(ends)) if steps else []


def _written(contents: _Contents, regulation: Regulation | None, made_on: date) -> bytes:
    purposes = purpose_words({p.number: p.name for p in regulation.purposes} if regulation else {})
    book, words = Book(contents.title, made_on, subject="Plan"), Vocabulary(contents.names, purposes)
    write_readme(book, contents.title)
    write_plan_sheet(book, contents.items, regulation.name if regulation else "")
    pages = {
        table.rows: Page(
            book, table, contents.rows[table.rows], words, contents.years, contents.quarters, contents.spare
        )
        for table in TABLES
    }
    for page in pages.values():
        write_page(page, contents.title)
    write_balances(pages["sources"], pages["lines"])
    write_lists(book, pages, list(purposes.values()), [str(quarter) for quarter in contents.quarters])
    return book.finished()
