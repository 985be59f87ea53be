"""A regulation as its page tells it."""

from datetime import date
from decimal import Decimal

from kapstok.grants.presentation import RegulationPage, payments_table, purposes_table, regulation_page
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
    paid = page().payments
    assert paid is not None
    assert paid.years == (2021, 2022, 2023)
    assert [one.month for one in paid.months][::11] == ["januari", "december"]
    assert [str(amount) for amount in paid.months[-1].amounts] == ["€\u00a067.083,33", "€\u00a013.416,67", "–"]
    assert [amount.euros for amount in paid.sums] == [Decimal("67083.33"), Decimal("161000.04"), Decimal("93916.63")]
    assert paid.total == "€\u00a0322.000,00"


def test_a_workbook_has_the_payments_of_the_page_and_their_sums() -> None:
    paid = page().payments
    assert paid is not None
    table = payments_table(paid)
    assert [heading.text for heading in table.headings] == ["Maand", "2021", "2022", "2023", "Alle jaren"]
    assert table.rows[-2] == ("december", Decimal("67083.33"), Decimal("13416.67"), "", None)
    assert table.rows[-1][0] == "Samen"
    assert table.rows[-1][-1] == Decimal(322_000)


def test_a_workbook_has_every_purpose_with_where_it_was_read() -> None:
    table = purposes_table(regulations()["npo"])
    assert [row[0] for row in table.rows] == [1, 2, 3, 4, 5, 6, 7]
    assert table.rows[5][1:5:3] == ("Tijdelijke extra huur", True)


def test_what_nobody_could_confirm_stands_apart() -> None:
    shown = page()
    assert {said.key for said in shown.unverified} >= {"sisa_code", "recovery_terms"}
    assert not any(said.verified for said in shown.unverified)
    assert {said.key for said in shown.verified} >= {"no_application", "left_over"}


def test_without_an_exact_award_or_a_schedule_the_page_says_why() -> None:
    assert page(award=None).payments is None
    assert page(award=None).payments_unknown.startswith("Het precieze bedrag")
    assert page("oab").payments_unknown.startswith("Wanneer het ministerie betaalt")


def test_doubtful_costs_say_in_words_whether_they_may_be_paid() -> None:
    assert {shown.status for shown in page().costs} == {"mag", "mag niet", "mag soms", "onduidelijk"}
