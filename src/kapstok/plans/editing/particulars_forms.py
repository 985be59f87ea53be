"""The forms for a plan's own particulars: what it says once, its lists, and the money that pays for it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from kapstok.core.forms import DayInput, KapstokForm
from kapstok.core.money import Amount
from kapstok.plans.editing.fields import AmountField, OneLine, Prose
from kapstok.plans.editing.forms import single
from kapstok.plans.editing.rows import RowForm
from kapstok.plans.presentation.words import SOURCE_KINDS, STAGES, sentence
from kapstok.plans.schema import Agenda, Source, SourceKind, Stage

FRESH_KEY = "nieuw"  # of a source that has no key yet
_AMOUNT = {"size": 14, "inputmode": "text", "autocomplete": "off"}


class PlanForm(KapstokForm):
    """What a plan says once. The second level may only stay empty when no theme hangs under another (`nested`)."""

    title = OneLine(label="Titel", required=True)
    stage = forms.ChoiceField(
        label="Fase",
        choices=[(stage.value, sentence(STAGES[stage])) for stage in Stage],
    )
    date = forms.DateField(label="Datum van het plan", widget=DayInput)
    date_note = Prose(
        label="Over de datum", rows=2, help_text="Als de datum uitleg vraagt. Bijvoorbeeld: alleen de maand is bekend."
    )
    document = OneLine(label="Naam van het document", help_text="De titel van het stuk waar het plan in staat.")
    summary = Prose(label="Samenvatting", rows=6)
    stated_total = AmountField(
        label="Totaalbedrag dat in de tekst staat",
        help_text="Staat er in uw plan een totaal? Kapstok vergelijkt het met de begroting.",
    )
    level_1 = OneLine(label="Eén", required=True)
    level_1_plural = OneLine(label="Meer", required=True)
    level_2 = OneLine(label="Eén, op het tweede niveau")
    level_2_plural = OneLine(label="Meer, op het tweede niveau")

    def __init__(self, *args: Any, nested: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nested = nested

    def clean_stated_total(self) -> Amount | None:
        amount = single(self.cleaned_data["stated_total"])
        if amount and amount.about:
            raise forms.ValidationError("Schrijf het bedrag precies zoals het in de tekst staat, zonder ca.")
        return amount

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        one, more = cleaned.get("level_2", ""), cleaned.get("level_2_plural", "")
        if bool(one) != bool(more):
            self.add_error("level_2_plural" if one else "level_2", "Vul bij het tweede niveau beide namen in, of geen.")
        elif self.nested and not one and not {"level_2", "level_2_plural"} & self.errors.keys():
            self.add_error("level_2", "Er hangen thema's onder thema's. Geef het tweede niveau ook een naam.")
        return cleaned


class TextForm(RowForm[str]):
    """One of a list of texts. The field has no label of its own: the list has."""

    told = ("text",)
    text = Prose(label="Tekst", rows=2)

    def made(self, cleaned: dict[str, Any]) -> str:
        said: str = cleaned["text"]
        return said


class AgendaForm(RowForm[Agenda]):
    told = ("name", "note")
    name = OneLine(label="Naam")
    note = OneLine(label="Wat is het verband?", max_length=10_000)

    def clean(self) -> dict[str, Any]:
        self.need("name")
        return super().clean()

    def made(self, cleaned: dict[str, Any]) -> Agenda:
        return Agenda(name=cleaned["name"], note=cleaned["note"])


class SourceForm(RowForm[Source]):
    """Money that pays for the plan. `held`: for each key of a source by what it is in use; such a one stays."""

    told = ("name", "amount")
    fresh: ClassVar = {"kind": ""}
    name = OneLine(label="Naam")
    kind = forms.ChoiceField(
        label="Soort",
        choices=[("", "–"), *((kind.value, SOURCE_KINDS[kind]) for kind in SourceKind if kind is not SourceKind.GRANT)],
        required=False,
    )
    amount = AmountField(label="Bedrag", widget=forms.TextInput(attrs=_AMOUNT))

    def __init__(self, *args: Any, held: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_grant = self.original is not None and self.original.kind is SourceKind.GRANT
        self.held = held.get(self.original.key, "") if self.original else ""
        if self.is_grant:
            del self.fields["kind"]

    @property
    def stays(self) -> bool:
        return self.is_grant or bool(self.held)

    @property
    def is_empty(self) -> bool:
        return not self.stays and super().is_empty

    def clean(self) -> dict[str, Any]:
        if self.held and not self.cleaned_data.get("name"):
            self.add_error("name", f"Deze geldbron kan niet weg: {self.held}.")
        self.need("name", *(() if self.is_grant else ("kind",)))
        return super().clean()

    def clean_amount(self) -> Amount | None:
        return single(self.cleaned_data["amount"])

    def made(self, cleaned: dict[str, Any]) -> Source:
        """A new source gets its key later, when all names are known."""
        euros, about = self._euros(cleaned["amount"])
        was = self.original
        return Source(
            key=was.key if was else FRESH_KEY,
            name=cleaned["name"],
            kind=SourceKind.GRANT if self.is_grant else SourceKind(cleaned["kind"]),
            amount=euros,
            about=about,
            illustrative=bool(was and was.illustrative and euros == was.amount),
        )

    def _euros(self, amount: Amount | None) -> tuple[Decimal | None, bool]:
        """An amount that was not touched stays what it was, about or not."""
        if self.original and "amount" not in self.changed_data:
            return self.original.amount, self.original.about
        return (amount.low, amount.about) if amount else (None, False)
