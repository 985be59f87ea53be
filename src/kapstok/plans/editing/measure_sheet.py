"""The whole form of a measure: what it has once, and its rows. From a measure to text, and from text to a measure."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from kapstok.core.forms import KapstokForm
from kapstok.core.periods import quarters
from kapstok.grants.costs import cost_key
from kapstok.plans.editing import written
from kapstok.plans.editing.estimate_forms import PREFIX as ESTIMATE
from kapstok.plans.editing.estimate_forms import EstimateForm
from kapstok.plans.editing.forms import FundingForm, OwnForm, PartnerForm, PurposeForm, StepForm
from kapstok.plans.editing.sheet import Sheet, Surroundings, values_of
from kapstok.plans.mapping.naming import Keys
from kapstok.plans.rules import Range, summed, whole
from kapstok.plans.schema import Measure, Offer, Party, PlanDocument

PARTNER, PURPOSE, STEP, FUNDING = "partner", "doel", "stap", "betaler"
FIRST_DAY, LAST_DAY = date(2021, 7, 1), date(2026, 12, 31)  # to plan in, when the regulation is not known


class MeasureSheet(Sheet[Measure]):
    def build(self) -> None:
        around = self.around
        self.names = {party.key: party.name for party in around.parties}
        self.own = OwnForm(
            self.typed,
            initial=written.measure(self.first, self.names),
            themes=themes_of(around.plan),
            costs=_costs(around, self.first),
        )
        self.partners = self.rows(PartnerForm, PARTNER, lambda one: one.partners, self._party)
        self.steps = self.rows(
            StepForm, STEP, lambda one: one.milestones, written.step,
            quarters=_quarters(around, self.base, self.shown),
        )  # fmt: skip
        sources = [(source.key, source.name) for source in around.plan.sources]
        self.funding = self.rows(FundingForm, FUNDING, lambda one: one.funding, written.funding, sources=sources)
        self.estimates = self.rows(
            EstimateForm, ESTIMATE, lambda one: one.estimates, written.estimate, empty=0 if self.shown.estimates else 1
        )
        self.purposes = [self._purpose(number, name) for number, name in _purposes_of(around, self.base)]

    def _purpose(self, number: int, name: str) -> PurposeForm:
        value = next((one for one in self.first.purposes if one.number == number), None)
        return PurposeForm(
            self.typed, prefix=f"{PURPOSE}-{number}", initial=written.purpose(value), original=value,
            number=number, name=name,
        )  # fmt: skip

    def _party(self, key: str) -> dict[str, Any]:
        return {"party": self.names.get(key, key)}

    @property
    def forms(self) -> Sequence[KapstokForm]:
        factors = [factor for estimate in self.estimates for factor in estimate.factors]
        return [self.own, *self.partners, *self.purposes, *self.estimates, *factors, *self.funding, *self.steps]

    def read(self) -> tuple[Measure, tuple[Party, ...]]:
        """The measure as it was typed, and the parties it names. A part that cannot be read is as it was."""
        self.is_valid()
        found = _Parties(self.around.parties)
        lead, partners = self._lead(found), self._partners(found)
        changes = {
            **self._own(),
            "lead": lead,
            "partners": partners,
            **self._purposes(),
            "estimates": values_of(self.estimates, self.base.estimates),
            "milestones": values_of(self.steps, self.base.milestones),
            "funding": values_of(self.funding, self.base.funding),
        }
        measure = self.base.model_copy(update=changes)
        used = {measure.lead, *measure.partners}
        return measure, tuple(party for party in found.all if party.key in used)

    def _own(self) -> dict[str, Any]:
        cleaned = self.own.cleaned_data
        texts = ("name", "theme", "description", "target_group", "result", "indicator")
        read = {name: cleaned[name] for name in texts if name in cleaned and name in self.own.changed_data}
        if "offer" in cleaned:
            read["offer"] = Offer(cleaned["offer"]) if cleaned["offer"] else None
        if "cost_types" in cleaned and set(cleaned["cost_types"]) != set(self.base.cost_types):
            read["cost_types"] = tuple(cleaned["cost_types"])
        return read

    def _lead(self, found: "_Parties") -> str | None:
        name = self.own.cleaned_data.get("lead", "")
        if "lead" not in self.own.changed_data:
            return self.base.lead
        return found.key(name) if name else None

    def _partners(self, found: "_Parties") -> tuple[str, ...]:
        rows = [row for row in self.partners if not row.is_empty]
        if any(row.errors for row in rows):
            return self.base.partners
        keys = [row.original if row.is_untouched() else found.key(row.value) for row in rows]
        return tuple(dict.fromkeys(keys))

    def _purposes(self) -> dict[str, Any]:
        was = {one.number: one for one in self.base.purposes}
        now = {row.number: row.value for row in self.purposes if not row.is_empty and row.value}
        if any(row.errors for row in self.purposes) or now == was:
            return {}
        ordered = [*(number for number in was if number in now), *(number for number in now if number not in was)]
        return {"purposes": tuple(now[number] for number in ordered), "purposes_illustrative": False}

    @property
    def counted(self) -> Range | None:
        """What the estimates that count add up to, as far as they can be worked out."""
        values = values_of(self.estimates, ()) if self.typed is not None else self.base.estimates
        return summed([amount for e in values if e.counted and (amount := whole(e)) is not None])


class _Parties:
    """Parties by the name that somebody typed; a name that nobody has yet makes a new one."""

    def __init__(self, known: Sequence[Party]) -> None:
        self.all = list(known)
        self._keys = Keys(party.key for party in known)
        self._by_name: dict[str, str] = {}
        for party in known:
            self._by_name.setdefault(party.name.casefold(), party.key)

    def key(self, name: str) -> str:
        if name.casefold() not in self._by_name:
            party = Party(key=self._keys.new(name, "organisatie"), name=name)
            self.all.append(party)
            self._by_name[name.casefold()] = party.key
        return self._by_name[name.casefold()]


def themes_of(plan: PlanDocument) -> list[tuple[str, str]]:
    names = {theme.key: theme.name for theme in plan.themes}
    return [
        (theme.key, f"{names[theme.parent]} › {theme.name}" if theme.parent else theme.name) for theme in plan.themes
    ]


def _costs(around: Surroundings, measure: Measure) -> list[tuple[str, str]]:
    """The costs that the regulation says something about, and others that the measure has."""
    known = {cost_key(cost): cost.name for cost in around.regulation.doubtful_costs} if around.regulation else {}
    return [*known.items(), *((key, key) for key in measure.cost_types if key not in known)]


def _purposes_of(around: Surroundings, measure: Measure) -> list[tuple[int, str]]:
    known = {one.number: one.name for one in around.regulation.purposes} if around.regulation else {}
    other = {one.number: "dit doel staat niet in de regeling" for one in measure.purposes}
    return sorted((other | known).items())


def _quarters(around: Surroundings, *measures: Measure) -> list[str]:
    """Those of the window of the grant, and others that the measures have."""
    window = around.regulation.window_known(around.today) if around.regulation else None
    first, last = (window.starts, window.ends) if window else (FIRST_DAY, LAST_DAY)
    steps = [step for measure in measures for step in measure.milestones]
    used = [quarter for step in steps for quarter in (step.quarter, step.until) if quarter]
    return [str(quarter) for quarter in sorted({*quarters(first, last), *used})]
