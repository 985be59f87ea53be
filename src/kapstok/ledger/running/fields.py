"""Amounts in euros and lines of the budget, as forms ask for them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from kapstok.core.money import format_euro, parse_amount
from kapstok.ledger.kinds import LineKind
from kapstok.ledger.models import LineBalance


class EuroField(forms.CharField):
    """One exact amount, as people write it: 1.250,50. Gives a Decimal in euros, or None when it is left open."""

    def __init__(self, *, negative: bool = False, **kwargs: Any) -> None:
        self.negative = negative
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("widget", forms.TextInput(attrs={"size": 14, "inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        if not text:
            return None
        try:
            amount = parse_amount(text)
        except ValueError as error:
            raise forms.ValidationError(f"{error}") from error
        if amount.is_range or amount.about:
            raise forms.ValidationError("Schrijf één precies bedrag, zoals 1.250,50.")
        if amount.low < 0 and not self.negative:
            raise forms.ValidationError("Een bedrag onder nul kan hier niet.")
        return amount.low

    def prepare_value(self, value: Any) -> Any:
        return format_euro(value, cents=True).replace("€", "").strip() if isinstance(value, Decimal) else value


def line_choices(balances: Iterable[LineBalance], empty: str = "Kies een regel") -> list[tuple[str, Any]]:
    """Budget lines under the source that pays, each with what it has free."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in balances:
        label = f"{row.line.label} · {format_euro(row.free, cents=True)} vrij"
        groups.setdefault(row.line.source.name, []).append((str(row.line_id), label))
    return [("", empty), *groups.items()]


def budget_lines(grant: int | None = None) -> list[LineBalance]:
    """All lines that hold budget, in the order of the plan."""
    budgets = (LineKind.BUDGET, LineKind.UNALLOCATED)
    rows = LineBalance.objects.filter(line__kind__in=budgets).select_related("line__source")
    rows = rows if grant is None else rows.filter(line__source__grant=grant)
    return list(rows.order_by("line__source_id", "line__position", "line_id"))
