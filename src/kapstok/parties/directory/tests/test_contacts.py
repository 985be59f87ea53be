"""Adding, changing and ending: each act, each refusal, and what the history keeps."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest
from tests import cast

from kapstok.core.access import Actor, RefusedError, Role, Seat
from kapstok.core.models import AuditEntry
from kapstok.core.overtaken import OvertakenError
from kapstok.core.tenancy import inside
from kapstok.parties.directory import actions
from kapstok.parties.directory.queries import left_behind
from kapstok.parties.directory.tests.people import BY, TODAY, TOMORROW, YESTERDAY, asked, contact, facts, meeting, point
from kapstok.parties.directory.tests.people import party as new_party
from kapstok.parties.directory.values import ContactCard, card_of
from kapstok.parties.kinds import PartyKind, Sector
from kapstok.parties.models import Contact, Municipality, Party

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def diemen() -> Iterator[Municipality]:
    municipality = cast.municipality()
    with inside(municipality):
        yield municipality


def _school(*parties: Party) -> Actor:
    return Actor("person:1", tuple(Seat(Role.SCHOOL, party.pk) for party in parties))


def test_a_party_gets_a_key_that_stays_when_its_name_changes() -> None:
    party = new_party("Florente")
    changed = actions.change_party(party, facts("Ábelen", sector=Sector.CHILDCARE), by=BY)
    assert (changed.key, changed.name, changed.sort_key, changed.sector) == (
        "florente", "Ábelen", "abelen", Sector.CHILDCARE,
    )  # fmt: skip


def test_a_party_is_not_added_twice() -> None:
    party, other = new_party("Florente"), new_party("Bibliotheek")
    for act in (partial(new_party, "florénte"), partial(actions.change_party, other, facts("FLORENTE"), by=BY)):
        with pytest.raises(RefusedError, match="staat al in de lijst"):
            act()
    assert actions.change_party(party, facts("Florente"), by=BY).name == "Florente"


def test_a_change_that_changes_nothing_leaves_no_trace() -> None:
    party = new_party()
    known = contact(party)
    before = AuditEntry.objects.count()
    actions.change_party(party, facts(), by=BY)
    actions.change_contact(known, ContactCard(known.function, known.email), by=BY)
    assert AuditEntry.objects.count() == before


def test_a_change_from_an_older_version_is_refused_whatever_act_made_the_newer_one() -> None:
    party = new_party()
    known, other = contact(party), contact(party, "Adjunct")
    version = card_of(known).version
    changed = actions.change_contact(known, replace(card_of(known), stand_in=other.pk), version=version, by=BY)
    with pytest.raises(OvertakenError):
        actions.change_contact(known, card_of(known), version=version, by=BY)
    again = replace(card_of(known), phone="020 555 01 01")
    assert actions.change_contact(known, again, version=card_of(changed).version, by=BY).stand_in is None


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.PROGRAMME_MANAGER, Role.POLICY_OFFICER)])
def test_parties_are_kept_by_who_runs_the_programme(role: Role) -> None:
    party = new_party()
    somebody = Actor("person:1", (Seat(role, party.pk),))
    with pytest.raises(RefusedError, match="een programmamanager of een beleidsmedewerker"):
        actions.add_party(facts("Nieuw"), by=somebody)
    with pytest.raises(RefusedError, match="een programmamanager of een beleidsmedewerker"):
        actions.change_party(party, facts("Anders"), by=somebody)


def test_a_school_keeps_the_contacts_of_its_own_party_only() -> None:
    own, other = new_party("Florente"), new_party("Bibliotheek")
    theirs = contact(other, "Leesconsulent")
    school = _school(own)
    mine = actions.add_contact(own, ContactCard("Directeur", "directie@florente.example"), by=school)
    actions.change_contact(mine, ContactCard("Rector", "directie@florente.example"), by=school)
    actions.end_contact(mine, by=school)
    card = ContactCard("X", "x@x.example")
    acts = (
        partial(actions.add_contact, other, card, by=school),
        partial(actions.change_contact, theirs, card, by=school),
        partial(actions.end_contact, theirs, by=school),
    )
    for act in acts:
        with pytest.raises(RefusedError, match="andere organisatie"):
            act()


def test_a_school_chooses_stand_ins_of_its_own_but_leaves_the_one_that_is_there() -> None:
    own, other = new_party("Florente"), new_party("Gemeente")
    officer = contact(other, "Beleidsmedewerker")
    mine = contact(own, stand_in=officer)
    kept = actions.change_contact(mine, ContactCard("Rector", mine.email, "020 555 01 01", officer.pk), by=_school(own))
    assert (kept.function, kept.stand_in_id) == ("Rector", officer.pk)
    with pytest.raises(RefusedError, match="andere organisatie"):
        actions.add_contact(own, ContactCard("Directeur", "d@x.example", stand_in=officer.pk), by=_school(own))


def test_a_contact_is_there_once_until_it_has_ended() -> None:
    party = new_party()
    first = contact(party, "Directeur", email="directie@florente.example")
    other = contact(party, "Rector", email="directie@florente.example")
    again = ContactCard("Directeur ", "Directie@florente.example")
    for act in (
        partial(actions.add_contact, party, again, by=BY),
        partial(actions.change_contact, other, again, by=BY),
    ):
        with pytest.raises(RefusedError, match="staat er al"):
            act()
    actions.end_contact(first, by=BY)
    assert actions.add_contact(party, again, by=BY).email == "directie@florente.example"


def test_nobody_stands_in_for_herself_or_after_leaving() -> None:
    party = new_party()
    leaver, stays = contact(party, "Directeur"), contact(party, "Rector")
    actions.end_contact(leaver, by=BY)
    with pytest.raises(RefusedError, match="Kies een andere vervanger"):
        actions.change_contact(stays, ContactCard("Rector", stays.email, stand_in=leaver.pk), by=BY)
    with pytest.raises(RefusedError, match="voor zichzelf"):
        actions.change_contact(stays, ContactCard("Rector", stays.email, stand_in=stays.pk), by=BY)
    with pytest.raises(RefusedError, match="is er niet meer"):
        actions.change_contact(stays, ContactCard("Rector", stays.email, stand_in=10**9), by=BY)
    with pytest.raises(RefusedError, match="kan niet meer veranderen"):
        actions.change_contact(leaver, ContactCard("Directeur", leaver.email), by=BY)


@pytest.mark.parametrize("kind", ["point", "asked", "organised", "stand-in"])
def test_a_contact_on_which_something_hangs_cannot_just_end(kind: str) -> None:
    leaver = contact(new_party())
    match kind:
        case "point":
            point(leaver)
        case "asked":
            asked(meeting(), leaver)
        case "organised":
            meeting(organiser=leaver)
        case _:
            contact(new_party("Bibliotheek"), "Leesconsulent", stand_in=leaver)
    with pytest.raises(RefusedError, match=r"hangt nog: 1 .*Draag dat eerst over"):
        actions.end_contact(leaver, by=BY)


def test_what_is_done_or_past_keeps_nobody() -> None:
    leaver = contact(new_party())
    point(leaver, done_on=YESTERDAY)
    asked(meeting(on=YESTERDAY), leaver)
    meeting("Afgezegd", organiser=leaver, cancelled=True)
    actions.end_contact(leaver, by=BY)
    actions.end_contact(leaver, by=BY)
    leaver.refresh_from_db()
    assert leaver.ended_on is not None
    assert AuditEntry.objects.filter(act="contact ended").count() == 1


def test_a_meeting_of_more_days_is_not_over_before_the_last() -> None:
    leaver = contact(new_party())
    asked(meeting(on=YESTERDAY, until=TOMORROW), leaver)
    with pytest.raises(RefusedError):
        actions.end_contact(leaver, by=BY)


def test_work_that_was_given_to_who_left_is_seen() -> None:
    gone, stays = contact(new_party(), "Directeur"), contact(new_party("Bibliotheek"), "Leesconsulent")
    actions.end_contact(gone, by=BY)
    point(gone)
    assert left_behind([gone, stays], TODAY) == {gone.pk}


def test_the_history_keeps_roles_and_ids_but_no_mailbox_and_no_phone() -> None:
    party = new_party(kind=PartyKind.WORKING_GROUP)
    first = actions.add_contact(party, ContactCard("Directeur", "geheim@school.example", "020 555 99 99"), by=BY)
    actions.change_contact(first, ContactCard("Directeur", "anders@school.example", "020 555 88 88"), by=BY)
    actions.end_contact(first, by=BY)
    kept = [(entry.act, entry.before, entry.after) for entry in AuditEntry.objects.order_by("pk")]
    assert not any(detail in str(kept) for detail in ("example", "555"))
    assert kept[1:] == [
        ("contact added", None, {"party": party.pk, "function": "Directeur", "stand_in_id": None}),
        ("contact changed", {}, {"changed": ["email", "phone"]}),
        ("contact ended", {"party": party.pk, "function": "Directeur", "stand_in": None}, None),
    ]
    assert Contact.objects.get().phone == "020 555 88 88"
