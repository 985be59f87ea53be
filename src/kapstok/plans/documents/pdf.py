"""The plan and its budget as PDF/UA."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kapstok.core.documents.pdf import pdf, plain
from kapstok.grants.regulation import Regulation
from kapstok.plans.documents.contents import contents
from kapstok.plans.documents.layout import Part, parts, text_size
from kapstok.plans.findings import Finding
from kapstok.plans.presentation.figures import Award
from kapstok.plans.schema import PlanDocument

HERE = Path(__file__).parent


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
    said = contents(plan, regulation, award, findings, municipality=municipality, made_on=made_on)
    split = parts(said.money.table)
    flipped = len(split[0].columns) > 4
    values = plain(said) | {
        "level": said.level.singular,
        "budget_parts": plain(split),
        "budget_flipped": flipped,
        "budget_size": text_size(said.money.table, 253 if flipped else 166),
    }
    return pdf(HERE / "plan.typ", values, made_on=made_on)
