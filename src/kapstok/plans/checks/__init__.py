"""The plan checks: what a careful reader would notice in a plan, each with its code, its figures and a way out.

Every check is a pure function from a Context to findings; its docstring says when it fires, and from where the rule is.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal

from kapstok.grants.costs import CostAnswer
from kapstok.grants.regulation import Regulation
from kapstok.plans.checks import additions, completeness, estimates, headings, phasing, purposes, time, totals
from kapstok.plans.checks.context import Context
from kapstok.plans.findings import Finding, Severity
from kapstok.plans.rules import budget
from kapstok.plans.schema import PlanDocument

Check = Callable[[Context], Iterable[Finding]]

CHECKS: dict[str, Check] = {
    "K101": totals.over_the_grant,
    "K102": totals.unallocated,
    "K103": headings.headings,
    "K104": additions.additions,
    "K105": phasing.phasing_against_years,
    "K106": estimates.factors_against_amounts,
    "K107": estimates.contradictions,
    "K108": totals.upper_bounds,
    "K109": headings.budgeted_twice,
    "K110": totals.spent_outside_the_budget,
    "K201": time.outside_the_window,
    "K202": time.spent_before_adoption,
    "K203": time.planning,
    "K204": time.monitoring_after_the_start,
    "K301": purposes.purposes,
    "K302": purposes.unknown_purposes,
    "K303": purposes.doubtful_costs,
    "K401": completeness.leads,
    "K402": completeness.results,
    "K403": completeness.steps,
    "K404": completeness.target_groups,
}

_GRAVEST_FIRST = list(Severity)


def run(
    plan: PlanDocument,
    regulation: Regulation | None,
    as_of: date | None = None,
    award: Decimal | None = None,
    answers: Mapping[str, CostAnswer] | None = None,
) -> list[Finding]:
    """Everything worth saying about a plan, gravest first, then by code.

    `as_of` is the plan's own date unless told otherwise: quarters of 2022 were not late on the day it was written.
    `award` in euros is the amount the plan gives for its grant, unless the real decision is known.
    `answers` are the municipality's own, about types of cost; they go before what the regulation says.
    Without a regulation nothing is said about its window and purposes.
    """
    return run_in(context_of(plan, regulation, as_of, award, answers))


def run_in(context: Context) -> list[Finding]:
    """The same, for a caller that shows what the plan was held against as well."""
    found = [finding for check in CHECKS.values() for finding in check(context)]
    return sorted(found, key=lambda finding: (_GRAVEST_FIRST.index(finding.severity), finding.code))


def context_of(
    plan: PlanDocument,
    regulation: Regulation | None,
    as_of: date | None = None,
    award: Decimal | None = None,
    answers: Mapping[str, CostAnswer] | None = None,
) -> Context:
    """What a plan is held against: see `run`."""
    as_of = as_of or plan.date
    return Context(
        plan=plan,
        regulation=regulation,
        window=regulation.window_known(as_of) if regulation else None,
        as_of=as_of,
        award=plan.grant_source.amount if award is None else award,
        award_about=award is None and plan.grant_source.about,
        budget=budget(plan),
        answers=answers or {},
    )
