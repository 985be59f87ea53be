"""What people fill in about a subsidy."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms

from kapstok.core.forms import DayInput, KapstokForm
from kapstok.grants.models import Grant
from kapstok.ledger.drafts import Draft, Part, SubsidyTerms
from kapstok.ledger.kinds import RECOGNITION_LABELS, DocumentKind, Recognition
from kapstok.ledger.models import Instrument
from kapstok.ledger.running.fields import EuroField
from kapstok.ledger.running.subsidy_queries import STAND_LABELS, Stand
from kapstok.parties.models import Party
from kapstok.plans.models import Measure

MOST_PARTS = 3
ROWS = range(1, MOST_PARTS + 1)
MOST_CHOICES = 1_000
LONGEST = timedelta(days=20 * 366)


Row = tuple[forms.ChoiceField, forms.ChoiceField, EuroField]


def _row(at: int) -> Row:
    which = f", regel {at}" if at > 1 else ""
    return (
        forms.ChoiceField(label=f"Uit begrotingsregel{which}", required=at == 1),
        forms.ChoiceField(label=f"Voor maatregel{which}", required=False),
        EuroField(label=f"Bedrag{which}", required=False),
    )


class FilterForm(forms.Form):
    """From the address: what is not understood is left out."""

    zoek = forms.CharField(label="Zoek", required=False, max_length=100)
    stand = forms.ChoiceField(label="Stand", required=False, choices=[("", "alle"), *STAND_LABELS.items()])
    instrument = forms.ModelChoiceField(
        label="Instrument", queryset=Instrument.objects.none(), required=False, empty_label="alle"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        instrument = self.fields["instrument"]
        assert isinstance(instrument, forms.ModelChoiceField)
        instrument.queryset = Instrument.objects.all()
        for name in ("stand", "instrument"):
            self.fields[name].widget.attrs["class"] = "utrecht-select"
        self.fields["zoek"].widget.attrs |= {"class": "utrecht-textbox", "placeholder": "organisatie of nummer"}

    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        said = self.cleaned_data
        instrument = said.get("instrument")
        return {
            "words": said.get("zoek", ""),
            "stand": Stand(said["stand"]) if said.get("stand") else None,
            "instrument": instrument.pk if instrument else None,
        }


class SubsidyForm(KapstokForm):
    """A decision on a subsidy. `line1` to `line3` pay for `measure1` to `measure3`, `amount1` to `amount3` each."""

    reference = forms.CharField(label="Nummer van het besluit", max_length=100)
    on = forms.DateField(label="Datum van het besluit", widget=DayInput())
    party = forms.ModelChoiceField(label="Schoolbestuur of organisatie", queryset=Party.objects.none())
    instrument = forms.ModelChoiceField(label="Instrument", queryset=Instrument.objects.none())
    description = forms.CharField(label="Waarvoor", max_length=500, help_text="In een paar woorden.")
    starts = forms.DateField(label="Vanaf", widget=DayInput())
    ends = forms.DateField(label="Tot en met", widget=DayInput())
    maximum = EuroField(label="Hoogste bedrag")
    conditions = forms.CharField(label="Voorwaarden", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    line1, measure1, amount1 = _row(1)
    line2, measure2, amount2 = _row(2)
    line3, measure3, amount3 = _row(3)

    def __init__(self, *args: Any, lines: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "party", Party.objects.order_by("sort_key"))
        _offer(self, "instrument", Instrument.objects.all())
        measures: list[tuple[str, Any]] = [("", "Geen maatregel"), *((str(pk), name) for pk, name in _measures())]
        for at in ROWS:
            for name, choices in ((f"line{at}", lines), (f"measure{at}", measures)):
                field = self.fields[name]
                assert isinstance(field, forms.ChoiceField)
                field.choices = choices

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("starts") and said.get("ends") and said["ends"] < said["starts"]:
            self.add_error("ends", "De laatste dag ligt voor de eerste.")
        elif said.get("starts") and said.get("ends") and said["ends"] - said["starts"] > LONGEST:
            self.add_error("ends", "Een periode is hooguit 20 jaar.")
        if said.get("maximum") == 0:
            self.add_error("maximum", "Het hoogste bedrag is meer dan € 0.")
        for at in ROWS[1:]:
            if bool(said.get(f"line{at}")) != (said.get(f"amount{at}") is not None):
                self.add_error(f"amount{at}", "Kies een regel en vul in hoeveel die betaalt.")
        return said

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        return [(self[f"line{at}"], self[f"measure{at}"], self[f"amount{at}"]) for at in ROWS]

    def draft(self, grant: Grant) -> Draft:
        said = self.cleaned_data
        return Draft(
            kind=DocumentKind.SUBSIDY, grant=grant.pk, on=said["on"], delivered=said["on"], parts=self._said_parts(),
            net=said["maximum"], reference=said["reference"], description=said["description"], party=said["party"].pk,
            subsidy=SubsidyTerms(
                instrument=said["instrument"].pk, starts=said["starts"], ends=said["ends"],
                conditions=said["conditions"],
            ),
        )  # fmt: skip

    def _said_parts(self) -> tuple[Part, ...]:
        """The first line pays what the others don't, unless it says how much itself."""
        said = self.cleaned_data
        others = sum((said[f"amount{at}"] for at in ROWS[1:] if said.get(f"line{at}")), Decimal(0))
        first = said["amount1"] if said.get("amount1") is not None else said["maximum"] - others
        amounts = {1: first} | {at: said[f"amount{at}"] for at in ROWS[1:] if said.get(f"line{at}")}
        return tuple(
            Part(line=int(said[f"line{at}"]), amount=amount, measure=int(said[f"measure{at}"] or 0) or None)
            for at, amount in amounts.items()
        )


def _measures() -> list[tuple[int, str]]:
    return list(Measure.objects.order_by("plan_id", "position").values_list("pk", "name")[:MOST_CHOICES])


def _offer(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


class AdvanceForm(KapstokForm):
    on = forms.DateField(label="Wanneer", widget=DayInput())
    amount = EuroField(label="Bedrag", negative=True)


class PaidForm(KapstokForm):
    on = forms.DateField(label="Betaald op", widget=DayInput())


class RecogniseForm(KapstokForm):
    until = forms.DateField(label="Tel de kosten tot en met", widget=DayInput())


class DetermineForm(KapstokForm):
    reference = forms.CharField(label="Nummer van het besluit", max_length=100)
    on = forms.DateField(label="Datum van het besluit", widget=DayInput())
    amount = EuroField(label="Vastgesteld bedrag")
    why = forms.CharField(
        label="Toelichting", required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class InstrumentForm(KapstokForm):
    name = forms.CharField(label="Naam", max_length=200, help_text="Zoals: subsidieregeling NPO, of projectsubsidie.")
    recognition = forms.ChoiceField(
        label="Wanneer tellen de kosten",
        choices=[(one.value, label) for one, label in RECOGNITION_LABELS.items()],
        help_text="Volgt uit hoe uw gemeente de jaarrekening maakt. Overleg met de accountant.",
        initial=Recognition.UNKNOWN.value,
    )
    note = forms.CharField(label="Waar dit staat", required=False, widget=forms.Textarea(attrs={"rows": 2}))
