"""Work plans in the municipalities of the demo, through the same acts as everybody else."""

import tomllib
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from kapstok.core.access import Actor
from kapstok.core.clock import AMSTERDAM
from kapstok.core.periods import Quarter
from kapstok.core.tenancy import inside
from kapstok.parties.models import Contact, Municipality, Party
from kapstok.plans.models import Measure, WorkPlan
from kapstok.plans.working.actions import ask, fill, set_need_met, set_step_done
from kapstok.plans.working.values import Filled, NeedEntry, PresenceEntry, StepEntry

MORNING = time(10)


@cache
def entries() -> dict[str, list[dict[str, Any]]]:
    """Per municipality (its slug) the work plans of workplans.toml."""
    return tomllib.loads(files("kapstok.demo").joinpath("workplans.toml").read_text("utf-8"))


def load_work_plans(municipality: Municipality, *, by: Actor) -> None:
    """Where there are no work plans yet. Once there are, they are somebody's, and stay as they are."""
    with inside(municipality):
        if WorkPlan.objects.exists():
            return
        measures = {measure.key: measure for measure in Measure.objects.filter(plan__slug="npo")}
        parties = dict(Party.objects.values_list("key", "pk"))
        for facts in entries().get(municipality.slug, []):
            _load(measures[facts["measure"]], facts, parties, by)


def _load(measure: Measure, facts: dict[str, Any], parties: dict[str, int], by: Actor) -> None:
    [work_plan] = ask(measure, [parties[facts["party"]]], by=by, at=_at(facts["asked_on"]))
    if "given_on" not in facts:
        return
    fill(work_plan, _filled(facts, parties), version=work_plan.version, by=by, at=_at(facts["given_on"]))
    done = _days(facts["steps"], "done_on")
    for step in work_plan.steps.filter(what__in=done):
        set_step_done(step, True, by=by, on=done[step.what])
    met = _days(facts.get("needs", []), "met_on")
    for need in work_plan.needs.filter(what__in=met):
        set_need_met(need, True, by=by, on=met[need.what])


def _days(rows: list[dict[str, Any]], name: str) -> dict[str, date]:
    return {row["what"]: row[name] for row in rows if name in row}


def _filled(facts: dict[str, Any], parties: dict[str, int]) -> Filled:
    owners = dict(Contact.objects.filter(party=parties[facts["party"]], ended_on=None).values_list("function", "pk"))
    return Filled(
        text=facts["text"].strip(),
        steps=tuple(_step(one, owners) for one in facts["steps"]),
        presences=tuple(
            PresenceEntry(parties[one["place"]], Decimal(one["hours"]), one["starts"], one["ends"])
            for one in facts.get("presences", [])
        ),
        needs=tuple(
            NeedEntry(one["what"], parties[one["party"]], Quarter(one["quarter"])) for one in facts.get("needs", [])
        ),
    )


def _step(facts: dict[str, Any], owners: dict[str, int]) -> StepEntry:
    until = Quarter(facts["until"]) if "until" in facts else None
    return StepEntry(facts["what"], Quarter(facts["quarter"]), until, owners.get(facts.get("owner", "")))


def _at(day: date) -> datetime:
    return datetime.combine(day, MORNING, AMSTERDAM)
