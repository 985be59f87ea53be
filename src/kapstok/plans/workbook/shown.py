"""What stands in a cell for a value of the plan: words for codes, names for keys, texts for lists."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kapstok.core.money import format_number
from kapstok.core.sheets.writing import Value
from kapstok.plans.workbook.columns import Column, Kind
from kapstok.plans.workbook.layout import OUTLINE
from kapstok.plans.workbook.names import Names
from kapstok.plans.workbook.rows import Row
from kapstok.plans.workbook.words import NO, YES

LISTED = "; "


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names for keys, and for each purpose of the regulation what stands in the cell."""

    names: Mapping[str, Names]
    purposes: Mapping[int, str]


def shown(column: Column, row: Row, words: Vocabulary) -> Value:
    """The cell of one column in one row."""
    value = row.get(column.field)
    if column in OUTLINE.columns[:2] and value is None:
        return _above(column, row, words)
    is_unsaid = value is None or (column.unsaid != "" and value == column.unsaid)
    if is_unsaid or column.kind in (Kind.YEARS, Kind.CALCULATED, Kind.PICTURE):
        return None
    as_cell = _IN_CELL.get(column.kind)
    return as_cell(column, value, words) if as_cell else value


def _above(column: Column, row: Row, words: Vocabulary) -> Value:
    """In the outline the columns for themes also name the theme of a row that does not stand under it."""
    key = row.get("above" if column.field == "theme" else "under")
    return words.names["themes"].labels[key] if key else None


def _yes(column: Column, value: bool, words: Vocabulary) -> Value:
    """Only where an empty cell means yes, no is said."""
    return YES if value else NO if column.field == "counted" else None


def _label(column: Column, key: str, words: Vocabulary) -> str:
    return words.names[column.refers_to].labels[key]


_IN_CELL: dict[Kind, Callable[[Column, Any, Vocabulary], Value]] = {
    Kind.YES: _yes,
    Kind.CHOICE: lambda column, value, words: column.choices[str(value)],
    Kind.CHOICES: lambda column, values, words: LISTED.join(column.choices[str(value)] for value in values),
    Kind.REFERENCE: _label,
    Kind.REFERENCES: lambda column, keys, words: LISTED.join(_label(column, key, words) for key in keys),
    Kind.PURPOSES: lambda column, of, words: LISTED.join(_purpose(one["number"], one["share"], words) for one in of),
    Kind.KEYS: lambda column, keys, words: LISTED.join(keys),
    Kind.RANK: lambda column, value, words: YES if value is True else Decimal(value),
    Kind.NUMBER: lambda column, value, words: Decimal(value),
}


def _purpose(number: int, share: Decimal, words: Vocabulary) -> str:
    """1. Voorschoolse periode (60 %); the whole measure goes without a share."""
    name = words.purposes.get(number, str(number))
    return name if share == 100 and not name.endswith(")") else f"{name} ({format_number(share)} %)"


def purpose_words(names: Mapping[int, str]) -> dict[int, str]:
    """Number and name in one cell, where semicolons stand between purposes."""
    return {number: f"{number}. {name.replace(';', ',')}" for number, name in names.items()}
