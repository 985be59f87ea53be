"""Which part of the history to see. The names are those in the address."""

from collections.abc import Iterable

from django import forms

from kapstok.core.access import Actor
from kapstok.core.forms import DayInput, KapstokForm
from kapstok.portal.history.queries import Filter


class FilterForm(KapstokForm):
    soort = forms.ChoiceField(label="Soort", required=False)
    wie = forms.ChoiceField(label="Wie", required=False)
    van = forms.DateField(label="Vanaf", required=False, widget=DayInput)
    tot = forms.DateField(label="Tot en met", required=False, widget=DayInput)

    def __init__(self, asked: object, kinds: Iterable[tuple[str, str]], people: Iterable[tuple[str, str]]) -> None:
        super().__init__(asked)
        for name, every, choices in (("soort", "alles", kinds), ("wie", "iedereen", people)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", every), *choices]
            field.error_messages["invalid_choice"] = "Dit staat niet in de geschiedenis. Kies iets uit de lijst."
        for name in ("van", "tot"):
            self.fields[name].error_messages["invalid"] = "Dit is geen datum. Schrijf een datum als 2024-02-01."

    def clean(self) -> dict[str, object]:
        since, until = self.cleaned_data.get("van"), self.cleaned_data.get("tot")
        if since and until and until < since:
            self.add_error("tot", "De laatste dag ligt voor de eerste.")
        return self.cleaned_data

    def filter_for(self, reader: Actor) -> Filter:
        """Only of a form without errors."""
        asked = self.cleaned_data
        return Filter(asked["soort"], asked["wie"], asked["van"], asked["tot"], reader)
