"""The whole form of a measure: what it has once, and its rows. From a measure to text, and from text to a measure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import BoundField

from kapstok.core.forms import KapstokForm
from kapstok.core.periods import quarters
from kapstok.grants.costs import cost_key
from kapstok.grants.regulation import Regulation
from kapstok.plans.editing import written
from kapstok.plans.editing.estimate_forms import PREFIX as ESTIMATE
from kapstok.plans.editing.estimate_forms import EstimateForm
from kapstok.plans.editing.forms import FundingForm, OwnForm, PartnerForm, PurposeForm, StepForm
from kapstok.plans.editing.rows import Typed, bound_rows, shown_rows
from kapstok.plans.mapping.naming import Keys
from kapstok.plans.rules import Range, summed, whole
from kapstok.plans.schema import Measure, Offer, Party, PlanDocument

PARTNER, PURPOSE, STEP, FUNDING = "partner", "doel", "stap", "betaler"
FIRST_DAY, LAST_DAY = date(2021, 7, 1), date(2026, 12, 31)  # to plan in, when the regulation is not known


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the form of a measure chooses from. `parties`: all that the municipality knows, those of the plan first."""

    plan: PlanDocument
    regulation: Regulation | None
    parties: tuple[Party, ...]
    today: date

    @property
    def themes(self) -> list[tuple[str, str]]:
        names = {theme.key: theme.name for theme in self.plan.themes}
        return [
            (theme.key, f"{names[theme.parent]} › {theme.name}" if theme.parent else theme.name)
            for theme in self.plan.themes
        ]

    @property
    def sources(self) -> list[tuple[str, str]]:
        return [(source.key, source.name) for source in self.plan.sources]

    def costs(self, measure: Measure) -> list[tuple[str, str]]:
        """The costs that the regulation says something about, and others that the measure has."""
        known = {cost_key(cost): cost.name for cost in self.regulation.doubtful_costs} if self.regulation else {}
        return [*known.items(), *((key, key) for key in measure.cost_types if key not in known)]

    def purposes(self, measure: Measure) -> list[tuple[int, str]]:
        known = {one.number: one.name for one in self.regulation.purposes} if self.regulation else {}
        other = {one.number: "dit doel staat niet in de regeling" for one in measure.purposes}
        return sorted((other | known).items())

    def quarters(self, measure: Measure) -> list[str]:
        """Those of the window of the grant, and others that the measure has."""
        window = self.regulation.window_known(self.today) if self.regulation else None
        first, last = (window.starts, window.ends) if window else (FIRST_DAY, LAST_DAY)
        used = [quarter for step in measure.milestones for quarter in (step.quarter, step.until) if quarter]
        return [str(quarter) for quarter in sorted({*quarters(first, last), *used})]


class Sheet:
    """`base`: the version she started from. `shown`: what to show at first, when that is something else.
    `typed`: what was sent."""

    def __init__(
        self, around: Surroundings, base: Measure, *, shown: Measure | None = None, typed: Typed | None = None
    ) -> None:
        self.around, self.base, self.typed = around, base, typed
        self.names = {party.key: party.name for party in around.parties}
        shown = shown or base
        self.own = OwnForm(
            typed,
            initial=written.measure(base if typed is not None else shown, self.names),
            themes=around.themes,
            costs=around.costs(base) if typed is not None else around.costs(shown),
        )
        self.partners = self._rows(PartnerForm, PARTNER, shown.partners, base.partners, self._party)
        self.steps = self._rows(
            StepForm, STEP, shown.milestones, base.milestones, written.step,
            quarters=around.quarters(_with_steps_of(base, shown)),
        )  # fmt: skip
        self.funding = self._rows(
            FundingForm, FUNDING, shown.funding, base.funding, written.funding, sources=around.sources
        )
        self.estimates = self._rows(EstimateForm, ESTIMATE, shown.estimates, base.estimates, written.estimate)
        self.purposes = [self._purpose(number, name, shown) for number, name in around.purposes(base)]

    def _rows(self, form: Any, prefix: str, shown: Sequence[Any], base: Sequence[Any], write: Any, **more: Any) -> Any:
        if self.typed is None:
            empty = 0 if prefix == ESTIMATE and shown else 1
            return shown_rows(form, prefix, shown, base, write, empty=empty, **more)
        return bound_rows(form, prefix, self.typed, base, write, **more)

    def _purpose(self, number: int, name: str, shown: Measure) -> PurposeForm:
        source = self.base if self.typed is not None else shown
        value = next((one for one in source.purposes if one.number == number), None)
        return PurposeForm(
            self.typed, prefix=f"{PURPOSE}-{number}", initial=written.purpose(value), original=value,
            number=number, name=name,
        )  # fmt: skip

    def _party(self, key: str) -> Mapping[str, Any]:
        return {"party": self.names.get(key, key)}

    @property
    def forms(self) -> list[KapstokForm]:
        factors = [factor for estimate in self.estimates for factor in estimate.factors]
        return [self.own, *self.partners, *self.purposes, *self.estimates, *factors, *self.funding, *self.steps]

    def is_valid(self) -> bool:
        """All of them are asked, so that everything that is wrong is told at once."""
        return not [form for form in self.forms if not form.is_valid()]

    @property
    def wrong(self) -> list[BoundField | str]:
        """The fields with errors, for the list at the top, and errors that belong to no field."""
        found: list[BoundField | str] = []
        for form in self.forms:
            found += [str(error) for error in form.non_field_errors()]
            found += [field for field in form if field.errors]
        return found

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
            "estimates": _values(self.estimates, self.base.estimates),
            "milestones": _values(self.steps, self.base.milestones),
            "funding": _values(self.funding, self.base.funding),
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
        values = _values(self.estimates, ()) if self.typed is not None else self.base.estimates
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


def _values(rows: Sequence[Any], otherwise: tuple[Any, ...]) -> tuple[Any, ...]:
    """The rows as values; one that is wrong leaves the whole list as it was."""
    if otherwise and any(row.errors for row in rows):
        return otherwise
    return tuple(row.value for row in rows if not row.is_empty and not row.errors and row.value is not None)


def _with_steps_of(base: Measure, shown: Measure) -> Measure:
    return base.model_copy(update={"milestones": (*base.milestones, *shown.milestones)})
