import time
from decimal import Decimal

import pytest

from kapstok.core.money import NBSP
from kapstok.plans.mapping.phrases import Phrase, read_phrase
from kapstok.plans.mapping.prose import read_prose, written
from kapstok.plans.schema import Per


def phrase(text: str) -> Phrase:
    found = read_phrase(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "low", "high", "per"),
    [
        ("€ 12.500,-", 12500, 12500, Per.TOTAL),
        ("45k", 45000, 45000, Per.TOTAL),
        ("45k p/j", 45000, 45000, Per.YEAR),
        ("40.000 - 45.000 per jaar", 40000, 45000, Per.YEAR),
        ("2x per jaar à 5.000", 10000, 10000, Per.YEAR),
        ("2 × per jaar à € 5.000", 10000, 10000, Per.YEAR),
        ("2 x 5.000", 10000, 10000, Per.TOTAL),
        ("twee keer € 5.000", 10000, 10000, Per.TOTAL),
        ("15 scholen x € 2.500", 37500, 37500, Per.TOTAL),
        ("€ 2.500 per school (15 scholen)", 37500, 37500, Per.TOTAL),
        ("2 uur per week x 40 weken x € 65", 5200, 5200, Per.TOTAL),
        ("€ 1.000 x 24 maanden", 24000, 24000, Per.TOTAL),
        ("2.600 euro per maand", 2600, 2600, Per.MONTH),
        ("500 p.m.", 500, 500, Per.MONTH),
        ("jaarlijks € 3.000", 3000, 3000, Per.YEAR),
        ("max. € 5.000", 5000, 5000, Per.TOTAL),
        ("20.000 (in totaal)", 20000, 20000, Per.TOTAL),
        ("€ 5.000 excl. btw", 5000, 5000, Per.TOTAL),
        ("nihil", 0, 0, Per.TOTAL),
    ],
)
def test_amounts_as_people_write_them(text: str, low: int, high: int, per: Per) -> None:
    found = phrase(text)
    assert (found.once.low, found.once.high) == (Decimal(low), Decimal(high))
    assert found.per is per


@pytest.mark.parametrize(
    "text", ["", "-", "–", "p.m.", "PM", "nvt", "n.v.t.", "n.t.b.", "nader te bepalen", "?", "€ -"]
)
def test_no_amount_on_purpose(text: str) -> None:
    assert read_phrase(text) is None


@pytest.mark.parametrize("text", ["zie bijlage", "12 uur", "€ 10.000 in 2023 en € 5.000 in 2024", "2x", "per jaar"])
def test_what_is_no_phrase_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="bedrag"):
        read_phrase(text)


def test_a_long_text_is_no_phrase_and_is_not_taken_apart() -> None:
    started = time.process_time()
    with pytest.raises(ValueError, match="500 tekens is geen bedrag"):
        read_phrase("€ 5 " + "(a)" * 30_000)
    assert read_prose("€ 5.000 per jaar " * 30_000) is None
    assert read_prose("€ 5.000 per jaar " * 50) == read_prose("€ 5.000 per jaar")
    assert time.process_time() - started < 1


def test_about_note_and_years() -> None:
    found = phrase("Ca. € 48.000 (voor 2 jaar)")
    assert (found.once.low, found.amount.about, found.note) == (Decimal(48000), True, "voor 2 jaar")
    assert found.per is Per.TOTAL
    yearly = phrase("30.000 per jaar, 2 jaar")
    assert (yearly.once.low, yearly.years) == (Decimal(30000), Decimal(2))
    assert yearly.per is Per.YEAR


def test_an_amount_for_one_without_how_many() -> None:
    assert phrase("€ 2.500 per school").unit == "school"
    assert phrase("2 uur per week à € 65").unit == "week"


@pytest.mark.parametrize(
    ("text", "euros"), [("1,250", 1250), ("1250.50", Decimal("1250.50")), ("40 tot 45k", 40000), ("2 à 5.000", 10000)]
)
def test_two_ways_to_read(text: str, euros: Decimal) -> None:
    found = phrase(text)
    assert found.once.low == euros
    assert len(found.ways) == 1


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("Kosten voor opmaken kaarten: 1.000 euro", ["€ 1.000"]),
        ("Aantal trainingen: 2. Begroting: 5.000 euro per training. Per jaar: 10.000 euro", ["€ 10.000 per jaar"]),
        ("ongeveer 2.600 euro per maand en rond 30.000 euro per jaar.", ["ca. € 30.000 per jaar"]),
        ("begroten we 40.000 – 45.000 per jaar. Overig 5.000 euro per jaar",
         ["€ 40.000 tot € 45.000 per jaar", "€ 5.000 per jaar"]),
        ("aanvullende kosten van 20.000 (in totaal).", ["€ 20.000"]),
    ],
)  # fmt: skip
def test_amounts_in_sentences(text: str, chosen: list[str]) -> None:
    proposal = read_prose(text)
    assert proposal is not None
    assert [written(phrase).replace(NBSP, " ") for phrase in proposal.chosen] == chosen


@pytest.mark.parametrize("text", ["zie bijlage", "ongeveer 3.915 leerlingen", "2 uur inloop per maand per school"])
def test_sentences_without_money(text: str) -> None:
    assert read_prose(text) is None
