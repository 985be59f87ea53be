"""What somebody does to her own account. It is hers, not a municipality's: no history is kept of it."""

from allauth.usersessions.models import UserSession
from django.db import transaction

from kapstok.parties.models import Person


@transaction.atomic
def rename_person(person: Person, *, name: str) -> None:
    """What colleagues see; without a name they see the address."""
    person.name = name.strip()
    person.save(update_fields=["name"])


@transaction.atomic
def end_sessions(person: Person, *, keep: str = "", only: int | None = None) -> int:
    """Sign this person out elsewhere: of one session, or of all but `keep`. Gives how many."""
    chosen = UserSession.objects.filter(user_id=person.pk).exclude(session_key=keep)
    sessions = list(chosen if only is None else chosen.filter(pk=only))
    for session in sessions:
        session.end()
    return len(sessions)
