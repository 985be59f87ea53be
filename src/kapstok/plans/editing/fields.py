"""What a form of the plan asks: text as people type it, read into values of the plan."""

from decimal import Decimal
from typing import Any

from django import forms

from kapstok.core.money import Amount, parse_amount
from kapstok.plans.editing.numbers import Counted, parse_counted, parse_number


class _Typed(forms.CharField):
    """Text that is tidied as it is read: what was only tidied was not changed."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


class Prose(_Typed):
    """A text of several lines."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 10_000)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        """Browsers send a carriage return with each new line; a plan has none."""
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")


class OneLine(_Typed):
    """A name or a few words."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return " ".join(str(super().to_python(value)).split())


class AmountField(OneLine):
    """Euros, exact or about, or a range; None when nothing was filled in."""

    def clean(self, value: Any) -> Amount | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = parse_amount(text)
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        if amount.low < 0:
            raise forms.ValidationError("Een bedrag in het plan is niet negatief.")
        return amount


class NumberField(OneLine):
    """A number above zero."""

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_number(text)
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from wrong


class CountedField(OneLine):
    """A number, or a price that is written in euros."""

    def clean(self, value: Any) -> Counted | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_counted(text)
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
