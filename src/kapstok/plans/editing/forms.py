"""The forms for a plan, a theme, and what a measure has once or in rows."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from kapstok.core.forms import KapstokForm
from kapstok.core.money import Amount
from kapstok.plans.editing.fields import AmountField, NumberField, OneLine, Prose
from kapstok.plans.editing.rows import RowForm
from kapstok.plans.presentation.words import MILESTONE_KINDS, OFFERS
from kapstok.plans.schema import Funding, Milestone, MilestoneKind, Offer, Purpose

Choices = Sequence[tuple[str, str]]

_LISTED = {"list": "organisaties", "autocomplete": "off"}


def single(amount: Amount | None) -> Amount | None:
    """One amount; ValidationError for a range."""
    if amount and amount.is_range:
        raise forms.ValidationError("Geef hier één bedrag.")
    return amount


class NewPlanForm(KapstokForm):
    title = OneLine(label="Titel", required=True, help_text="Bijvoorbeeld: Bestedingsplan NPO 2023-2025")
    regulation = forms.ChoiceField(label="Regeling")
    amount = AmountField(
        label="Bedrag dat u krijgt", help_text="In euro's. Weet u het nog niet precies: ca. 300.000, of laat het leeg."
    )

    def __init__(self, *args: Any, regulations: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["regulation"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", "Maak een keuze"), *regulations]

    def clean_amount(self) -> Amount | None:
        return single(self.cleaned_data["amount"])


class NewThemeForm(KapstokForm):
    name = OneLine(label="Naam", required=True)
    parent = forms.ChoiceField(label="Onder", required=False)

    def __init__(self, *args: Any, parents: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["parent"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", "Bovenaan, als hoofdthema"), *parents]
        if not parents:
            del self.fields["parent"]


class NewMeasureForm(KapstokForm):
    name = OneLine(label="Nieuwe maatregel", required=True)


class ThemeForm(KapstokForm):
    name = OneLine(label="Naam", required=True)
    goal = Prose(label="Doel", rows=2)
    result = Prose(label="Beoogd resultaat", rows=2)
    description = Prose(label="Omschrijving", rows=5)


class OwnForm(KapstokForm):
    """What a measure has once."""

    name = OneLine(label="Naam", required=True)
    theme = forms.ChoiceField(label="Thema")
    description = Prose(label="Omschrijving", rows=5)
    target_group = Prose(label="Doelgroep", rows=2, help_text="Voor wie is het?")
    result = Prose(label="Beoogd resultaat", rows=2, help_text="Wat is er straks anders?")
    indicator = Prose(label="Indicator", rows=2, help_text="Waaraan ziet u dat het lukt?")
    offer = forms.ChoiceField(label="Soort aanbod", required=False)
    lead = OneLine(
        label="Trekker",
        help_text="Kies een organisatie, of typ een nieuwe naam.",
        widget=forms.TextInput(attrs=_LISTED),
    )
    cost_types = forms.MultipleChoiceField(
        label="Kosten waarover vragen zijn",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Vink aan wat in deze maatregel zit.",
    )

    def __init__(self, *args: Any, themes: Choices, costs: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offers: Choices = [("", "nog niet gekozen"), *((offer.value, OFFERS[offer]) for offer in Offer)]
        for name, choices in (("theme", themes), ("offer", offers), ("cost_types", costs)):
            choice = self.fields[name]
            assert isinstance(choice, forms.ChoiceField)
            choice.choices = list(choices)
        if not costs:
            del self.fields["cost_types"]


class PartnerForm(RowForm[str]):
    told = ("party",)
    party = OneLine(label="Partner", widget=forms.TextInput(attrs=_LISTED))

    def made(self, cleaned: dict[str, Any]) -> str:
        name: str = cleaned["party"]
        return name


class PurposeForm(RowForm[Purpose]):
    """The share of one purpose of the regulation, in percent."""

    told = ("share",)
    share = NumberField(label="Deel", widget=forms.TextInput(attrs={"size": 5, "inputmode": "decimal"}))

    def __init__(self, *args: Any, number: int, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number, self.name = number, name

    def clean_share(self) -> Decimal | None:
        share: Decimal | None = self.cleaned_data["share"]
        if share is not None and share > 100:
            raise forms.ValidationError("Een deel is hooguit 100 %.")
        if share is not None and share != share.quantize(Decimal("0.01")):
            raise forms.ValidationError("Schrijf hooguit twee cijfers achter de komma.")
        return share

    def made(self, cleaned: dict[str, Any]) -> Purpose:
        return Purpose(number=self.number, share=cleaned["share"])


class StepForm(RowForm[Milestone]):
    told = ("quarter", "what")
    fresh: ClassVar = {"kind": MilestoneKind.PREPARE.value}
    quarter = forms.ChoiceField(label="Vanaf")
    until = forms.ChoiceField(label="Tot en met", required=False)
    what = OneLine(label="Wat er gebeurt")
    kind = forms.ChoiceField(label="Soort", choices=[(kind.value, MILESTONE_KINDS[kind]) for kind in MilestoneKind])

    def __init__(self, *args: Any, quarters: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("quarter", "until"):
            choice = self.fields[name]
            assert isinstance(choice, forms.ChoiceField)
            choice.choices = [("", "–"), *((quarter, quarter) for quarter in quarters)]

    def clean(self) -> dict[str, Any]:
        self.need("quarter", "what")
        return super().clean()

    def made(self, cleaned: dict[str, Any]) -> Milestone:
        return Milestone(
            quarter=cleaned["quarter"],
            until=cleaned["until"] or None,
            what=cleaned["what"],
            kind=MilestoneKind(cleaned["kind"]),
        )


class FundingForm(RowForm[Funding]):
    told = ("source", "amount", "note")
    source = forms.ChoiceField(label="Geldbron")
    amount = AmountField(label="Bedrag", widget=forms.TextInput(attrs={"size": 14, "inputmode": "decimal"}))
    note = OneLine(label="Toelichting", max_length=10_000)

    def __init__(self, *args: Any, sources: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["source"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", "–"), *sources]

    def clean(self) -> dict[str, Any]:
        self.need("source")
        return super().clean()

    def clean_amount(self) -> Amount | None:
        return single(self.cleaned_data["amount"])

    def made(self, cleaned: dict[str, Any]) -> Funding:
        amount: Amount | None = cleaned["amount"]
        euros, about = (amount.low, amount.about) if amount else (None, False)
        return Funding(source=cleaned["source"], amount=euros, about=about, note=cleaned["note"])
