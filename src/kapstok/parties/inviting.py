"""Acts on people: invite somebody, give a seat, end one."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.timezone import now

from kapstok.core import audit
from kapstok.core.access import ROLE_LABELS, Actor, RefusedError, Right, Role, require
from kapstok.core.sorting import sort_key
from kapstok.parties.kinds import PartyKind, Sector
from kapstok.parties.models import Contact, Membership, Municipality, Party, Person

OWN_PARTY = "gemeente"


def own_party(municipality: Municipality) -> Party:
    """The municipality itself as a party, made when first needed."""
    name = f"Gemeente {municipality.name}"
    fields = {"name": name, "sort_key": sort_key(name), "kind": PartyKind.ORGANISATION, "sector": Sector.MUNICIPALITY}
    return Party.objects.get_or_create(key=OWN_PARTY, defaults=fields)[0]


@transaction.atomic
def invite(
    *, email: str, role: Role, party: Party, function: str, name: str = "", link: str = "", by: Actor
) -> Membership:
    """Give somebody a seat and tell her by mail where to sign in. Raises RefusedError."""
    require(by, Right.MANAGE_PEOPLE)
    email = email.strip().lower()
    person = Person.objects.filter(email=email).first() or Person.objects.create_user(email, name=name)
    seat = give_seat(person, role=role, party=party, by=by)
    contact_for(person, party, function or ROLE_LABELS[role])
    transaction.on_commit(lambda: _send_invitation(seat, link))
    return seat


def give_seat(person: Person, *, role: Role, party: Party, by: Actor, from_provider: bool = False) -> Membership:
    """The seat, which may have been there already. Inside the municipality of the party."""
    seat, created = Membership.objects.get_or_create(
        person=person,
        municipality_id=party.municipality_id,
        role=role,
        party=party,
        ended_at=None,
        defaults={"from_provider": from_provider},
    )
    if created:
        audit.record("seat given", seat, by=by, after={"person": person.pk, "role": role, "party": party.pk})
    return seat


@transaction.atomic
def end_seat(seat: Membership, *, why: str, by: Actor) -> None:
    """End a seat; who did what stays in the history. The last programme manager or administrator cannot leave."""
    require(by, Right.MANAGE_PEOPLE)
    locked = Membership.objects.select_for_update().get(pk=seat.pk)
    if locked.ended_at:
        return
    _keep_somebody_in_charge(locked)
    locked.ended_at = now()
    locked.save(update_fields=["ended_at"])
    audit.record(
        "seat ended",
        locked,
        by=by,
        before={"person": locked.person_id, "role": locked.role, "party": locked.party_id},
        why=why,
    )


def _keep_somebody_in_charge(seat: Membership) -> None:
    in_charge = (Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR)
    if seat.role not in in_charge:
        return
    others = Membership.objects.select_for_update().filter(
        municipality=seat.municipality_id, role__in=in_charge, ended_at=None
    )
    if not others.exclude(person=seat.person_id).exists():
        raise RefusedError("Dit is de laatste die mensen kan uitnodigen. Geef eerst iemand anders die rol.")


def contact_for(person: Person, party: Party, function: str) -> Contact:
    """The contact that this person speaks as for this party."""
    known = Contact.objects.filter(party=party, email=person.email, ended_on=None).first()
    if known is None:
        return Contact.objects.create(party=party, email=person.email, function=function[:100], person=person)
    if known.person_id is None:
        known.person = person
        known.save(update_fields=["person"])
    return known


def _send_invitation(seat: Membership, link: str) -> None:
    about = {"seat": seat, "role": ROLE_LABELS[Role(seat.role)], "municipality": seat.municipality, "link": link}
    EmailMessage(
        f"Uitnodiging: werk mee in Kapstok van gemeente {seat.municipality.name}",
        render_to_string("parties/mail/invitation.txt", about),
        settings.DEFAULT_FROM_EMAIL,
        [seat.person.email],
    ).send()
