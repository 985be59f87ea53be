"""The rows over which a document is divided: what each is for, which source pays, how much."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from kapstok.core.asked import number
from kapstok.core.forms import EMPTY_LABEL, KapstokForm
from kapstok.core.money import format_euro
from kapstok.grants.models import Outcome
from kapstok.ledger.documents.dividing import by_purpose
from kapstok.ledger.documents.fields import EuroField
from kapstok.ledger.documents.programme import CostType, Place, Programme
from kapstok.ledger.drafts import Part
from kapstok.ledger.kinds import SourceKind
from kapstok.ledger.models import Line

PREFIX = "deel"
MOST = 40
AS_PLANNED = "Zoals in het plan"


class PartForm(KapstokForm):
    place = forms.ChoiceField(label="Waarvoor")
    source = forms.ChoiceField(label="Geldbron")
    purpose = forms.ChoiceField(label="Bestedingsdoel", required=False)
    cost_type = forms.ChoiceField(label="Soort kosten", required=False)
    amount = EuroField(label="Bedrag", required=False)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme
        self.order_fields(["place", "source", "purpose", "cost_type", "amount"])
        for name, choices in _choices(programme).items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.line: Line | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        place, source = self._place(cleaned), number(cleaned.get("source"))
        if place and source:
            self.line = self.programme.line_for(place, source)
            if self.line is None:
                self.add_error("source", self._no_budget(place, source))
        return cleaned

    def _place(self, cleaned: Mapping[str, Any]) -> Place | None:
        return self.programme.places.get(cleaned.get("place", ""))

    def _no_budget(self, place: Place, source: int) -> str:
        name = self.programme.sources[source].name
        return f"“{place.name}” heeft geen budget uit {name}. Kies een andere geldbron, of verschuif eerst budget."

    def parts(self, amount: Decimal) -> list[Part]:
        """This row with its amount: a part for each purpose that its measure serves."""
        assert self.line is not None
        cleaned = self.cleaned_data
        place = self.programme.places[cleaned["place"]]
        chosen = number(cleaned["purpose"])
        shares = self.programme.shares.get(place.measure or 0, {})
        over = [(chosen, amount)] if chosen else by_purpose(amount, shares)
        return [
            Part(
                line=self.line.pk,
                amount=part,
                measure=place.measure,
                purpose=purpose,
                cost_type=cleaned["cost_type"],
            )
            for purpose, part in over
        ]

    def note(self) -> str:
        """What there is to know about this row before it is saved; empty when there is nothing."""
        cleaned = getattr(self, "cleaned_data", {})
        cost = self.programme.costs.get(cleaned.get("cost_type", ""))
        if cost is None or not self._grant_pays(cleaned):
            return ""
        return doubt(cost)

    def _grant_pays(self, cleaned: Mapping[str, Any]) -> bool:
        source = self.programme.sources.get(number(cleaned.get("source")) or 0)
        return source is not None and source.kind == SourceKind.GRANT

    def line_words(self) -> str:
        """Which line pays, and what it has left."""
        if self.line is None:
            return ""
        return f"Uit “{self.line.label}”, nog {format_euro(self.line.balance.free, cents=True)} vrij"


def doubt(cost: CostType) -> str:
    match cost.outcome:
        case Outcome.NOT_ELIGIBLE:
            return f"De uitkering mag “{cost.name}” niet betalen. Dit komt bij ‘te dekken’."
        case Outcome.UNCLEAR:
            return f"Of de uitkering “{cost.name}” mag betalen, is nog niet beantwoord. Zoek dat eerst uit."
        case Outcome.CONDITIONAL:
            return f"De uitkering mag “{cost.name}” betalen op voorwaarden. {cost.conditions}".strip()
        case _:
            return ""


@dataclass(frozen=True, slots=True)
class RowValues:
    """A row as it is filled in beforehand."""

    place: str = ""
    source: str = ""
    purpose: str = ""
    cost_type: str = ""
    amount: str = ""

    def typed(self, at: int) -> dict[str, str]:
        names = ("place", "source", "purpose", "cost_type", "amount")
        return {f"{PREFIX}-{at}-{name}": getattr(self, name) for name in names}


def asked_rows(data: Mapping[str, Any]) -> int:
    """How many rows were sent."""
    return min(max(number(str(data.get("rows", ""))[:4]) or 1, 1), MOST)


def _choices(programme: Programme) -> dict[str, list[Any]]:
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for place in programme.places.values():
        groups[place.group].append((place.key, place.name))
    purposes = programme.regulation.purposes if programme.regulation else ()
    return {
        "place": [("", EMPTY_LABEL), *groups.items()],
        "source": [(str(pk), source.name) for pk, source in programme.sources.items()],
        "purpose": [("", AS_PLANNED), *((str(one.number), f"{one.number}. {one.name}") for one in purposes)],
        "cost_type": [("", "Gewone kosten"), *((name, name) for name in _cost_names(programme))],
    }


def _cost_names(programme: Programme) -> Sequence[str]:
    of_measures = [name for place in programme.places.values() for name in place.cost_types]
    return list(dict.fromkeys([*programme.costs, *of_measures]))
