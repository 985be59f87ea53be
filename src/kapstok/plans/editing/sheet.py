"""The form of a part of a plan, whatever it is of: from a value to text, and from text to a value.

What is edited on a page of its own (a measure, a theme, the plan's particulars) has a sheet: all its small forms and
rows together, looked over at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic

from django.forms import BoundField

from kapstok.core.forms import KapstokForm
from kapstok.grants.regulation import Regulation
from kapstok.plans.editing.merging import V
from kapstok.plans.editing.rows import RowForm, Typed, bound_rows, shown_rows
from kapstok.plans.schema import Party, PlanDocument

Rows = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a form chooses from. `parties`: all that the municipality knows, those of the plan first."""

    plan: PlanDocument
    regulation: Regulation | None
    parties: tuple[Party, ...]
    today: date


class Sheet(Generic[V]):
    """`base`: the version she started from. `shown`: what to show at first, when that is something else.
    `typed`: what was sent."""

    def __init__(self, around: Surroundings, base: V, *, shown: V | None = None, typed: Typed | None = None) -> None:
        self.around, self.base, self.typed = around, base, typed
        self.shown = shown or base
        self.first = base if typed is not None else self.shown  # what a field was filled with
        self.build()

    def build(self) -> None:
        """Make the forms."""
        raise NotImplementedError

    @property
    def forms(self) -> Sequence[KapstokForm]:
        """All of them, in the order of the page."""
        raise NotImplementedError

    def read(self) -> tuple[V, tuple[Party, ...]]:
        """The value as it was typed, and the parties it names. A part that cannot be read is as it was."""
        raise NotImplementedError

    def rows(
        self,
        form: type[RowForm[Any]],
        prefix: str,
        values: Callable[[V], Sequence[Any]],
        write: Callable[[Any], dict[str, Any]],
        *,
        empty: int = 1,
        **more: Any,
    ) -> list[Any]:
        """A form for each of `values`, and so many empty ones."""
        base = values(self.base)
        if self.typed is not None:
            return bound_rows(form, prefix, self.typed, base, write, **more)
        return shown_rows(form, prefix, values(self.shown), base, write, empty=empty, **more)

    def is_valid(self) -> bool:
        """All of them are asked, so that everything that is wrong is told at once."""
        return not [form for form in self.forms if not form.is_valid()]

    @property
    def wrong(self) -> list[BoundField | str]:
        """The fields with errors, for the list at the top, and errors that belong to no field."""
        found: list[BoundField | str] = []
        for form in self.forms:
            found += [str(error) for error in form.non_field_errors()]
            found += [field for field in form if field.errors]
        return found


def values_of(rows: Rows, otherwise: tuple[Any, ...]) -> tuple[Any, ...]:
    """The rows as values; one that is wrong leaves the whole list as it was."""
    if otherwise and any(row.errors for row in rows):
        return otherwise
    return tuple(row.value for row in rows if not row.is_empty and not row.errors and row.value is not None)
