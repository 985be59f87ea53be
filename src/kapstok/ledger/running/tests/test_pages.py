"""The pages of running money: what they show, what a form does, and that their cost does not grow."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.signing import seated, signed_in

from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.grants.models import EligibilityQuestion
from kapstok.ledger.kinds import DocumentKind
from kapstok.ledger.models import Document, Subsidy, Year
from kapstok.ledger.running import queries
from kapstok.ledger.running.tests.money import (
    BY,
    STARTS,
    mandate,
    party,
    spent_on,
    stand,
    subsidy,
    text,
    to_cover,
    url,
)
from kapstok.ledger.subsidies import plan_advance
from kapstok.ledger.tests.builders import entered, line
from kapstok.parties.models import Municipality

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    settings.KAPSTOK_TODAY = date(2024, 2, 1)


def test_nothing_to_cover_says_so(controller: Client) -> None:
    assert "Alles is gedekt." in text(controller.get(url("to-cover")))


def test_a_cost_is_covered_after_seeing_what_that_leaves(diemen: Municipality, controller: Client) -> None:
    with inside(diemen):
        entered(DocumentKind.INVOICE, ("sport", 42_000), description="Zwemlessen")
        posting = queries.uncovered().get().pk
        key = str(line("onvoorzien").pk)
    assert "€ 12.000,00 in één boeking" in text(controller.get(url("to-cover")))
    said = {"way": key, "most": "4.000", "why": "onvoorzien is hiervoor"}
    shown = text(controller.post(url("cover", posting), said | {"act": "show"}))
    assert "Onvoorzien betaalt € 4.000,00 Daarna vrij in deze regel € 6.000,00 Blijft te dekken € 8.000,00" in shown
    with inside(diemen):
        assert to_cover() == 12_000
    done = controller.post(url("cover", posting), said | {"act": "do"}, follow=True)
    assert "Er blijft € 8.000,00 te dekken." in text(done)
    assert "€ 4.000,00 gedekt uit Onvoorzien" in text(done)


@pytest.mark.parametrize("said", [{}, {"way": "x"}, {"way": "99999", "why": "zo"}, {"way": "eigen", "most": "veel"}])
def test_a_form_that_is_not_filled_in_covers_nothing(
    diemen: Municipality, controller: Client, said: dict[str, str]
) -> None:
    with inside(diemen):
        entered(DocumentKind.INVOICE, ("sport", 42_000))
        posting = queries.uncovered().get().pk
    assert controller.post(url("cover", posting), said | {"act": "do"}).status_code == 422
    with inside(diemen):
        assert to_cover() == 12_000


def test_what_was_covered_is_put_back_from_the_page(diemen: Municipality, controller: Client) -> None:
    with inside(diemen):
        entered(DocumentKind.INVOICE, ("sport", 42_000))
        posting = queries.uncovered().get().pk
    controller.post(url("cover", posting), {"way": "eigen", "why": "zelf", "act": "do"})
    with inside(diemen):
        cover = Document.objects.get(kind="cover").pk
    assert "Schrijf op waarom" in text(controller.post(url("cover-undo", cover), follow=True))
    controller.post(url("cover-undo", cover), {"why": "fout"})
    with inside(diemen):
        assert to_cover() == 12_000


def transfer_form(**more: Any) -> dict[str, Any]:
    return {
        "frm": str(line("onvoorzien").pk),
        "to1": str(line("sport").pk),
        "amount1": "1.000",
        "why": "meer zwemmen",
    } | more


def test_a_transfer_shows_what_it_does_and_a_colleague_approves_it(
    diemen: Municipality, controller: Client, manager: Client
) -> None:
    with inside(diemen):
        mandate()
        said = transfer_form()
    living = controller.post(url("transfer-new"), said, headers={"HX-Request": "true"})
    assert "<h1" not in living.content.decode()
    assert "Onvoorzien € 10.000,00 € -1.000,00 € 9.000,00" in text(living)
    assert "Dit mag onder mandaat" in text(living)
    asked = controller.post(url("transfer-new"), said | {"act": "ask"}, follow=True)
    page = asked.redirect_chain[0][0]
    assert "Een collega moet het nakijken" in text(asked)
    assert controller.post(page, {"act": "approve"}).status_code == 422
    assert "Goedgekeurd en geboekt." in text(manager.post(page, {"act": "approve"}, follow=True))
    with inside(diemen):
        assert stand("sport")[0] == 31_000


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"amount1": "10.001"}, "heeft nog € 10.000,00 vrij"),
        ({"amount1": "6.000"}, "Het mandaat gaat tot € 5.000,00"),
        ({"amount2": "5"}, "Kies naar welke regel"),
        ({"why": ""}, "Vul “Waarom” in."),
        ({"amount1": ""}, "Vul “Bedrag” in."),
    ],
)
def test_a_transfer_that_may_not_be_says_why(
    diemen: Municipality, controller: Client, more: dict[str, str], said: str
) -> None:
    with inside(diemen):
        mandate()
        form = transfer_form(**more)
    response = controller.post(url("transfer-new"), form | {"act": "ask"})
    assert response.status_code == 422
    assert said in text(response)


def test_a_transfer_is_withdrawn(diemen: Municipality, controller: Client) -> None:
    with inside(diemen):
        mandate()
        form = transfer_form()
    page = controller.post(url("transfer-new"), form | {"act": "ask"}).headers["Location"]
    controller.post(page, {"act": "withdraw", "why": "toch niet"})
    assert "ingetrokken" in text(controller.get(page))


def test_a_year_goes_from_open_to_closed_by_two_people(
    diemen: Municipality, controller: Client, manager: Client
) -> None:
    page = url("year", 2023)
    assert manager.post(page, {"act": "prepare"}).status_code == 422
    controller.post(page, {"act": "prepare"})
    assert "U hebt deze afsluiting voorbereid" in text(controller.get(page))
    assert controller.post(page, {"act": "confirm"}).status_code == 422
    assert "Boekjaar 2023 is afgesloten." in text(manager.post(page, {"act": "confirm"}, follow=True))
    assert "Dit jaar staat vast" in text(controller.get(page))
    assert controller.post(page, {"act": "reopen", "why": "toch"}).status_code == 422


def test_a_year_that_cannot_close_says_what_is_in_the_way(diemen: Municipality, controller: Client) -> None:
    with inside(diemen):
        entered(DocumentKind.INVOICE, ("sport", 30_001))
    page = text(controller.get(url("year", 2023)))
    assert "1 kost moet nog gedekt worden, samen € 1,00" in page
    assert "Bereid de afsluiting voor" not in page


def test_years_are_listed_with_what_was_booked_and_the_next_is_opened(diemen: Municipality, controller: Client) -> None:
    with inside(diemen):
        entered(DocumentKind.INVOICE, ("sport", 30_001))
        following = Year.objects.latest("year").year + 1
    assert "2023 open € 30.000,00 € 1,00" in text(controller.get(url("years")))
    assert f"Boekjaar {following} is open." in text(controller.post(url("years"), follow=True))


def more_of_everything(count: int) -> None:
    there = Document.objects.count()
    for number in range(there, there + count):
        entered(DocumentKind.INVOICE, ("sport", 31_000), reference=f"F{number}", party=party(f"P{number}").pk)
        row = subsidy(("taal", 10), reference=f"S{number}", party=party(f"P{number}").pk)
        plan_advance(row, on=STARTS, amount=Decimal(1), by=BY)
        spent_on("groen-schoolplein", 1)


PAGES: list[tuple[str, Callable[[], tuple[object, ...]]]] = [
    ("to-cover", lambda: ()),
    ("cover", lambda: (queries.uncovered().earliest("id").pk,)),
    ("transfer-new", lambda: ()),
    ("years", lambda: ()),
    ("year", lambda: (2023,)),
    ("subsidies", lambda: ()),
    ("subsidies-xlsx", lambda: ()),
    ("subsidy-new", lambda: ()),
    ("subsidy", lambda: (Subsidy.objects.earliest("id").document_id,)),
    ("subsidy-determine", lambda: (Subsidy.objects.earliest("id").document_id,)),
    ("money-conventions", lambda: ()),
    ("eligibility", lambda: ()),
    ("eligibility-question", lambda: (EligibilityQuestion.objects.get(cost_type="groen-schoolplein").pk,)),
    ("eligibility-move", lambda: (EligibilityQuestion.objects.get(cost_type="groen-schoolplein").pk,)),
]


def test_pages_ask_few_questions_however_much_there_is(diemen: Municipality, controller: Client) -> None:
    def asked() -> dict[str, int]:
        found = {}
        for name, args in PAGES:
            with inside(diemen):
                where = url(name, *args())
            with CaptureQueriesContext(connection) as captured:
                response = controller.get(where)
            assert len(response.content) < 100_000, name
            found[name] = len([one for one in captured if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])
        return found

    with inside(diemen):
        more_of_everything(1)
    one = asked()
    with inside(diemen):
        more_of_everything(4)
    assert asked() == one
    assert max(one.values()) < 20, one


def test_partners_find_nothing_of_money_here(diemen: Municipality) -> None:
    school = signed_in(seated(diemen, Role.SCHOOL))
    assert {school.get(url(name)).status_code for name, args in PAGES if name in {"to-cover", "years"}} == {403}
