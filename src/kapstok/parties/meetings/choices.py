"""What a form on meetings can be answered with: groups, who invites, organisations, who does something."""

from django.db.models import Q

from kapstok.core.access import Actor
from kapstok.parties.kinds import PartyKind
from kapstok.parties.meetings import queries
from kapstok.parties.meetings.forms import Choices, owner_choices
from kapstok.parties.meetings.presentation import by_sector
from kapstok.parties.models import Meeting, Party


def group_choices(chosen: int | None) -> Choices:
    """Existing groups, those that met last first; `chosen` is among them however many there are."""
    groups = list(queries.groups())
    if chosen is not None and chosen not in {group.pk for group in groups}:
        groups += Party.objects.filter(pk=chosen)
    return [(str(group.pk), group.name) for group in groups]


def party_choices(chosen: frozenset[int] = frozenset()) -> Choices:
    """Every organisation and role, by sector. Working groups meet, they are not asked, unless they were."""
    return by_sector(Party.objects.filter(~Q(kind=PartyKind.WORKING_GROUP) | Q(pk__in=chosen)))


def organiser_choices(by: Actor, chosen: int | None) -> Choices:
    also = () if chosen is None else (chosen,)
    return owner_choices(queries.contacts_of(by.parties, also)[: queries.MOST_OPTIONS])


def point_owners(meeting: Meeting, by: Actor, owners: frozenset[int]) -> Choices:
    """Contacts of who was asked and of one's own party, and whoever has a point of this meeting already."""
    parties = frozenset(meeting.party_ids()) | by.parties
    return owner_choices(queries.contacts_of(parties, owners)[: queries.MOST_OPTIONS])


def own_contact(by: Actor) -> str:
    """The contact that somebody speaks as, to begin with; empty when there is none."""
    mine = queries.contacts_of(by.parties).filter(person=by.person).first() if by.person else None
    return str(mine.pk) if mine else ""
