"""Two people edited the same: what stands there now beside what was just written, so that nothing is lost.

The page is shown again with everything that was written, on the new version: saving once more is a choice made with
both texts in sight. Rows that the other person added are not in the form and stay; a row that she removed comes back
as a new one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.http import QueryDict

from kapstok.core.access import RefusedError
from kapstok.core.forms import Rows
from kapstok.core.periods import format_date


class OvertakenError(RefusedError):
    """Somebody else saved after this page was opened; nothing was written."""

    def __init__(self) -> None:
        super().__init__("Iemand anders heeft dit intussen veranderd. Vergelijk de teksten en bewaar dan opnieuw.")


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that somebody else changed meanwhile: what stands there now, and what was written here."""

    label: str
    theirs: str
    yours: str


def clashes(rows: Iterable[tuple[str, str, str]]) -> tuple[Clash, ...]:
    """Of (label, theirs, yours) those that differ; line ends and spaces make no difference."""
    return tuple(Clash(*row) for row in rows if _bare(row[1]) != _bare(row[2]))


def _bare(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class RowSet:
    """Rows of one kind, as they were filled in and as they stand now."""

    label: str
    rows: Rows
    now: list[dict[str, Any]]


def compared(form: forms.Form, now: Mapping[str, Any], row_sets: Iterable[RowSet] = ()) -> tuple[Clash, ...]:
    """Field by field what is different; the form is valid, `now` holds what its fields would show first."""
    return clashes([*_fields(form, now), *((each.label, _theirs(each), _yours(each)) for each in row_sets)])


def _fields(form: forms.Form, now: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for field in form.visible_fields():
        yield (
            str(field.label),
            _shown(field.field, now.get(field.name)),
            _shown(field.field, form.cleaned_data.get(field.name)),
        )


def _theirs(each: RowSet) -> str:
    return "\n".join(_row_text(each.rows.empty_form, row) for row in each.now)


def _yours(each: RowSet) -> str:
    texts = (_row_text(form, form.cleaned_data) for form in each.rows.forms)
    return "\n".join(text for text in texts if text)


def _row_text(form: forms.Form, values: Mapping[str, Any]) -> str:
    texts = (_shown(field.field, values.get(field.name)) for field in form.visible_fields() if values.get(field.name))
    return " · ".join(texts)


def _shown(field: forms.Field, value: Any) -> str:
    match value:
        case bool():
            return "ja" if value else "nee"
        case date():
            return format_date(value)
        case time():
            return f"{value:%H.%M} uur"
        case _ if isinstance(field, forms.ChoiceField):
            return _label(field, value)
        case _:
            return str(value or "")


def _label(field: forms.ChoiceField, value: Any) -> str:
    chosen = {str(one) for one in value} if isinstance(value, list | tuple) else {str(value or "")}
    options: Any = field.choices
    return ", ".join(label for key, label in _flat(options) if key in chosen)


def _flat(choices: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(key), str(label)


def on_version(given: QueryDict, version: int | str, row_sets: Iterable[RowSet] = ()) -> QueryDict:
    """What was sent, as a change of the version that stands there now."""
    again = given.copy()
    again["version"] = str(version)
    for each in row_sets:
        there = {str(row["id"]) for row in each.now}
        for form in each.rows.forms:
            name = form.add_prefix("id")
            again[name] = again.get(name, "") if again.get(name, "") in there else ""
    return again
