"""What somebody reads in the history: no more than the pages show her.

Who may not read a concept finds nothing of plans, not even what a part is called: an entry keeps old texts for good.
"""

from django.db.models import Q

from kapstok.core.access import Actor, Right, Scope
from kapstok.portal.history.words import ROWS

WITHOUT_CONCEPT = ("parties.", "grants.")  # rooms that have nothing of a plan in them; a new room is kept out
OF_MEETINGS = frozenset(
    f"parties.{name}"
    for name in ("actionpoint", "agreement", "agreementparty", "attendance", "calendarfeed", "meeting", "topic")
)
OWN = frozenset({"plans.draft", "plans.upload"})  # hers alone who made it


def sees_all(reader: Actor) -> bool:
    return _may(reader, Right.SEE_CONCEPT) and _may(reader, Right.SEE_MEETINGS)


def _may(reader: Actor, right: Right) -> bool:
    return reader.scope(right) == Scope.ALL


def readable(reader: Actor | None) -> Q:
    """Which entries she reads. None reads all: the server itself."""
    if reader is None:
        return Q()
    found = ~Q(table__in=OWN) | Q(by=reader.by)
    if not _may(reader, Right.SEE_CONCEPT):
        rooms = Q()
        for room in WITHOUT_CONCEPT:
            rooms |= Q(table__startswith=room)
        found &= rooms
    return found if _may(reader, Right.SEE_MEETINGS) else found & ~Q(table__in=OF_MEETINGS)


def may_know(reader: Actor | None, table: str) -> bool:
    """May she know what a record of this kind is called? `table` may be a list of a plan, as `themes`."""
    if reader is None:
        return True
    of = ROWS.get(table, table)
    if of in OF_MEETINGS:
        return _may(reader, Right.SEE_MEETINGS)
    return _may(reader, Right.SEE_CONCEPT) or not of.startswith("plans.")
