"""What the checks say about one measure, beside the field where it is put right. Pure."""

from collections.abc import Mapping, Sequence

from kapstok.grants.regulation import Regulation
from kapstok.plans.checks import run
from kapstok.plans.findings import Finding, RowKind
from kapstok.plans.schema import Measure, PlanDocument

# The part of the form where each finding is put right; the others stand at the top.
FIELDS: Mapping[str, str] = {
    "K106": "estimates",
    "K107": "estimates",
    "K201": "steps",
    "K203": "steps",
    "K301": "purposes",
    "K302": "purposes",
    "K303": "cost_types",
    "K401": "lead",
    "K402": "result",
    "K403": "steps",
    "K404": "target_group",
}
EVERYWHERE = "top"


def points(
    plan: PlanDocument, measure: Measure, regulation: Regulation | None, findings: Sequence[Finding]
) -> dict[str, list[Finding]]:
    """For each part of the form what is found there: of this measure by itself, so that it says only this measure's
    figures; and under `top` what the whole plan says of it."""
    alone = plan.model_copy(
        update={
            "measures": (measure,),
            "lines": tuple(line for line in plan.lines if line.measure == measure.key),
            "milestones": (),
            "spent_before": (),
            "phasing": (),
        }
    )
    found: dict[str, list[Finding]] = {part: [] for part in (*FIELDS.values(), EVERYWHERE)}
    for finding in run(alone, regulation):
        if finding.code in FIELDS and _about(finding, measure):
            found[FIELDS[finding.code]].append(finding)
    found[EVERYWHERE] = [f for f in findings if f.code not in FIELDS and _about(f, measure)]
    return found


def _about(finding: Finding, measure: Measure) -> bool:
    return any(row.kind is RowKind.MEASURE and row.key == measure.key for row in finding.rows)
