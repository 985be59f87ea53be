"""The two sheets in front: how the workbook works, and the plan itself as names and values."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from kapstok.core.sheets.writing import DAY, LINE, Book, Value, height_for, money_form, on_paper, write
from kapstok.plans.schema import PlanDocument
from kapstok.plans.workbook.columns import Item, Kind
from kapstok.plans.workbook.layout import EMPTY, ITEMS, PLAN_HEADERS, PLAN_TITLE, README_TITLE, TABLES
from kapstok.plans.workbook.sheets import FIRST, HEADER_ROW, QUIET

HOW_IT_WORKS = {
    "Invullen": "In deze werkmap staat één plan. U vult de cellen in; wat grijs is, rekent de werkmap zelf uit.",
    "Beginnen": "Begin bij Plan, Partijen en Geldbronnen. Op de andere bladen kiest u die namen dan uit een lijst.",
    "Uitleg": "Bij veel kolomkoppen hoort uitleg: wijs de kop aan met de muis.",
    "Rijen": "Rijen toevoegen, verplaatsen en weghalen mag.",
    "Kolommen": "Kolommen verplaatsen mag. Laat de koppen en de namen van de bladen zoals ze zijn: daaraan "
    "herkennen we wat er staat. Eigen kolommen ernaast mogen ook; die slaan we over.",
    "Bedragen": "Vul een bedrag in als getal. Is het een schatting? Vul dan ja in bij Ca.",
    "Sleutel": "Deze kolom is voor de computer. Laat hem staan, en laat hem leeg bij een nieuwe rij.",
    "Mensen": "Zet geen namen van mensen in het plan. Een rol of een organisatie is genoeg.",
    "Nakijken": "Sla de werkmap op en reken die na met: kapstok check BESTAND. "
    "U ziet dan in één keer alles wat niet klopt.",
}
OTHER_SHEETS = {
    PLAN_TITLE: "Titel, datum, samenvatting, doelen en uitgangspunten.",
    **{table.title: table.intro for table in TABLES},
}

ItemRow = tuple[Item, Value, Value]


def write_readme(book: Book, title: str) -> None:
    sheet = book.workbook.add_worksheet(README_TITLE)
    sheet.set_row(0, 24)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 92)
    write(sheet, 0, 0, title, book.form(bold=True, font_size=15))
    write(sheet, 2, 0, "Zo werkt het", book.form(bold=True, font_size=12))
    row = 3
    for row, (word, text) in enumerate(HOW_IT_WORKS.items(), 3):
        write(sheet, row, 0, word, book.form(font_color=QUIET))
        write(sheet, row, 1, text, book.form(text_wrap=True))
        sheet.set_row(row, height_for([(text, 92)]))
    write(sheet, row + 2, 0, "De bladen", book.form(bold=True, font_size=12))
    for place, (name, intro) in enumerate(OTHER_SHEETS.items(), row + 3):
        link = f"internal:'{name.replace(chr(39), chr(39) * 2)}'!A1"
        sheet.write_url(place, 0, link, book.form(font_color="#1F5A85", underline=1), name)
        write(sheet, place, 1, intro, book.form(text_wrap=True))
    on_paper(sheet, header_row=0)


def items_of(plan: PlanDocument) -> Iterator[ItemRow]:
    """The lines of the sheet Plan. A list takes a line for each part, and one when it is empty."""
    for item in ITEMS:
        value = getattr(plan, item.field)
        if not item.repeated:
            yield item, _shown(item, value), None
            continue
        for one in value:
            match item.further:
                case "plural":
                    yield item, one.singular, one.plural
                case "note":
                    yield item, one.name, one.note
                case _:
                    yield item, one, None if one else EMPTY


def blank_items(known: Mapping[str, Value], times: Mapping[str, int]) -> Iterator[ItemRow]:
    """The lines of an empty plan, with what is known beforehand."""
    for item in ITEMS:
        for _ in range(times.get(item.field, 1)):
            plural = "thema's" if item.field == "levels" else None
            yield item, known.get(item.field), plural


def _shown(item: Item, value: Any) -> Value:
    if value is None or item.kind is not Kind.CHOICE:
        return value  # type: ignore[no-any-return]
    return item.choices[str(value)]


def write_plan_sheet(book: Book, rows: Iterable[ItemRow], regulation: str) -> None:
    """Names and values; the explanation beside it is grey and never read."""
    sheet = book.workbook.add_worksheet(PLAN_TITLE)
    for column, width in enumerate((22, 84, 38, 52)):
        sheet.set_column(column, column, width)
    write(sheet, 0, 0, PLAN_TITLE, book.form(bold=True, font_size=15))
    sheet.set_row(0, 24)
    intro = "Een regel mag u kopiëren als u er meer van nodig heeft, zoals bij Doel of Uitgangspunt."
    write(sheet, 1, 0, intro, book.form(italic=True, font_color=QUIET))
    for column, header in enumerate((*PLAN_HEADERS, "Uitleg")):
        write(sheet, HEADER_ROW, column, header, book.header())
    previous = ""
    for row, (item, value, further) in enumerate(rows, FIRST):
        explanation = regulation if item.field == "regulation" and regulation else item.explanation
        line = {"bottom": 1, "bottom_color": LINE}
        write(sheet, row, 0, item.name, book.form(bold=item.name != previous, font_color=_ink(item, previous), **line))
        write(sheet, row, 1, value, book.form(**line, **_look(item, value)))
        write(sheet, row, 2, further, book.form(text_wrap=True, **line))
        write(
            sheet,
            row,
            3,
            "" if item.name == previous else explanation,
            book.form(text_wrap=True, italic=True, font_color=QUIET, **line),
        )
        sheet.set_row(row, height_for([(value, 84), (further, 38), (explanation, 52)]))
        if item.choices:
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": list(item.choices.values())})
        previous = item.name
    sheet.freeze_panes(FIRST, 1)
    on_paper(sheet, header_row=HEADER_ROW)


def _ink(item: Item, previous: str) -> str:
    return QUIET if item.name == previous else "#1F2A37"


def _look(item: Item, value: Value) -> dict[str, Any]:
    match item.kind:
        case Kind.DAY:
            return {"num_format": DAY, "align": "left"}
        case Kind.EUROS:
            return {"num_format": money_form([value] if isinstance(value, Decimal) else []), "align": "left"}
        case _:
            return {"num_format": "@", "text_wrap": True, "bold": item.field == "title"}
