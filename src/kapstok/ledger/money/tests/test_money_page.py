"""The state of the money in one glance: what it adds up to, what needs attention, and where each figure leads."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.signing import working

from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.ledger.entering import prepare
from kapstok.ledger.kinds import DocumentKind
from kapstok.ledger.money import attention
from kapstok.ledger.money.attention import Attention, overdue
from kapstok.ledger.money.tests.played import TODAY, played
from kapstok.ledger.tests.builders import BY, document, draft, entered, filled, programme
from kapstok.parties.models import Municipality
from kapstok.plans.actions import load_plan

pytestmark = pytest.mark.django_db
HERE = "/diemen/werk/geld/"


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    settings.KAPSTOK_TODAY = TODAY


def controller(municipality: Municipality) -> Client:
    return working(municipality, Role.CONTROLLER)


def text_of(client: Client, address: str = HERE) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).replace("\xa0", " ").split())


def alerts(client: Client) -> list[tuple[str, int]]:
    return [(one.what, int(one.euros)) for one in client.get(HERE).context["attention"]]


def test_the_five_parts_make_the_award() -> None:
    here = controller(played(3)).get(HERE).context["here"]
    parts = {key.share.name: int(key.share.amount) for key in here.keys}
    assert parts == {"spent": 300, "committed": 19_700, "reserved": 0, "free": 70_000, "undivided": 10_000}


def test_every_part_opens_the_list_that_adds_up_to_it() -> None:
    client = controller(played(3))
    keys = {key.share.name: key.url for key in client.get(HERE).context["here"].keys}
    assert [str(one.amount) for one in client.get(keys["spent"]).context["sums"]] == ["€\xa0300,00"]
    committed = client.get(keys["committed"]).context["sums"]
    assert "open staat nog €\xa019.700,00" in committed[0].note


def test_what_needs_attention_comes_by_the_euros_at_risk() -> None:
    diemen = played(3)
    with inside(diemen):
        prepare(draft(DocumentKind.INVOICE, ("sport", 640)), by=BY)
    found = alerts(controller(diemen))
    assert [euros for _, euros in found] == sorted((euros for _, euros in found), reverse=True)
    assert ("Nog niet verdeeld: 10 % van wat is toegekend.", 10_000) in found
    assert ("Te dekken: factuur van Bibliotheek.", 1_210) in found
    assert ("Eén stuk wacht op uw akkoord.", 640) in found
    assert ("Toegezegd, maar langer dan een kwartaal te laat: “Taal”.", 19_700) in found


def test_who_may_not_approve_is_not_asked_to() -> None:
    diemen = played()
    with inside(diemen):
        prepare(draft(DocumentKind.INVOICE, ("sport", 640)), by=BY)
    found = [one for one in working(diemen, Role.AUDITOR).get(HERE).context["attention"] if "wacht" in one.what]
    assert [(one.what, one.mine) for one in found] == [("Eén stuk wacht op akkoord.", False)]


def test_an_act_of_a_page_that_is_not_there_is_left_out() -> None:
    page = controller(played()).get(HERE)
    assert all(one.url.startswith("/diemen/werk/geld/") or not one.url for one in page.context["attention"])
    assert 'href=""' not in page.content.decode()


@pytest.fixture
def found_elsewhere() -> Iterator[None]:
    attention.FOUND_ELSEWHERE.append(lambda slug, actor: [Attention(what="Verschil", why="", euros=Decimal(640))])
    yield
    attention.FOUND_ELSEWHERE.pop()


@pytest.mark.usefixtures("found_elsewhere")
def test_another_part_of_the_ledger_adds_what_it_finds() -> None:
    assert ("Verschil", 640) in alerts(controller(played()))


def test_what_was_delivered_counts_for_the_oldest_promise_first() -> None:
    promised = {date(2023, 6, 1): Decimal(100), date(2024, 1, 1): Decimal(50)}
    assert overdue(Decimal(150), promised, TODAY) == 100
    assert overdue(Decimal(60), promised, TODAY) == 10
    assert overdue(Decimal(40), promised, TODAY) == 0


def test_made_up_amounts_are_marked() -> None:
    assert "bestedingen zijn voorbeeldcijfers" in text_of(controller(played()))
    assert "voorbeeldcijfers" not in text_of(controller(programme("Putten", "GM0273")), "/putten/werk/geld/")


def test_before_adoption_the_page_says_what_to_do() -> None:
    diemen = cast.municipality()
    client = working(diemen, Role.PROGRAMME_MANAGER)
    assert "Er is nog geen plan" in text_of(client)
    with inside(diemen):
        load_plan(document(99_800), by=BY)
    page = text_of(client)
    assert "€ 200 meer gepland dan er is toegekend" in page
    assert "/diemen/werk/plan/npo/begroting/" in client.get(HERE).content.decode()
    for name in ("verwachting", "raad"):
        assert "€ 200 meer gepland" in text_of(client, f"{HERE}{name}/")


@pytest.mark.parametrize("per", ["thema", "bron", "doel", "boekjaar", "schooljaar"])
def test_each_way_of_looking_adds_up_to_the_same_and_can_be_taken_along(per: str) -> None:
    diemen = played(2)
    with inside(diemen):
        entered(DocumentKind.RESERVATION, ("sport", 500))
    client = controller(diemen)
    total = client.get(f"{HERE}?per={per}").context["picture"].total
    amounts = {figure.label: figure.amount.euros for figure in total.figures}
    assert amounts["Besteed"] == 200
    assert amounts.get("Verplicht", 19_800) == 19_800
    assert amounts.get("Gereserveerd", 500) == 500
    assert client.get(f"{HERE}tabel/{per}/").content.startswith(b"PK")


def test_a_school_year_has_what_the_plan_wants_to_spend_in_it() -> None:
    bodies = controller(played()).get(f"{HERE}?per=schooljaar").context["picture"].bodies
    planned = {body.head.label: body.head.figures[0].amount.euros for body in bodies}
    assert sum(planned.values()) == 90_000
    assert list(planned) == ["2022-2023", "2023-2024", "2024-2025"]


def test_a_bar_leads_to_its_postings() -> None:
    client = controller(played(2))
    coats = [
        coat.coat for rail in client.get(HERE).context["picture"].rack.rails for hook in rail for coat in hook.coats
    ]
    sums = [str(one.amount) for one in client.get(coats[0].url).context["sums"]]
    assert sums == ["€\xa060.000,00", "€\xa020.000,00", "€\xa0200,00"]


def test_money_of_another_grant_is_chosen_in_the_address() -> None:
    diemen = played()
    with inside(diemen):
        source = document().grant_source.model_copy(update={"amount": Decimal(5_000)})
        small = document(5_000, taal=3_000, sport=1_000, onvoorzien=1_000)
        other = small.model_copy(update={"slug": "oab", "regulation": "oab", "sources": (source,)})
        filled(load_plan(other, by=BY).plan)
    client = controller(diemen)
    programmes = client.get(HERE).context["programmes"]
    assert [one.here for one in programmes] == [True, False]
    second = client.get(f"{HERE}?uitkering={programmes[1].grant}").context
    assert [one.here for one in second["programmes"]] == [False, True]
    assert second["picture"].total.figures[0].amount.euros == 5_000
    assert client.get(f"{HERE}?uitkering=999999").status_code == 404


@pytest.mark.parametrize("page", ["", "?per=doel", "boekingen/", "verwachting/", "raad/"])
def test_a_page_takes_the_same_few_queries_however_many_postings(page: str) -> None:
    counts = []
    for name, code, count in (("Diemen", "GM0384", 1), ("Putten", "GM0273", 70)):
        client = controller(played(count, name=name, cbs_code=code))
        with CaptureQueriesContext(connection) as queries:
            response = client.get(f"/{name.lower()}/werk/geld/{page}")
        assert len(response.content) < 100 * 1024
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 1  # more than a page: is there an older one
    assert max(counts) < 20
