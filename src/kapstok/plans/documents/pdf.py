"""The plan and its budget as PDF/UA."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from kapstok.core.documents.pdf import made_now, request
from kapstok.core.documents.typesetting import Request
from kapstok.grants.regulation import Regulation
from kapstok.plans.documents.contents import contents
from kapstok.plans.documents.layout import parts, text_size
from kapstok.plans.documents.notes import budget_notes
from kapstok.plans.findings import Finding
from kapstok.plans.presentation.figures import Award
from kapstok.plans.schema import PlanDocument

HERE = Path(__file__).parent
UPRIGHT, FLIPPED, A3 = 166, 253, 388  # millimetres between the margins
MOST_UPRIGHT, MOST_A4, MOST_A3 = 4, 7, 14  # columns of years


def plan_pdf(
    plan: PlanDocument,
    regulation: Regulation | None,
    award: Award,
    findings: tuple[Finding, ...] | None,
    *,
    municipality: str,
    made_on: date,
) -> bytes:
    """The plan as the municipality sends it to college and council; `findings` None leaves that chapter out."""
    return made_now(plan_request(plan, regulation, award, findings, municipality=municipality, made_on=made_on))


def plan_request(
    plan: PlanDocument,
    regulation: Regulation | None,
    award: Award,
    findings: tuple[Finding, ...] | None,
    *,
    municipality: str,
    made_on: date,
) -> Request:
    """What `plan_pdf` has set, for who has it set later."""
    said = contents(plan, regulation, award, findings, municipality=municipality, made_on=made_on)
    table = said.money.table
    flipped = len(table.columns) > MOST_UPRIGHT
    shown = {
        "parts": parts(table, MOST_A4),
        "flipped": flipped,
        "size": text_size(table, FLIPPED if flipped else UPRIGHT, MOST_A4),
    }
    return request(HERE / "plan.typ", {"said": said, "budget": shown}, made_on=made_on)


def budget_pdf(
    plan: PlanDocument, regulation: Regulation | None, award: Award, *, municipality: str, made_on: date
) -> bytes:
    """The budget on one A3, as large as fits; one that is too long for that goes on over more pages and says so."""
    return made_now(budget_request(plan, regulation, award, municipality=municipality, made_on=made_on))


def budget_request(
    plan: PlanDocument, regulation: Regulation | None, award: Award, *, municipality: str, made_on: date
) -> Request:
    """What `budget_pdf` has set."""
    said = contents(plan, regulation, award, None, municipality=municipality, made_on=made_on)
    table = said.money.table
    values = {
        "front": replace(said.front, title=f"Begroting: {plan.title}"),
        "figures": said.figures,
        "kapstok": said.kapstok,
        "kapstok_in_words": said.kapstok_in_words,
        "parts": parts(table, MOST_A3),
        "rows": sum(1 + len(group.lines) for group in table.groups),
        "largest": text_size(table, A3, MOST_A3, largest=11),
        "notes": tuple(budget_notes(plan, award)),
    }
    return request(HERE / "budget.typ", values, made_on=made_on)
