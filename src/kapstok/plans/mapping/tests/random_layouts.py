"""A small random plan written in a random layout: what the reader must understand, whatever the hand that wrote it."""

from dataclasses import dataclass, replace
from decimal import Decimal

from hypothesis import strategies as st

from kapstok.plans.mapping.tests.reading import Totals
from kapstok.plans.mapping.tests.writing import Page, Value, workbook

YEARS = ("2022-2023", "2023-2024", "2024-2025")
THEMES = ("Taal", "Welbevinden", "Ouders en buurt", "Jonge kind")
MEASURES = ("Voorleesexpress", "Zomerschool", "Rots en Water", "Brugklasbonus", "Ouderkamer", "Spelinloop")
Amounts = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Activity:
    theme: str
    name: str
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class Layout:
    """`spelling`: how amounts are written. `years`: how years are."""

    orientation: str
    merged: bool
    repeated: bool
    subtotals: bool
    grand_total: bool
    row_totals: bool
    notes: bool
    spelling: str
    years: str


layouts = st.builds(
    Layout,
    orientation=st.sampled_from(["rows", "year_rows", "theme_columns", "pivot"]),
    merged=st.booleans(),
    repeated=st.booleans(),
    subtotals=st.booleans(),
    grand_total=st.booleans(),
    row_totals=st.booleans(),
    notes=st.booleans(),
    spelling=st.sampled_from(["number", "euro", "about", "words", "thousands"]),
    years=st.sampled_from(["{0}-{1}", "Schooljaar {0}/{1}", "'{2}-'{3}", "Begroting {0}-{1}"]),
)


def _euros(hundreds: int) -> int:
    return hundreds * 100 + 2000


@st.composite
def plans(draw: st.DrawFn) -> tuple[Activity, ...]:
    """One to four themes with one to four activities each, in whole hundreds of euros."""
    themes = draw(st.lists(st.sampled_from(THEMES), min_size=1, max_size=4, unique=True))
    euros = st.one_of(st.none(), st.integers(1, 600).map(_euros))
    amounts = st.tuples(*(euros for _ in YEARS)).filter(any)
    return tuple(
        Activity(theme, name, draw(amounts))
        for theme in themes
        for name in draw(st.lists(st.sampled_from(MEASURES), min_size=1, max_size=4, unique=True))
    )


def expected(plan: tuple[Activity, ...]) -> Totals:
    """Euros for each theme by school year."""
    found: Totals = {}
    for activity in plan:
        totals = found.setdefault(activity.theme, {"totaal": 0})
        for year, euros in zip(YEARS, activity.amounts, strict=True):
            if euros:
                totals["totaal"] += euros
                totals[year] = totals.get(year, 0) + euros
    return found


def written(plan: tuple[Activity, ...], layout: Layout) -> bytes:
    """The workbook."""
    match layout.orientation:
        case "rows":
            page = _rows(plan, layout)
        case "year_rows":
            page = Page(_with_notes(_year_rows(plan, layout), layout))
        case "theme_columns":
            page = Page(_with_notes(_theme_columns(plan, layout), layout))
        case _:
            page = Page(_with_notes(_pivot(plan, layout), layout))
    return workbook({"Begroting": page})


def _with_notes(rows: list[list[Value]], layout: Layout) -> list[list[Value]]:
    above: list[list[Value]] = [["Bestedingsplan"], ["Bedragen in euro's, versie 2"], []] if layout.notes else []
    return [*above, *rows]


def _year_names(layout: Layout) -> list[Value]:
    return [layout.years.format(year[:4], year[5:], year[2:4], year[7:]) for year in YEARS]


def _cells(amounts: Amounts, layout: Layout) -> list[Value]:
    return [_spelt(euros, layout.spelling) for euros in amounts]


def _spelt(euros: int | None, spelling: str) -> Value:
    if euros is None:
        return None if spelling == "number" else "-"
    dotted = f"{euros:,}".replace(",", ".")
    spellings: dict[str, Value] = {
        "number": euros,
        "euro": f"€ {dotted},-",
        "about": f"ca. € {dotted}",
        "words": f"2 x € {Decimal(euros) / 2:,.2f}".translate(str.maketrans(",.", ".,")),
        "thousands": f"{str(Decimal(euros) / 1000).replace('.', ',')}k",
    }
    return spellings[spelling]


def _sum(activities: list[Activity]) -> tuple[int, ...]:
    return tuple(sum(amounts[year] or 0 for amounts in (a.amounts for a in activities)) for year in range(len(YEARS)))


def _totals(amounts: Amounts, layout: Layout) -> list[Value]:
    return [_spelt(sum(euros or 0 for euros in amounts), layout.spelling)] if layout.row_totals else []


def _groups(plan: tuple[Activity, ...]) -> dict[str, list[Activity]]:
    groups: dict[str, list[Activity]] = {}
    for activity in plan:
        groups.setdefault(activity.theme, []).append(activity)
    return groups


def _rows(plan: tuple[Activity, ...], layout: Layout) -> Page:
    last: list[Value] = ["Totaal"] if layout.row_totals else []
    rows: list[list[Value]] = [["Thema", "Maatregel", *_year_names(layout), *last]]
    merged: list[tuple[int, int]] = []
    for theme, activities in _groups(plan).items():
        merged.append((len(rows), len(rows) + len(activities)))
        for number, activity in enumerate(activities):
            shown = theme if not number or (layout.repeated and not layout.merged) else None
            rows.append([shown, activity.name, *_cells(activity.amounts, layout), *_totals(activity.amounts, layout)])
        if layout.subtotals:
            rows.append(
                [f"Totaal {theme}", None, *_cells(_sum(activities), layout), *_totals(_sum(activities), layout)]
            )
    if layout.grand_total:
        rows.append(["Totaal", None, *_cells(_sum(list(plan)), layout), *_totals(_sum(list(plan)), layout)])
    lower = 3 if layout.notes else 0
    areas = [f"A{first + lower + 1}:A{after + lower}" for first, after in merged if after - first > 1]
    return Page(_with_notes(rows, layout), merged=areas if layout.merged else ())


def _year_rows(plan: tuple[Activity, ...], layout: Layout) -> list[list[Value]]:
    rows: list[list[Value]] = [["Thema", "Activiteit", "Schooljaar", "Bedrag"]]
    for theme, activities in _groups(plan).items():
        for activity in activities:
            for year, euros in zip(YEARS, activity.amounts, strict=True):
                if euros is not None:
                    rows.append([theme, activity.name, year, _spelt(euros, layout.spelling)])
        if layout.subtotals:
            rows.append([f"Subtotaal {theme}", None, None, _spelt(sum(_sum(activities)), layout.spelling)])
    if layout.grand_total:
        rows.append(["Totaal", None, None, _spelt(sum(_sum(list(plan))), layout.spelling)])
    return rows


def _theme_columns(plan: tuple[Activity, ...], layout: Layout) -> list[list[Value]]:
    """Themes side by side; with one theme only there is nothing beside it, so its neighbour is empty but named."""
    groups = _groups(plan)
    sums = [_sum(activities) for activities in groups.values()]
    last: list[Value] = ["Totaal"] if layout.row_totals else []
    rows: list[list[Value]] = [[None, *groups, *last]]
    rows.append(["Doelstelling", *(f"Meer {theme.casefold()} voor kinderen" for theme in groups)])
    for at, year in enumerate(_year_names(layout)):
        amounts = [_spelt(found[at] or None, layout.spelling) for found in sums]
        whole = [_spelt(sum(found[at] or 0 for found in sums) or None, layout.spelling)] if layout.row_totals else []
        rows.append([year, *amounts, *whole])
    if layout.grand_total:
        rows.append(["Totaal", *(_spelt(sum(found), layout.spelling) for found in sums)])
    return rows


def _pivot(plan: tuple[Activity, ...], layout: Layout) -> list[list[Value]]:
    """Themes with their sums; the activities below them indented, or in a column of their own."""
    beside = layout.merged
    names: list[Value] = ["Thema", "Maatregel"] if beside else ["Rijlabels"]
    rows: list[list[Value]] = [[*names, *_year_names(layout), "Totaal"]]
    with_total = replace(layout, row_totals=True)
    for theme, activities in _groups(plan).items():
        own = _sum(activities)
        rows.append([theme, *([None] if beside else []), *_cells(own, layout), *_totals(own, with_total)])
        for activity in activities:
            label: list[Value] = [None, activity.name] if beside else [f"   {activity.name}"]
            rows.append([*label, *_cells(activity.amounts, layout), *_totals(activity.amounts, with_total)])
    whole = _sum(list(plan))
    rows.append(["Eindtotaal", *([None] if beside else []), *_cells(whole, layout), *_totals(whole, with_total)])
    return rows
