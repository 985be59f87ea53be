"""A form with rows under it, as one: shown, given more rows, taken, saved, or shown again beside what overtook it."""

from abc import ABC, abstractmethod
from typing import Any

from django.http import QueryDict

from kapstok.core.access import Actor
from kapstok.core.forms import KapstokForm
from kapstok.parties.meetings import actions, choices, filled, queries
from kapstok.parties.meetings.forms import (
    InvitationForm,
    PointRows,
    ReportForm,
    Rows,
    TitleRows,
    TopicRows,
    typed,
    typed_rows,
)
from kapstok.parties.meetings.overtaken import RowSet, compared, on_version
from kapstok.parties.models import Meeting

MORE = 3
Shown = dict[str, Any]


class Sheet(ABC):
    """A form with its rows by prefix. `said` is what the page says once it is saved."""

    said: str
    form: KapstokForm
    rows: dict[str, Rows]

    @abstractmethod
    def make_form(self, **how: Any) -> KapstokForm:
        """`data=` what was sent, or `initial=` what to show."""

    @abstractmethod
    def make_rows(self, prefix: str, **how: Any) -> Rows:
        """As make_form."""

    @abstractmethod
    def save(self, by: Actor) -> Meeting:
        """What was taken, through the act. Raises RefusedError."""

    @abstractmethod
    def overtaken(self, given: QueryDict) -> Shown:
        """What was sent, on the version that stands there now, with `clashes`: what differs from it."""

    def shown(self) -> Shown:
        forms = [self.form, *(form for rows in self.rows.values() for form in rows.forms)]
        row_sets = list(self.rows.values())
        wrong = any(form.errors for form in forms) or any(rows.non_form_errors() for rows in row_sets)
        return {"form": self.form, "forms": forms, "row_sets": row_sets, "wrong": wrong, **self.rows}

    def take(self, given: QueryDict) -> bool:
        self.form = self.make_form(data=given)
        self.rows = {prefix: self.make_rows(prefix, data=given) for prefix in self.rows}
        return all([self.form.is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    def with_more_rows(self, given: QueryDict, prefix: str) -> Shown:
        """Everything as it was typed, right or wrong, with empty rows under those of `prefix`."""
        self.take(given)
        self.form = self.make_form(initial=typed(self.form))
        for name, rows in self.rows.items():
            again = self.make_rows(name, initial=typed_rows(rows))
            again.extra = MORE if name == prefix else 0
            self.rows[name] = again
        return self.shown()

    def refused(self, why: str) -> Shown:
        self.form.add_error(None, why)
        return self.shown()


class InvitationSheet(Sheet):
    """Title, group, when and where, who is asked, and the topics."""

    def __init__(self, by: Actor, first: Shown, meeting: Meeting | None = None) -> None:
        self.meeting = meeting
        self.said = "Het overleg is gewijzigd." if meeting else "Het overleg staat in de agenda."
        self.options = {
            "groups": choices.group_choices(meeting.group_id if meeting else None),
            "organisers": choices.organiser_choices(by, meeting.organiser_id if meeting else None),
            "parties": choices.party_choices(frozenset(first.get("asked", ()))),
        }
        self.form = self.make_form(initial=first)
        self.rows = {"topics": self.make_rows("topics", initial=self._titles())}

    def make_form(self, **how: Any) -> InvitationForm:
        return InvitationForm(**how, **self.options)

    def make_rows(self, prefix: str, **how: Any) -> Rows:
        return TitleRows(prefix=prefix, **how)

    def _titles(self) -> list[Shown]:
        return filled.of_titles(self.meeting.topics.all()) if self.meeting else []

    def save(self, by: Actor) -> Meeting:
        assert isinstance(self.form, InvitationForm)
        invitation = filled.invitation(self.form, self.rows["topics"])
        if self.meeting is None:
            return actions.plan_meeting(invitation, by=by)
        version = self.form.cleaned_data["version"] or 0
        return actions.change_meeting(self.meeting, invitation, version=version, by=by)

    def overtaken(self, given: QueryDict) -> Shown:
        assert self.meeting is not None
        row_sets = [RowSet("Onderwerpen", self.rows["topics"], self._titles())]
        differing = compared(self.form, filled.of_meeting(self.meeting), row_sets)
        self.take(on_version(given, self.meeting.version, row_sets))
        return self.shown() | {"clashes": differing}


class ReportSheet(Sheet):
    """Who came, what came of each topic and of it all, and who does what. Points that are done stand apart."""

    said = "Het verslag is bewaard."

    def __init__(self, by: Actor, meeting: Meeting) -> None:
        self.meeting = meeting
        self.asked = sorted((row.party for row in meeting.attendances.all()), key=lambda party: party.sort_key)
        self.points = list(queries.still_open(queries.points_of(meeting)))
        owners = frozenset(point.owner_id for point in self.points)
        self.owners = choices.point_owners(meeting, by, owners)
        self.form = self.make_form(initial=filled.of_report(meeting))
        self.rows = {
            "topics": self.make_rows("topics", initial=self._topics()),
            "points": self.make_rows("points", initial=filled.of_points(self.points)),
        }

    def make_form(self, **how: Any) -> ReportForm:
        return ReportForm(**how, asked=self.asked)

    def make_rows(self, prefix: str, **how: Any) -> Rows:
        if prefix == "topics":
            return TopicRows(prefix=prefix, **how)
        return PointRows(prefix=prefix, form_kwargs={"owners": self.owners}, **how)

    def _topics(self) -> list[Shown]:
        return filled.of_topics(self.meeting.topics.all())

    def save(self, by: Actor) -> Meeting:
        assert isinstance(self.form, ReportForm)
        report = filled.report(self.form, self.rows["topics"], self.rows["points"])
        return actions.report_meeting(self.meeting, report, version=self.form.cleaned_data["version"], by=by)

    def overtaken(self, given: QueryDict) -> Shown:
        row_sets = [
            RowSet("Onderwerpen", self.rows["topics"], self._topics()),
            RowSet("Actiepunten", self.rows["points"], filled.of_points(self.points)),
        ]
        differing = compared(self.form, filled.of_report(self.meeting), row_sets)
        self.take(on_version(given, self.meeting.version, row_sets))
        return self.shown() | {"clashes": differing}
