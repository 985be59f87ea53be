"""The pages of running money: what they show, what a form does, and that their cost does not grow."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.signing import seated, signed_in

from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.grants.eligibility_actions import answer
from kapstok.grants.models import EligibilityQuestion
from kapstok.ledger.drafts import Part
from kapstok.ledger.entering import enter_at_once
from kapstok.ledger.kinds import DocumentKind, Recognition
from kapstok.ledger.models import Conventions, Document, Instrument, Posting, Subsidy, Year
from kapstok.ledger.running import queries
from kapstok.ledger.running.tests.money import (
    BY,
    STARTS,
    balance,
    fresh,
    instrument,
    mandate,
    party,
    stand,
    subsidy,
    to_cover,
)
from kapstok.ledger.running.tests.test_acts import NO
from kapstok.ledger.subsidies import plan_advance
from kapstok.ledger.tests.builders import draft, entered, line, programme
from kapstok.parties.models import Municipality

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    settings.KAPSTOK_TODAY = date(2024, 2, 1)


@pytest.fixture
def diemen() -> Municipality:
    return programme()


@pytest.fixture
def controller(diemen: Municipality) -> Client:
    return signed_in(seated(diemen, Role.CONTROLLER))


@pytest.fixture
def manager(diemen: Municipality) -> Client:
    return signed_in(seated(diemen, Role.PROGRAMME_MANAGER))


def url(name: str, *args: object) -> str:
    return reverse(name, args=["diemen", *args])


def text(response: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", response.content.decode().replace("&#x27;", "'"))
    return " ".join(plain.replace("\xa0", " ").split())


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


def subsidy_form(**more: Any) -> dict[str, Any]:
    return {
        "reference": "2023-17", "on": "2023-07-01", "party": str(party().pk), "description": "Voorleesclub",
        "instrument": str(instrument(Recognition.OVER_PERIOD).pk), "starts": "2023-08-01", "ends": "2023-12-31",
        "maximum": "12.000", "line1": str(line("taal").pk), "measure1": "", "conditions": "Verslag in maart",
    } | more  # fmt: skip


def test_a_subsidy_from_decision_to_determination(diemen: Municipality, controller: Client, manager: Client) -> None:
    with inside(diemen):
        form = subsidy_form(line2=str(line("sport").pk), amount2="2.000")
    page = controller.post(url("subsidy-new"), form).headers["Location"]
    assert "Een collega moet het nakijken" in text(controller.get(page))
    manager.post(page, {"act": "approve"})
    with inside(diemen):
        row = fresh(Document.objects.get(kind="subsidy"))
        assert [stand("taal"), stand("sport")] == [[60_000, 0, 10_000], [30_000, 0, 2_000]]  # the period is over
    pk = row.document_id
    controller.post(url("subsidy-advance", pk), {"advance-on": "2023-09-01", "advance-amount": "9.000"})
    with inside(diemen):
        advance = Document.objects.get(kind="advance").pk
    assert "Voorschot van € 9.000,00 had betaald kunnen zijn" in text(controller.get(page))
    controller.post(url("advance-paid", advance), {"on": "2023-09-04"})
    said = {"amount": "10.000", "reference": "2024-3", "on": "2024-01-20", "why": ""}
    shown = text(controller.post(url("subsidy-determine", pk), said))
    assert "Gaat af van wat al telde € 2.000,00 Valt vrij in de begroting € 2.000,00 Nog te betalen € 1.000,00" in shown
    controller.post(url("subsidy-determine", pk), said | {"act": "ask"})
    assert controller.post(page, {"act": "approve"}).status_code == 422
    manager.post(page, {"act": "approve"})
    seen = text(controller.get(page))
    assert "vastgesteld" in seen
    assert "€ 1.000,00 is nog te betalen." in seen
    with inside(diemen):
        assert balance("taal").expense + balance("sport").expense == 10_000
        assert balance("taal").paid + balance("sport").paid == 9_000


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"ends": "2023-07-31"}, "De laatste dag ligt voor de eerste."),
        ({"maximum": "60.001"}, "heeft nog € 60.000,00 vrij"),
        ({"maximum": "0"}, "Het hoogste bedrag is meer dan € 0."),
        ({"amount2": "5"}, "Kies een regel en vul in hoeveel die betaalt."),
        ({"line1": ""}, "Maak een keuze bij “Uit begrotingsregel”."),
    ],
)
def test_a_subsidy_that_may_not_be_says_why(
    diemen: Municipality, controller: Client, more: dict[str, str], said: str
) -> None:
    with inside(diemen):
        form = subsidy_form(**more)
    response = controller.post(url("subsidy-new"), form)
    assert response.status_code == 422
    assert said in text(response)


def test_a_determination_above_the_maximum_is_refused_on_the_page(diemen: Municipality, controller: Client) -> None:
    with inside(diemen):
        pk = subsidy(("taal", 12_000)).document_id
    response = controller.post(url("subsidy-determine", pk), {"amount": "12.001", "reference": "x", "on": "2024-01-01"})
    assert response.status_code == 422
    assert "€ 1,00 meer dan het maximum" in text(response)


def test_the_page_says_that_nothing_counts_while_nobody_chose(diemen: Municipality, controller: Client) -> None:
    with inside(diemen):
        pk = subsidy(("taal", 12_000), recognition=Recognition.UNKNOWN).document_id
    page = text(controller.get(url("subsidy", pk)))
    assert "Telt als kosten nog niet gekozen" in page
    assert "Tot dan telt Kapstok geen kosten." in page


def test_subsidies_are_sifted_and_downloaded(diemen: Municipality, controller: Client) -> None:
    with inside(diemen):
        subsidy(("taal", 12_000), reference="A-1")
        subsidy(("sport", 3_000), reference="B-2", party=party("Sportclub").pk, recognition=Recognition.AT_ADVANCE)
    assert "A-1" in text(controller.get(url("subsidies")))
    found = text(controller.get(url("subsidies"), {"zoek": "sport"}))
    assert ("B-2" in found, "A-1" in found) == (True, False)
    assert "Geen subsidie past hierbij" in text(controller.get(url("subsidies"), {"stand": "vastgesteld"}))
    download = controller.get(url("subsidies-xlsx"), {"zoek": "sport"})
    assert download.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert download.content.startswith(b"PK")


def test_conventions_are_kept_and_the_level_stays_once_there_is_a_budget(
    diemen: Municipality, controller: Client
) -> None:
    controller.post(url("money-conventions"), {"four_eyes": "on", "control_level": "measure"})
    with inside(diemen):
        kept = Conventions.objects.get()
        assert (kept.four_eyes, kept.control_level) == (True, "theme")
    assert "Er is al een plan vastgesteld" in text(controller.get(url("money-conventions")))


def test_when_the_cost_of_an_instrument_counts_is_chosen_until_some_counted(
    diemen: Municipality, controller: Client
) -> None:
    controller.post(url("instrument-new"), {"name": "Regeling", "recognition": "unknown", "note": ""})
    with inside(diemen):
        pk = Instrument.objects.get(name="Regeling").pk
        used = subsidy(("taal", 100)).instrument
    assert "nog niet gekozen" in text(controller.get(url("money-conventions")))
    assert controller.post(url("instrument", pk), {"name": "Regeling", "recognition": "at_award"}).status_code == 302
    refused = controller.post(url("instrument", used.pk), {"name": used.name, "recognition": "at_determination"})
    assert "Er zijn al kosten geteld" in text(refused)
    twice = controller.post(url("instrument-new"), {"name": "Regeling", "recognition": "unknown"})
    assert "Er is al een instrument dat “Regeling” heet" in text(twice)


def spent_on(cost_type: str, amount: int) -> None:
    part = Part(line=line("sport").pk, amount=Decimal(amount), cost_type=cost_type)
    enter_at_once(replace(draft(DocumentKind.INVOICE, ("sport", amount)), parts=(part,)), by=BY)


def test_a_question_shows_what_depends_on_it_and_a_no_moves_it(
    diemen: Municipality, controller: Client, manager: Client
) -> None:
    with inside(diemen):
        spent_on("groen-schoolplein", 700)
        pk = EligibilityQuestion.objects.get(cost_type="groen-schoolplein").pk
    assert "Groen schoolplein Hoort niet direct bij de doelen" in text(controller.get(url("eligibility")))
    page = url("eligibility-question", pk)
    assert "Eén boeking, samen € 700,00" in text(controller.get(page))
    said = {"outcome": "not_eligible", "answered_by": "accountant", "answered_on": "2024-01-10", "version": "1"}
    assert "er staat nog € 700,00 geboekt" in text(controller.post(page, said, follow=True))
    move = url("eligibility-move", pk)
    assert "€ 700,00 in 1 boeking" in text(controller.get(move))
    assert "1 boeking staat nu onder" in text(manager.post(move, {"why": "accountant"}, follow=True))
    with inside(diemen):
        assert to_cover() == 700
        assert Posting.objects.filter(uncovered="not_eligible").count() == 1


def test_who_answers_what_somebody_else_changed_sees_both(diemen: Municipality, controller: Client) -> None:
    with inside(diemen):
        row = EligibilityQuestion.objects.get(cost_type="groen-schoolplein")
        answer(row, NO, version=1, by=BY)
    said = {"outcome": "eligible", "answered_by": "ministry", "answered_on": "2024-01-11", "version": "1"}
    response = controller.post(url("eligibility-question", row.pk), said)
    assert response.status_code == 409
    assert "Nu staat er: mag niet , accountant" in text(response)
    again = said | {"version": "2"}
    assert controller.post(url("eligibility-question", row.pk), again).status_code == 302


def test_a_question_of_ones_own(diemen: Municipality, controller: Client) -> None:
    said = {"name": "Zwembad huren", "question": "Mag de zomerschool het zwembad huren?"}
    assert "De vraag staat in de lijst." in text(controller.post(url("eligibility-new"), said, follow=True))
    assert controller.post(url("eligibility-new"), said).status_code == 422
    assert "Alle vragen uit de regeling stonden er al." in text(controller.post(url("eligibility-start"), follow=True))


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
