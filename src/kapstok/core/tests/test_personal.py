"""BSNs made up for these tests: they satisfy the elfproef and belong to nobody that we know of."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.nl import bsn

from kapstok.core.money import format_euro
from kapstok.core.personal import bsn_like


def _with_check_digit(eight: str) -> str:
    """The BSN that begins with these digits; empty when the elfproef leaves no single digit for the last."""
    last = sum((9 - i) * int(digit) for i, digit in enumerate(eight)) % 11
    return f"{eight}{last}" if last < 10 else ""


NUMBERS = st.from_regex(r"[0-9]{8}", fullmatch=True).map(_with_check_digit).filter(lambda number: int(number or 0) > 0)
SEPARATORS = st.sampled_from(["", " ", ".", "-", "\u00a0", "\u2011", "–"])
GROUPS = st.sampled_from([(3, 3, 3), (4, 2, 3), (4, 3, 2), (2, 2, 2, 3)])
WORDS = st.sampled_from(["", "Leerling ", "BSN: ", "bsn", "(", "groep 5 ", "/", "in 2023: "])
ENDINGS = st.sampled_from(["", ".", ", graag bellen", ")", " is ziek", "; 3 keer", ":"])


def _written(number: str, groups: tuple[int, ...], separator: str) -> str:
    starts = [sum(groups[:i]) for i in range(len(groups))]
    return separator.join(number[start : start + size] for start, size in zip(starts, groups, strict=True))


@given(NUMBERS, GROUPS, SEPARATORS, WORDS, ENDINGS)
def test_every_bsn_is_found_however_it_is_written(
    number: str, groups: tuple[int, ...], separator: str, before: str, after: str
) -> None:
    written = _written(number, groups, separator)
    assert bsn_like(f"{before}{written}{after}") == [written]


@given(st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_nine_digits_are_a_bsn_exactly_when_the_elfproef_says_so(number: str) -> None:
    assert bool(bsn_like(f"nummer {number}.")) == bsn.is_valid(number)


@given(st.decimals(0, 10**12, places=2))
def test_an_amount_is_never_a_bsn(amount: Decimal) -> None:
    plain = f"{amount:.2f}"
    for written in [format_euro(amount), format_euro(amount, cents=True), plain, plain.replace(".", ",")]:
        assert bsn_like(f"Wij vragen {written} voor de inloop.") == []
    assert bsn_like(f"{int(amount)} euro") == []


@given(st.from_regex(r"[1-9][0-9]{8}", fullmatch=True))
def test_a_phone_number_is_never_a_bsn(rest: str) -> None:
    a, b, c = rest[:2], rest[2:5], rest[5:]
    for written in [
        f"0{rest}", f"0{a}-{b}{c}", f"0{a} {b} {c}", f"06-{rest[1:]}", f"+31{rest}", f"+31 {rest}", f"+31 (0){rest}",
        f"+31 (0) {rest}", f"0031 {rest}", f"0031{rest}", f"+31 {rest[:3]} {rest[3:6]} {rest[6:]}",
        f"06 {rest[1:3]} {rest[3:5]} {rest[5:7]} {rest[7:]}",
    ]:  # fmt: skip
        assert bsn_like(written) == [], written
        assert bsn_like(f"Bel {written}, of mail.") == [], written


@given(st.integers(1990, 2040), st.integers(1, 12), st.integers(1, 28))
def test_years_and_days_are_never_a_bsn(year: int, month: int, day: int) -> None:
    text = f"{year}-{year + 1}, {year}-{month:02}-{day:02}, {day}-{month}-{year}, {year} {year + 1} {year + 2}"
    assert bsn_like(text) == []


@given(st.from_regex(r"[0-9]{8}", fullmatch=True), st.from_regex(r"[0-9]{10}", fullmatch=True))
def test_numbers_of_companies_and_accounts_are_never_a_bsn(kvk: str, account: str) -> None:
    iban = f"NL91ABNA{account}"
    spaced = " ".join(iban[i : i + 4] for i in range(0, len(iban), 4))
    assert bsn_like(f"KvK {kvk}, IBAN {iban} of {spaced}") == []


@pytest.mark.parametrize(
    "text",
    ["RSIN 123456782", "rsin-nummer: 123456782", "€ 123.456.782", "123 456 782 euro", "123456782,50", "52.123456782"],
)
def test_what_says_that_it_is_something_else_is_left_alone(text: str) -> None:
    assert bsn_like(text) == []


def test_all_of_them_are_named_in_the_order_of_the_text() -> None:
    assert bsn_like("Eerst 123456782, dan 1112.22.333 en 123456789.") == ["123456782", "1112.22.333"]
