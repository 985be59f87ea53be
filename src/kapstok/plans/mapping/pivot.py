"""Pivots: rows of themes that hold the sums of the rows below them, with or without a total under it all."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise

from kapstok.plans.mapping.rows import RowKind, Sums, Table, TableRow, sums_of
from kapstok.plans.mapping.words import Role

MOST_ROWS = 500  # beyond this only indents and columns tell what is a sum


def parents(table: Table, rows: Sequence[TableRow]) -> frozenset[int]:
    """The numbers of the rows that are sums of the rows below them; empty when the table is no pivot."""
    lines = [row for row in rows if row.kind is RowKind.LINE and row.amounts]
    roles = table.mapping.roles
    if Role.THEME in roles and Role.MEASURE in roles:
        return _by_columns(lines)
    if any(row.indent for row in lines):
        return _by_indent(lines)
    return _by_sums(lines, [row for row in rows if row.kind is RowKind.TOTAL])


def _add(rows: Sequence[Mapping[int, Decimal]]) -> Sums:
    sums: Sums = {}
    for row in rows:
        for column, euros in row.items():
            sums[column] = sums.get(column, Decimal(0)) + euros
    return sums


def _same(one: Mapping[int, Decimal], other: Mapping[int, Decimal]) -> bool:
    return all(one.get(column, 0) == other.get(column, 0) for column in {*one, *other})


def _by_columns(lines: Sequence[TableRow]) -> frozenset[int]:
    """The theme alone in its row, with amounts, and measures below it: in most of them these add up."""
    groups: list[list[TableRow]] = []
    for row in lines:
        if Role.THEME in row.names and Role.MEASURE not in row.filled:
            groups.append([row])
        elif groups and row.names.get(Role.THEME) in {None, groups[-1][0].names[Role.THEME]}:
            groups[-1].append(row)
    groups = [group for group in groups if len(group) > 1]
    right = sum(_same(sums_of(group[0]), _add([sums_of(row) for row in group[1:]])) for group in groups)
    return frozenset(group[0].number for group in groups) if 2 * right >= len(groups) else frozenset()


def _by_indent(lines: Sequence[TableRow]) -> frozenset[int]:
    outer = min(row.indent for row in lines)
    found = [row.number for row, below in pairwise(lines) if row.indent == outer < below.indent]
    return frozenset(found)


def _by_sums(lines: Sequence[TableRow], totals: Sequence[TableRow]) -> frozenset[int]:
    """Without indents the sums tell, but only when the total counts the themes and not all rows."""
    if not 3 <= len(lines) <= MOST_ROWS or not totals:
        return frozenset()
    rows = [sums_of(row) for row in lines]
    starts = _partition(rows)
    if not starts or not _same(sums_of(totals[-1]), _add([rows[start] for start in starts])):
        return frozenset()
    return frozenset(lines[start].number for start in starts)


def _partition(rows: Sequence[Sums]) -> tuple[int, ...] | None:
    """The places of the rows that are each the sum of the rows up to the next one; None when they don't fit so."""

    @cache
    def end_of(start: int) -> tuple[int, ...]:
        """Where the group that starts here can end (the start of the next one)."""
        found: list[int] = []
        below: Sums = {}
        for place in range(start + 1, len(rows)):
            below = _add([below, rows[place]]) if below else rows[place]
            if _same(below, rows[start]):
                found.append(place + 1)
        return tuple(found)

    reached: dict[int, tuple[int, ...]] = {len(rows): ()}
    for start in range(len(rows) - 1, -1, -1):
        ends = [end for end in end_of(start) if end in reached]
        if ends:
            reached[start] = (start, *reached[ends[0]])
    return reached.get(0)
