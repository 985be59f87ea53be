"""One mail instead of many: what waits for somebody in all her municipalities, and what changed since the last one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from kapstok.core.access import Actor, Role, Seat
from kapstok.core.tenancy import inside
from kapstok.parties.mailing import Letter, had_digest
from kapstok.parties.models import Membership, Municipality, Person
from kapstok.parties.seats import actor_of
from kapstok.portal.workspace.presentation import Item, items
from kapstok.portal.workspace.since import changes_of
from kapstok.portal.workspace.waiting import waiting_of

AT_ONCE = 10  # people whose work is looked up in one query
FIRST_TIME = timedelta(days=7)  # how far back the first mail looks


@dataclass(frozen=True, slots=True)
class Section:
    """What there is to say of one municipality."""

    municipality: Municipality
    waiting: tuple[Item, ...]
    changes: tuple[str, ...]

    @property
    def url(self) -> str:
        return reverse("work-home", args=[self.municipality.slug])


@dataclass(frozen=True, slots=True)
class Digest:
    """The mail of one person; with an empty list nothing is sent."""

    person: Person
    sections: tuple[Section, ...]

    @property
    def waiting(self) -> int:
        return sum(len(section.waiting) for section in self.sections)

    @property
    def changes(self) -> int:
        return sum(len(section.changes) for section in self.sections)


def readers(municipality: Municipality) -> QuerySet[Person]:
    """Who has a seat here and can get mail, by name."""
    seats = Membership.objects.filter(municipality=municipality, ended_at=None)
    return Person.objects.filter(pk__in=seats.values("person"), is_active=True).order_by("name", "email")


def digests(today: date, now: datetime) -> list[Digest]:
    """For everybody who wants one, did not get one today, and has something to read. By address."""
    due: dict[int, tuple[Person, list[Section]]] = {}
    for municipality in Municipality.objects.all():
        with inside(municipality):
            wanted = readers(municipality).filter(wants_digest=True)
            people = [person for person in wanted if not had_digest(person, now)]
            for person, section in sections(municipality, people, today, now):
                due.setdefault(person.pk, (person, []))[1].append(section)
    return sorted((Digest(who, tuple(parts)) for who, parts in due.values()), key=lambda one: one.person.email)


def sections(
    municipality: Municipality, people: Sequence[Person], today: date, now: datetime
) -> Iterator[tuple[Person, Section]]:
    """What this municipality has to say to each of them; nothing for who has nothing to read. Inside it."""
    for start in range(0, len(people), AT_ONCE):
        few = {person.pk: person for person in people[start : start + AT_ONCE]}
        actors = _actors(municipality, few)
        lines = waiting_of(actors, today)
        changes = changes_of(actors, {pk: since(person, now) for pk, person in few.items()}, today)
        for pk, person in few.items():
            waiting = items(lines[pk], municipality.slug, today, one_organisation=not actors[pk].is_staff)
            if waiting or changes[pk]:
                yield person, Section(municipality, tuple(waiting), tuple(changes[pk]))


def since(person: Person, now: datetime) -> datetime:
    """From when on changes are news to her."""
    return person.digest_sent_at or now - FIRST_TIME


def _actors(municipality: Municipality, people: Mapping[int, Person]) -> dict[int, Actor]:
    seats: dict[int, list[Seat]] = {pk: [] for pk in people}
    for seat in Membership.objects.filter(municipality=municipality, ended_at=None, person__in=people).order_by("pk"):
        seats[seat.person_id].append(Seat(Role(seat.role), seat.party_id))
    return {pk: actor_of(person, tuple(seats[pk])) for pk, person in people.items()}


def letter(digest: Digest, address: str, today: date) -> Letter:
    """As it is sent. `address`: where this Kapstok is, as https://kapstok.gemeente.nl."""
    about = {
        "name": digest.person.name,
        "sections": digest.sections,
        "address": address.rstrip("/"),
        "account": reverse("my-account"),
        "today": today,
    }
    return Letter(subject(digest), render_to_string("portal/workspace/mail/digest.txt", about).strip() + "\n")


def subject(digest: Digest) -> str:
    where = " en ".join(section.municipality.name for section in digest.sections[:2])
    if not digest.waiting:
        return f"Kapstok {where}: dit is er veranderd"
    waits = "ding wacht" if digest.waiting == 1 else "dingen wachten"
    return f"Kapstok {where}: {digest.waiting} {waits} op u"
