"""Steps of a work plan go along when the contact who does them hands over her work."""

from datetime import date

from django.db.models import Q

from kapstok.core.access import Right
from kapstok.parties.directory.handing import Handed, Told
from kapstok.plans.models import WorkStep
from kapstok.plans.working.lateness import quarters_of


def _told(step: WorkStep, today: date) -> Told:
    _, last = quarters_of(step)
    return Told(step.what, last.end, last.end < today, "workplan", step.work_plan_id)


STEPS = Handed(
    name="work_steps",
    one="stap in een werkplan",
    many="stappen in werkplannen",
    model=WorkStep,
    field="owner",
    still_open=lambda today: Q(done_on=None),
    told=_told,
    right=Right.SEE_WORK_PLANS,
    party="work_plan__party",
)
