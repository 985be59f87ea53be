"""A form with rows under it, as one: shown, given more rows, taken, saved, or shown again beside what overtook it."""

from abc import ABC, abstractmethod
from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse

from kapstok.core.access import Actor, RefusedError
from kapstok.core.forms import KapstokForm, Rows
from kapstok.core.overtaken import OvertakenError

MORE = 3
Shown = dict[str, Any]


class Sheet(ABC):
    """A form with its rows by prefix. `said` is what the page says once it is saved."""

    said: str
    form: KapstokForm
    rows: dict[str, Rows]

    @abstractmethod
    def make_form(self, **how: Any) -> KapstokForm:
        """`data=` what was sent, or `initial=` what to show."""

    @abstractmethod
    def make_rows(self, prefix: str, **how: Any) -> Rows:
        """As make_form."""

    @abstractmethod
    def save(self, by: Actor) -> models.Model:
        """What was taken, through the act: the row as it is then. Raises RefusedError."""

    @abstractmethod
    def overtaken(self, given: QueryDict) -> Shown:
        """What was sent, on the version that stands there now, with `clashes`: what differs from it."""

    def shown(self) -> Shown:
        forms = [self.form, *(form for rows in self.rows.values() for form in rows.forms)]
        row_sets = list(self.rows.values())
        wrong = any(form.errors for form in forms) or any(rows.non_form_errors() for rows in row_sets)
        return {"form": self.form, "forms": forms, "row_sets": row_sets, "wrong": wrong, **self.rows}

    def take(self, given: QueryDict) -> bool:
        self.form = self.make_form(data=given)
        self.rows = {prefix: self.make_rows(prefix, data=given) for prefix in self.rows}
        return all([self.form.is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    def with_more_rows(self, given: QueryDict, prefix: str) -> Shown:
        """Everything as it was typed, right or wrong, with empty rows under those of `prefix`."""
        self.take(given)
        self.form = self.make_form(initial=typed(self.form))
        for name, rows in self.rows.items():
            again = self.make_rows(name, initial=typed_rows(rows))
            again.extra = MORE if name == prefix else 0
            self.rows[name] = again
        return self.shown()

    def refused(self, why: str) -> Shown:
        self.form.add_error(None, why)
        return self.shown()


def edit(request: HttpRequest, sheet: Sheet, template: str, about: Shown, *, by: Actor) -> HttpResponse | models.Model:
    """Show the sheet, give it more rows, or save it: a page to answer with, or the row that was saved.

    Wrong: 422. Overtaken by somebody else: 409, with both texts.
    """
    if request.method != "POST":
        return TemplateResponse(request, template, about | sheet.shown())
    if more := request.POST.get("more"):
        return TemplateResponse(request, template, about | sheet.with_more_rows(request.POST, more))
    if not sheet.take(request.POST):
        return TemplateResponse(request, template, about | sheet.shown(), status=422)
    try:
        return sheet.save(by)
    except OvertakenError:
        return TemplateResponse(request, template, about | sheet.overtaken(request.POST), status=409)
    except RefusedError as refused:
        return TemplateResponse(request, template, about | sheet.refused(str(refused)), status=422)


def typed(form: forms.Form) -> Shown:
    """What was filled in, right or wrong, to show it again without errors."""
    return {name: form[name].data for name in form.fields}


def typed_rows(rows: Rows) -> list[Shown]:
    return [typed(form) for form in rows.forms]
