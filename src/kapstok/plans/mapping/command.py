"""`kapstok check` for a workbook: what we made of its columns, what we ask, and what the checks find."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kapstok.plans.files import PlanFileError
from kapstok.plans.mapping.saving import mapping_as_toml
from kapstok.plans.mapping.trying import TryOut, Way
from kapstok.plans.mapping.values import ColumnMapping, Draft, Question, Remark
from kapstok.plans.problems import Problem

WAYS = {
    Way.OURS: "Dit is een werkboek van Kapstok.",
    Way.GUESS: "Zo lazen we uw werkboek:",
    Way.MAPPING: "We lazen uw werkboek met de kolommen die u aanwees.",
}


def how_it_was_read(tried: TryOut) -> str:
    """The lines for people, to print before the report; each paragraph ends with a blank line."""
    return "\n".join((*_reasons(tried), *(_asked(tried.draft) if tried.draft else ()), ""))


def _reasons(tried: TryOut) -> Iterator[str]:
    yield WAYS[tried.way]
    for reason in tried.reasons:
        yield f"  - {reason}"
    if tried.way is Way.GUESS:
        yield "Klopt dit niet? Bewaar het met --save-map kolommen.toml, verbeter het, en geef het mee met --map."


def _asked(draft: Draft) -> Iterator[str]:
    if draft.questions:
        yield f"\n{_counted(len(draft.questions), 'vraag', 'vragen')} aan u; zolang rekenen we met wat erachter staat"
        for question in draft.questions:
            yield from _question(question)
    if draft.remarks:
        yield "\nGezien en opgelost"
        for remark in draft.remarks:
            yield f"  {remark.place}: {remark.text}"


def _question(question: Question) -> Iterator[str]:
    yield f"  {question.place}: ‘{question.found}’"
    yield f"      {question.text}"
    if question.ways:
        yield f"      Mogelijk: {'; '.join(question.ways)}."
    yield f"      Nu: {question.assumed}."


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def as_json(tried: TryOut) -> dict[str, Any]:
    """How it was read, for programs: beside the report of the checks."""
    draft = tried.draft
    return {
        "way": str(tried.way),
        "reasons": list(tried.reasons),
        "mapping": tried.mapping.model_dump(mode="json", exclude_none=True) if tried.mapping else None,
        "questions": _rows(draft.questions if draft else ()),
        "remarks": _rows(draft.remarks if draft else ()),
    }


def _rows(rows: Sequence[Question | Remark]) -> list[dict[str, Any]]:
    return [asdict(row) | {"place": str(row.place)} for row in rows]


def save_mapping(mapping: ColumnMapping, path: Path) -> str:
    """Write the mapping to a file; the line to print. PlanFileError when the file cannot be written."""
    try:
        path.write_text(mapping_as_toml(mapping), "utf-8")
    except OSError as error:
        raise PlanFileError(str(path), [Problem("", f"kan niet worden geschreven: {error.strerror}")]) from error
    return f"De aanwijzing van de kolommen staat in {path}."
