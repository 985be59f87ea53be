"""Whatever stands in a sheet: a guess, a draft or problems, never a traceback."""

from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from kapstok.core.sheets.values import Area, Cell, CellError, Sheet, Workbook
from kapstok.plans.files import PlanFileError
from kapstok.plans.mapping.apply import apply
from kapstok.plans.mapping.guess import guess
from kapstok.plans.mapping.recognise import recognised
from kapstok.plans.mapping.tests.reading import npo

WORDS = (
    *("Thema", "Thema 1", "Maatregel", "Activiteit", "2022-2023", "'23-'24", "Totaal", "Subtotaal", "Totaal generaal"),
    *("Begroting", "Kosten per jaar", "Geldbron", "NPO", "OAB", "Planning", "Q2 2023", "Trekker", "Gemeente ism JGZ"),
    *(
        "Beschikbaar",
        "Restant",
        "p.m.",
        "-",
        "45k",
        "ca. € 48.000 (voor 2 jaar)",
        "40.000 - 45.000 per jaar",
        "   ouders",
    ),
    *("2x per jaar à 5.000", "€ 2.500 per school", "Plan", "Doelstelling", "Geschat budget", "Leeftijdsgroep 0-4"),
    *(
        "Taal\n- lezen\n- schrijven",
        "1. Preventie",
        "Kosten: 5.000 euro per training, 10.000 euro per jaar",
        "x € 1.000",
        "2023",
    ),
    *(
        "€",
        "à",
        "x",
        "0 x 5",
        "99999999999999999999",
        "(500)",
        "1,250",
        "Schooljaar",
        "\u00a0",
        "Thema 1: taal",
        "Resultaat",
    ),
)
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.sampled_from(WORDS),
    st.integers(-10, 60_000).map(Decimal),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.booleans(),
    st.just(CellError("#REF!")),
    st.dates(),
    st.just(datetime(2023, 5, 1, 12, 30)),  # noqa: DTZ001
    st.just(date(2023, 5, 1)),
)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    width, height = draw(st.integers(1, 7)), draw(st.integers(1, 12))
    rows = tuple(tuple(draw(CELLS) for _ in range(width)) for _ in range(height))
    areas = draw(st.lists(st.tuples(*(st.integers(0, 12) for _ in range(4))), max_size=3))
    merged = tuple(Area(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in areas)
    return Sheet("Blad1", rows, merged, draw(st.frozensets(st.integers(0, 12), max_size=3)))


MILD: st.SearchStrategy[Cell] = st.one_of(st.none(), st.sampled_from(WORDS), st.integers(0, 9000).map(Decimal))


@st.composite
def tables(draw: st.DrawFn) -> Sheet:
    """A good header over anything: this gets past the guess far more often."""
    header = draw(st.permutations(["Thema", "Maatregel", "2022-2023", "2023-2024", "Totaal", "Geldbron", "Planning"]))
    cells = draw(st.sampled_from([CELLS, MILD]))
    names = st.sampled_from([None, *WORDS])
    rows = tuple(
        tuple(draw(names if at < 2 else cells) for at, _ in enumerate(header)) for _ in range(draw(st.integers(1, 10)))
    )
    return Sheet("Begroting", (tuple(header), ("Taal", "Taal", *[Decimal(1000)] * 5), *rows))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(sheets(), tables()), min_size=1, max_size=2))
def test_never_a_traceback(found: list[Sheet]) -> None:
    workbook = Workbook("plan.xlsx", tuple(Sheet(f"{sheet.name}{at}", *_rest(sheet)) for at, sheet in enumerate(found)))
    guessed = guess(workbook)
    if guessed is None:
        return
    assert recognised(workbook, [guessed.mapping]) is not None
    with suppress(PlanFileError):
        draft = apply(guessed.mapping, workbook, npo())
        assert draft.plan.lines or draft.plan.measures


def _rest(sheet: Sheet) -> tuple[tuple[tuple[Cell, ...], ...], tuple[Area, ...], frozenset[int]]:
    return tuple(map(tuple, sheet.rows)), sheet.merged, sheet.hidden_rows
