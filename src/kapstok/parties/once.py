"""A double click sends a form twice at the same moment; what it asks for has to be done once."""

from kapstok.core.access import Actor
from kapstok.parties.models import Person


def one_at_a_time(by: Actor) -> None:
    """Let the second of two acts of one person wait until the first is done, and then see what that made.

    An act that could be done twice calls this first, inside its transaction, and then gives back what is there already.
    """
    if by.person is not None:
        Person.objects.select_for_update(no_key=True).filter(pk=by.person).first()
