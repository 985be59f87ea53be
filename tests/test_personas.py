"""The bar of the demo, where anybody is anybody with one click: it works there, and cannot exist anywhere else."""

import re
from copy import deepcopy
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.http import Http404
from django.test import Client, RequestFactory, override_settings
from django.urls import NoReverseMatch, Resolver404, include, path, resolve, reverse

import kapstok.urls
from kapstok import sign_in
from kapstok.demo.personas import BACKEND, personas
from kapstok.demo.views import become
from kapstok.parties.models import Person
from tests import signing
from tests.examples import load_examples

pytestmark = pytest.mark.django_db

urlpatterns = [path("-/demo/", include("kapstok.demo.urls")), path("", include(kapstok.urls))]


def demo_settings() -> dict[str, Any]:
    """The settings as they are when KAPSTOK_DEMO is set."""
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["context_processors"].append("kapstok.demo.personas.surroundings")
    backends = sign_in.SignIn().settings(demo=True, https=False)["AUTHENTICATION_BACKENDS"]
    return {"DEMO": True, "ROOT_URLCONF": __name__, "TEMPLATES": templates, "AUTHENTICATION_BACKENDS": backends}


@pytest.fixture(autouse=True)
def _examples() -> None:
    cache.clear()
    load_examples()


def be(client: Client, key: str, municipality: str = "diemen") -> Any:
    return client.post("/-/demo/persona", {"persona": key, "municipality": municipality})


def marked(page: Any) -> list[str]:
    """Which buttons of the bar say that this is who you are."""
    return re.findall(r'value="([\w-]+)" aria-current="true"', page.content.decode())


def test_every_persona_gets_to_work_with_one_click(client: Client) -> None:
    with override_settings(**demo_settings()):
        for slug, people in personas().items():
            for persona in people:
                assert be(client, persona.key, slug).headers["Location"] == f"/{slug}/werk/"
                page = client.get(f"/{slug}/werk/")
                assert page.status_code == 200, persona
                assert marked(page) == [persona.key]
                assert "Uitloggen" in page.content.decode()


def test_a_persona_is_nobody_in_another_municipality(client: Client) -> None:
    with override_settings(**demo_settings()):
        be(client, "programmamanager")
        assert client.get("/putten/werk/").status_code == 404
        assert marked(client.get("/putten/")) == ["inwoner"]
        assert marked(client.get("/diemen/")) == ["programmamanager"]


def test_a_resident_is_signed_out_and_each_change_is_a_new_session(client: Client) -> None:
    with override_settings(**demo_settings()):
        be(client, "programmamanager")
        first = client.session.session_key
        be(client, "school")
        assert client.session.session_key not in (None, first)
        assert be(client, "inwoner").headers["Location"] == "/diemen/"
        assert client.get("/diemen/werk/").status_code == 302
        assert be(client, "koning").status_code == 404
        assert client.get("/-/demo/persona").status_code == 405
        strict = Client(enforce_csrf_checks=True)
        assert be(strict, "programmamanager").status_code == 403


def test_outside_the_demo_there_is_no_address_and_the_view_refuses() -> None:
    with pytest.raises(Resolver404):
        resolve("/-/demo/persona")
    with pytest.raises(NoReverseMatch):
        reverse("persona")
    assert be(Client(), "programmamanager").status_code == 404
    request = RequestFactory().post("/", {"persona": "programmamanager", "municipality": "diemen"})
    with pytest.raises(Http404):
        become(request)
    assert "Bekijk als" not in Client().get("/diemen/").content.decode()


def test_a_session_of_the_demo_is_worth_nothing_once_it_is_no_demo_any_more(client: Client) -> None:
    with override_settings(**demo_settings()):
        be(client, "programmamanager")
        assert client.get("/diemen/werk/").status_code == 200
    assert BACKEND not in settings.AUTHENTICATION_BACKENDS
    assert client.get("/diemen/werk/").status_code == 302


def test_a_click_is_no_second_step_outside_the_demo() -> None:
    person = Person.objects.get(email="programmamanager@diemen.example")
    client = signing.signed_in(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "demo", "at": 0, "reauthenticated": True}]
    session.save()
    assert client.get("/diemen/werk/").headers["Location"].startswith("/account/tweede-stap/")


def test_no_persona_can_sign_in_in_another_way(client: Client) -> None:
    """Addresses in .example belong to nobody (RFC 2606), so that no code can arrive; and there is no password."""
    people = Person.objects.all()
    assert people
    for person in people:
        assert person.email.endswith(".example")
        assert not person.has_usable_password()
    for password in ("", "programmamanager", people[0].password):
        asked = {"login": "programmamanager@diemen.example", "password": password}
        assert client.post("/account/inloggen/wachtwoord/", asked).status_code == 200
        assert client.get("/diemen/werk/").status_code == 302


def test_a_municipality_that_cannot_be_is_not_found(client: Client) -> None:
    with override_settings(**demo_settings()):
        assert be(client, "inwoner", "\0").status_code == 404
