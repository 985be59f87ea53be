"""The columns of a workbook, to be pointed out: what stands above each, an example, and what we take it for."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from kapstok.core.sheets.values import Problem, Sheet, Workbook, column_letters
from kapstok.plans.mapping.letters import index
from kapstok.plans.mapping.values import ColumnMapping, Orientation
from kapstok.plans.mapping.words import ROLE_LABELS, Role
from kapstok.plans.problems import problems

MOST_COLUMNS = 60
ROLES = tuple((role.value, label) for role, label in ROLE_LABELS.items())
ORIENTATIONS = (
    (Orientation.ROWS.value, "elke rij is een thema of maatregel, jaren staan naast elkaar"),
    (Orientation.YEAR_ROWS.value, "elke rij is een maatregel in één jaar"),
    (Orientation.PIVOT.value, "een rij met een thema is al de som van de rijen eronder"),
)


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    letter: str
    header: str
    example: str
    role: str
    year: str
    source: str


@dataclass(frozen=True, slots=True)
class Choices:
    """`columns` of the sheet and header row that are chosen now."""

    sheets: tuple[str, ...]
    sheet: str
    header_row: int
    orientation: str
    columns: tuple[ColumnChoice, ...]


def choices(workbook: Workbook, used: ColumnMapping | None) -> Choices | None:
    """None when nothing can be pointed out: no sheets, or themes side by side, which are pointed out by label."""
    if not workbook.sheets or (used and used.orientation is Orientation.THEME_COLUMNS):
        return None
    names = tuple(sheet.name for sheet in workbook.sheets)
    chosen = used.sheets[0] if used and used.sheets[0] in names else names[0]
    sheet = workbook.sheets[names.index(chosen)]
    row = used.header_rows[-1] if used else _first_wide_row(sheet)
    return Choices(
        sheets=names,
        sheet=chosen,
        header_row=row,
        orientation=(used.orientation if used else Orientation.ROWS).value,
        columns=tuple(_columns(sheet, row, used)),
    )


def _first_wide_row(sheet: Sheet) -> int:
    """The first row with at least three texts: the likeliest header. Counts from 1."""
    for number, row in enumerate(sheet.rows, start=1):
        if sum(isinstance(cell, str) and bool(cell.strip()) for cell in row) >= 3:
            return number
    return 1


def _columns(sheet: Sheet, header_row: int, used: ColumnMapping | None) -> list[ColumnChoice]:
    known = {column.column: column for column in used.columns} if used else {}
    header = sheet.rows[header_row - 1] if header_row <= len(sheet.rows) else ()
    below = sheet.rows[header_row : header_row + 30]
    width = min(
        max([len(header), *(len(row) for row in below), *(index(letter) + 1 for letter in known)]), MOST_COLUMNS
    )
    found = []
    for position in range(width):
        letter = column_letters(position)
        text = _text(header[position]) if position < len(header) else ""
        example = next((_text(row[position]) for row in below if position < len(row) and _text(row[position])), "")
        if text or example or letter in known:
            now = known.get(letter)
            year = str(now.year) if now and now.year else ""
            found.append(
                ColumnChoice(letter, text, example, now.role.value if now else "", year, now.source if now else "")
            )
    return found


def _text(cell: object) -> str:
    return "" if cell is None else " ".join(str(cell).split())[:60]


def chosen_mapping(form: Mapping[str, str]) -> ColumnMapping | tuple[Problem, ...] | None:
    """The mapping that the visitor pointed out; what is wrong with it; or None when nothing was pointed out."""
    if "sheet" not in form:
        return None
    columns = []
    for name, role in form.items():
        letter = name.removeprefix("role-")
        if name.startswith("role-") and role:
            amount = role in {Role.AMOUNT, Role.AMOUNT_IN_TEXT}
            year, source = form.get(f"year-{letter}", "").strip(), form.get(f"source-{letter}", "").strip()
            columns.append(
                {
                    "column": letter,
                    "role": role,
                    "header": form.get(f"header-{letter}", "")[:200],
                    "year": (year or None) if amount else None,
                    "source": source if amount else "",
                }
            )
    content = {
        "sheets": (form["sheet"],),
        "header_rows": (form.get("header_row", "1"),),
        "orientation": form.get("orientation", Orientation.ROWS.value),
        "columns": tuple(columns),
    }
    try:
        return ColumnMapping.model_validate(content)
    except ValidationError as error:
        return tuple(problems(error, content, ColumnMapping))
