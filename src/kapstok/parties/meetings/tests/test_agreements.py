from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.signing import working

from kapstok.core.access import RefusedError, Role
from kapstok.core.models import AuditEntry
from kapstok.core.overtaken import OvertakenError
from kapstok.core.tenancy import inside
from kapstok.parties.inviting import own_party
from kapstok.parties.kinds import AgreementKind
from kapstok.parties.meetings.agreements import add_agreement, change_agreement
from kapstok.parties.meetings.tests.agenda import TEST, TODAY, actor, meeting, page, party, url
from kapstok.parties.meetings.values import Terms
from kapstok.parties.models import Agreement, Municipality, Party

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms(diemen: Municipality, school: Party) -> Terms:
    with inside(diemen):
        both = frozenset({school.pk, own_party(diemen).pk})
    return Terms("Gegevens delen", AgreementKind.DATA_SHARING, date(2023, 1, 1), date(2024, 4, 1), both)


def test_an_agreement_is_kept_with_its_parties_and_changes_make_versions(diemen: Municipality, terms: Terms) -> None:
    with inside(diemen):
        library = party("bieb")
        made = add_agreement(terms, by=TEST)
        changed = change_agreement(made, replace(terms, parties=terms.parties | {library.pk}), version=1, by=TEST)
        assert (frozenset(changed.party_ids()), changed.version) == (terms.parties | {library.pk}, 2)
        assert (
            change_agreement(changed, replace(terms, parties=terms.parties | {library.pk}), version=2, by=TEST) == made
        )
        assert list(AuditEntry.objects.values_list("act", flat=True)) == ["agreement added", "agreement changed"]
        with pytest.raises(OvertakenError):
            change_agreement(made, terms, version=1, by=TEST)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda terms: replace(terms, title=" "), "een naam"),
        (lambda terms: replace(terms, ends=date(2022, 1, 1)), "eindigt vóór zij begint"),
        (lambda terms: replace(terms, parties=frozenset(list(terms.parties)[:1])), "ten minste twee"),
        (lambda terms: replace(terms, parties=frozenset({998, 999})), "organisaties bestaat niet"),
        (lambda terms: replace(terms, meeting=999), "overleg bestaat niet"),
    ],
)
def test_what_cannot_be_agreed_is_refused(
    diemen: Municipality, terms: Terms, change: Callable[[Terms], Terms], why: str
) -> None:
    with inside(diemen):
        with pytest.raises(RefusedError, match=why):
            add_agreement(change(terms), by=TEST)
        assert not Agreement.objects.exists()


@pytest.mark.parametrize("role", [Role.CONTROLLER, Role.AUDITOR, Role.SCHOOL, Role.PROVIDER])
def test_who_does_not_run_the_programme_keeps_no_agreements(diemen: Municipality, terms: Terms, role: Role) -> None:
    with inside(diemen):
        made = add_agreement(terms, by=TEST)
        with pytest.raises(RefusedError):
            add_agreement(terms, by=actor(role, own_party(diemen)))
        with pytest.raises(RefusedError):
            change_agreement(made, replace(terms, title="Anders"), version=1, by=actor(role, own_party(diemen)))


def test_the_list_says_in_words_what_ends_and_what_has_ended(
    diemen: Municipality, manager: Client, terms: Terms
) -> None:
    assert "Er loopt nu geen afspraak." in page(manager, url(diemen, "agreements"))
    with inside(diemen):
        add_agreement(replace(terms, where="Zaak 12"), by=TEST)
        add_agreement(replace(terms, title="Oud", ends=date(2024, 1, 31)), by=TEST)
        add_agreement(replace(terms, title="Altijd", ends=None), by=TEST)
    shown = manager.get(url(diemen, "agreements")).context
    assert [line.agreement.title for line in shown["running"]] == ["Gegevens delen", "Altijd"]
    assert [line.agreement.title for line in shown["ended"]] == ["Oud"]
    text = page(manager, url(diemen, "agreements"))
    for said in ("loopt over 60 dagen af", "afgelopen op 31 januari 2024", "zonder einddatum", "Zaak 12"):
        assert said in text


def test_a_partner_sees_its_own_agreements_only(diemen: Municipality, terms: Terms, school: Party) -> None:
    with inside(diemen):
        mine = add_agreement(terms, by=TEST)
        others = frozenset({party("bieb").pk, own_party(diemen).pk})
        theirs = add_agreement(replace(terms, title="Van de bieb", parties=others), by=TEST)
    client = working(diemen, Role.SCHOOL, school)
    assert "Van de bieb" not in page(client, url(diemen, "agreements"))
    assert client.get(url(diemen, "agreement", mine.pk)).status_code == 200
    assert client.get(url(diemen, "agreement", theirs.pk)).status_code == 404


def test_an_agreement_is_made_from_the_meeting_where_it_was_agreed(
    diemen: Municipality, manager: Client, school: Party
) -> None:
    with inside(diemen):
        library = party("bieb")
        row = meeting("LEA", TODAY, school, library)
    where = f"{url(diemen, 'agreement-new')}?overleg={row.pk}"
    assert set(manager.get(where).context["form"].initial["parties"]) == {school.pk, library.pk}
    given = {"title": "AVG", "kind": "data_sharing", "starts": "2024-02-01", "parties": [school.pk, library.pk]}
    response = manager.post(where, given)
    assert response.status_code == 302
    assert "LEA" in page(manager, response["Location"])
    assert "AVG" in page(manager, url(diemen, "meeting", row.pk))


@pytest.mark.parametrize(
    ("changes", "field"), [({"title": ""}, "title"), ({"ends": "2023-01-01"}, "ends"), ({"parties": []}, "parties")]
)
def test_what_is_wrong_is_said_beside_the_field(
    diemen: Municipality, manager: Client, terms: Terms, changes: dict[str, Any], field: str
) -> None:
    given = {"title": "AVG", "kind": "data_sharing", "starts": "2024-02-01", "parties": list(terms.parties), **changes}
    response = manager.post(url(diemen, "agreement-new"), given)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


def test_the_second_of_two_writers_sees_both_texts(diemen: Municipality, manager: Client, terms: Terms) -> None:
    with inside(diemen):
        made = add_agreement(terms, by=TEST)
        change_agreement(made, replace(terms, text="Van de eerste"), version=1, by=TEST)
    given = {
        "title": terms.title, "kind": "data_sharing", "starts": "2023-01-01", "ends": "2024-04-01",
        "parties": sorted(terms.parties), "text": "Van de tweede", "version": 1,
    }  # fmt: skip
    response = manager.post(url(diemen, "agreement-change", made.pk), given)
    assert response.status_code == 409
    assert [(clash.theirs, clash.yours) for clash in response.context["clashes"]] == [
        ("Van de eerste", "Van de tweede")
    ]
    assert manager.post(url(diemen, "agreement-change", made.pk), given | {"version": 2}).status_code == 302
    with inside(diemen):
        assert Agreement.objects.get().text == "Van de tweede"
