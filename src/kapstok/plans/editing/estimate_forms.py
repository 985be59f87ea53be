"""The form of an estimate: numbers to multiply, or an amount, for one period and so many times over."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.datastructures import MultiValueDict

from kapstok.core.money import Amount
from kapstok.plans.editing import written
from kapstok.plans.editing.fields import AmountField, CountedField, NumberField, OneLine, Prose
from kapstok.plans.editing.numbers import Counted
from kapstok.plans.editing.rows import RowForm, bound_rows, shown_rows
from kapstok.plans.presentation.measures import Sum, working
from kapstok.plans.schema import Estimate, Factor, Per

PER = {Per.TOTAL: "het hele plan", Per.YEAR: "een jaar", Per.MONTH: "een maand"}
PREFIX, FACTOR = "raming", "getal"
NEW_FACTORS = 3
FRESH_TYPED = {"counted": "on", "times": "1", **{f"{FACTOR}-{place}-was": "" for place in range(NEW_FACTORS)}}


class FactorForm(RowForm[Factor]):
    told = ("number", "unit")
    number = CountedField(label="Getal", widget=forms.TextInput(attrs={"size": 9, "autocomplete": "off"}))
    unit = OneLine(label="Wat", widget=forms.TextInput(attrs={"size": 16, "autocomplete": "off"}))

    def clean(self) -> dict[str, Any]:
        self.need("number")
        counted: Counted | None = self.cleaned_data.get("number")
        if counted and not counted.price:
            self.need("unit")
        return super().clean()

    def made(self, cleaned: dict[str, Any]) -> Factor:
        counted: Counted = cleaned["number"]
        unit = written.unit_read(cleaned["unit"], price=counted.price)
        return Factor(value=counted.value, unit=unit, price=counted.price)


class EstimateForm(RowForm[Estimate]):
    """The factors have forms of their own, which are looked over before this one."""

    told = ("label", "amount", "stated_in", "note")
    fresh: ClassVar = {"per": Per.TOTAL.value, "times": "1", "counted": True}
    label = OneLine(label="Naam", widget=forms.TextInput(attrs={"placeholder": "bijvoorbeeld: inzet op school"}))
    amount = AmountField(
        label="Bedrag", help_text="Vast (€ 31.200), ongeveer (ca. € 30.000) of een bereik (€ 40.000 tot € 45.000)."
    )
    per = forms.ChoiceField(label="Dit is voor", choices=[(per.value, PER[per]) for per in Per])
    times = NumberField(label="Aantal keer", widget=forms.TextInput(attrs={"size": 5, "inputmode": "decimal"}))
    unit = OneLine(label="Wat u telt", help_text="Als er geen prijs bij staat: uur, trainingen, leerlingen.")
    counted = forms.BooleanField(label="Telt mee in het totaal", required=False)
    stated_in = OneLine(label="Waar het staat", help_text="De paragraaf van het plan.")
    note = Prose(label="Toelichting", rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        originals = self.original.factors if self.original else ()
        prefix = f"{self.prefix}-{FACTOR}"
        self.factors: Sequence[FactorForm]
        if self.is_bound:
            assert isinstance(self.data, MultiValueDict)
            self.factors = bound_rows(FactorForm, prefix, self.data, originals, written.factor)
        else:
            empty = 1 if originals else NEW_FACTORS
            self.factors = shown_rows(FactorForm, prefix, originals, originals, written.factor, empty=empty)

    @property
    def is_empty(self) -> bool:
        return super().is_empty and all(factor.is_empty for factor in self.factors)

    def is_untouched(self) -> bool:
        kept = [factor for factor in self.factors if not factor.is_empty]
        originals = self.original.factors if self.original else ()
        same = len(kept) == len(originals) and all(
            factor.original == original and factor.is_untouched()
            for factor, original in zip(kept, originals, strict=False)
        )
        return same and super().is_untouched()

    def clean(self) -> dict[str, Any]:
        self.wrong = [factor for factor in self.factors if factor.errors]
        cleaned = super().clean()
        if self.wrong:
            self.value = None
        return cleaned

    def is_valid(self) -> bool:
        return super().is_valid() and not any(factor.errors for factor in self.factors)

    def made(self, cleaned: dict[str, Any]) -> Estimate | None:  # type: ignore[override]
        factors = tuple(factor.value for factor in self.factors if factor.value is not None)
        amount: Amount | None = cleaned["amount"]
        if amount is None and not factors:
            if not self.wrong:
                self.add_error("amount", "Vul een bedrag in, of getallen om te vermenigvuldigen.")
            return None
        low, high, about = self._euros(amount)
        return Estimate(
            label=cleaned["label"],
            amount=low,
            high=high,
            about=about,
            factors=factors,
            unit=cleaned["unit"] or _first_word(factors),
            per=Per(cleaned["per"]),
            times=cleaned["times"] or Decimal(1),
            counted=cleaned["counted"],
            stated_in=cleaned["stated_in"],
            note=cleaned["note"],
        )

    def _euros(self, amount: Amount | None) -> tuple[Decimal | None, Decimal | None, bool]:
        """The amount as the plan has it; one that was not touched stays what it was."""
        if self.original and "amount" not in self.changed_data:
            return self.original.amount, self.original.high, self.original.about
        if amount is None:
            return None, None, False
        return amount.low, amount.high if amount.is_range else None, amount.about

    @property
    def sums(self) -> tuple[Sum, ...]:
        """What comes of it, as far as it can be worked out."""
        value = self.value if self.is_bound and self.is_valid() else None if self.is_bound else self.original
        return working(value).sums if value else ()


def _first_word(factors: Sequence[Factor]) -> str:
    """What is counted, by the first number that is no price: uur, of “2 uur per maand”."""
    unit = next((factor.unit for factor in factors if not factor.price), "")
    return unit.split()[0] if unit else ""
