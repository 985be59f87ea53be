"""Acts on people: invite somebody, give a seat, end one."""

from smtplib import SMTPException

from django.contrib.auth.hashers import make_password
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

from kapstok.core import audit
from kapstok.core.access import ROLE_LABELS, STAFF, Actor, RefusedError, Right, Role, require
from kapstok.core.clock import moment
from kapstok.core.sorting import sort_key
from kapstok.core.tenancy import CurrentMunicipality
from kapstok.parties.kinds import PartyKind, Sector
from kapstok.parties.models import Contact, Membership, Municipality, Party, Person

OWN_PARTY = "gemeente"
IN_CHARGE = (Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR)


def own_party(municipality: Municipality) -> Party:
    """The municipality itself as a party, made when first needed."""
    name = f"Gemeente {municipality.name}"
    fields = {"name": name, "sort_key": sort_key(name), "kind": PartyKind.ORGANISATION, "sector": Sector.MUNICIPALITY}
    return Party.objects.get_or_create(key=OWN_PARTY, defaults=fields)[0]


@transaction.atomic
def invite(
    *, email: str, role: Role, party: Party, function: str = "", name: str = "", link: str = "", by: Actor
) -> Membership:
    """Give somebody a seat and tell her by mail where to sign in. A mail that cannot be sent undoes it all.

    `link`: the address of the sign-in page; without one no mail is sent. Raises RefusedError.
    """
    require(by, Right.MANAGE_PEOPLE)
    person, _ = Person.objects.get_or_create(
        email=email.strip().lower(), defaults={"name": name[:100], "password": make_password(None)}
    )
    if person.pk == by.person:
        raise RefusedError("U kunt uzelf geen rol geven. Vraag het een collega die mensen mag uitnodigen.")
    if not person.is_active:
        raise RefusedError("Dit account is gesloten. Vraag wie Kapstok bij u beheert om het weer te openen.")
    seat = give_seat(person, role=role, party=party, by=by)
    contact_for(person, party, function or ROLE_LABELS[role], by=by)
    if link:
        _send(invitation(email=person.email, role=role, party=party, link=link, by=by))
        audit.record("invitation sent", seat, by=by, after={"person": person.pk})
    return seat


def give_seat(person: Person, *, role: Role, party: Party, by: Actor, from_provider: bool = False) -> Membership:
    """The seat, which may have been there already. Inside the municipality of the party."""
    seat, created = Membership.objects.get_or_create(
        person=person,
        municipality_id=party.municipality_id,
        role=role,
        party=party,
        ended_at=None,
        defaults={"from_provider": from_provider, "started_at": moment()},
    )
    if created:
        audit.record("seat given", seat, by=by, after={"person": person.pk, "role": role, "party": party.pk})
    return seat


@transaction.atomic
def end_seat(seat: Membership, *, why: str, by: Actor) -> None:
    """End a seat in this municipality; who did what stays in the history. The last who can invite people cannot leave.

    Raises RefusedError.
    """
    require(by, Right.MANAGE_PEOPLE)
    # All of them, always in the same order: two who end each other's seat wait for one another instead of both going.
    here = Membership.objects.filter(municipality=CurrentMunicipality()).select_related("person").order_by("pk")
    in_charge = list(here.filter(role__in=IN_CHARGE, ended_at=None).select_for_update(of=("self",)))
    locked = here.filter(pk=seat.pk).select_for_update(of=("self",)).first()
    if locked is None:
        raise RefusedError("Deze plek is van een andere gemeente.")
    if locked.ended_at:
        return
    able = {one.pk for one in in_charge if one.person.is_active}
    if able == {locked.pk}:
        raise RefusedError("Dit is de laatste die mensen kan uitnodigen. Geef eerst iemand anders die rol.")
    close_seat(locked, why=why, by=by)


def close_seat(seat: Membership, *, why: str, by: Actor) -> None:
    """End this seat from now on, inside its municipality. Whoever calls has asked whether that may."""
    seat.ended_at = moment()
    seat.save(update_fields=["ended_at"])
    before = {"person": seat.person_id, "role": seat.role, "party": seat.party_id}
    audit.record("seat ended", seat, by=by, before=before, why=why)


@transaction.atomic
def contact_for(person: Person, party: Party, function: str, *, by: Actor) -> Contact:
    """The contact that this person speaks as for this party. The history keeps the role, never the mailbox."""
    known = Contact.objects.filter(party=party, email=person.email, ended_on=None).first()
    if known is None:
        made = Contact.objects.create(party=party, email=person.email, function=function[:100], person=person)
        after = {"party": party.pk, "function": made.function, "person": person.pk}
        audit.record("contact added", made, by=by, after=after)
        return made
    if known.person_id is None:
        known.person = person
        known.save(update_fields=["person"])
        audit.record("contact changed", known, by=by, before={"person": None}, after={"person": person.pk})
    return known


def invitation(*, email: str, role: Role, party: Party, link: str, by: Actor) -> EmailMessage:
    """The mail that invites somebody, as it will be sent. Inside the municipality of the party."""
    about = {
        "email": email,
        "role": ROLE_LABELS[role],
        "two_steps": role in STAFF,
        "party": None if party.key == OWN_PARTY else party,
        "municipality": party.municipality,
        "link": link,
        "inviter": "" if by.is_command else by.name,
    }
    return EmailMessage(
        f"Uitnodiging: werk mee in Kapstok van gemeente {party.municipality.name}",
        render_to_string("parties/mail/invitation.txt", about).strip() + "\n",
        to=[email],
    )


def _send(mail: EmailMessage) -> None:
    try:
        mail.send()
    except (OSError, SMTPException) as error:
        raise RefusedError(
            "De mail kon niet worden verstuurd, dus er is niemand uitgenodigd. Probeer het straks opnieuw."
        ) from error
