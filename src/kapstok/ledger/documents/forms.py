"""What is asked when somebody enters a document. The rows over which it is divided are in `rows`."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from kapstok.core.access import Answer
from kapstok.core.forms import DayInput, KapstokForm
from kapstok.ledger.documents.dividing import RATES
from kapstok.ledger.documents.fields import EuroField, HoursField
from kapstok.ledger.documents.parties import KNOWN, Unknown
from kapstok.ledger.documents.shapes import Shape
from kapstok.ledger.documents.under import Above
from kapstok.ledger.kinds import DocumentKind
from kapstok.ledger.rules import cost_at_rate
from kapstok.parties.models import Party

ZERO = Decimal(0)
OTHER = "anders"
RATE_CHOICES = [*((str(rate), f"{rate} %") for rate in RATES), (OTHER, "Ander bedrag")]
FIRST_DAY, LAST_DAY = date(2015, 1, 1), date(2050, 12, 31)


def _day(label: str, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput, **kwargs)


class DocumentForm(KapstokForm):
    """The fields that this kind of document has. `found`: whom the name of the party stands for."""

    party = forms.CharField(max_length=200)
    new_party = forms.BooleanField(label="Zet deze naam erbij als nieuwe partner", required=False)
    reference = forms.CharField(max_length=100, required=False)
    description = forms.CharField(
        label="Omschrijving", max_length=500, required=False, help_text="In een paar woorden."
    )
    on = _day("Datum")
    delivered = _day("Geleverd op", help_text="Deze dag bepaalt het boekjaar en het schooljaar.")
    hours = HoursField(label="Uren")
    rate = EuroField(label="Uurtarief", above=True)
    net = EuroField(label="Bedrag zonder btw", above=True)
    vat_rate = forms.ChoiceField(label="Btw", choices=RATE_CHOICES, required=False, widget=forms.RadioSelect)
    vat = EuroField(label="Btw-bedrag", required=False)
    vat_was = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    reclaimable = EuroField(label="Btw die u terugkrijgt", required=False)
    under = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    confirmed = forms.BooleanField(label="Ik heb gecontroleerd dat dit geleverd is", required=False)
    confirmed_on = _day("Gecontroleerd op", required=False)

    def __init__(
        self,
        *args: Any,
        kind: DocumentKind,
        shape: Shape,
        found: Party | Unknown | None,
        may_add: Answer,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.shape, self.found, self.may_add = kind, shape, found, may_add
        self._leave_out()
        self._name_fields()

    def _leave_out(self) -> None:
        shape = self.shape
        unasked = {
            "party": not shape.party,
            "new_party": not shape.party or shape.municipality or not self.may_add,
            "delivered": not shape.delivered,
            "hours": not shape.hours,
            "rate": not shape.hours,
            "net": shape.hours,
            "under": not shape.under,
            "confirmed": not shape.confirmed,
            "confirmed_on": not shape.confirmed,
        } | dict.fromkeys(("vat_rate", "vat", "vat_was", "reclaimable"), not shape.vat)
        for name, absent in unasked.items():
            if absent:
                del self.fields[name]

    def _name_fields(self) -> None:
        shape, fields = self.shape, self.fields
        labels = {"party": shape.party, "reference": shape.number, "on": shape.on, "under": shape.under_asked}
        for name, label in (labels | {"delivered": shape.delivered}).items():
            if name in fields:
                fields[name].label = self[name].label = label
                fields[name].error_messages["required"] = f"Vul “{label}” in."
        if "party" in fields:
            fields["party"].widget.attrs |= {"list": "namen", "autocomplete": "off"}
        if "reference" in fields and self.kind in (DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE):
            fields["reference"].required = True
            fields["reference"].error_messages["required"] = f"Vul “{shape.number}” in."
        if "net" in fields and not shape.vat:
            fields["net"].label = self["net"].label = "Bedrag"
            fields["net"].error_messages["required"] = "Vul “Bedrag” in."

    def offer(self, above: Iterable[Above]) -> None:
        """What this document can be part of."""
        if "under" in self.fields:
            nothing = "Nog kiezen" if self.shape.fixes else "Nergens bij"
            choices = [("", nothing), *((str(one.pk), one.words) for one in above)]
            self.fields["under"].choices = choices  # type: ignore[attr-defined]

    def clean_party(self) -> str:
        if isinstance(self.found, Unknown) and self.found.why:
            raise forms.ValidationError(self.found.why)
        return str(self.cleaned_data["party"])

    def clean_on(self) -> date:
        return _possible(self.cleaned_data["on"])

    def clean_delivered(self) -> date:
        return _possible(self.cleaned_data["delivered"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if isinstance(self.found, Unknown) and "party" in cleaned and not self._may_be_new():
            self.add_error("party", self._unknown())
        if self.shape.vat:
            self._check_vat(cleaned)
        if cleaned.get("confirmed_on") and not cleaned.get("confirmed"):
            cleaned["confirmed_on"] = None
        return cleaned

    def _may_be_new(self) -> bool:
        """Municipalities that Kapstok knows become partners by themselves; others only when somebody says so."""
        wanted = self.shape.municipality or self.cleaned_data.get("new_party")
        return bool(wanted and self.may_add)

    def _unknown(self) -> str:
        name = self.cleaned_data["party"]
        if not self.may_add:
            return f"“{name}” staat nog niet bij de partners. {self.may_add.why}"
        return f"“{name}” staat nog niet bij de partners. Kies een naam uit de lijst, of {KNOWN}."

    def _check_vat(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("vat") is None and "vat" not in self.errors:
            cleaned["vat"] = ZERO
            if cleaned.get("net") is not None:
                self.add_error("vat_rate", "Kies hoeveel btw erop staat. Staat er geen btw op, kies dan 0 %.")
        if (cleaned.get("reclaimable") or ZERO) > (cleaned.get("vat") or ZERO):
            self.add_error("reclaimable", "U krijgt nooit meer btw terug dan erop staat.")

    def amounts(self) -> tuple[Decimal, Decimal, Decimal] | None:
        """Net, VAT and what can be reclaimed, without the sign of the kind; None while an amount is missing."""
        cleaned = getattr(self, "cleaned_data", {})
        if self.shape.hours:
            hours, rate = cleaned.get("hours"), cleaned.get("rate")
            return (cost_at_rate(hours, rate), ZERO, ZERO) if hours and rate else None
        net = cleaned.get("net")
        if net is None:
            return None
        return net, cleaned.get("vat") or ZERO, cleaned.get("reclaimable") or ZERO


def _possible(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise forms.ValidationError(f"{day.year} kan niet kloppen. Kijk het jaar na.")
    return day
