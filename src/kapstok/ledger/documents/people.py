"""Who did something, by name, from what the ledger keeps: `person:12` or a command."""

from collections.abc import Iterable, Mapping

from kapstok.core.asked import number
from kapstok.parties.models import Person

GONE = "iemand die hier niet meer werkt"


def who(kept: Iterable[str]) -> Mapping[str, str]:
    """One query, whatever the number of people."""
    wanted = {one: number(one.removeprefix("person:")) for one in kept if one.startswith("person:")}
    people = {person.pk: str(person) for person in Person.objects.filter(pk__in=[pk for pk in wanted.values() if pk])}
    return _Names({one: people.get(pk or 0, GONE) for one, pk in wanted.items()})


class _Names(dict[str, str]):
    """What is no person is a command on the server."""

    def __missing__(self, kept: str) -> str:
        return "Kapstok" if kept else ""
