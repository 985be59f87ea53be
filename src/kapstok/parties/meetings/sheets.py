"""The forms of a meeting with their rows: what is asked beforehand, and what came of it."""

from typing import Any

from django.http import QueryDict

from kapstok.core.access import Actor
from kapstok.core.form_sheet import Sheet, Shown
from kapstok.core.forms import Rows
from kapstok.core.overtaken import RowSet, compared, on_version
from kapstok.parties.meetings import actions, choices, filled, queries
from kapstok.parties.meetings.forms import InvitationForm, PointRows, ReportForm, TitleRows, TopicRows
from kapstok.parties.models import Meeting


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
