"""The pages: who sees and does what, filters and pages, and what they cost."""

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook
from tests import cast
from tests.signing import working

from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.parties.directory.tests.people import asked, contact, meeting, party, point
from kapstok.parties.inviting import own_party
from kapstok.parties.kinds import PartyKind, Sector
from kapstok.parties.models import Contact, Municipality

pytestmark = pytest.mark.django_db
HOME = "/diemen/werk/partners/"


@pytest.fixture
def diemen() -> Municipality:
    return cast.municipality()


@pytest.fixture
def manager(diemen: Municipality) -> Client:
    return working(diemen, Role.PROGRAMME_MANAGER)


def _text(response: Any) -> str:
    return str(response.content.decode())


def test_the_list_says_in_words_who_cannot_be_reached(diemen: Municipality, manager: Client) -> None:
    with inside(diemen):
        party("Onbereikbaar")
        alone, kept = party("Alleen"), party("Met zijn tweeën")
        contact(alone)
        first = contact(kept, "Een")
        Contact.objects.filter(pk=first.pk).update(stand_in=contact(kept, "Twee", stand_in=first))
        point(first)
    text = _text(manager.get(HOME))
    rows = {name: text.split(name)[1].split("</tr>")[0] for name in ("Onbereikbaar", "Alleen", "Met zijn tweeën")}
    assert "Nog geen contact" in rows["Onbereikbaar"]
    assert "Niemand valt in" in rows["Alleen"]
    assert "lacks" not in rows["Met zijn tweeën"]
    assert 'data-label="Contacten">2<' in rows["Met zijn tweeën"]
    assert 'data-label="Open werk">1<' in rows["Met zijn tweeën"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Bibliotheek", "Gemeente Diemen", "Jongerenraad"]),
        ("?sector=library", ["Bibliotheek"]),
        ("?soort=working_group", ["Jongerenraad"]),
        ("?mist=contact", ["Jongerenraad"]),
        ("?mist=vervanger", ["Bibliotheek", "Gemeente Diemen"]),
        ("?zoek=BIBLIÓ", ["Bibliotheek"]),
        ("?zoek=leescons", ["Bibliotheek"]),
        ("?zoek=leescons&soort=working_group", []),
        ("?sector=onzin", ["Bibliotheek", "Gemeente Diemen", "Jongerenraad"]),
        ("?pagina=99", ["Bibliotheek", "Gemeente Diemen", "Jongerenraad"]),
    ],
)
def test_the_address_filters_the_list_and_the_workbook(
    diemen: Municipality, manager: Client, query: str, names: list[str]
) -> None:
    with inside(diemen):
        contact(party("Bibliotheek", sector=Sector.LIBRARY), "Leesconsulent")
        party("Jongerenraad", kind=PartyKind.WORKING_GROUP, sector=Sector.OTHER)
    response = manager.get(f"{HOME}{query}")
    assert [row.party.name for row in response.context["rows"]] == names
    assert ("Niets gevonden" in _text(response)) == (not names)
    sheet = CalamineWorkbook.from_filelike(BytesIO(manager.get(f"{HOME}partners.xlsx{query}").content))
    cells = {str(cell) for row in sheet.get_sheet_by_index(0).to_python() for cell in row}
    assert cells & {"Bibliotheek", "Gemeente Diemen", "Jongerenraad"} == set(names)


def test_a_name_never_becomes_a_formula(diemen: Municipality, manager: Client) -> None:
    with inside(diemen):
        party("=1+1")
    answer = manager.get(f"{HOME}partners.xlsx")
    assert "attachment" in answer["Content-Disposition"]
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
    assert "=1+1" in {cell for row in sheet.to_python() for cell in row}


def test_a_page_has_fifty_and_filters_go_along(diemen: Municipality, manager: Client) -> None:
    with inside(diemen):
        for number in range(60):
            party(f"School {number:02}")
    text = _text(manager.get(f"{HOME}?sector=education"))
    assert text.count('scope="row"') == 50
    assert 'href="?sector=education&amp;pagina=2"' in text
    assert 'partners.xlsx?sector=education"' in text
    assert _text(manager.get(f"{HOME}?sector=education&pagina=2")).count('scope="row"') == 10


def test_a_municipality_that_begins_hears_how_partners_come(manager: Client) -> None:
    text = _text(manager.get(HOME))
    assert "Wie uw plan noemt, komt er vanzelf bij" in text
    assert "Voeg een partner toe" in text


def test_an_empty_filter_is_no_filter(manager: Client) -> None:
    text = _text(manager.get(f"{HOME}?zoek=&sector=&soort=&mist="))
    assert "gevonden" not in text
    assert 'href="/diemen/werk/partners/partners.xlsx"' in text


@pytest.mark.parametrize("role", list(Role))
def test_everybody_in_the_workspace_sees_partners_and_only_some_change_them(diemen: Municipality, role: Role) -> None:
    with inside(diemen):
        library = party("Bibliotheek")
        known = contact(library, "Leesconsulent")
        where = own_party(diemen) if role not in (Role.SCHOOL, Role.PROVIDER) else party("Florente")
    client = working(diemen, role, where)
    assert client.get(HOME).status_code == 200
    text = _text(client.get(f"{HOME}bibliotheek/"))
    assert known.email in text
    runs = role in (Role.PROGRAMME_MANAGER, Role.POLICY_OFFICER)
    own = role in (Role.SCHOOL, Role.PROVIDER)
    assert ("Draag alles over" in text) == runs
    assert ("U kunt alleen veranderen wat van u is" in text) == own
    assert ("Een partner toevoegen: Dit kan een programmamanager" in _text(client.get(HOME))) == (not runs)
    status = 200 if runs else 404 if own else 403
    for address in ("bibliotheek/contact/", f"-/contact/{known.pk}/", f"-/contact/{known.pk}/overdragen/"):
        assert client.get(f"{HOME}{address}").status_code == status, address
        assert client.post(f"{HOME}{address}").status_code == (422 if runs else status), address
    assert client.post(f"{HOME}-/contact/{known.pk}/beeindigen/").status_code == (302 if runs else status)
    assert client.get(f"{HOME}bibliotheek/veranderen/").status_code == (200 if runs else 403)


@pytest.mark.parametrize("role", [Role.SCHOOL, Role.PROVIDER])
def test_a_school_keeps_its_own_contacts(diemen: Municipality, role: Role) -> None:
    with inside(diemen):
        florente = party("Florente")
    client = working(diemen, role, florente)
    card = {"function": "Adjunct", "email": "adjunct@florente.example", "phone": "020 555 01 10", "stand_in": ""}
    assert client.post(f"{HOME}florente/contact/", card).status_code == 302
    with inside(diemen):
        added = Contact.objects.get(function="Adjunct")
    assert added.party_id == florente.pk
    assert client.get(f"{HOME}-/contact/{added.pk}/").status_code == 200
    assert client.post(f"{HOME}-/nieuw/", {"name": "X", "kind": "role", "sector": "other"}).status_code == 403


def test_a_visitor_signs_in_first_and_a_stranger_finds_nothing(diemen: Municipality, client: Client) -> None:
    putten = cast.municipality("Putten", "GM0273")
    with inside(putten):
        theirs = contact(party("Bibliotheek"), "Leesconsulent")
    stranger = working(diemen, Role.PROGRAMME_MANAGER)
    for address in ("", "partners.xlsx", "bibliotheek/", f"-/contact/{theirs.pk}/", "-/nieuw/"):
        assert client.get(f"/putten/werk/partners/{address}").status_code == 302, address
        assert stranger.get(f"/putten/werk/partners/{address}").status_code == 404, address
    for address in ("bibliotheek/", f"-/contact/{theirs.pk}/", f"-/contact/{theirs.pk}/overdragen/"):
        assert stranger.get(f"{HOME}{address}").status_code == 404, address
    assert stranger.post(f"{HOME}-/contact/{theirs.pk}/beeindigen/").status_code == 404


def test_what_a_meeting_is_about_is_shown_to_who_may_see_it(diemen: Municipality, manager: Client) -> None:
    with inside(diemen):
        library, florente = party("Bibliotheek"), party("Florente")
        reader = contact(library, "Leesconsulent")
        point(reader, "Boeken tellen")
        asked(meeting("Leesoverleg"), reader)
    school = working(diemen, Role.SCHOOL, florente)
    library_itself = working(diemen, Role.PROVIDER, library)
    for client, sees in ((manager, True), (library_itself, True), (school, False)):
        text = _text(client.get(f"{HOME}bibliotheek/"))
        assert ("Boeken tellen" in text) == sees
        assert ("Leesoverleg" in text) == sees
        assert ("kunt u niet zien" in text) != sees
        assert "Er staat nu niets open" not in text


def test_adding_a_partner_leads_to_its_page(diemen: Municipality, manager: Client) -> None:
    answer = manager.post(f"{HOME}-/nieuw/", {"name": "Kukelekú", "kind": "organisation", "sector": "childcare"})
    assert (answer.status_code, answer["Location"]) == (302, f"{HOME}kukeleku/")
    text = _text(manager.get(answer["Location"]))
    assert "Kukelekú staat erbij" in text
    assert "Wij weten niet wie we hier kunnen bellen of mailen" in text
    again = manager.post(f"{HOME}-/nieuw/", {"name": "kukeleku", "kind": "organisation", "sector": "childcare"})
    assert again.status_code == 422
    assert "staat al in de lijst" in _text(again)


def test_a_partner_keeps_its_address_under_another_name(diemen: Municipality, manager: Client) -> None:
    with inside(diemen):
        party("Florente")
    answer = manager.post(f"{HOME}florente/veranderen/", {"name": "Abel", "kind": "role", "sector": "other"})
    assert answer["Location"] == f"{HOME}florente/"
    assert "<h1>Abel</h1>" in _text(manager.get(answer["Location"]))


@pytest.mark.parametrize("field", ["function", "email", "phone"])
def test_a_bsn_is_refused_with_the_reason(diemen: Municipality, manager: Client, field: str) -> None:
    with inside(diemen):
        party("Florente")
    card = {"function": "Directeur", "email": "directie@florente.example", "phone": "020 555 01 01"}
    card[field] = "123456782@florente.example" if field == "email" else "123456782"
    answer = manager.post(f"{HOME}florente/contact/", card)
    assert answer.status_code == 422
    assert "Kapstok bewaart geen BSN. Haal het weg." in _text(answer)
    with inside(diemen):
        assert not Contact.objects.filter(party__key="florente").exists()


def test_the_second_of_two_who_change_a_contact_sees_both_and_loses_nothing(
    diemen: Municipality, manager: Client
) -> None:
    with inside(diemen):
        known = contact(party("Florente"), "Directeur")
    address = f"{HOME}-/contact/{known.pk}/"
    version = manager.get(address).context["form"]["version"].value()
    first = {"function": "Rector", "email": known.email, "phone": "", "version": version}
    assert manager.post(address, first).status_code == 302
    mine = {"function": "Schoolleider", "email": known.email, "phone": "020 555 01 01", "version": version}
    answer = manager.post(address, mine)
    text = _text(answer)
    assert answer.status_code == 409
    for said in ("Rector", "Schoolleider", "020 555 01 01", "Staat er nu", "Schreef u"):
        assert said in text
    with inside(diemen):
        assert Contact.objects.get(pk=known.pk).function == "Rector"
    again = mine | {"version": answer.context["form"]["version"].value()}
    assert manager.post(address, again).status_code == 302
    with inside(diemen):
        assert Contact.objects.get(pk=known.pk).function == "Schoolleider"


def test_handing_over_shows_what_moves_then_says_what_moved(diemen: Municipality, manager: Client) -> None:
    with inside(diemen):
        florente = party("Florente")
        leaver, heir = contact(florente, "Directeur"), contact(florente, "Adjunct")
        todo = point(leaver, "Ouders uitnodigen")
    address = f"{HOME}-/contact/{leaver.pk}/overdragen/"
    before = _text(manager.get(address))
    assert "1 actiepunt" in before
    assert "Ouders uitnodigen" in before
    answer = manager.post(address, {"successor": str(heir.pk)}, follow=True)
    text = _text(answer)
    assert "Directeur is beëindigd. Adjunct neemt het over: 1 actiepunt." in text
    assert "Niemand valt in voor Adjunct" in text
    assert "Eerdere contacten (1)" in text
    assert leaver.email not in text
    with inside(diemen):
        todo.refresh_from_db()
    assert todo.owner_id == heir.pk


def test_a_new_successor_needs_a_function_and_a_mailbox(diemen: Municipality, manager: Client) -> None:
    with inside(diemen):
        leaver = contact(party("Florente"), "Directeur")
    address = f"{HOME}-/contact/{leaver.pk}/overdragen/"
    answer = manager.post(address, {"successor": "nieuw"})
    assert answer.status_code == 422
    assert "Vul “E-mailadres” in van wie het overneemt" in _text(answer)
    fine = {"successor": "nieuw", "function": "Directeur", "email": leaver.email}
    assert manager.post(address, fine).status_code == 302
    with inside(diemen):
        assert Contact.objects.filter(party__key="florente", ended_on=None).exclude(pk=leaver.pk).count() == 1


def test_ending_with_open_work_leads_to_handing_over(diemen: Municipality, manager: Client) -> None:
    with inside(diemen):
        leaver = contact(party("Florente"), "Directeur")
        todo = point(leaver)
    address = f"{HOME}-/contact/{leaver.pk}/beeindigen/"
    assert "hangt nog: 1 actiepunt" in _text(manager.get(address))
    assert "Draag dat eerst over" in _text(manager.post(address, follow=True))
    with inside(diemen):
        todo.delete()
    assert "Directeur is beëindigd" in _text(manager.post(address, follow=True))


def test_work_of_who_left_is_marked_with_a_way_out(diemen: Municipality, manager: Client) -> None:
    with inside(diemen):
        gone = contact(party("Florente"), "Directeur")
        Contact.objects.filter(pk=gone.pk).update(ended_on="2024-01-01")
        point(gone)
    text = _text(manager.get(f"{HOME}florente/"))
    assert "Hier hangt nog werk aan" in text
    assert manager.get(f"{HOME}-/contact/{gone.pk}/overdragen/").status_code == 200
    assert manager.get(f"{HOME}-/contact/{gone.pk}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_no_page_asks_more_when_there_is_more(diemen: Municipality, manager: Client) -> None:
    def cost() -> dict[str, int]:
        found = {}
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                answer = manager.get(address)
            assert len(answer.content) < 100 * 1024
            assert len(queries) < 20, address
            found[address] = len(queries)
        return found

    with inside(diemen):
        florente = party("Florente")
        one = contact(florente, "Directeur", stand_in=contact(florente, "Adjunct"))
        point(one)
        asked(meeting(organiser=one), one)
    contact_pages = [f"{HOME}-/contact/{one.pk}/{act}" for act in ("", "overdragen/", "beeindigen/")]
    addresses = [HOME, f"{HOME}partners.xlsx", f"{HOME}florente/", f"{HOME}florente/contact/", *contact_pages]
    manager.get(HOME)
    few = cost()
    with inside(diemen):
        for number in range(40):
            other = contact(party(f"School {number}"), "Directeur", stand_in=one)
            colleague = contact(florente, f"Leraar {number}", stand_in=one)
            for owner in (one, other, colleague):
                point(owner, f"Punt {number}")
                asked(meeting(f"Overleg {number} {owner.pk}", organiser=owner), owner)
    assert cost() == few
