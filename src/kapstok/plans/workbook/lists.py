"""The drop-downs, and the sheet behind them with the names to choose from.

Names are taken by formula from the sheets where they are filled in, so a party that is added can be chosen at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kapstok.core.sheets.characters import storable
from kapstok.core.sheets.values import column_letters
from kapstok.core.sheets.writing import Book, write
from kapstok.plans.workbook.columns import Column, Kind
from kapstok.plans.workbook.layout import LISTS_TITLE
from kapstok.plans.workbook.sheets import FIRST, HEADER_ROW, NO_OUTCOME, QUIET, Page
from kapstok.plans.workbook.words import NO, WHOLE_PLAN, YES

DIRECT = {"parties": "name", "sources": "name", "lines": "label"}  # names in one column, without gaps
ONE_OF = {"error_title": "Kies uit de lijst", "error_message": "Kies een woord uit de lijst, of laat de cel leeg."}
KNOWN = {
    "error_type": "warning",
    "error_title": "Deze naam kennen we niet",
    "error_message": "Kies een naam uit de lijst, of voeg eerst een rij toe op het blad waar deze namen staan.",
}


@dataclass(frozen=True, slots=True)
class Gapped:
    """Names that stand between other rows: `formula` is the name in a row, or nothing; `names` what that gives now."""

    name: str
    header: str
    formula: str
    names: Sequence[str]


def write_lists(book: Book, pages: Mapping[str, Page], purposes: Sequence[str], quarters: Sequence[str]) -> None:
    """Add the sheet with names, and let each column that refers to them choose."""
    sheet = book.workbook.add_worksheet(LISTS_TITLE)
    intro = "Hieruit komen de keuzes op de andere bladen. U hoeft hier niets in te vullen."
    write(sheet, 0, 0, intro, book.form(italic=True, font_color=QUIET))
    for number, gapped in enumerate(_gapped(pages["outline"])):
        _write_gapped(book, sheet, gapped, 3 * number)
    _write_fixed(book, sheet, "purposes", "Doelen", purposes, 6)
    _write_fixed(book, sheet, "quarters", "Kwartalen", quarters, 7)
    for rows, column in DIRECT.items():
        cells = pages[rows].range(column)
        first = cells.rpartition(":")[0]
        book.workbook.define_name(f"lijst_{rows}", f"=OFFSET({first},0,0,MAX(1,COUNTA({cells})),1)")
    for page in pages.values():
        _add_choices(page)
    sheet.hide()


def _gapped(outline: Page) -> Iterator[Gapped]:
    theme, subtheme, measure = (outline.range(name).split("!")[1][1] for name in ("theme", "subtheme", "measure"))
    title = outline.table.title.replace("'", "''")
    top, sub, act = (f"'{title}'!{letter}{{row}}" for letter in (theme, subtheme, measure))
    empty = [""] * outline.spare
    themes = ["" if "measure" in row else str(row.get("subtheme", row.get("theme"))) for row in outline.rows]
    yield Gapped("themes", "Thema's", f'=IF({act}<>"","",IF({sub}<>"",{sub},{top}&""))', themes + empty)
    measures = [str(row.get("measure", "")) for row in outline.rows]
    yield Gapped("measures", WHOLE_PLAN, f'={act}&""', measures + empty)


def _write_gapped(book: Book, sheet: Any, gapped: Gapped, place: int) -> None:
    """Three columns: the name in each row, how many names there are so far, and the names without the gaps.

    The header of the last one is the first choice where a step is for the whole plan.
    """
    name, count, listed = (column_letters(place + i) for i in range(3))
    last = FIRST + len(gapped.names)
    kept, so_far, quiet = [one for one in gapped.names if one], 0, book.form(font_color=QUIET)
    for column, header in enumerate(("Naam", "Nr.", gapped.header), place):
        write(sheet, HEADER_ROW, column, header, book.header())
    for row, (value, shown) in enumerate(zip(gapped.names, kept + [""] * len(gapped.names), strict=False), FIRST):
        so_far += bool(value)
        sheet.write_formula(row, place, gapped.formula.format(row=row + 1), quiet, storable(value) or NO_OUTCOME)
        sheet.write_formula(row, place + 1, f'=N({count}{row})+IF({name}{row + 1}="",0,1)', quiet, so_far)
        nth = f"MATCH({row - FIRST + 1},{count}${FIRST + 1}:{count}${last},0)"
        sheet.write_formula(
            row,
            place + 2,
            f'=IFERROR(INDEX({name}${FIRST + 1}:{name}${last},{nth}),"")',
            book.form(),
            storable(shown) or NO_OUTCOME,
        )
    sheet.set_column(place, place, 20)
    sheet.set_column(place + 1, place + 1, 5)
    sheet.set_column(place + 2, place + 2, 34)
    start, total = f"{LISTS_TITLE}!${listed}$", f"MAX({LISTS_TITLE}!${count}${FIRST + 1}:${count}${last})"
    book.workbook.define_name(f"lijst_{gapped.name}", f"=OFFSET({start}{FIRST + 1},0,0,MAX(1,{total}),1)")
    if gapped.header == WHOLE_PLAN:
        book.workbook.define_name("lijst_steps", f"=OFFSET({start}{HEADER_ROW + 1},0,0,1+{total},1)")


def _write_fixed(book: Book, sheet: Any, name: str, header: str, values: Sequence[str], place: int) -> None:
    write(sheet, HEADER_ROW, place, header, book.header())
    for row, value in enumerate(values, FIRST):
        write(sheet, row, place, value, book.form())
    sheet.set_column(place, place, 46 if name == "purposes" else 12)
    letters, last = column_letters(place), FIRST + max(len(values), 1)
    book.workbook.define_name(f"lijst_{name}", f"={LISTS_TITLE}!${letters}${FIRST + 1}:${letters}${last}")


def _add_choices(page: Page) -> None:
    for place, spot in enumerate(page.spots):
        if options := choices(spot.column):
            page.sheet.data_validation(FIRST, place, page.last, place, {"validate": "list"} | options)


def choices(column: Column) -> dict[str, Any]:
    """The drop-down of a column. Where several names may stand in a cell, it does not object to what is typed."""
    match column.kind:
        case Kind.CHOICE | Kind.CHOICES:
            source: str | list[str] = list(column.choices.values())
        case Kind.YES:
            source = [YES, NO]
        case Kind.REFERENCE | Kind.REFERENCES:
            source = f"=lijst_{column.refers_to}"
        case Kind.PURPOSES | Kind.QUARTER:
            source = f"=lijst_{column.kind}" if column.kind is Kind.PURPOSES else "=lijst_quarters"
        case _:
            return {}
    return {"source": source} | _OBJECTION.get(column.kind, {"show_error": False})


_OBJECTION: dict[Kind, dict[str, Any]] = {Kind.CHOICE: ONE_OF, Kind.YES: ONE_OF, Kind.REFERENCE: KNOWN}
