"""A regulation as its page tells it."""

from datetime import date
from decimal import Decimal

from kapstok.grants.presentation import RegulationPage, regulation_page
from kapstok.grants.regulation import regulations

TODAY = date(2024, 2, 1)


def page(
    key: str = "npo", award: Decimal | None = Decimal(322_000), known_on: date = date(2022, 11, 17)
) -> RegulationPage:
    return regulation_page(regulations()[key], award, known_on=known_on, today=TODAY)


def test_a_plan_may_count_on_a_change_that_did_not_hold_yet() -> None:
    first, second = page().windows
    assert first.marks == ("gold op de datum van het plan, 17 november 2022",)
    assert second.marks == ("geldt op 1 februari 2024", "was al bekend op de datum van het plan, 17 november 2022")


def test_a_later_plan_lived_under_the_version_of_today() -> None:
    first, second = page(known_on=date(2023, 3, 31)).windows
    assert first.marks == ()
    assert second.marks == ("geldt op 1 februari 2024", "gold op de datum van het plan, 31 maart 2023")


def test_what_is_not_verified_of_a_version_is_named() -> None:
    first, second = page().windows
    assert first.unverified == "de dag waarop deze versie ging gelden, het jaar van de eindverantwoording"
    assert second.unverified == ""


def test_the_payments_are_shown_to_the_cent_and_add_up() -> None:
    shown = page()
    assert len(shown.instalments) == 20
    assert shown.instalments[0].covers == "augustus 2021 tot en met december 2021"
    assert shown.instalments[0].due == "december 2021"
    assert shown.instalments_sum == "€\u00a0322.000,00"


def test_without_an_exact_award_or_a_schedule_the_page_says_why() -> None:
    assert page(award=None).instalments == ()
    assert page(award=None).instalments_unknown.startswith("Het precieze bedrag")
    assert page("oab").instalments_unknown.startswith("Wanneer het ministerie betaalt")


def test_doubtful_costs_say_in_words_whether_they_may_be_paid() -> None:
    assert {shown.status for shown in page().costs} == {"mag", "mag niet", "mag soms", "onduidelijk"}
