"""Fields for amounts and hours as people type them in Dutch."""

import re
from decimal import Decimal
from typing import Any

from django import forms

from kapstok.core.money import LARGEST, format_number, parse_amount

_HOURS = re.compile(r"[0-9]{1,6}(?:,[0-9]{1,2})?")


class EuroField(forms.CharField):
    """Euros, exact; None when nothing was filled in. `above`: whether it has to be more than 0."""

    def __init__(self, *, above: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "size": 14, "autocomplete": "off"}))
        super().__init__(max_length=40, **kwargs)
        self.above = above

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self._euros(text) if text else None

    def _euros(self, text: str) -> Decimal:
        try:
            amount = parse_amount(text)
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        if amount.about or amount.is_range:
            raise forms.ValidationError("Vul één precies bedrag in, zoals 1.250,50.")
        if amount.low < 0 or (self.above and not amount.low):
            raise forms.ValidationError(f"“{self.label}” is altijd {'meer dan' if self.above else 'minstens'} € 0.")
        return amount.low


class HoursField(forms.CharField):
    """Hours with at most two decimals, above 0."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=12, widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 8}), **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        plain = text.strip().replace(" ", "")
        hours = Decimal(plain.replace(",", ".")) if _HOURS.fullmatch(plain) else Decimal(0)
        if not 0 < hours < LARGEST:
            raise forms.ValidationError("Vul het aantal uren in, zoals 37,5.")
        return hours


def typed(amount: Decimal | None) -> str:
    """An amount as somebody would type it: 1.250,50; empty for None."""
    if amount is None:
        return ""
    whole = format_number(abs(amount))
    if "," in whole and len(whole.rpartition(",")[2]) == 1:
        whole += "0"
    return whole if amount >= 0 else f"-{whole}"
