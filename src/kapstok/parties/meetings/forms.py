"""What is asked of who keeps meetings. Rows (topics, action points) are formsets with a few empty ones."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.forms.formsets import formset_factory

from kapstok.core.forms import EMPTY_LABEL, DayInput, KapstokForm, Rows
from kapstok.parties.kinds import AGREEMENT_KIND_LABELS, OUTCOME_LABELS
from kapstok.parties.meetings.rules import hours_problem, span_problem
from kapstok.parties.models import Contact, Party

NO_GROUP, NEW_GROUP = "", "new"
OUTCOMES = [("", "niets besloten"), *((kind.value, label) for kind, label in OUTCOME_LABELS.items())]
PRESENT = [("yes", "was er"), ("no", "was er niet"), ("", "niet bekend")]
EMPTY_TITLES, EMPTY_POINTS = 3, 2

Choices = Sequence[tuple[str, Any]]


class HourInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "utrecht-textbox", **(attrs or {})}, format="%H:%M")


class PartiesBySector(forms.CheckboxSelectMultiple):
    template_name = "parties/meetings/widgets/parties.html"


class Lines(forms.Textarea):
    """A text of a few lines."""

    def __init__(self, rows: int = 3) -> None:
        super().__init__({"rows": rows})


class InvitationForm(KapstokForm):
    title = forms.CharField(label="Waar gaat het over?", max_length=200)
    group = forms.ChoiceField(label="Groep", required=False)
    new_group = forms.CharField(label="Naam van de nieuwe groep", max_length=200, required=False)
    on = forms.DateField(label="Datum", widget=DayInput)
    until = forms.DateField(label="Laatste dag", required=False, widget=DayInput)
    month_only = forms.BooleanField(label="De dag is nog niet bekend, alleen de maand", required=False)
    at = forms.TimeField(label="Begint om", required=False, widget=HourInput)
    ends_at = forms.TimeField(label="Eindigt om", required=False, widget=HourInput)
    place = forms.CharField(label="Plaats", max_length=200, required=False)
    organiser = forms.ChoiceField(label="Wie nodigt uit", required=False)
    asked = forms.TypedMultipleChoiceField(
        label="Gevraagde organisaties", required=False, coerce=int, widget=PartiesBySector
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, groups: Choices, organisers: Choices, parties: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "group", [(NO_GROUP, "geen vaste groep"), *groups, (NEW_GROUP, "een nieuwe groep")])
        _offer(self, "organiser", [("", EMPTY_LABEL), *organisers])
        _offer(self, "asked", parties)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("group") == NEW_GROUP and not given.get("new_group"):
            self.add_error("new_group", "Hoe heet de nieuwe groep?")
        if given.get("new_group") and given.get("group") not in (NEW_GROUP, NO_GROUP):
            self.add_error("new_group", "Kies een groep, óf noem een nieuwe.")
        if given.get("on") and (problem := span_problem(given["on"], given.get("until"))):
            self.add_error("until", problem)
        if problem := hours_problem(given.get("at"), given.get("ends_at")):
            self.add_error("ends_at" if given.get("at") else "at", problem)
        return given


class ReportForm(KapstokForm):
    """Also asks of each party that was asked whether it came, in a field `present_<id>`."""

    text = forms.CharField(label="Verslag", required=False, widget=Lines(rows=8), max_length=20_000)
    outcome = forms.ChoiceField(
        label="Wat zei dit overleg?", required=False, choices=OUTCOMES, widget=forms.RadioSelect, initial=""
    )
    outcome_text = forms.CharField(label="In een paar woorden", required=False, widget=Lines(rows=2), max_length=2000)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, asked: Iterable[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for party in asked:
            self.fields[f"present_{party.pk}"] = forms.ChoiceField(
                label=party.name, required=False, choices=PRESENT, widget=forms.RadioSelect, initial=""
            )

    def presence(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("present_")]


class TitleForm(KapstokForm):
    title = forms.CharField(label="Onderwerp", max_length=200, required=False)
    id = forms.IntegerField(widget=forms.HiddenInput, required=False)


class TopicForm(KapstokForm):
    title = forms.CharField(label="Onderwerp", max_length=200, required=False)
    text = forms.CharField(label="Wat kwam eruit?", required=False, widget=Lines(rows=3), max_length=5000)
    outcome = forms.ChoiceField(label="Uitkomst", required=False, choices=OUTCOMES)
    id = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not given.get("title") and (given.get("text") or given.get("outcome")):
            self.add_error("title", "Over welk onderwerp gaat dit?")
        return given


class PointForm(KapstokForm):
    what = forms.CharField(label="Wat", max_length=300, required=False)
    owner = forms.ChoiceField(label="Wie", required=False)
    due = forms.DateField(label="Uiterlijk", required=False, widget=DayInput)
    id = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, owners: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "owner", [("", EMPTY_LABEL), *owners])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("what"):
            for name, why in (("owner", "Wie gaat dit doen?"), ("due", "Wanneer moet het klaar zijn?")):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, why)
        elif (given.get("owner") or given.get("due")) and not given.get("id"):
            self.add_error("what", "Wat moet er gebeuren?")
        return given


class AgreementForm(KapstokForm):
    title = forms.CharField(label="Wat is afgesproken?", max_length=200)
    kind = forms.ChoiceField(
        label="Soort", choices=[(k.value, v) for k, v in AGREEMENT_KIND_LABELS.items()], widget=forms.RadioSelect
    )
    parties = forms.TypedMultipleChoiceField(label="Tussen", coerce=int, widget=PartiesBySector)
    starts = forms.DateField(label="Gaat in op", widget=DayInput)
    ends = forms.DateField(label="Loopt tot en met", required=False, widget=DayInput)
    where = forms.CharField(
        label="Waar ligt het ondertekende stuk?",
        max_length=200,
        required=False,
        help_text="Bijvoorbeeld een zaaknummer.",
    )
    text = forms.CharField(label="In het kort", required=False, widget=Lines(rows=4), max_length=5000)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, parties: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "parties", parties)

    def clean_parties(self) -> list[int]:
        chosen: list[int] = self.cleaned_data["parties"]
        if len(chosen) < 2:
            raise forms.ValidationError("Een afspraak maakt u met ten minste twee organisaties.")
        return chosen

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("starts") and given.get("ends") and given["ends"] < given["starts"]:
            self.add_error("ends", "Het einde ligt vóór het begin.")
        return given


class CancelForm(KapstokForm):
    why = forms.CharField(label="Waarom gaat het niet door?", required=False, widget=Lines(rows=2), max_length=500)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def _rows(form: type[KapstokForm], extra: int) -> type[Rows]:
    return formset_factory(form, extra=extra, max_num=100, absolute_max=120, validate_max=True)


TitleRows = _rows(TitleForm, EMPTY_TITLES)
TopicRows = _rows(TopicForm, 1)
PointRows = _rows(PointForm, EMPTY_POINTS)


def owner_choices(contacts: Iterable[Contact]) -> Choices:
    return [(str(contact.pk), f"{contact.function} ({contact.party})") for contact in contacts]


def _offer(form: forms.Form, name: str, choices: Choices) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
