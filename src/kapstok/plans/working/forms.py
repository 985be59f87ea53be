"""What is asked of a party for its work plan, and of who asks for one. Rows are formsets with a few empty ones."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.formsets import formset_factory

from kapstok.core.forms import EMPTY_LABEL, DayInput, KapstokForm, Rows
from kapstok.core.periods import Quarter
from kapstok.parties.meetings.forms import Choices, Lines, PartiesBySector
from kapstok.plans.working.rules import hours_problem, period_problem, span_problem

MOST_ROWS = 40
LOOKS_BACK, LOOKS_AHEAD = 1, 2  # years of which a quarter can be chosen
WRONG_HOURS = "Vul het aantal uren per week in, zoals 16 of 2,5."


class TextForm(KapstokForm):
    text = forms.CharField(
        label="Wat gaat u doen?",
        required=False,
        widget=Lines(rows=4),
        max_length=5000,
        help_text="In een paar zinnen, voor de gemeente en de andere partners.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class RowForm(KapstokForm):
    """A row that may stay empty. `first`: the field that says whether something stands in it."""

    first = "what"
    id = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get(self.first):
            for name, why in self.needed().items():
                if given.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, why)
        elif not given.get("id") and not self.errors and any(given.get(name) for name in self.needed()):
            self.add_error(self.first, self.missing())
        return given

    def needed(self) -> dict[str, str]:
        """What a row that is filled in needs, with what to say when it is not there."""
        raise NotImplementedError

    def missing(self) -> str:
        raise NotImplementedError

    def offer(self, name: str, choices: Choices, empty: str = EMPTY_LABEL) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", empty), *choices]


class StepForm(RowForm):
    what = forms.CharField(label="Stap", max_length=200, required=False)
    quarter = forms.ChoiceField(label="Vanaf", required=False)
    until = forms.ChoiceField(label="Tot en met", required=False)
    owner = forms.ChoiceField(label="Wie", required=False)

    def __init__(self, *args: Any, quarters: Choices, owners: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("quarter", quarters, "Kies")
        self.offer("until", quarters, "hetzelfde")
        self.offer("owner", owners, "nog niet bekend")

    def needed(self) -> dict[str, str]:
        return {"quarter": "Vanaf welk kwartaal?"}

    def missing(self) -> str:
        return "Wat gaat u dan doen?"

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        first, last = given.get("quarter"), given.get("until")
        if first and last and (problem := span_problem(Quarter(first), Quarter(last))):
            self.add_error("until", problem)
        return given


class PresenceForm(RowForm):
    first = "place"
    place = forms.ChoiceField(label="Waar", required=False)
    hours = forms.DecimalField(
        label="Uur per week", required=False, localize=True, max_digits=5, decimal_places=2,
        error_messages={"invalid": WRONG_HOURS}, widget=forms.TextInput({"inputmode": "decimal", "size": 6}),
    )  # fmt: skip
    starts = forms.DateField(label="Vanaf", required=False, widget=DayInput)
    ends = forms.DateField(label="Tot en met", required=False, widget=DayInput)

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("place", places)

    def needed(self) -> dict[str, str]:
        return {"hours": "Hoeveel uur per week?"}

    def missing(self) -> str:
        return "Waar bent u dan?"

    def clean_hours(self) -> Decimal | None:
        hours: Decimal | None = self.cleaned_data["hours"]
        if hours is not None and (problem := hours_problem(hours)):
            raise forms.ValidationError(problem)
        return hours


class NeedForm(RowForm):
    what = forms.CharField(label="Wat hebt u nodig?", max_length=200, required=False)
    party = forms.ChoiceField(label="Van wie", required=False)
    quarter = forms.ChoiceField(label="Uiterlijk in", required=False)

    def __init__(self, *args: Any, quarters: Choices, parties: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("quarter", quarters, "Kies")
        self.offer("party", parties)

    def needed(self) -> dict[str, str]:
        return {"party": "Van welke organisatie?", "quarter": "In welk kwartaal hebt u het nodig?"}

    def missing(self) -> str:
        return "Wat hebt u dan nodig?"


class PresenceFormSet(Rows):
    """A row without days has those of the row above it: fifteen schools have one period."""

    def clean(self) -> None:
        above: tuple[date, date] | None = None
        for form in self.forms:
            given = form.cleaned_data if form.is_valid() else {}
            if given.get("place"):
                above = _days(form, given, above)


def _days(form: forms.Form, given: dict[str, Any], above: tuple[date, date] | None) -> tuple[date, date] | None:
    starts, ends = given["starts"], given["ends"]
    if above and not starts and not ends:
        given["starts"], given["ends"] = above
        return above
    for name, day, why in (("starts", starts, "Vanaf welke dag?"), ("ends", ends, "Tot en met welke dag?")):
        if not day:
            form.add_error(name, why)
    if starts and ends and (problem := period_problem(starts, ends)):
        form.add_error("ends", problem)
    return (starts, ends) if starts and ends else above


def _rows(form: type[RowForm], extra: int, kind: type[Rows] = Rows) -> type[Rows]:
    return formset_factory(
        form, formset=kind, extra=extra, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 20, validate_max=True
    )


StepRows = _rows(StepForm, 2)
PresenceRows = _rows(PresenceForm, 1, PresenceFormSet)
NeedRows = _rows(NeedForm, 1)


def quarter_choices(today: date, also: Sequence[str] = ()) -> Choices:
    """The quarters around today, and those that were chosen before, in order."""
    first, last = Quarter(f"Q1 {today.year - LOOKS_BACK}"), Quarter(f"Q4 {today.year + LOOKS_AHEAD}")
    known = {Quarter(text) for text in also if text}
    return [(str(quarter), str(quarter)) for quarter in sorted({*Quarter.range(first, last), *known})]


class AskForm(KapstokForm):
    """Who carries out a measure stands first, with a mark for who is to be asked; others can be added."""

    executors = forms.TypedMultipleChoiceField(
        label="Trekker en partners van deze maatregel",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    others = forms.TypedMultipleChoiceField(
        label="Andere organisaties", required=False, coerce=int, widget=PartiesBySector
    )

    def __init__(self, *args: Any, executors: Choices, others: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("executors", executors), ("others", others)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        if not executors:
            del self.fields["executors"]

    def chosen(self) -> frozenset[int]:
        return frozenset(self.cleaned_data.get("executors", [])) | frozenset(self.cleaned_data["others"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not given.get("executors") and not given.get("others") and not self.errors:
            self.add_error(None, "Kies ten minste één organisatie.")
        return given


class WithdrawForm(KapstokForm):
    """What is filled in already does not go without a reason."""

    why = forms.CharField(label="Waarom?", widget=Lines(rows=2), max_length=500)

    def __init__(self, *args: Any, filled_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].required = filled_in


class LetterForm(KapstokForm):
    subject = forms.CharField(label="Onderwerp", max_length=150)
    text = forms.CharField(
        label="Bericht",
        widget=Lines(rows=8),
        max_length=5000,
        help_text="Kapstok zet eronder voor welke maatregelen, met de link, en een groet van de gemeente.",
    )
    readers = forms.TypedMultipleChoiceField(
        label="Wie krijgt een mail?", coerce=int, widget=PartiesBySector, required=False
    )

    def __init__(self, *args: Any, readers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["readers"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = readers

    def clean_readers(self) -> list[int]:
        readers: list[int] = self.cleaned_data["readers"]
        if not readers:
            raise forms.ValidationError("Kies wie een mail krijgt.")
        return readers
