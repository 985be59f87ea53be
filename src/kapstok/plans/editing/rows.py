"""Rows of a form: as many as there are, each read into a value of the plan.

A row in which nothing was filled in is no row. A row that was not touched stays the very value that it showed, so that
saving a form without a change changes nothing.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from django import forms
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict
from pydantic import ValidationError

from kapstok.core.forms import KapstokForm

V = TypeVar("V")
F = TypeVar("F", bound="RowForm[Any]")
Typed = MultiValueDict[str, str]
MOST_ROWS = 250  # more than any list in a plan may have, so that none is cut off unsaid


class RowForm(KapstokForm, Generic[V]):
    """`told`: the fields that make it a row. `value` is there once the form is valid; None: no row.

    `was`: the place of the value that it showed at first among the rows of the version that she started from.
    """

    told: ClassVar[tuple[str, ...]] = ()
    fresh: ClassVar[dict[str, Any]] = {}
    was = forms.CharField(required=False, widget=forms.HiddenInput)
    value: V | None = None

    def __init__(self, *args: Any, original: V | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.original = original
        for name in self.told:
            self.fields[name].required = False

    @property
    def is_empty(self) -> bool:
        return not any(str(self[name].data or "").strip() for name in self.told)

    def is_untouched(self) -> bool:
        """Whether it says what its value says."""
        return self.original is not None and not [name for name in self.changed_data if name != "was"]

    def full_clean(self) -> None:
        if self.is_bound and self.is_empty:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.is_untouched():
            self.value = self.original
        elif not self.errors:
            self._make(cleaned)
        return cleaned

    def _make(self, cleaned: dict[str, Any]) -> None:
        try:
            self.value = self.made(cleaned)
        except ValidationError as wrong:
            for error in wrong.errors():
                self.add_error(None, _said(error["type"], error["msg"]))

    def made(self, cleaned: dict[str, Any]) -> V:
        raise NotImplementedError

    def need(self, *names: str) -> None:
        """These must be filled in, now that it is a row."""
        for name in names:
            if name not in self.errors and self.cleaned_data.get(name) in (None, ""):
                self.add_error(name, f"Vul “{self[name].label.lower()}” in.")


def _said(kind: str, message: str) -> str:
    return message.removeprefix("Value error, ").capitalize() if kind == "value_error" else "Dit getal past hier niet."


def bound_rows(
    form: type[F], prefix: str, typed: Typed, originals: Sequence[V], write: Callable[[V], dict[str, Any]], **more: Any
) -> list[F]:
    """The rows that were sent, in the order of their numbers."""
    return [
        _bound(form, f"{prefix}-{number}", typed, originals, write, **more)
        for number in row_numbers(prefix, typed)[:MOST_ROWS]
    ]


def _bound(
    form: type[F],
    prefix: str,
    typed: Typed,
    originals: Sequence[V],
    write: Callable[[V], dict[str, Any]],
    **more: Any,
) -> F:
    place = typed.get(f"{prefix}-was")
    original = next((one for at, one in enumerate(originals) if str(at) == place), None)
    initial = form.fresh if original is None else write(original)
    return form(typed, prefix=prefix, initial=initial, original=original, **more)


def shown_rows(
    form: type[F],
    prefix: str,
    values: Iterable[V],
    originals: Sequence[V],
    write: Callable[[V], dict[str, Any]],
    *,
    empty: int = 1,
    **more: Any,
) -> list[F]:
    """The rows to show at first, and so many empty ones under them."""
    was = {_identity(value): place for place, value in reversed(list(enumerate(originals)))}
    rows = [
        form(
            prefix=f"{prefix}-{number}",
            initial={**write(value), "was": was.get(_identity(value), "")},
            original=value,
            **more,
        )
        for number, value in enumerate(values)
    ]
    places = range(len(rows), len(rows) + empty)
    return rows + [form(prefix=f"{prefix}-{place}", initial={**form.fresh, "was": ""}, **more) for place in places]


def _identity(value: Any) -> str:
    return value if isinstance(value, str) else value.model_dump_json()


def row_numbers(prefix: str, typed: Mapping[str, Any]) -> list[int]:
    found = {int(match[1]) for name in typed if (match := re.match(rf"{re.escape(prefix)}-([0-9]{{1,3}})-", name))}
    return sorted(found)


def with_row(prefix: str, typed: Typed, fresh: Mapping[str, str]) -> Typed:
    """What was typed, with one more row of this kind, in which only `fresh` is filled in."""
    more = typed.copy()
    row = f"{prefix}-{max(row_numbers(prefix, typed), default=-1) + 1}"
    for name, value in {"was": "", **fresh}.items():
        more[f"{row}-{name}"] = value
    return more


def without_row(prefix: str, typed: Typed) -> Typed:
    """What was typed, without the row that begins with this."""
    return MultiValueDict({name: values for name, values in typed.lists() if not name.startswith(f"{prefix}-")})
