"""Which postings an address asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from kapstok.core.periods import SchoolYear, add_months
from kapstok.ledger.kinds import DOCUMENT_LABELS, POSTING_LABELS, DocumentKind, PostingKind
from kapstok.plans.presentation.words import sentence

NO_PURPOSE = "geen"
LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Nothing lets everything through. `lines` are ids; `purpose` 0 stands for: without one.

    `since` and `until` are days of delivery, both included. `document` cannot be told from the sums.
    """

    lines: frozenset[int] | None = None
    measure: int | None = None
    purpose: int | None = None
    kind: PostingKind | None = None
    year: int | None = None
    since: date | None = None
    until: date | None = None
    cost_type: str = ""
    document: DocumentKind | None = None


class Month(forms.RegexField):
    """A month as a browser writes it: 2023-09."""

    def __init__(self, **more: Any) -> None:
        super().__init__(r"^[12][0-9]{3}-(0[1-9]|1[0-2])$", required=False, widget=_month(), **more)

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        return date(int(text[:4]), int(text[5:]), 1) if text else None


def _month() -> forms.TextInput:
    return forms.TextInput(attrs={"type": "month", "placeholder": "2023-09", "class": "utrecht-textbox"})


class FilterForm(forms.Form):
    """The choices are what there is. `regel` and `uitkering` have no field to fill: a figure leads there."""

    soort = forms.ChoiceField(label="Soort", required=False)
    thema = forms.ChoiceField(label="Thema", required=False)
    bron = forms.ChoiceField(label="Geldbron", required=False)
    maatregel = forms.ChoiceField(label="Maatregel", required=False)
    doel = forms.ChoiceField(label="Bestedingsdoel", required=False)
    boekjaar = forms.ChoiceField(label="Boekjaar", required=False)
    schooljaar = forms.ChoiceField(label="Schooljaar", required=False)
    kosten = forms.ChoiceField(label="Soort kosten", required=False)
    stuk = forms.ChoiceField(label="Soort stuk", required=False)
    van = Month(label="Geleverd vanaf")
    tot = Month(label="Geleverd tot en met")
    regel = forms.ChoiceField(label="Post", required=False)

    def __init__(self, asked: Mapping[str, Any], choices: Mapping[str, Sequence[tuple[Any, str]]]) -> None:
        super().__init__(asked)
        fixed = {
            "soort": [(kind.value, sentence(label)) for kind, label in POSTING_LABELS.items()],
            "stuk": [(kind.value, sentence(label)) for kind, label in DOCUMENT_LABELS.items()],
        }
        for name, found in (fixed | dict(choices)).items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "alle"), *((str(value), label) for value, label in found)]
            field.widget.attrs["class"] = "utrecht-select"

    @property
    def shown(self) -> list[Any]:
        """The fields that have something to choose, or that were chosen."""
        return [field for field in self if field.value() or len(getattr(field.field, "choices", "month")) > 2]

    def asked(self) -> dict[str, str]:
        """What was chosen, as it stands in an address."""
        return {name: str(self[name].value()) for name in self.fields if self.cleaned_data.get(name)}


def as_filter(chosen: Mapping[str, Any], lines: frozenset[int] | None) -> Filter:
    """`lines`: what the theme, source and line together leave; None for all."""
    since, until = chosen["van"], chosen["tot"] and _last_of(chosen["tot"])
    if chosen["schooljaar"]:
        year = SchoolYear(chosen["schooljaar"])
        since, until = max(since or year.start, year.start), min(until or year.end, year.end)
    purpose = chosen["doel"]
    return Filter(
        lines=lines,
        measure=int(chosen["maatregel"]) if chosen["maatregel"] else None,
        purpose=(0 if purpose == NO_PURPOSE else int(purpose)) if purpose else None,
        kind=PostingKind(chosen["soort"]) if chosen["soort"] else None,
        year=int(chosen["boekjaar"]) if chosen["boekjaar"] else None,
        since=since,
        until=until,
        cost_type=chosen["kosten"],
        document=DocumentKind(chosen["stuk"]) if chosen["stuk"] else None,
    )


def _last_of(month: date) -> date:
    following = add_months(month, 1)
    return date.fromordinal(following.toordinal() - 1)
