"""Signing in with a municipality's own service: a real OpenID provider, over real HTTP."""

import html
import re
import warnings
from collections.abc import Callable, Iterator
from functools import reduce
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from kapstok.core.access import Role
from kapstok.core.models import AuditEntry
from kapstok.core.tenancy import inside
from kapstok.parties.models import Membership, Municipality, Person
from kapstok.sign_in import GroupSeat, SignIn
from tests import cast, signing
from tests.browsing import DESKTOP, IN_BROWSER, browser_page

with warnings.catch_warnings(record=True):  # the libraries of the provider warn about each other
    from oidc_provider_mock import run_server_in_thread

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


def in_browser(test: Callable[..., None]) -> Callable[..., None]:
    return reduce(lambda marked, mark: mark(marked), IN_BROWSER, test)


HERE = "/account/inloggen/gemeente/heen/"
SEATS = (
    GroupSeat("beleid", "diemen", Role.POLICY_OFFICER),
    GroupSeat("geld", "diemen", Role.CONTROLLER),
    GroupSeat("regio", "putten", Role.AUDITOR),
)


class Service:
    """The provider, and what it says of people."""

    def __init__(self, port: int) -> None:
        self.address = f"http://localhost:{port}"

    def says(self, sub: str, **claims: object) -> None:
        answer = requests.put(f"{self.address}/users/{sub}", json=claims, timeout=5)
        answer.raise_for_status()

    def settings(self, **changes: Any) -> override_settings:
        sign_in = SignIn(
            issuer=self.address,
            client="kapstok",
            secret="geheim",
            name="account van de gemeente",
            seats=SEATS,
            **changes,
        )
        providers = sign_in.settings(demo=False, https=False)["SOCIALACCOUNT_PROVIDERS"]
        return override_settings(SIGN_IN=sign_in, SOCIALACCOUNT_PROVIDERS=providers)


@pytest.fixture(scope="module")
def running() -> Iterator[Service]:
    with run_server_in_thread() as server:
        yield Service(server.server_port)


@pytest.fixture
def service(running: Service) -> Iterator[Service]:
    cache.clear()
    with running.settings():
        yield running


@pytest.fixture
def diemen() -> Municipality:
    return cast.municipality()


def sign_in(client: Client, sub: str, **form: str) -> Any:
    """Through the page that leads on, the provider's own form, and back; gives where it ends."""
    page = client.post(HERE, form)
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.content.decode())
    assert found, page.content.decode()
    answer = requests.post(html.unescape(found[1]), data={"sub": sub}, timeout=5, allow_redirects=False)
    back = urlsplit(answer.headers["Location"])
    assert back.path == "/account/inloggen/gemeente/terug/"
    return client.get(f"{back.path}?{back.query}", follow=True)


def roles_of(email: str) -> set[tuple[str, str]]:
    held = Membership.objects.filter(person__email=email, ended_at=None)
    return set(held.values_list("municipality__slug", "role"))


def test_a_colleague_gets_a_person_and_the_seats_of_her_groups(
    service: Service, diemen: Municipality, client: Client
) -> None:
    cast.municipality("Putten", "GM0273")
    service.says(
        "a1", email="Collega@Diemen.example", email_verified=True, name="Collega", groups=["beleid", "regio", "kantine"]
    )
    answer = sign_in(client, "a1", next="/diemen/werk/")
    assert answer.redirect_chain[-1][0] == "/diemen/werk/"
    assert answer.status_code == 200  # the service asks for the second step itself
    assert roles_of("collega@diemen.example") == {("diemen", "policy_officer"), ("putten", "auditor")}
    person = Person.objects.get(email="collega@diemen.example")
    assert (person.name, person.has_usable_password()) == ("Collega", False)
    assert client.get("/putten/werk/").status_code == 200


def test_a_group_that_is_taken_away_ends_its_seat_at_the_next_sign_in(service: Service, diemen: Municipality) -> None:
    service.says("a2", email="a2@diemen.example", email_verified=True, groups=["beleid", "geld"])
    sign_in(Client(), "a2")
    service.says("a2", email="a2@diemen.example", email_verified=True, groups=["geld"])
    sign_in(Client(), "a2")
    assert roles_of("a2@diemen.example") == {("diemen", "controller")}
    for nothing in ({"groups": []}, {}):
        service.says("a2", email="a2@diemen.example", email_verified=True, **nothing)
        client = Client()
        sign_in(client, "a2")
        assert roles_of("a2@diemen.example") == set()
        assert client.get("/diemen/werk/").status_code == 404
    with inside(diemen):
        ends = AuditEntry.objects.filter(act="seat ended")
        assert {(entry.by, entry.why) for entry in ends} == {
            ("inlogdienst", "De inlogdienst noemt deze groep niet meer.")
        }


def test_a_seat_that_somebody_gave_by_hand_does_not_follow_the_groups(service: Service, diemen: Municipality) -> None:
    person = signing.seated(diemen, Role.PROGRAMME_MANAGER, email="hand@diemen.example")
    service.says("a3", email="hand@diemen.example", email_verified=True, groups=["geld"])
    sign_in(Client(), "a3")
    assert roles_of(person.email) == {("diemen", "programme_manager"), ("diemen", "controller")}
    service.says("a3", email="hand@diemen.example", email_verified=True, groups=[])
    sign_in(Client(), "a3")
    assert roles_of(person.email) == {("diemen", "programme_manager")}


@pytest.mark.parametrize("verified", [{}, {"email_verified": False}, {"email_verified": "false"}])
def test_an_address_that_the_service_does_not_stand_for_opens_nothing(
    service: Service, diemen: Municipality, client: Client, verified: dict[str, object]
) -> None:
    signing.seated(diemen, Role.PROGRAMME_MANAGER, email="baas@diemen.example")
    service.says("kaper", email="baas@diemen.example", groups=["beleid"], **verified)
    answer = sign_in(client, "kaper")
    assert answer.status_code == 403
    assert "niet dat uw e-mailadres is gecontroleerd" in answer.content.decode()
    assert client.get("/diemen/werk/").status_code == 302
    service.says("nieuw", email="nieuw@diemen.example", groups=["beleid"], **verified)
    assert sign_in(Client(), "nieuw").status_code == 403
    assert Person.objects.count() == 1
    assert not SocialAccount.objects.exists()
    assert not mail.outbox


def test_an_address_that_the_service_stands_for_is_the_person_who_was_invited(
    service: Service, diemen: Municipality, client: Client
) -> None:
    person = signing.seated(diemen, Role.SCHOOL, email="school@diemen.example")
    service.says("a4", email="School@diemen.example", email_verified=True, groups=[])
    sign_in(client, "a4")
    assert client.get("/diemen/werk/").status_code == 200
    assert SocialAccount.objects.get().user_id == person.pk
    assert mail.outbox[0].subject == "Inloggen met uw gemeente"
    service.says("a4", email="ander@diemen.example", email_verified=True, groups=[])
    again = Client()
    sign_in(again, "a4")
    assert again.get("/diemen/werk/").status_code == 200
    assert Person.objects.get().email == "school@diemen.example"


def test_an_operator_can_say_that_the_service_stands_for_every_address(
    running: Service, diemen: Municipality, client: Client
) -> None:
    running.says("a5", email="a5@diemen.example", groups=["geld"])
    with running.settings(vouches=True):
        sign_in(client, "a5")
    assert client.get("/diemen/werk/").status_code == 200


def test_who_is_in_no_group_and_was_not_invited_hears_whom_to_ask(
    service: Service, diemen: Municipality, client: Client
) -> None:
    service.says("a6", email="a6@diemen.example", email_verified=True, groups=["kantine"])
    answer = sign_in(client, "a6")
    assert answer.status_code == 403
    assert "Vraag de programmamanager om u uit te nodigen" in answer.content.decode()
    assert not Person.objects.exists()


def test_a_claim_can_lie_deeper_and_be_a_single_text(running: Service, diemen: Municipality, client: Client) -> None:
    running.says("a7", email="a7@diemen.example", email_verified=True, realm={"roles": "geld"})
    with running.settings(claim="realm.roles"):
        sign_in(client, "a7")
    assert roles_of("a7@diemen.example") == {("diemen", "controller")}


def test_signing_in_elsewhere_and_connecting_are_different_things(service: Service, diemen: Municipality) -> None:
    """Who is signed in cannot tie somebody else's account at the service to hers."""
    victim = signing.signed_in(signing.seated(diemen, Role.SCHOOL))
    service.says("aanvaller", email="aanvaller@diemen.example", email_verified=True, groups=["beleid"])
    answer = sign_in(victim, "aanvaller", process="connect")
    assert answer.redirect_chain[-1][0] == "/account/"
    assert not SocialAccount.objects.exists()


def test_an_answer_that_nobody_asked_for_is_refused(service: Service, diemen: Municipality, client: Client) -> None:
    answer = client.get("/account/inloggen/gemeente/terug/?code=x&state=y")
    assert "Inloggen lukte niet" in answer.content.decode()
    assert client.get(HERE).status_code == 405
    assert Client(enforce_csrf_checks=True).post(HERE).status_code == 403


def test_who_turns_back_at_the_service_is_told_so(service: Service, client: Client) -> None:
    page = client.post(HERE).content.decode()
    found = re.search(r'content="0; url=([^"]+)"', page)
    assert found
    answer = requests.post(html.unescape(found[1]), data={"action": "deny"}, timeout=5, allow_redirects=False)
    back = urlsplit(answer.headers["Location"])
    state = re.search(r"state=(\w+)", html.unescape(found[1]))
    assert state
    query = back.query if "state=" in back.query else f"{back.query}&state={state[1]}"
    told = client.get(f"{back.path}?{query}", follow=True)
    assert "U bent niet ingelogd" in told.content.decode()


def test_a_service_that_does_not_answer_is_a_page_in_dutch(diemen: Municipality, client: Client) -> None:
    with Service(1).settings():
        answer = client.post(HERE)
    assert answer.status_code == 503
    assert "Inloggen lukte niet" in answer.content.decode()


def test_without_a_service_there_is_no_button_and_no_way(client: Client) -> None:
    assert "account van de gemeente" not in client.get("/account/inloggen/").content.decode()
    assert client.post(HERE).status_code == 404
    assert client.get("/account/inloggen/gemeente/terug/").status_code == 404


@in_browser
def test_in_a_browser(running: Service, live_server: LiveServer) -> None:
    """The content security policy lets nobody's form lead off the site; the page in between does."""
    cast.municipality()
    running.says("b1", email="b1@diemen.example", email_verified=True, groups=["geld"])
    with running.settings(), browser_page(DESKTOP) as page:
        page.goto(f"{live_server.url}/diemen/werk/")
        page.get_by_role("button", name="Inloggen met account van de gemeente").click()
        page.wait_for_url(f"{running.address}/**")
        page.locator("input[name=sub]").last.fill("b1")
        page.locator("form button", has_text=re.compile("authorize", re.IGNORECASE)).last.click()
        page.wait_for_url("**/diemen/werk/")
        expect(page.get_by_role("button", name="Uitloggen")).to_be_visible()
