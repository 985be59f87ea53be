"""What is asked on the pages about the financial system."""

from typing import Any

from django import forms

from kapstok.core.forms import DayInput, KapstokForm
from kapstok.core.money import parse_amount
from kapstok.ledger.journal import queries
from kapstok.ledger.journal.booking import Target
from kapstok.ledger.journal.rulebook import Asked
from kapstok.ledger.models import JournalLine, Line

NONE = [("", "geen")]


class UploadForm(KapstokForm):
    file = forms.FileField(
        label="Bestand",
        help_text="CSV of Excel (.xlsx): een mutatieoverzicht met een rij per boeking. Hooguit 20 MB.",
        error_messages={"empty": "Dit bestand is leeg."},
    )


class PeriodForm(KapstokForm):
    starts = forms.DateField(label="Van", widget=DayInput)
    ends = forms.DateField(label="Tot en met", widget=DayInput)


class CodingForm(KapstokForm):
    """What a line is for, and whether that is remembered and by what. `purposes` and `cost_types` of the grant."""

    line = forms.ChoiceField(label="Waaruit betaald", choices=())
    measure = forms.ChoiceField(label="Maatregel", choices=(), required=False)
    promise = forms.ChoiceField(label="Hoort bij opdracht of subsidie", choices=(), required=False)
    purpose = forms.ChoiceField(label="Bestedingsdoel", choices=(), required=False)
    cost_type = forms.ChoiceField(label="Kostensoort", choices=(), required=False)

    def __init__(
        self, *args: Any, purposes: list[tuple[str, str]], cost_types: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "line": [("", "Maak een keuze"), *queries.payers()],
            "measure": NONE + queries.measures(),
            "promise": NONE + queries.orders(),
            "purpose": NONE + purposes,
            "cost_type": NONE + cost_types,
        }
        for name, offered in choices.items():
            chosen = str(self.initial.get(name) or "")
            kept = [] if not chosen or chosen in dict(offered) else [(chosen, chosen)]
            self.fields[name].choices = offered + kept  # type: ignore[attr-defined]

    def target(self) -> Target:
        said = self.cleaned_data
        return Target(
            line=int(said["line"]),
            grant=Line.objects.values_list("source__grant", flat=True).get(pk=said["line"]),
            measure=_id(said["measure"]),
            purpose=_id(said["purpose"]),
            cost_type=said["cost_type"],
            promise=_id(said["promise"]),
        )


def _id(text: str) -> int | None:
    return int(text) if text else None


class RememberForm(KapstokForm):
    """By what lines like this one are recognised."""

    by_party = forms.BooleanField(required=False)
    by_account = forms.BooleanField(required=False)
    by_cost_centre = forms.BooleanField(required=False)
    by_taakveld = forms.BooleanField(required=False)
    words = forms.CharField(
        label="Met deze woorden in de omschrijving", required=False, max_length=200, help_text="Gescheiden door spaties"
    )

    def __init__(self, *args: Any, line: JournalLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.line = line
        labels = {
            "by_party": ("leverancier", line.party_name),
            "by_account": ("rekening", f"{line.account} {line.account_name}".strip()),
            "by_cost_centre": ("kostenplaats", line.cost_centre),
            "by_taakveld": ("taakveld", line.taakveld),
        }
        for name, (what, value) in labels.items():
            if value:
                self[name].label = f"{what} {value}"
            else:
                del self.fields[name]

    def asked(self) -> Asked:
        said, line = self.cleaned_data, self.line
        return Asked(
            account=line.account if said.get("by_account") else "",
            cost_centre=line.cost_centre if said.get("by_cost_centre") else "",
            taakveld=line.taakveld if said.get("by_taakveld") else "",
            party_name=line.party_name if said.get("by_party") else "",
            words=said["words"],
        )


class ControlForm(KapstokForm):
    amount = forms.CharField(label="Totaal volgens het grootboek", max_length=30, help_text="Bijvoorbeeld € 12.345,67")

    def clean_amount(self) -> Any:
        try:
            found = parse_amount(self.cleaned_data["amount"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if found.about or found.is_range:
            raise forms.ValidationError("Vul één precies bedrag in, zoals € 12.345,67.")
        return found.low
