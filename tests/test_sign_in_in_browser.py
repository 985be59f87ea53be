"""Signing in, one's own account and inviting people, in a real browser: also for axe, a phone and a passkey."""

import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import override_settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from kapstok.core.access import Role
from kapstok.parties.models import Membership, Municipality
from tests import cast, signing
from tests.browsing import DESKTOP, IN_BROWSER, PHONE, browser_page, problems_of

pytestmark = IN_BROWSER

VISITOR = (
    "inloggen/",
    "inloggen/wachtwoord/",
    "inloggen/toegangssleutel/",
    "wachtwoord/vergeten/",
    "op-uitnodiging/",
    "gesloten/",
    "inloggen/afgebroken/",
    "inloggen/mislukt/",
)
OWN = (
    "",
    "tweede-stap/",
    "app/aanzetten/",
    "toegangssleutel/nieuw/",
    "wachtwoord/kiezen/",
    "uitloggen/",
    "bevestigen/opnieuw-inloggen/",
)


@pytest.fixture
def diemen() -> Municipality:
    cache.clear()
    return cast.municipality()


def visit(page: Page, address: str) -> list[str]:
    page.goto(address)
    return problems_of(page)


def sign_in(page: Page, site: str, email: str) -> None:
    """With a code, as far as the work or the second step."""
    page.goto(f"{site}/account/inloggen/")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_role("button", name="Stuur mij een code").click()
    page.wait_for_url("**/inloggen/code/")
    code = re.search(r"Uw code is: (\S+)", str(mail.outbox[-1].body))
    assert code
    page.get_by_label("Code", exact=True).fill(code[1])
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_url(lambda url: "inloggen" not in url)


def test_axe_finds_nothing_and_nothing_sticks_out(diemen: Municipality, live_server: LiveServer) -> None:
    signing.seated(diemen, Role.PROGRAMME_MANAGER, email="baas@diemen.example")
    signing.seated(
        diemen, Role.SCHOOL, email="een.heel.lang.adres.van.de.directeur@basisschool-de-grote-regenboog.example"
    )
    site = str(live_server.url)
    problems: list[str] = []
    with browser_page(DESKTOP) as page:
        for address in VISITOR:
            problems += visit(page, f"{site}/account/{address}")
        page.goto(f"{site}/account/inloggen/")
        page.get_by_role("button", name="Stuur mij een code").click()
        expect(page.get_by_role("alert")).to_contain_text("Vul “E-mailadres” in.")
        problems += problems_of(page)
        sign_in(page, site, "baas@diemen.example")
        for address in OWN:
            problems += visit(page, f"{site}/account/{address}")
    assert not problems, "\n".join(problems)


def test_the_browser_refuses_nothing_of_these_pages(diemen: Municipality, live_server: LiveServer) -> None:
    """Without axe, which puts styles of its own in a page."""
    signing.seated(diemen, Role.PROGRAMME_MANAGER, email="baas@diemen.example")
    said: list[str] = []
    with browser_page(DESKTOP) as page:
        page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
        page.goto(f"{live_server.url}/account/inloggen/toegangssleutel/")
        sign_in(page, str(live_server.url), "baas@diemen.example")
        for address in ("app/aanzetten/", "toegangssleutel/nieuw/", ""):
            page.goto(f"{live_server.url}/account/{address}")
            expect(page.get_by_role("button", name="Uitloggen")).to_be_visible()
    assert said == []


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_somebody_is_invited_and_her_seat_is_ended(diemen: Municipality, live_server: LiveServer, width: int) -> None:
    boss = signing.seated(diemen, Role.PROGRAMME_MANAGER, email="baas@diemen.example")
    client = signing.signed_in(boss)
    problems = []
    with browser_page(width, javascript=width == DESKTOP) as page:
        page.context.add_cookies(
            [{"name": "kapstok", "value": client.cookies["kapstok"].value, "url": live_server.url}]
        )
        page.goto(f"{live_server.url}/diemen/werk/")
        page.get_by_role("link", name="Mensen en rollen").click()
        page.get_by_role("link", name="Nodig iemand uit").click()
        page.get_by_role("button", name="Bekijk de mail").click()
        expect(page.get_by_role("alert")).to_contain_text("Maak een keuze bij “Rol”.")
        problems += problems_of(page) if width == DESKTOP else []
        page.get_by_label("E-mailadres").fill("directeur@school.example")
        page.get_by_label("School").check()
        page.get_by_role("button", name="Bekijk de mail").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Klopt deze mail?")
        problems += problems_of(page) if width == DESKTOP else []
        page.get_by_role("button", name="Verstuur de uitnodiging").click()
        expect(page.get_by_role("status")).to_contain_text("verstuurd naar directeur@school.example")
        problems += problems_of(page) if width == DESKTOP else []
        page.get_by_role("row", name="directeur@school.example").get_by_role("link", name="Beëindig").click()
        page.get_by_label("Waarom?").fill("werkt ergens anders")
        page.get_by_role("button", name="Beëindig de toegang").click()
        expect(page.get_by_text("werkt ergens anders")).to_be_visible()
    assert not problems, "\n".join(problems)
    assert Membership.objects.exclude(ended_at=None).count() == 1


def virtual_authenticator(page: Page) -> Any:
    """A fingerprint reader that always says yes, in the browser itself."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devices


@override_settings(MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN=True)
def test_staff_sets_up_a_passkey_and_then_signs_in_with_nothing_else(
    diemen: Municipality, live_server: LiveServer
) -> None:
    signing.seated(diemen, Role.CONTROLLER, email="controller@diemen.example")
    with browser_page(DESKTOP) as page:
        virtual_authenticator(page)
        site = str(live_server.url)
        sign_in(page, site, "controller@diemen.example")
        expect(page.get_by_role("heading", level=1)).to_have_text("Stel een tweede stap in")
        page.get_by_role("link", name="Een toegangssleutel").click()
        page.get_by_label("Ook zonder e-mailadres inloggen").check()
        page.get_by_role("button", name="Voeg toe").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Uw noodcodes")
        page.get_by_role("link", name="Naar uw werk").click()
        page.wait_for_url("**/diemen/werk/")
        page.get_by_role("button", name="Uitloggen").click()
        page.wait_for_url(f"{site}/")
        page.goto(f"{site}/account/inloggen/?next=/diemen/werk/")
        page.get_by_role("button", name="Met een toegangssleutel").click()
        page.get_by_role("button", name="Gebruik uw toegangssleutel").click()
        page.wait_for_url("**/diemen/werk/")
        sign_out_and_in_with_key_as_second_step(page, site)


def sign_out_and_in_with_key_as_second_step(page: Page, site: str) -> None:
    page.get_by_role("button", name="Uitloggen").click()
    page.wait_for_url(f"{site}/")
    page.goto(f"{site}/account/inloggen/")
    page.get_by_label("E-mailadres").fill("controller@diemen.example")
    page.get_by_role("button", name="Stuur mij een code").click()
    page.wait_for_url("**/inloggen/code/")
    code = re.search(r"Uw code is: (\S+)", str(mail.outbox[-1].body))
    assert code
    page.get_by_label("Code", exact=True).fill(code[1])
    page.get_by_role("button", name="Inloggen", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nog één stap")
    assert not problems_of(page)
    page.get_by_role("button", name="Gebruik uw toegangssleutel").click()
    page.wait_for_url("**/diemen/werk/")


def test_a_passkey_that_does_not_work_says_so(diemen: Municipality, live_server: LiveServer) -> None:
    with browser_page(DESKTOP) as page:
        virtual_authenticator(page)
        page.goto(f"{live_server.url}/account/inloggen/toegangssleutel/")
        page.get_by_role("button", name="Gebruik uw toegangssleutel").click()
        expect(page.get_by_role("alert")).to_contain_text("Dat lukte niet")
