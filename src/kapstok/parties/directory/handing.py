"""What hangs on a contact, and so goes along when somebody else takes over.

A later room that lets its rows point at a contact adds them here, in the `ready` of its app:

    HANDED_OVER.append(Handed(name="steps", one="stap", many="stappen", model=Step, field="owner", ...))

A test fails when a foreign key to a contact is not in this list.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Model, Q, QuerySet

from kapstok.core.access import Right
from kapstok.parties.models import ActionPoint, Attendance, Contact, Meeting


@dataclass(frozen=True, slots=True)
class Told:
    """How one piece of work reads: what, and on which day it is or has to be done.

    `address` and `pk`: the name of its page and the number in it. `who`: the function of the contact it hangs on.
    """

    what: str
    on: date | None = None
    late: bool = False
    address: str = ""
    pk: int | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """A kind of work: the rows of `model` whose `field` points at the contact.

    `name` is for the history, `one` and `many` for readers. `still_open`: which rows are not over on a day; those move,
    the others stay with who did them. `right` says who may read what the work is. `party`: the path to the party
    whose work it is when that is not the contact's. `is_work`: counts as open work of the party.
    """

    name: str
    one: str
    many: str
    model: type[Model]
    field: str
    still_open: Callable[[date], Q]
    told: Callable[[Any, date], Told]
    right: Right
    order: str = "pk"
    related: tuple[str, ...] = ()
    party: str = ""
    is_work: bool = True

    @property
    def path_to_party(self) -> str:
        return self.party or f"{self.field}__party"

    def open_on(self, today: date) -> QuerySet[Any]:
        return self.model._default_manager.filter(self.still_open(today)).select_related(*self.related)

    def of_contacts(self, contacts: Collection[int], today: date) -> QuerySet[Any]:
        return self.open_on(today).filter(**{f"{self.field}__in": contacts}).order_by(self.order, "pk")

    def of_parties(self, parties: Collection[int], today: date) -> QuerySet[Any]:
        return self.open_on(today).filter(**{f"{self.path_to_party}__in": parties}).order_by(self.order, "pk")

    def move(self, leaver: Contact, heir: Contact, today: date) -> list[int]:
        """Let the open rows of one contact point at another; gives their ids. Part of an act."""
        rows = self.of_contacts([leaver.pk], today).order_by("pk").select_related(None)
        moved = [row.pk for row in rows.select_for_update(of=("self",), no_key=True)]
        changes: dict[str, Any] = {self.field: heir.pk}
        if any(field.name == "version" for field in self.model._meta.fields):
            changes["version"] = F("version") + 1  # who is changing the row right now must see that it moved
        self.model._default_manager.filter(pk__in=moved).update(**changes)
        return moved


def _ahead(path: str = "") -> Callable[[date], Q]:
    """Meetings that are not over and not called off; `path` leads to the meeting."""

    def still_open(today: date) -> Q:
        last = Q(**{f"{path}until__gte": today}) | Q(**{f"{path}until": None, f"{path}on__gte": today})
        return last & Q(**{f"{path}cancelled": False})

    return still_open


ACTION_POINTS = Handed(
    name="action_points",
    one="actiepunt",
    many="actiepunten",
    model=ActionPoint,
    field="owner",
    still_open=lambda today: Q(done_on=None),
    told=lambda point, today: Told(
        point.what, point.due, point.due < today, "meeting" if point.meeting_id else "", point.meeting_id
    ),
    right=Right.SEE_MEETINGS,
    order="due",
)
INVITATIONS = Handed(
    name="attendances",
    one="uitnodiging voor overleg",
    many="uitnodigingen voor overleg",
    model=Attendance,
    field="contact",
    still_open=_ahead("meeting__"),
    told=lambda asked, today: Told(asked.meeting.title, asked.meeting.on, address="meeting", pk=asked.meeting_id),
    right=Right.SEE_MEETINGS,
    order="meeting__on",
    related=("meeting",),
    party="party",
)
OWN_MEETINGS = Handed(
    name="meetings",
    one="zelf georganiseerd overleg",
    many="zelf georganiseerde overleggen",
    model=Meeting,
    field="organiser",
    still_open=_ahead(),
    told=lambda meeting, today: Told(meeting.title, meeting.on, address="meeting", pk=meeting.pk),
    right=Right.SEE_MEETINGS,
    order="on",
)
STAND_INS = Handed(
    name="stand_ins",
    one="collega om voor in te vallen",
    many="collega’s om voor in te vallen",
    model=Contact,
    field="stand_in",
    still_open=lambda today: Q(ended_on=None),
    told=lambda contact, today: Told(f"{contact.function}, {contact.party.name}"),
    right=Right.SEE_PARTIES,
    order="function",
    related=("party",),
    is_work=False,
)

HANDED_OVER: list[Handed] = [ACTION_POINTS, INVITATIONS, OWN_MEETINGS, STAND_INS]
