"""One table of the plan on its own sheet: title, header with notes, rows, drop-downs, sums, and how it prints."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from kapstok.core.periods import Quarter, SchoolYear
from kapstok.core.sheets.values import address, column_letters
from kapstok.core.sheets.writing import (
    DAY,
    LINE,
    NUMBER,
    Book,
    Value,
    height_for,
    money_form,
    on_paper,
    share_form,
    write,
)
from kapstok.plans.rules import whole
from kapstok.plans.workbook.columns import Column, Kind, Table
from kapstok.plans.workbook.layout import ESTIMATES, LINES, MILESTONES, OUTLINE, PHASING
from kapstok.plans.workbook.rows import Row
from kapstok.plans.workbook.shown import Vocabulary, shown

HEADER_ROW = 3  # counted from 0: title, intro and an empty row stand above it
FIRST = HEADER_ROW + 1
NO_OUTCOME = " "  # an empty text would be written as a formula that was not worked out
THEME_TINT, SUBTHEME_TINT, BAR, QUIET = "#EEF3F7", "#F7F9FB", "#5B87A6", "#8A949E"
LANDSCAPE_A3, A4 = 8, 9


@dataclass(frozen=True, slots=True)
class Spot:
    """A column on its sheet; `year` or `quarter` for the columns that one column of the layout stands for."""

    column: Column
    header: str
    year: SchoolYear | None = None


@dataclass(slots=True)
class Page:
    """A sheet being written. `spots` are its columns from left to right; `spare` rows are empty, to be filled in."""

    book: Book
    table: Table
    rows: Sequence[Row]
    words: Vocabulary
    years: Sequence[SchoolYear]
    quarters: Sequence[Quarter]
    spare: int
    sheet: Any = None
    spots: list[Spot] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The last row to fill in, counted from 0."""
        return FIRST + len(self.rows) + self.spare - 1

    def at(self, name: str) -> int:
        return next(i for i, spot in enumerate(self.spots) if spot.column.field == name)

    def range(self, name: str) -> str:
        """The cells of a column to fill in, as a formula on another sheet names them."""
        letters, title = column_letters(self.at(name)), self.table.title.replace("'", "''")
        return f"'{title}'!${letters}${FIRST + 1}:${letters}${self.last + 1}"


def spots_of(table: Table, years: Sequence[SchoolYear], quarters: Sequence[Quarter]) -> list[Spot]:
    spots: list[Spot] = []
    for column in table.columns:
        if column.kind is Kind.YEARS:
            spots += [Spot(column, str(year), year) for year in years]
        elif column.kind is Kind.PICTURE:
            spots += [Spot(column, str(quarter)) for quarter in quarters]
        else:
            spots.append(Spot(column, column.header))
    return spots


def write_page(page: Page, title: str) -> None:
    """Everything but the drop-downs that need other sheets."""
    page.sheet = page.book.workbook.add_worksheet(page.table.title)
    page.spots = spots_of(page.table, page.years, page.quarters)
    write(page.sheet, 0, 0, page.table.title, page.book.form(bold=True, font_size=15))
    write(page.sheet, 1, 0, f"{page.table.intro}", page.book.form(italic=True, font_color=QUIET))
    write(page.sheet, 2, 0, title, page.book.form(font_size=9, font_color=QUIET))
    page.sheet.set_row(0, 24)
    page.sheet.set_row(1, 18)
    _write_header(page)
    forms = [_form(page, spot) for spot in page.spots]
    for number, row in enumerate(page.rows, FIRST):
        _write_row(page, number, row, forms)
    for number in range(FIRST + len(page.rows), page.last + 1):
        _write_row(page, number, {}, forms)
    _write_sums(page)
    _write_formulas(page)
    _print(page)


def _write_header(page: Page) -> None:
    page.sheet.set_row(HEADER_ROW, 50 if page.table in (MILESTONES, OUTLINE) else 34)
    for place, spot in enumerate(page.spots):
        right = spot.column.kind in (Kind.EUROS, Kind.NUMBER, Kind.YEARS, Kind.CALCULATED)
        more: dict[str, Any] = {"valign": "vcenter", "indent": 1} | ({"align": "right"} if right else {})
        more |= {} if place else {"indent": 0}
        if spot.column.kind is Kind.PICTURE:
            more = {"rotation": 90, "font_size": 8, "align": "center"}
        if spot.column.field == "key":
            more = {"font_color": QUIET, "font_size": 8, "valign": "vcenter"}
        write(page.sheet, HEADER_ROW, place, spot.header, page.book.header(**more))
        page.sheet.set_column(place, place, spot.column.width)
        if spot.column.note and spot.column.kind is not Kind.PICTURE:
            size = {"x_scale": 1.6, "y_scale": 0.7 + len(spot.column.note) / 120}
            page.sheet.write_comment(HEADER_ROW, place, spot.column.note, {"author": "Kapstok", "font_size": 9} | size)
    page.sheet.freeze_panes(FIRST, 3 if page.table is OUTLINE else 1)


def _form(page: Page, spot: Spot) -> dict[str, Any]:
    """The look of the cells of one column."""
    look: dict[str, Any] = {"bottom": 1, "bottom_color": LINE}
    match spot.column.kind:
        case Kind.EUROS:
            look |= {
                "num_format": money_form(row.get(spot.column.field) for row in page.rows),
                "align": "right",
                "indent": 1,
            }
        case Kind.YEARS:
            look |= {"num_format": _years_form(page), "align": "right", "indent": 1}
        case Kind.CALCULATED:
            look |= {"num_format": money_form([]), "align": "right", "indent": 1, "font_color": QUIET}
        case Kind.NUMBER:
            look |= {"num_format": NUMBER if _has_fractions(page, spot) else "#,##0", "align": "right", "indent": 1}
        case Kind.DAY:
            look |= {"num_format": DAY, "align": "left"}
        case Kind.KEY if spot.column.field == "key":
            look |= {"num_format": "@", "font_color": QUIET, "font_size": 8}
        case Kind.YES | Kind.RANK:
            look |= {"align": "center"}
        case Kind.PICTURE:
            look |= {"left": 1, "left_color": LINE}
        case Kind.TEXT | Kind.REFERENCES | Kind.PURPOSES | Kind.CHOICES | Kind.NAME | Kind.REFERENCE:
            look |= {"num_format": "@", "text_wrap": True} | (
                {} if spot == page.spots[0] else {"align": "left", "indent": 1}
            )
    return look


def _has_fractions(page: Page, spot: Spot) -> bool:
    return any(Decimal(row.get(spot.column.field) or 0) % 1 for row in page.rows)


def _years_form(page: Page) -> str:
    if page.table is PHASING:
        return share_form(share / 100 for row in page.rows for share in row["shares"].values())
    return money_form(amount for row in page.rows for amount in [row["amount"], *row["years"].values()])


def _write_row(page: Page, number: int, row: Row, forms: Sequence[dict[str, Any]]) -> None:
    outline = page.table is OUTLINE
    look = _outline_look(row) if outline else {}
    sized: list[tuple[Value, float]] = []
    for place, (spot, form) in enumerate(zip(page.spots, forms, strict=True)):
        cell = _year(page, row, spot.year) if spot.year else shown(spot.column, row, page.words)
        runs_on = outline and (place < 2 or (place == 2 and look))
        more = look | ({"text_wrap": False, "bold": bool(look), "indent": 0} if runs_on else {})
        write(page.sheet, number, place, cell, page.book.form(**(form | more)))
        if not runs_on:
            sized.append((cell, spot.column.width))
    page.sheet.set_row(number, height_for(sized))


def _outline_look(row: Row) -> dict[str, Any]:
    """A theme stands out; its name runs on over the empty cells beside it."""
    if "theme" in row:
        return {"bg_color": THEME_TINT}
    return {"bg_color": SUBTHEME_TINT} if "subtheme" in row else {}


def _year(page: Page, row: Row, year: SchoolYear) -> Value:
    if page.table is PHASING:
        share = row.get("shares", {}).get(str(year))
        return None if share is None else Decimal(share / 100)
    value: Value = row.get("years", {}).get(str(year))
    return value


def _write_sums(page: Page) -> None:
    """A row under the table with the sums, as formulas over all rows that can be filled in."""
    if not page.table.total:
        return
    bold = page.book.form(bold=True, top=1)
    form = page.book.form(bold=True, top=1, align="right", indent=1, num_format=_years_form(page))
    for place, spot in enumerate(page.spots):
        if spot.column.kind not in (Kind.YEARS, Kind.EUROS):
            write(page.sheet, page.last + 1, place, "Totaal" if place == 0 else None, bold)
            continue
        cells = [_year(page, row, spot.year) if spot.year else row[spot.column.field] for row in page.rows]
        total = sum((cell for cell in cells if isinstance(cell, Decimal)), start=Decimal(0))
        formula = f"=SUM({address(FIRST, place)}:{address(page.last, place)})"
        page.sheet.write_formula(page.last + 1, place, formula, form, float(total))


def _write_formulas(page: Page) -> None:
    for number, row in enumerate(page.rows, FIRST):
        if page.table is LINES and row["years"] and row["amount"] == sum(row["years"].values()):
            _sum_of_years(page, number, row["amount"])
        if page.table is ESTIMATES and "estimate" in row:
            _product(page, number, row)
    for number in range(FIRST + len(page.rows), page.last + 1):
        if page.table is LINES and page.years:
            _sum_of_years(page, number, None)


def _sum_of_years(page: Page, number: int, amount: Decimal | None) -> None:
    """The total of a line as a formula; on an empty line it shows nothing."""
    place, first = page.at("amount"), page.at("years")
    years = f"{address(number, first)}:{address(number, first + len(page.years) - 1)}"
    formula = f"=SUM({years})" if amount is not None else f'=IF(COUNT({years})=0,"",SUM({years}))'
    form = page.book.form(**_form(page, page.spots[place]))
    page.sheet.write_formula(number, place, formula, form, NO_OUTCOME if amount is None else float(amount))


def _product(page: Page, number: int, row: Row) -> None:
    """What the factors come to, where one of them is a price."""
    estimate = row["estimate"]
    once = whole(estimate.model_copy(update={"amount": None, "high": None}))
    if once is None:
        return
    value, times = page.at("value"), address(number, page.at("times"))
    factors = f"{address(number, value)}:{address(number + len(estimate.factors) - 1, value)}"
    form = page.book.form(**_form(page, page.spots[page.at("worked_out")]))
    formula = f'=ROUND(PRODUCT({factors})*IF({times}="",1,{times}),2)'
    page.sheet.write_formula(number, page.at("worked_out"), formula, form, float(once.low))


def write_balances(sources: Page, lines: Page) -> None:
    """On the sheet of the sources: what the budget takes from each, and what is left."""
    for number, row in enumerate(sources.rows, FIRST):
        name, planned = address(number, sources.at("name")), address(number, sources.at("planned"))
        spent = sum((line["amount"] or Decimal(0) for line in lines.rows if line["source"] == row["key"]), Decimal(0))
        form = sources.book.form(**_form(sources, sources.spots[sources.at("planned")]))
        formula = f"=SUMIF({lines.range('source')},{name},{lines.range('amount')})"
        sources.sheet.write_formula(number, sources.at("planned"), formula, form, float(spent))
        if row["amount"] is not None:
            left = f"={address(number, sources.at('amount'))}-{planned}"
            sources.sheet.write_formula(number, sources.at("left"), left, form, float(row["amount"] - spent))


def _print(page: Page) -> None:
    printed = [i for i, spot in enumerate(page.spots) if spot.column.field != "key"]
    bottom = page.last + (1 if page.table.total else 0)
    on_paper(page.sheet, header_row=HEADER_ROW, paper=LANDSCAPE_A3 if page.table.wide else A4)
    page.sheet.print_area(0, 0, bottom, printed[-1])
    if page.table is MILESTONES and page.quarters:
        _colour_bars(page)


def _colour_bars(page: Page) -> None:
    """A cell is coloured when its quarter lies within the step: the bars follow what is filled in."""
    first = page.at("picture")
    begin, end = (f"${column_letters(page.at(name))}{FIRST + 1}" for name in ("quarter", "until"))
    here = f"{column_letters(first)}${HEADER_ROW + 1}"
    start, stop = _as_number(begin), _as_number(f'IF({end}="",{begin},{end})')
    rule = f'=IFERROR(AND({begin}<>"",{start}<={_as_number(here)},{_as_number(here)}<={stop}),FALSE)'
    form = page.book.workbook.add_format({"bg_color": BAR})
    last = first + len(page.quarters) - 1
    page.sheet.conditional_format(FIRST, first, page.last, last, {"type": "formula", "criteria": rule, "format": form})


def _as_number(quarter: str) -> str:
    return f"(VALUE(RIGHT({quarter},4))*4+VALUE(MID({quarter},2,1)))"
