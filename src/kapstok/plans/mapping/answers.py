"""The officer's answers: each is put where she would have put it herself, and the workbook is read again.

An answer about a cell goes into that cell, one about years into the mapping. What only she can mend, such as a line
that is missing, stays as we assumed; the question then says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kapstok.core.sheets.values import Sheet, Workbook
from kapstok.grants.regulation import Regulation
from kapstok.plans.checks import run
from kapstok.plans.files import PlanFileError
from kapstok.plans.mapping.apply import apply
from kapstok.plans.mapping.asked import Asked, ColumnYear, Effect, InCell, YearsCovered, asked, effect_of
from kapstok.plans.mapping.letters import index
from kapstok.plans.mapping.trying import TryOut
from kapstok.plans.mapping.values import ColumnMapping, Draft, Question

MOST_ROUNDS = 6  # an answer may raise another question in the same cell: first how to read it, then which bound
CellAt = tuple[str, int, str]  # sheet, row from 1, column by letter


def answered(
    tried: TryOut, workbook: Workbook, regulation: Regulation, answers: Mapping[str, str], *, day: date | None = None
) -> tuple[TryOut, tuple[Asked, ...]]:
    """What was tried out, read again with these answers by the key of their question; and all that was asked.

    An answer that is no longer among the ways to read it is left alone.
    """
    if tried.draft is None or tried.mapping is None:
        return tried, ()
    again = _Again(workbook, regulation, day, answers, tried.mapping)
    try:
        draft = again.read(tried.draft)
    except PlanFileError as error:
        return replace(tried, draft=None, findings=(), problems=tuple(error.problems)), ()
    if draft is not tried.draft:
        about_file = tried.draft.remarks[: len(workbook.remarks)]
        draft = replace(draft, remarks=(*about_file, *draft.remarks))
        findings = tuple(run(draft.plan, regulation))
        tried = replace(tried, draft=draft, mapping=again.mapping, findings=findings)
    return tried, again.asked(draft.questions)


@dataclass(slots=True)
class _Again:
    """What the answers came to so far. `bounds` are the cells of which one end of a range was chosen."""

    workbook: Workbook
    regulation: Regulation
    day: date | None
    answers: Mapping[str, str]
    mapping: ColumnMapping
    cells: dict[CellAt, str] = field(default_factory=dict)
    bounds: dict[CellAt, str] = field(default_factory=dict)
    seen: dict[str, Asked] = field(default_factory=dict)

    def read(self, draft: Draft) -> Draft:
        """The draft after every answer; the same one when no answer changes anything."""
        for _ in range(MOST_ROUNDS):
            if not self._take(draft.questions):
                break
            draft = self._apply({**self.cells, **self.bounds})
        return self._with_ranges(draft) if self.bounds else draft

    def asked(self, last: Sequence[Question]) -> tuple[Asked, ...]:
        """What is still asked, and what she answered, so that it can be changed."""
        open_now = {one.key for one in _each(last, self.answers)}
        written = self.cells.keys() | self.bounds.keys()
        return tuple(
            one for one in self.seen.values() if one.key in open_now or one.applied or _at(one.question) in written
        )

    def _take(self, questions: Sequence[Question]) -> bool:
        """Whether anything changed. Years go first: they change the amounts to choose from."""
        sums = {_at(question): question.assumed for question in questions if " + " in question.assumed}
        effects: dict[str, Effect] = {}
        for one in _each(questions, self.answers):
            at = _at(one.question)
            if effect := effect_of(one, sums.get(at) or self._now(one.question)):
                effects[one.key] = effect
            if not self._is_settled(one.key, at):
                self.seen[one.key] = one
        return self._into_mapping(effects) or self._into_cells(effects, questions)

    def _is_settled(self, key: str, at: CellAt) -> bool:
        """Whether it was asked before its cell was written in: then it offers more to choose from."""
        return key in self.seen and (self.seen[key].applied or at in self.bounds)

    def _into_mapping(self, effects: Mapping[str, Effect]) -> bool:
        """Give the plan its years and columns their school year; no two columns may hold the same year."""
        before, dated = self.mapping, {k: each for k, each in effects.items() if isinstance(each, ColumnYear)}
        for key, effect in effects.items():
            if isinstance(effect, YearsCovered):
                self.mapping = self.mapping.model_copy(update={"years_covered": effect.years})
                self._settle(key)
        chosen = {each.column: each.year for each in dated.values()}
        columns = tuple(
            column.model_copy(update={"year": chosen[column.column]}) if column.column in chosen else column
            for column in self.mapping.columns
        )
        held = [(column.source, column.year) for column in columns if column.year]
        if dated and len(set(held)) == len(held):
            self.mapping = self.mapping.model_copy(update={"columns": columns})
            for key in dated:
                self._settle(key)
        return self.mapping != before

    def _into_cells(self, effects: Mapping[str, Effect], questions: Sequence[Question]) -> bool:
        """Write one answer in each cell: what else was asked about it may not be asked any more."""
        taken: set[CellAt] = set()
        for one in _each(questions, self.answers):
            at, effect = _at(one.question), effects.get(one.key)
            if isinstance(effect, InCell) and at not in taken and self._write(at, effect):
                taken.add(at)
                self.seen[one.key] = replace(one, applied=True)
        return bool(taken)

    def _write(self, at: CellAt, effect: InCell) -> bool:
        where = self.bounds if effect.is_bound else self.cells
        changes = where.get(at) != effect.text
        where[at] = effect.text
        return changes

    def _settle(self, key: str) -> None:
        self.seen[key] = replace(self.seen[key], applied=True)

    def _now(self, question: Question) -> str:
        """What stands in the cell of this question, as text."""
        sheet = next(sheet for sheet in self.workbook.sheets if sheet.name == question.place.sheet)
        row, column = question.place.row - 1, index(question.place.column) if question.place.column else 0
        cells = sheet.rows[row] if 0 <= row < len(sheet.rows) else ()
        return self.cells.get(_at(question), str(cells[column]) if column < len(cells) else "")

    def _apply(self, cells: Mapping[CellAt, str]) -> Draft:
        return apply(self.mapping, _written_in(self.workbook, cells), self.regulation, day=self.day)

    def _with_ranges(self, draft: Draft) -> Draft:
        """With the amounts that she chose, and in the estimates still both bounds."""
        measures = self._apply(self.cells).plan.measures
        if [each.key for each in measures] != [each.key for each in draft.plan.measures]:
            return draft
        return replace(draft, plan=draft.plan.model_copy(update={"measures": measures}))


def _each(questions: Iterable[Question], answers: Mapping[str, str]) -> Iterable[Asked]:
    """Every question once, with what was answered."""
    found: dict[str, Asked] = {}
    for question in questions:
        one = asked(question, answers)
        found.setdefault(one.key, one)
    return found.values()


def _at(question: Question) -> CellAt:
    return question.place.sheet, question.place.row, question.place.column


def _written_in(workbook: Workbook, cells: Mapping[CellAt, str]) -> Workbook:
    """The workbook with these texts in these cells."""
    return replace(workbook, sheets=tuple(_sheet_with(sheet, cells) for sheet in workbook.sheets))


def _sheet_with(sheet: Sheet, cells: Mapping[CellAt, str]) -> Sheet:
    mine = [(row - 1, index(column), text) for (name, row, column), text in cells.items() if name == sheet.name]
    if not mine:
        return sheet
    rows = list(sheet.rows)
    for row, column, text in mine:
        rows[row] = (*rows[row][:column], text, *rows[row][column + 1 :])
    return replace(sheet, rows=tuple(rows))
