"""One's own account: where one is signed in, and one's name."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from kapstok.core.access import Role
from kapstok.parties.models import Municipality
from tests import cast, signing
from tests.door import PASSWORD, signed_in_by_code, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def diemen() -> Municipality:
    return cast.municipality()


def test_somebody_sees_where_she_is_signed_in_and_ends_one(diemen: Municipality) -> None:
    partner = signing.seated(diemen, Role.SCHOOL)
    here, there = Client(HTTP_USER_AGENT="Firefox on Windows"), Client(HTTP_USER_AGENT="Safari on iPhone")
    signed_in_by_code(here, partner)
    signed_in_by_code(there, partner)
    page = text_of(here.get("/account/"))
    assert "Firefox op Windows <strong>(hier)</strong>" in page
    assert "Safari op een iPhone" in page
    other = re.search(r"/account/sessie/(\d+)/uitloggen/", page)
    assert other
    stranger = signing.working(diemen, Role.PROVIDER)
    stranger.post(other[0])
    assert there.get("/diemen/werk/").status_code == 200
    here.post(other[0])
    assert there.get("/diemen/werk/").status_code == 302
    assert here.get("/diemen/werk/").status_code == 200
    signed_in_by_code(there, partner)
    here.post("/account/andere-sessies/uitloggen/")
    assert there.get("/diemen/werk/").status_code == 302


def test_a_new_password_ends_the_other_sessions(diemen: Municipality) -> None:
    partner = signing.seated(diemen, Role.SCHOOL)
    here, there = Client(), Client()
    signed_in_by_code(here, partner)
    signed_in_by_code(there, partner)
    here.post("/account/wachtwoord/kiezen/", {"password1": PASSWORD, "password2": PASSWORD})
    assert there.get("/diemen/werk/").status_code == 302
    page = text_of(here.get("/account/"))
    assert page.count("(hier)") == 1
    assert "/account/sessie/" not in page


def test_the_list_of_sessions_takes_as_many_questions_for_one_as_for_ten(
    diemen: Municipality, django_assert_max_num_queries: Any
) -> None:
    partner = signing.seated(diemen, Role.SCHOOL)
    clients = [Client() for _ in range(10)]
    for client in clients:
        cache.clear()
        signed_in_by_code(client, partner)
    with django_assert_max_num_queries(12):
        assert text_of(clients[0].get("/account/")).count("Log daar uit") == 9


def test_a_name_can_be_changed_and_never_holds_a_bsn(diemen: Municipality) -> None:
    client = signing.working(diemen, Role.SCHOOL)
    assert client.post("/account/naam/", {"name": "Directeur Noord"}, follow=True).redirect_chain
    assert "Directeur Noord" in text_of(client.get("/account/"))
    assert client.post("/account/naam/", {"name": "123456782"}).status_code == 422


def test_an_address_is_known_as_checked_once_a_code_came_back(diemen: Municipality, client: Client) -> None:
    partner = signing.seated(diemen, Role.SCHOOL)
    signed_in_by_code(client, partner)
    assert not EmailAddress.objects.filter(user=partner, verified=False).exists()
