"""`kapstok check` for a workbook: what we made of its columns, what we ask, and what the checks find."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kapstok.core.sheets.reading import MOST_BYTES, is_workbook
from kapstok.core.sheets.values import Problem
from kapstok.grants.regulation import Regulation
from kapstok.plans.files import SPREADSHEETS, PlanFileError
from kapstok.plans.mapping.saving import mapping_as_toml, read_mapping
from kapstok.plans.mapping.trying import TryOut, Way, unchecked
from kapstok.plans.mapping.values import ColumnMapping, Draft, Question, Remark
from kapstok.plans.report import printable

WAYS = {
    Way.OURS: "Dit is een werkmap van Kapstok.",
    Way.GUESS: "Zo lazen we uw werkmap:",
    Way.MAPPING: "We lazen uw werkmap met de kolommen die u aanwees.",
}


@dataclass(frozen=True, slots=True)
class Columns:
    """What was said about the columns of a workbook: a saved mapping, where to save it, and the regulation's key."""

    saved: Path | None = None
    save: Path | None = None
    regulation: str = "npo"


def is_for_us(path: Path, columns: Columns) -> bool:
    """Whether this is to be read as a workbook: by its name or its first bytes, or because columns were pointed out."""
    if path.suffix.casefold() in SPREADSHEETS or columns.saved or columns.save:
        return True
    try:
        with path.open("rb") as file:
            return is_workbook(file.read(8))
    except OSError:
        return False


def read_workbook(path: Path, columns: Columns, known: Mapping[str, Regulation], day: date | None) -> TryOut:
    """The workbook as a plan. PlanFileError with everything that is wrong with it, or with the saved mapping."""
    regulation = known.get(columns.regulation)
    if regulation is None:
        there = ", ".join(known)
        raise PlanFileError(path.name, [Problem("", f"regeling ‘{columns.regulation}’ is niet bekend; wel: {there}")])
    mapping = read_mapping(columns.saved) if columns.saved else None
    tried = unchecked(_bytes(path), path.name, regulation, mapping, day=day)
    if columns.save and tried.mapping:
        save_mapping(tried.mapping, columns.save)
    if tried.problems:
        raise PlanFileError(path.name, list(tried.problems))
    return tried


def _bytes(path: Path) -> bytes:
    """The file, up to one byte more than is read: reading says that it is too large."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        text = "dit bestand is er niet" if not path.exists() else f"kan niet worden gelezen: {error.strerror}"
        raise PlanFileError(str(path), [Problem("", text)]) from error


def with_reading(report: str, tried: TryOut | None) -> str:
    """The report of the checks as JSON; for a workbook with `workbook`: how it was read."""
    if tried is None:
        return report
    return json.dumps(json.loads(report) | {"workbook": as_json(tried)}, ensure_ascii=False, indent=2) + "\n"


def how_it_was_read(tried: TryOut) -> str:
    """The lines for people, to print before the report, with a blank line at the end."""
    lines = [*_reasons(tried), *(_asked(tried.draft) if tried.draft else ())]
    return "".join(f"{printable(line)}\n" for line in (*lines, ""))


def _reasons(tried: TryOut) -> Iterator[str]:
    yield WAYS[tried.way]
    for reason in tried.reasons:
        yield f"  - {reason}"
    if tried.way is Way.GUESS:
        yield "Klopt dit niet? Bewaar de lezing met --save-map kolommen.toml, verbeter het, en geef het mee met --map."


def _asked(draft: Draft) -> Iterator[str]:
    if draft.questions:
        yield ""
        asked = _counted(len(draft.questions), "vraag", "vragen")
        yield f"{asked} aan u; tot u antwoordt, rekenen we met wat er bij ‘Nu’ staat"
        for question in draft.questions:
            yield from _question(question)
    if draft.remarks:
        yield ""
        yield "Gezien en opgelost"
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


def save_mapping(mapping: ColumnMapping, path: Path) -> None:
    """Write the mapping to a file. PlanFileError when it cannot be written."""
    try:
        path.write_text(mapping_as_toml(mapping), "utf-8")
    except OSError as error:
        raise PlanFileError(str(path), [Problem("", f"kan niet worden geschreven: {error.strerror}")]) from error
