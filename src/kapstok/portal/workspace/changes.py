"""The last few changes, in the sentences of the history."""

from kapstok.core.access import Actor
from kapstok.core.models import AuditEntry
from kapstok.portal.history.naming import names
from kapstok.portal.history.presentation import ShownEntry, entry_shown
from kapstok.portal.history.queries import entries_for, page
from kapstok.portal.history.reading import in_short, read, wanted

MOST = 5


def last_changes(reader: Actor) -> list[ShownEntry]:
    """Those that she may read. 3 queries."""
    newest = entries_for(reader).order_by("-id").values("pk")[:MOST]
    reads = [in_short(read(entry)) for entry in page(AuditEntry.objects.filter(pk__in=newest)).entries]
    known = names(wanted(reads), reader)
    return [entry_shown(one, known, short=True) for one in reads]
