"""What each column of a table holds: by the words of its heading, checked against what stands below it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kapstok.core.sheets.values import column_letters
from kapstok.plans.mapping.grid import Grid
from kapstok.plans.mapping.headings import year_in
from kapstok.plans.mapping.heads import Head
from kapstok.plans.mapping.looks import Looks, looks_of
from kapstok.plans.mapping.noting import shortened
from kapstok.plans.mapping.values import Column
from kapstok.plans.mapping.words import ROLE_LABELS, Role, funder_in, plain, role_of

ENOUGH_ROWS = 400  # as many rows as we look at to see what a column holds
_ACTUALS = re.compile(
    r"\b(realisatie|gerealiseerd|werkelijk|besteed|uitgegeven|uitgaven t/m|prognose|restant|resteert|verschil|saldo)\b"
)
_PIECES = re.compile(
    r"%|\bpercentage\b|\baantal\b|\btarief\b|\bper (uur|stuk|school|kind|leerling|week)\b|\buren\b|"
    r"^(nr|nummer|#|code)\.?$"
)
_BESIDE = (Role.DESCRIPTION, Role.NOTE, Role.RESULT)


@dataclass(frozen=True, slots=True)
class Found:
    """A column with what we think it holds and why."""

    column: Column
    reason: str


def columns_of(grid: Grid, head: Head, first: int, last: int) -> list[Found]:
    """The columns of the table with this header and these rows (numbers, both included)."""
    rows = range(first, min(last, first + ENOUGH_ROWS) + 1)
    looks = [looks_of(grid.at(row, column) for row in rows) for column in range(grid.width)]
    roles = [_role(text, look) for text, look in zip(head.texts, looks, strict=True)]
    roles = _with_names(_with_amounts(roles, looks, head.texts), looks)
    found = [_column(index, role, head.texts[index], looks[index]) for index, role in enumerate(roles) if role]
    return _one_each(_without_actuals(found))


def _role(text: str, looks: Looks) -> Role | None:
    """By the heading first; None also for a column whose content denies what its heading says."""
    said = role_of(text)
    if _holds_amounts(text, said, looks):
        return Role.AMOUNT
    if not looks.filled or (said is not Role.PLANNING and _PIECES.search(plain(text))):
        return None
    return _role_of_texts(said, looks)


def _holds_amounts(text: str, said: Role | None, looks: Looks) -> bool:
    """A year without amounts yet counts too; the number 2023 below a heading about money is an amount."""
    if _PIECES.search(plain(text)):
        return False
    if year_in(text) and looks.filled == looks.blanks_said:
        return True
    about_money = said is Role.AMOUNT or bool(year_in(text)) or bool(funder_in(text))
    if about_money and looks.years and said is not Role.YEAR and not looks.texts:
        return True
    return looks.is_amounts and (about_money or said in {Role.SOURCE, Role.AMOUNT_IN_TEXT})


def _role_of_texts(said: Role | None, looks: Looks) -> Role | None:
    match said:
        case Role.AMOUNT | Role.AMOUNT_IN_TEXT:
            return Role.AMOUNT_IN_TEXT if looks.is_prose else None
        case Role.YEAR:
            return Role.YEAR if looks.is_years else None
        case None if looks.is_years and not looks.texts:
            return Role.YEAR
        case Role.PLANNING:
            return Role.PLANNING
        case _:
            return None if looks.is_amounts or looks.is_years else said


def _with_amounts(roles: list[Role | None], looks: Sequence[Looks], texts: Sequence[str]) -> list[Role | None]:
    """Where no heading speaks of money, the columns with amounts are the amounts."""
    if Role.AMOUNT in roles or Role.AMOUNT_IN_TEXT in roles:
        return roles
    return [
        Role.AMOUNT if role is None and look.is_amounts and not _PIECES.search(plain(text)) else role
        for role, look, text in zip(roles, looks, texts, strict=True)
    ]


def _with_names(roles: list[Role | None], looks: Sequence[Looks]) -> list[Role | None]:
    """Without a column for themes or measures these are the first columns with text, whatever they are called."""
    roles = _second_names(roles)
    amounts = [index for index, role in enumerate(roles) if role in {Role.AMOUNT, Role.AMOUNT_IN_TEXT}]
    texts = [i for i, role in enumerate(roles) if role is None and looks[i].texts and i < min(amounts, default=0)]
    if Role.MEASURE not in roles and (texts or Role.DESCRIPTION in roles):
        measure = texts.pop() if texts else roles.index(Role.DESCRIPTION)
        roles[measure] = Role.MEASURE
    if Role.THEME not in roles and texts and texts[-1] < roles.index(Role.MEASURE):
        roles[texts.pop()] = Role.THEME
    return roles


def _second_names(roles: list[Role | None]) -> list[Role | None]:
    """“Pijler | Thema” are two levels; “Maatregel | Activiteit” is a theme with its measures, or one level more."""
    themes = [index for index, role in enumerate(roles) if role is Role.THEME]
    measures = [index for index, role in enumerate(roles) if role is Role.MEASURE]
    if len(themes) > 1:
        roles[themes[1]] = Role.SUBTHEME
    if len(measures) > 1:
        roles[measures[0]] = Role.SUBTHEME if themes else Role.THEME
    if Role.SUBTHEME in roles and not themes and len(measures) < 2:
        roles[roles.index(Role.SUBTHEME)] = Role.THEME
    return roles


def _column(index: int, role: Role, text: str, looks: Looks) -> Found:
    letter, header = column_letters(index), shortened(text, 200)
    named = f"kolom {letter} heet ‘{shortened(header, 50)}’" if header else f"kolom {letter} heeft geen kop"
    column = Column(column=letter, role=role, header=header)
    if role is not Role.AMOUNT:
        return Found(column, f"{named} en bevat {ROLE_LABELS[role]}")
    heading = year_in(text)
    column = column.model_copy(update={"year": heading.year if heading else None, "source": funder_in(text)})
    year = f" voor schooljaar {heading.year}" if heading else ""
    aside = "" if looks.amounts == looks.filled else f" ({looks.amounts} van de {looks.filled} cellen)"
    return Found(column, f"{named} en bevat bedragen{year}{aside}")


def _without_actuals(found: list[Found]) -> list[Found]:
    """A plan holds what is planned: what was spent or is left is not read, unless there is nothing else."""
    planned = [
        each for each in found if each.column.role is not Role.AMOUNT or not _ACTUALS.search(plain(each.column.header))
    ]
    kept = planned if any(each.column.role is Role.AMOUNT for each in planned) else found
    if any(each.column.role is Role.AMOUNT for each in kept):
        return [_beside(each) if each.column.role is Role.AMOUNT_IN_TEXT else each for each in kept]
    return kept


def _beside(found: Found) -> Found:
    return replace(found, column=found.column.model_copy(update={"role": Role.NOTE}))


def _one_each(found: list[Found]) -> list[Found]:
    """One column a role, and one amount for each year and source; what comes after is a note or is left out."""
    kept: list[Found] = []
    taken: set[tuple[object, ...]] = set()
    for each in sorted(found, key=_totals_named_so_first):
        column = each.column
        sign = (column.role, column.year, plain(column.source))
        if sign not in taken or column.role is Role.NOTE:
            taken.add(sign)
            kept.append(each)
        elif column.role in _BESIDE:
            kept.append(_beside(each))
    return sorted(kept, key=lambda each: (len(each.column.column), each.column.column))


def _totals_named_so_first(found: Found) -> bool:
    column = found.column
    return column.role is Role.AMOUNT and not column.year and "tota" not in plain(column.header)
