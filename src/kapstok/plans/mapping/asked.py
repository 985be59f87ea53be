"""A question as it can be answered: its key, the ways to choose from, and what an answer comes to."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from kapstok.core.money import format_euro
from kapstok.core.periods import SchoolYear
from kapstok.plans.mapping.phrases import read_phrase
from kapstok.plans.mapping.values import Question

_HOW_MANY = re.compile(r"Dit is een bedrag per (\S+)\. Om hoeveel gaat het\?")
_COUNT = re.compile(r"[1-9]\d{0,5}")
_TOTAL_IS = re.compile(r"(?:het totaal is|de (?:regels|thema's) kloppen:) (€.+)")
_TOTAL_IS_WRONG, _DIFFERENCE_IS_WRONG, _RIGHT = "het totaal is fout", "het verschil is fout", "het klopt"
_BOUNDS = "Hier staan twee grenzen."
_YEAR = re.compile(r"schooljaar (\d{4}-\d{4})")
_RANGE = re.compile(r"(€\s?[\d.,]+) tot (€\s?[\d.,]+)")


@dataclass(frozen=True, slots=True)
class InCell:
    """This text instead of what stands there. `is_bound`: one end of a range was chosen."""

    text: str
    is_bound: bool = False


@dataclass(frozen=True, slots=True)
class YearsCovered:
    years: int


@dataclass(frozen=True, slots=True)
class ColumnYear:
    column: str
    year: SchoolYear


Effect: TypeAlias = InCell | YearsCovered | ColumnYear


@dataclass(frozen=True, slots=True)
class Asked:
    """`key` is the same each time the workbook is read. Without `options` or `unit` only she can clear it up.

    `said`: what came from the form: the position of her choice in `options`, or with `unit` how many there are.
    `answer`: what that says, else what we assume.
    """

    key: str
    question: Question
    options: tuple[str, ...]
    said: str
    answer: str
    unit: str = ""
    applied: bool = False

    @property
    def hint(self) -> str:
        """What she can do when her answer changes nothing by itself; empty when all is well."""
        if self.applied or self.answer in {self.question.assumed, "", _DIFFERENCE_IS_WRONG, _RIGHT}:
            return ""
        if year := _YEAR.fullmatch(self.answer):
            return f"Er is nog een kolom met schooljaar {year[1]}. Kies ook daar het goede schooljaar."
        return f"Dat staat in uw eigen bestand: pas het daar aan. Tot dan rekenen wij met: {self.question.assumed}."


def asked(question: Question, answers: Mapping[str, str]) -> Asked:
    """The question with its answer, when that is one of the ways to read it.

    A position, not a text: once she says that a plan runs for two years, both ends of a range are other amounts.
    """
    key, how_many = key_of(question), _HOW_MANY.fullmatch(question.text)
    said = answers.get(key, "").strip()
    if how_many:
        count = said if _COUNT.fullmatch(said) else ""
        return Asked(key, question, (), count, count, unit=how_many[1])
    first = () if question.assumed in question.ways else (question.assumed,)
    options = tuple(dict.fromkeys((*first, *question.ways))) if question.others else ()
    by_position = {str(position): option for position, option in enumerate(options)}
    answer = by_position.get(said, question.assumed)
    return Asked(key, question, options, said if said in by_position else "", answer)


def key_of(question: Question) -> str:
    """The place and the question without its figures, which other answers may change."""
    place = question.place
    without_figures = re.sub(r"[\d.,]+", "", question.text)
    said = f"{place.sheet}\n{place.row}\n{place.column}\n{without_figures}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def effect_of(one: Asked, stands_there: str) -> Effect | None:
    """What the answer changes; None when it is what we assumed, or what only she can change.

    `stands_there`: the text of the cell, or of several amounts in it what we made of them, joined by “ + ”.
    """
    question, answer = one.question, one.answer
    if one.unit:
        return InCell(f"{stands_there} ({answer} {one.unit})") if answer else None
    if answer == question.assumed:
        return None
    if years := re.fullmatch(r"(\d+) jaar", answer):
        return YearsCovered(int(years[1]))
    if year := _YEAR.fullmatch(answer):
        return ColumnYear(question.place.column, SchoolYear(year[1]))
    if question.text.startswith(_BOUNDS):
        return InCell(_bound(question, answer, stands_there), is_bound=True)
    amount = _amount(question, answer)
    return InCell(amount) if amount and question.place.column else None


def _bound(question: Question, answer: str, stands_there: str) -> str:
    """The chosen bound; of several amounts in one text, with the others still beside it."""
    if " + " not in stands_there:
        return f"ca. {answer}"
    end = r"\1" if answer == question.ways[0] else r"\2"
    return _RANGE.sub(end, stands_there)


def _amount(question: Question, answer: str) -> str:
    """The amount that the answer comes to, as it can be read in one way only; empty when it names none."""
    stated = _TOTAL_IS.fullmatch(question.assumed if answer == _TOTAL_IS_WRONG else answer)
    if stated:
        return stated[1]
    written = _in_one_way(answer.removeprefix("van "))
    try:
        phrase = read_phrase(written)
    except ValueError:
        return ""
    return written if phrase and not phrase.ways else ""


def _in_one_way(way: str) -> str:
    """`€ 1,250` as € 1,25, and `€ 40 tot 45k` as € 40 tot € 45.000: the reading that was not the likely one."""
    if decimals := re.fullmatch(r"€\s?(\d{1,3}),(\d{3})", way):
        euros = Decimal(f"{decimals[1]}.{decimals[2]}")
        return format_euro(euros.quantize(Decimal("0.01"), ROUND_HALF_UP))
    if bounds := re.fullmatch(r"€\s?(\d{1,3}) tot (\d{1,3})k", way):
        return f"€ {bounds[1]} tot € {bounds[2]}.000"
    return way
