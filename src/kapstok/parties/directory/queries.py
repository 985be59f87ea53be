"""Reading parties and contacts: who can be reached, who stands in, and what work hangs on whom."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When, Window

from kapstok.core.access import Actor, Right, Scope
from kapstok.core.sorting import sort_key
from kapstok.parties.directory.handing import HANDED_OVER, Handed, Told
from kapstok.parties.directory.rules import attention, counted, listed
from kapstok.parties.kinds import PARTY_KIND_LABELS, SECTOR_LABELS, PartyKind, Sector
from kapstok.parties.models import Contact, Membership, Party

MOST_TOLD = 20  # pieces of work of one kind on a page
MOST_CHOICES = 500
ALONE = Q(stand_in=None) | Q(stand_in__ended_on__isnull=False)
ACTIVE = Contact.objects.filter(ended_on=None)
_OF_PARTY = Contact.objects.filter(party=OuterRef("pk"), ended_on=None)


class Lacks(StrEnum):
    """What a party can do without only for a while; the words of the address."""

    CONTACT = "contact"
    STAND_IN = "vervanger"


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party in the list. `alone`: how many of its contacts nobody stands in for."""

    party: Party
    contacts: int
    alone: int
    work: int

    @property
    def kind(self) -> str:
        return PARTY_KIND_LABELS[PartyKind(self.party.kind)]

    @property
    def sector(self) -> str:
        return SECTOR_LABELS[Sector(self.party.sector)]

    @property
    def attention(self) -> str:
        return attention(self.contacts, self.alone)


@dataclass(frozen=True, slots=True)
class Heap:
    """Work of one kind: how many, and the first of them."""

    one: str
    many: str
    count: int
    told: tuple[Told, ...]

    @property
    def words(self) -> str:
        return counted(self.count, self.one, self.many)

    @property
    def left(self) -> int:
        return self.count - len(self.told)


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class TakesPart:
    """Where a party takes part, under one heading of its page."""

    title: str
    links: tuple[Link, ...]


# A later room tells here where a party takes part: the measures it leads, the offers it makes.
TAKES_PART: list[Callable[[Party], TakesPart]] = []


def parties(
    *, search: str = "", sector: Sector | None = None, kind: PartyKind | None = None, lacks: Lacks | None = None
) -> QuerySet[Party]:
    """The parties of this municipality by name. `search`: part of a name, or of the function of a contact."""
    rows = Party.objects.order_by("sort_key", "pk")
    if search.strip():
        in_function = Exists(_OF_PARTY.filter(function__icontains=search.strip()))
        rows = rows.filter(Q(sort_key__contains=sort_key(search)) | in_function)
    if sector:
        rows = rows.filter(sector=sector)
    if kind:
        rows = rows.filter(kind=kind)
    match lacks:
        case Lacks.CONTACT:
            return rows.filter(~Exists(_OF_PARTY))
        case Lacks.STAND_IN:
            return rows.filter(Exists(_OF_PARTY.filter(ALONE)))
        case _:
            return rows


def rows_of(page: Sequence[Party], today: date) -> list[PartyRow]:
    """What the list says of these parties; as many queries as there are kinds of work, and one."""
    ids = [party.pk for party in page]
    counts = ACTIVE.filter(party__in=ids).values("party").order_by("party")
    found = {row["party"]: row for row in counts.annotate(all=Count("pk"), alone=Count("pk", filter=ALONE))}
    work = _work_per_party(ids, today)
    nobody = {"all": 0, "alone": 0}
    return [
        PartyRow(
            party=party,
            contacts=found.get(party.pk, nobody)["all"],
            alone=found.get(party.pk, nobody)["alone"],
            work=work[party.pk],
        )
        for party in page
    ]


def _work_per_party(ids: Collection[int], today: date) -> Counter[int]:
    total: Counter[int] = Counter()
    for kind in HANDED_OVER:
        if kind.is_work:
            rows = kind.of_parties(ids, today).select_related(None).order_by().values_list(kind.path_to_party)
            total.update(dict(rows.annotate(count=Count("pk"))))
    return total


@dataclass(frozen=True, slots=True)
class Totals:
    parties: int
    without_contact: int
    without_stand_in: int


def totals() -> Totals:
    """Of all parties, how many there are and how many lack somebody."""
    reached = Party.objects.annotate(
        reachable=Exists(_OF_PARTY),
        alone=Exists(_OF_PARTY.filter(ALONE)),
    )
    found = reached.aggregate(
        parties=Count("pk"),
        without_contact=Count("pk", filter=Q(reachable=False)),
        without_stand_in=Count("pk", filter=Q(alone=True)),
    )
    return Totals(**found)


def contacts_of(party: Party) -> list[Contact]:
    """All of them with their stand-ins, those of today first."""
    rows = Contact.objects.filter(party=party).select_related("stand_in__party", "party")
    return sorted(rows, key=lambda contact: (contact.ended_on is not None, sort_key(contact.function), contact.pk))


def open_work(party: Party, actor: Actor, today: date) -> list[Heap]:
    """What waits for this party, as far as this actor may know; kinds of which there is none are left out."""
    kinds = [kind for kind in HANDED_OVER if kind.is_work and _may_read(kind, party, actor)]
    heaps = (_heap(kind, kind.of_parties([party.pk], today), today, with_contact=True) for kind in kinds)
    return [heap for heap in heaps if heap.count]


def hides_work(party: Party, actor: Actor) -> bool:
    """Is there work of this party that this actor may not know of?"""
    return any(kind.is_work and not _may_read(kind, party, actor) for kind in HANDED_OVER)


def _may_read(kind: Handed, party: Party, actor: Actor) -> bool:
    """Partners read here only their own work: that of another may be for a plan that they do not know of yet."""
    knows = bool(actor.may(Right.SEE_CONCEPT)) or party.pk in actor.parties
    return knows and bool(actor.may(kind.right, (party.pk,)))


def hanging_on(contact: Contact, today: date) -> list[Heap]:
    """What goes along when this contact is handed over."""
    heaps = (_heap(kind, kind.of_contacts([contact.pk], today), today) for kind in HANDED_OVER)
    return [heap for heap in heaps if heap.count]


def hanging_words(contact: Contact, today: date) -> str:
    """“2 actiepunten en 1 uitnodiging voor overleg”; empty when nothing hangs on this contact."""
    return listed(heap.words for heap in hanging_on(contact, today))


def left_behind(ended: Iterable[Contact], today: date) -> set[int]:
    """Of these contacts the ids of those that have ended while work was given to them."""
    ids = [contact.pk for contact in ended]
    if not ids:
        return set()
    found = (kind.of_contacts(ids, today).order_by().values_list(kind.field, flat=True) for kind in HANDED_OVER)
    return set().union(*found)


def _heap(kind: Handed, rows: QuerySet[Any], today: date, *, with_contact: bool = False) -> Heap:
    rows = rows.select_related(*kind.related, kind.field) if with_contact else rows
    first = list(rows.annotate(of_all=Window(Count("pk")))[:MOST_TOLD])
    told = tuple(_told(kind, row, today, with_contact) for row in first)
    return Heap(kind.one, kind.many, first[0].of_all if first else 0, told)


def _told(kind: Handed, row: Any, today: date, with_contact: bool) -> Told:
    contact = getattr(row, kind.field) if with_contact else None
    return replace(kind.told(row, today), who=contact.function if contact else "")


def possible_stand_ins(actor: Actor, party: Party, contact: Contact | None) -> list[Contact]:
    """Who could stand in: contacts of the party itself first, then of other parties if this actor may choose them.

    Who stands in now is always among them.
    """
    own = Case(When(party=party, then=0), default=1)
    rows = ACTIVE.select_related("party").order_by(own, "party__sort_key", "function", "pk")
    if actor.scope(Right.KEEP_PARTIES) != Scope.ALL:
        rows = rows.filter(Q(party=party) | Q(pk=contact.stand_in_id if contact else None))
    if contact:
        rows = rows.exclude(pk=contact.pk)
    return list(rows[:MOST_CHOICES])


def possible_successors(contact: Contact) -> list[Contact]:
    return list(ACTIVE.filter(party=contact.party_id).exclude(pk=contact.pk).order_by("function", "pk")[:MOST_CHOICES])


def still_signs_in(contact: Contact) -> bool:
    """Has the person behind this contact a seat on behalf of its party?"""
    seats = Membership.objects.filter(person=contact.person_id, party=contact.party_id, ended_at=None)
    return contact.person_id is not None and seats.exists()
