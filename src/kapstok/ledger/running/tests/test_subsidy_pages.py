"""The pages of subsidies, conventions and questions: what they show, and what a form does."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from kapstok.core.tenancy import inside
from kapstok.grants.eligibility_actions import answer
from kapstok.grants.models import EligibilityQuestion
from kapstok.ledger.kinds import Recognition
from kapstok.ledger.models import Conventions, Document, Instrument, Posting
from kapstok.ledger.running.tests.money import (
    BY,
    balance,
    fresh,
    instrument,
    party,
    spent_on,
    stand,
    subsidy,
    text,
    to_cover,
    url,
)
from kapstok.ledger.running.tests.test_acts import NO
from kapstok.ledger.tests.builders import line
from kapstok.parties.models import Municipality

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    settings.KAPSTOK_TODAY = date(2024, 2, 1)


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
