from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapstok.core.money import (
    LARGEST,
    Amount,
    apportion,
    cents,
    format_euro,
    format_number,
    format_range,
    instalments,
    parse_amount,
)

CENT = Decimal("0.01")

amounts = st.decimals(min_value=-LARGEST, max_value=LARGEST, places=2)
weights = st.decimals(min_value=0, max_value=10_000, places=3)
schools = st.dictionaries(st.text("ABC0123", min_size=1, max_size=4), weights, min_size=1, max_size=12)
served_schools = schools.filter(lambda rows: any(rows.values()))


@given(amounts, served_schools)
def test_parts_sum_to_the_total(total: Decimal, rows: dict[str, Decimal]) -> None:
    assert sum(apportion(total, rows).values()) == total


@given(amounts, served_schools, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(total: Decimal, rows: dict[str, Decimal], random: object) -> None:
    shuffled = list(rows.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert apportion(total, dict(shuffled)) == apportion(total, rows)


@given(amounts, served_schools)
def test_each_part_is_within_a_cent_of_its_exact_share(total: Decimal, rows: dict[str, Decimal]) -> None:
    whole = sum(map(Fraction, rows.values()))
    for key, part in apportion(total, rows).items():
        assert abs(Fraction(part) - Fraction(total) * Fraction(rows[key]) / whole) < Fraction(1, 100)


@given(amounts, served_schools)
def test_weight_zero_gets_nothing(total: Decimal, rows: dict[str, Decimal]) -> None:
    parts = apportion(total, rows)
    assert all(parts[key] == 0 for key, weight in rows.items() if not weight)


@given(amounts, served_schools, st.decimals(min_value="0.001", max_value=1_000, places=3))
def test_only_the_proportions_of_the_weights_count(total: Decimal, rows: dict[str, Decimal], factor: Decimal) -> None:
    assert apportion(total, {key: weight * factor for key, weight in rows.items()}) == apportion(total, rows)


@given(amounts, served_schools)
def test_a_negative_total_is_the_mirror_image(total: Decimal, rows: dict[str, Decimal]) -> None:
    assert apportion(-total, rows) == {key: -part for key, part in apportion(total, rows).items()}


@given(amounts, served_schools)
def test_a_larger_weight_never_gets_less(total: Decimal, rows: dict[str, Decimal]) -> None:
    parts = apportion(abs(total), rows)
    by_weight = sorted(rows, key=lambda key: (rows[key], parts[key]))
    assert [parts[key] for key in by_weight] == sorted(parts.values())


def test_apportion_serves_the_largest_remainders_and_then_the_first_keys() -> None:
    assert apportion(Decimal("100.00"), {"c": Decimal(1), "b": Decimal(1), "a": Decimal(1)}) == {
        "c": Decimal("33.33"),
        "b": Decimal("33.33"),
        "a": Decimal("33.34"),
    }
    assert apportion(Decimal("0.03"), {10: Decimal(1), 9: Decimal(1)}) == {10: CENT, 9: Decimal("0.02")}


def test_apportion_keeps_the_order_of_the_rows() -> None:
    assert list(apportion(Decimal(7), {"z": Decimal(1), "a": Decimal(2)})) == ["z", "a"]


def test_keys_of_different_kinds_are_served_in_a_fixed_order() -> None:
    rows: dict[str | int, Decimal] = {"rest": Decimal(1), 7: Decimal(1)}
    assert apportion(CENT, rows) == apportion(CENT, dict(reversed(rows.items()))) == {"rest": 0, 7: CENT}


def test_nothing_over_no_schools_is_nothing() -> None:
    assert apportion(Decimal(0), {}) == {}
    assert apportion(Decimal(0), {"a": Decimal(0)}) == {"a": Decimal("0.00")}


@pytest.mark.parametrize(
    ("total", "rows", "message"),
    [
        (Decimal("0.005"), {"a": Decimal(1)}, "hele centen"),
        (Decimal("NaN"), {"a": Decimal(1)}, "hele centen"),
        (Decimal("Infinity"), {"a": Decimal(1)}, "geen bedrag"),
        (Decimal(1), {"a": Decimal(2), "b": Decimal(-1)}, "kleiner dan 0"),
        (Decimal(1), {"a": Decimal("NaN")}, "geen getal"),
        (Decimal(1), {"a": Decimal("Infinity")}, "geen getal"),
        (Decimal(1), {"a": Decimal(0)}, "alle gewichten zijn 0"),
        (Decimal(1), {}, "alle gewichten zijn 0"),
    ],
)
def test_apportion_refuses(total: Decimal, rows: dict[str, Decimal], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        apportion(total, rows)


@given(amounts, st.integers(1, 60))
def test_instalments_sum_and_put_the_extra_cents_first(total: Decimal, n: int) -> None:
    terms = instalments(total, n)
    assert len(terms) == n
    assert sum(terms) == total
    assert terms == sorted(terms, key=abs, reverse=True)
    assert abs(terms[0] - terms[-1]) <= CENT


def test_an_amount_has_at_least_one_term() -> None:
    with pytest.raises(ValueError, match="0 termijnen"):
        instalments(Decimal(1), 0)


def test_cents_gives_two_decimals_and_no_negative_zero() -> None:
    assert str(cents(Decimal(5))) == "5.00"
    assert str(cents(Decimal("-0.000"))) == "0.00"


def exact(value: str) -> Amount:
    return Amount(Decimal(value), Decimal(value))


def about(low: str, high: str | None = None) -> Amount:
    return Amount(Decimal(low), Decimal(high or low), about=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("€ 1.250,50", exact("1250.50")),
        ("1250,50", exact("1250.50")),
        ("1.250", exact("1250")),
        ("€\u00a0314800", exact("314800")),
        ("€ 2.000.000,05", exact("2000000.05")),
        ("0,50", exact("0.50")),
        ("45k", exact("45000")),
        ("2,5 K", exact("2500")),
        ("45 duizend", exact("45000")),
        ("€1,1 miljoen", exact("1100000")),
        ("8,5 miljard", exact("8500000000")),
        ("10.000,-", exact("10000")),
        ("€ 5,–", exact("5")),
        ("1.000 euro", exact("1000")),
        ("EUR 1.000", exact("1000")),
        ("-200", exact("-200")),
        ("€ -200", exact("-200")),
        ("− € 200", exact("-200")),
        ("(200)", exact("-200")),
        ("(€ 200)", exact("-200")),
        ("€ (200,50)", exact("-200.50")),
        ("-0", exact("0")),
        ("ca. € 48.000", about("48000")),
        ("Ca € 60.000", about("60000")),
        ("circa 48.000", about("48000")),
        ("ongeveer 2.600 euro", about("2600")),
        ("rond 30.000", about("30000")),
        ("40.000 – 45.000", Amount(Decimal(40_000), Decimal(45_000))),
        ("40.000-45.000", Amount(Decimal(40_000), Decimal(45_000))),
        ("10.000,- - 15.000,-", Amount(Decimal(10_000), Decimal(15_000))),
        ("€ 40.000 tot € 45.000", Amount(Decimal(40_000), Decimal(45_000))),
        ("€ 40.000 t/m € 45.000", Amount(Decimal(40_000), Decimal(45_000))),
        ("900k tot 1,1 mln.", Amount(Decimal(900_000), Decimal(1_100_000))),
        ("-200 tot -100", Amount(Decimal(-200), Decimal(-100))),
        ("ca. € 40.000 tot € 45.000", about("40000", "45000")),
    ],
)
def test_amounts_as_people_write_them(text: str, expected: Amount) -> None:
    assert parse_amount(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Er staat geen bedrag"),
        ("\u00a0 ", "Er staat geen bedrag"),
        ("nog niet bekend", "‘nog niet bekend’ is geen bedrag dat we kunnen lezen. Schrijf het als € 1.250,50"),
        ("2.600 euro per maand", "geen bedrag dat we kunnen lezen"),
        ("1.25", "punt voor de centen"),
        ("1250.50", "punt voor de centen"),
        ("1,250.50", "punt voor de centen"),
        ("1,250", r"Schrijf 1\.250, of twee cijfers achter de komma"),
        ("1,255", r"Schrijf 1\.255, of twee cijfers achter de komma"),
        ("1,5", "Schrijf 1,50, of zet er k of miljoen achter"),
        ("1,250,000", "geen bedrag dat we kunnen lezen"),
        ("0.500", "geen bedrag dat we kunnen lezen"),
        ("007", "geen bedrag dat we kunnen lezen"),
        ("12.34.567", "geen bedrag dat we kunnen lezen"),
        ("1.1 miljoen", "Schrijf het met een komma"),
        ("0,000001k", "hele centen"),
        ("40 tot 45k", "Schrijf beide bedragen helemaal uit"),
        ("45.000 tot 40.000", "het eerste bedrag is hoger"),
        ("2023-2024", "lijkt op een schooljaar"),
        ("tot € 45.000", "geen bedrag dat we kunnen lezen"),
        ("-(200)", "geen bedrag dat we kunnen lezen"),
        ("(200", "geen bedrag dat we kunnen lezen"),
        ("200)", "geen bedrag dat we kunnen lezen"),
        ("€ 200 euro", "geen bedrag dat we kunnen lezen"),
        ("٣٤", "geen bedrag dat we kunnen lezen"),
        ("1.000.000.000.000", "hooguit 12 cijfers"),
        ("9" * 5_000, "te lang"),
    ],
)
def test_amounts_that_are_not_clear_are_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_amount(text)


@given(st.text("0123456789.,-–€ ()k totca", max_size=25))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        amount = parse_amount(text)
    except ValueError as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017
    else:
        assert amount.low <= amount.high


@given(amounts)
def test_what_is_written_is_read_back(amount: Decimal) -> None:
    assert parse_amount(format_euro(amount)) == Amount(amount, amount)
    assert parse_amount(format_euro(amount, cents=True)) == Amount(amount, amount)


@given(amounts, amounts, st.booleans())
def test_what_is_written_as_a_range_is_read_back(one: Decimal, other: Decimal, about: bool) -> None:
    amount = Amount(min(one, other), max(one, other), about)
    assert parse_amount(str(amount)) == amount


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (Decimal("45000.00"), "€\u00a045.000"),
        (Decimal("1250.50"), "€\u00a01.250,50"),
        (Decimal("0"), "€\u00a00"),
        (Decimal("-200"), "€\u00a0-200"),
        (Decimal("-0.00"), "€\u00a00"),
        (LARGEST, "€\u00a0999.999.999.999,99"),
    ],
)
def test_euros_are_written_with_cents_only_when_there_are_any(amount: Decimal, expected: str) -> None:
    assert format_euro(amount) == expected


def test_cents_can_be_asked_for_or_rounded_away() -> None:
    assert format_euro(Decimal(45_000), cents=True) == "€\u00a045.000,00"
    assert format_euro(Decimal("13416.50"), cents=False) == "€\u00a013.417"
    assert format_euro(Decimal("-0.40"), cents=False) == "€\u00a00"


def test_an_amount_that_is_not_in_cents_is_not_shown_as_if_it_were() -> None:
    with pytest.raises(ValueError, match="hele centen"):
        format_euro(Decimal("1.005"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal(3375), "3.375"),
        (3375, "3.375"),
        (Decimal("86.67"), "86,67"),
        (Decimal("3375.00"), "3.375"),
        (Decimal("86.60"), "86,6"),
        (Decimal("1E+3"), "1.000"),
        (Decimal("-0.0"), "0"),
        (Decimal("-1234.5"), "-1.234,5"),
    ],
)
def test_numbers_are_written_the_dutch_way(value: Decimal | int, expected: str) -> None:
    assert format_number(value) == expected


def test_ranges_are_written_out() -> None:
    low, high = Decimal(40_000), Decimal(45_000)
    assert format_range(low, high, about=True) == "ca. €\u00a040.000 tot €\u00a045.000"
    assert format_range(low, low) == "€\u00a040.000"
    assert format_range(low, low, about=True) == "ca. €\u00a040.000"
    assert Amount(low, high).is_range
    assert not Amount(low, low).is_range
