"""The form of a work plan with its rows, as one. What is done or met stands apart, and stays."""

from datetime import date
from typing import Any

from django.http import QueryDict

from kapstok.core.access import Actor
from kapstok.core.form_sheet import Sheet, Shown
from kapstok.core.forms import Rows
from kapstok.core.overtaken import RowSet, compared, on_version
from kapstok.parties.meetings.choices import party_choices
from kapstok.plans.models import WorkPlan
from kapstok.plans.working import actions, filled, queries
from kapstok.plans.working.forms import NeedRows, PresenceRows, StepRows, TextForm, quarter_choices
from kapstok.plans.working.lateness import in_time

KINDS = (("steps", "Stappen"), ("presences", "Waar en hoeveel uur"), ("needs", "Wat u nodig hebt"))


class WorkPlanSheet(Sheet):
    """`give`: what is taken is handed in, too."""

    def __init__(self, work_plan: WorkPlan, today: date, *, give: bool = False) -> None:
        self.work_plan = work_plan
        self.give = give
        self.said = "Het werkplan is ingeleverd. Dank u wel." if give else "Het werkplan is bewaard."
        self.now = {
            "steps": filled.of_steps(in_time(step for step in work_plan.steps.all() if not step.done_on)),
            "presences": filled.of_presences(work_plan.presences.all()),
            "needs": filled.of_needs(need for need in work_plan.needs.all() if not need.met_on),
        }
        self.options = self._options(today)
        self.form = self.make_form(initial=self._text())
        self.rows = {kind: self.make_rows(kind, initial=self.now[kind]) for kind, _ in KINDS}

    def _text(self) -> Shown:
        return {"text": self.work_plan.text, "version": self.work_plan.version}

    def _options(self, today: date) -> dict[str, Any]:
        """What the rows of each kind can be answered with."""
        steps, needs = self.now["steps"], self.now["needs"]
        owners = frozenset(int(row["owner"]) for row in steps if row["owner"])
        chosen = {int(row["party"]) for row in needs} | {int(row["place"]) for row in self.now["presences"]}
        parties = party_choices(frozenset(chosen))
        used = [row.get(name, "") for row in (*steps, *needs) for name in ("quarter", "until")]
        quarters = quarter_choices(today, used)
        contacts = queries.contacts_of(self.work_plan.party_id, owners)
        return {
            "steps": {"quarters": quarters, "owners": [(str(one.pk), one.function) for one in contacts]},
            "presences": {"places": parties},
            "needs": {"quarters": quarters, "parties": _others(parties, self.work_plan.party_id)},
        }

    def make_form(self, **how: Any) -> TextForm:
        return TextForm(**how)

    def make_rows(self, prefix: str, **how: Any) -> Rows:
        kind = {"steps": StepRows, "presences": PresenceRows, "needs": NeedRows}[prefix]
        return kind(prefix=prefix, form_kwargs=self.options[prefix], **how)

    def save(self, by: Actor) -> WorkPlan:
        assert isinstance(self.form, TextForm)
        entered = filled.filled(self.form, **self.rows, give=self.give)
        return actions.fill(self.work_plan, entered, version=self.form.cleaned_data["version"], by=by)

    def overtaken(self, given: QueryDict) -> Shown:
        row_sets = [RowSet(label, self.rows[kind], self.now[kind]) for kind, label in KINDS]
        differing = compared(self.form, self._text(), row_sets)
        self.take(on_version(given, self.work_plan.version, row_sets))
        return self.shown() | {"clashes": differing}


def _others(by_sector: Any, own: int) -> list[tuple[str, list[tuple[int, str]]]]:
    """The choices without one's own party."""
    return [(sector, [one for one in parties if one[0] != own]) for sector, parties in by_sector]
