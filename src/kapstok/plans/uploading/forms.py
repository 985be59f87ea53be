"""The form that a file comes in with."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kapstok.core.forms import KapstokForm
from kapstok.core.sheets.values import Problem
from kapstok.plans.editing.fields import OneLine
from kapstok.plans.uploading.reading import award_in
from kapstok.plans.uploading.receiving import NO_FILE

NEW_PLAN = "+"


class UploadForm(KapstokForm):
    file = forms.FileField(
        label="Bestand",
        allow_empty_file=True,
        error_messages={"required": NO_FILE},
        help_text="Uw eigen begroting in Excel (.xlsx), de werkmap van Kapstok, of een planbestand (.toml). "
        "Hooguit 10 MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.toml"}),
    )
    plan = forms.ChoiceField(label="Waar hoort het bij?")
    regulation = forms.ChoiceField(label="Geld uit")
    award = OneLine(label="Toegekend bedrag", help_text="Als het niet in het bestand staat. Bijvoorbeeld 314.800.")

    def __init__(
        self, *args: Any, plans: Sequence[tuple[str, str]], regulations: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choose("plan", [*plans, (NEW_PLAN, "Een nieuw plan")])
        self._choose("regulation", regulations)

    def _choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_award(self) -> str:
        text = str(self.cleaned_data["award"])
        if isinstance(wrong := award_in(text), Problem):
            raise forms.ValidationError(wrong.text)
        return text

    @property
    def for_new_plan(self) -> bool:
        return self["plan"].value() == NEW_PLAN or bool(self.errors.keys() & {"regulation", "award"})
