"""How far the work plans of a plan are: all of them in a few words, in one query."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from kapstok.core.access import Actor
from kapstok.plans.models import Plan
from kapstok.plans.working.queries import Sieve, by_measure, work_plans

MOST_COUNTED = 2000
MOST_FILTERS = 150  # in one list to filter by; the others can be reached through the timeline


@dataclass(frozen=True, slots=True)
class Asked:
    """A work plan. `planned` and `done` count its steps."""

    pk: int
    measure_key: str
    measure: str
    party_id: int
    party_key: str
    party: str
    asked_at: datetime
    given_at: datetime | None
    planned: int
    done: int


@dataclass(frozen=True, slots=True)
class Standing:
    """In the order of the measures."""

    rows: tuple[Asked, ...]

    @property
    def asked(self) -> int:
        return len(self.rows)

    @property
    def given(self) -> int:
        return sum(row.given_at is not None for row in self.rows)

    @property
    def planned(self) -> int:
        return sum(row.planned for row in self.rows)

    @property
    def done(self) -> int:
        return sum(row.done for row in self.rows)

    @property
    def measures(self) -> list[tuple[str, str]]:
        """Key and name of those for which somebody was asked."""
        return list({row.measure_key: row.measure for row in self.rows}.items())[:MOST_FILTERS]

    @property
    def parties(self) -> list[tuple[str, str]]:
        named = {row.party_key: row.party for row in self.rows}
        return sorted(named.items(), key=lambda one: one[1].casefold())[:MOST_FILTERS]

    def of(self, parties: Collection[int]) -> list[Asked]:
        return [row for row in self.rows if row.party_id in parties]

    def counted(self, sieve: Sieve) -> int:
        """How many fit the measure and the party of this sieve."""
        return sum(sieve.measure in ("", row.measure_key) and sieve.party in ("", row.party_key) for row in self.rows)


def standing(actor: Actor, plan: Plan) -> Standing:
    """No further than this actor may see."""
    rows = by_measure(work_plans(actor).filter(plan=plan)).annotate(
        planned=Count("steps"), done=Count("steps__done_on")
    )
    told = rows.values_list(
        "pk", "measure__key", "measure__name", "party_id", "party__key", "party__name", "asked_at", "given_at",
        "planned", "done",
    )  # fmt: skip
    return Standing(tuple(Asked(*row) for row in told[:MOST_COUNTED]))
