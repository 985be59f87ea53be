"""What holds for the checks together, whatever the plan."""

import re
from datetime import date
from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from kapstok.grants.regulation import regulations
from kapstok.plans import checks
from kapstok.plans.findings import Finding, RowKind, Severity
from kapstok.plans.schema import PlanDocument
from kapstok.plans.tests.builders import line, npo, plan
from kapstok.plans.tests.strategies import dates, euros, plans

GRAVEST_FIRST = list(Severity)


def run(document: PlanDocument) -> list[Finding]:
    return checks.run(document, regulations().get(document.regulation))


@settings(max_examples=50)
@given(plans(), st.none() | dates, st.none() | euros)
def test_no_plan_is_too_strange_to_check(document: PlanDocument, as_of: date | None, award: Decimal | None) -> None:
    for finding in checks.run(document, regulations().get(document.regulation), as_of, award):
        assert finding.code in checks.CHECKS
        assert re.search(r"[.?]$", finding.message)
        assert finding.solution.endswith(".")
        assert finding.rows


@settings(max_examples=50)
@given(plans())
def test_findings_come_gravest_first_then_by_code_and_always_the_same(document: PlanDocument) -> None:
    findings = run(document)
    assert findings == run(document)
    order = [(GRAVEST_FIRST.index(finding.severity), finding.code) for finding in findings]
    assert order == sorted(order)


@settings(max_examples=50)
@given(plans(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_verdict(document: PlanDocument, chance: Random) -> None:
    mixed = {
        name: tuple(chance.sample(rows, len(rows)))
        for name in ("measures", "lines", "milestones", "spent_before", "sources")
        if (rows := getattr(document, name))
    }
    shuffled = PlanDocument.model_validate(document.model_dump() | mixed)
    assert sorted(map(verdict, run(shuffled))) == sorted(map(verdict, run(document)))


def verdict(finding: Finding) -> tuple[str, str, list[tuple[str, str, str]]]:
    return finding.code, finding.severity, sorted((row.kind.value, row.key, row.label) for row in finding.rows)


@settings(max_examples=50)
@given(plans())
def test_each_row_of_a_finding_is_in_the_plan(document: PlanDocument) -> None:
    known = {
        RowKind.THEME: {(t.key, t.name) for t in document.themes},
        RowKind.MEASURE: {(m.key, m.name) for m in document.measures},
        RowKind.LINE: {(one.key, one.label) for one in document.lines},
        RowKind.SPENT_BEFORE: {("", s.label) for s in document.spent_before},
        RowKind.PLAN: {("", document.title)},
        RowKind.MILESTONE: {
            ("", m.what) for m in document.milestones + tuple(m for one in document.measures for m in one.milestones)
        },
    }
    for finding in run(document):
        assert {(row.key, row.label) for row in finding.rows if (row.key, row.label) not in known[row.kind]} == set()


def test_an_empty_plan_has_nothing_wrong_but_all_of_its_grant_to_spend() -> None:
    assert checks.run(plan(award=None), npo()) == []
    assert [finding.code for finding in checks.run(plan(), npo())] == ["K102"]


def test_the_day_of_the_plan_is_the_day_it_is_held_against() -> None:
    early = plan(award=10, date=date(2022, 1, 1), lines=(line("taal", 10, {"2024-2025": 10}),))
    assert [finding.code for finding in checks.run(early, npo())] == ["K201"]
    assert checks.run(early, npo(), as_of=date(2023, 1, 1)) == []
