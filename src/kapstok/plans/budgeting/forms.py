"""A budget line as a form: what it is for and who pays it. Its amounts are in the grid."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from kapstok.core.forms import KapstokForm
from kapstok.core.money import format_euro
from kapstok.plans.budgeting.cells import Cell, read_cell
from kapstok.plans.budgeting.lines import About, Place, places
from kapstok.plans.editing.fields import OneLine, Prose
from kapstok.plans.presentation.words import LINE_KINDS
from kapstok.plans.schema import BudgetLine, LineKind, PlanDocument

KINDS = {**LINE_KINDS, LineKind.PLANNED: "gewoon gepland"}


class LineForm(KapstokForm):
    label = OneLine(label="Naam", required=True)
    place = forms.ChoiceField(label="Waarvoor", required=False)
    source = forms.ChoiceField(label="Wie betaalt")
    kind = forms.ChoiceField(label="Soort", choices=[(kind.value, label) for kind, label in KINDS.items()])
    about = forms.BooleanField(label="Het bedrag is ongeveer", required=False)
    note = Prose(label="Toelichting", rows=2)

    def __init__(self, *args: Any, plan: PlanDocument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("place", places(plan))
        self._choose("source", [(source.key, source.name) for source in plan.sources])

    def _choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def said(self) -> About:
        """What was filled in, once it is valid."""
        return about_from({"about": False, **self.cleaned_data})


class NewLineForm(LineForm):
    amount = OneLine(label="Bedrag", help_text="In euro's, bijvoorbeeld 1.250,50 of ca. 48.000. Leeg mag ook.")

    field_order = ("label", "place", "amount", "source", "kind", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["about"]

    def clean_amount(self) -> Cell:
        try:
            return read_cell(self.cleaned_data["amount"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def line(self) -> BudgetLine:
        """The line, with a key that the act replaces."""
        said, cell = self.said(), self.cleaned_data["amount"]
        return BudgetLine(
            key="nieuw", label=said.label, theme=said.place.theme, measure=said.place.measure, source=said.source,
            kind=said.kind, amount=cell.amount, about=cell.about, note=said.note,
        )  # fmt: skip


def written(about: About) -> dict[str, Any]:
    """The fields of a form for what a line says now."""
    return {
        "label": about.label,
        "place": str(about.place),
        "source": about.source,
        "kind": about.kind.value,
        "about": about.about,
        "note": about.note,
    }


def about_from(fields: Mapping[str, Any]) -> About:
    """The other way round."""
    place, kind = Place.read(fields["place"]), LineKind(fields["kind"])
    return About(fields["label"], place, fields["source"], kind, fields["about"], fields["note"])


def in_words(plan: PlanDocument, line: BudgetLine) -> list[tuple[str, str]]:
    """What the line says now: the name of each field, and its text."""
    place = str(Place(line.theme, line.measure))
    source = next(source.name for source in plan.sources if source.key == line.source)
    return [
        ("Naam", line.label),
        ("Waarvoor", dict(places(plan))[place]),
        ("Wie betaalt", source),
        ("Soort", KINDS[line.kind]),
        ("Bedrag", "nog niet bekend" if line.amount is None else format_euro(line.amount)),
        ("Toelichting", line.note),
    ]
