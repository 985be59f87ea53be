"""Any valid plan, small enough to be quick: for what must hold for every plan."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from kapstok.core.periods import Quarter, SchoolYear
from kapstok.parties.kinds import PartyKind, Sector
from kapstok.plans.schema import (
    Activity,
    Agenda,
    BudgetLine,
    Consultation,
    Estimate,
    Factor,
    Funding,
    Level,
    LineKind,
    Measure,
    Milestone,
    MilestoneKind,
    Offer,
    Party,
    Per,
    Phasing,
    PlanDocument,
    Precision,
    Purpose,
    Source,
    SourceKind,
    SpentBefore,
    Stage,
    Theme,
)

MOST_EUROS = Decimal("999999999999.99")
KEYS = [f"{word}{end}" for word in ("a", "inloop", "0-4", "x-9") for end in ("", "-b", "-12")]
TOPICS = ["communicatie", "monitoring", "kaart"]

ODD = [
    "",
    "Één zin.",
    'Met "aanhaling" en \\ erin',
    "=1+1",
    "a\tb",
    "\u202e\U0001f9e5 \u0301",
    "\x1b[31m",
    " met rand ",
]
texts = st.sampled_from([*ODD, "regel 1\n\nregel 2", '"""', "'''\n"]) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=8
)
lines_of_text = st.sampled_from(ODD) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\n\r\0"), max_size=8
)
names = lines_of_text.map(lambda text: text if text.strip() else "naam")
dates = st.dates(date(2019, 1, 1), date(2030, 12, 31))
euros = st.one_of(
    st.sampled_from([Decimal(0), Decimal("0.01"), Decimal("31200.5"), MOST_EUROS]),
    st.integers(0, 400).map(lambda thousands: Decimal(thousands * 1000)),
    st.integers(0, 99_999_999_999_999).map(lambda cents: Decimal(cents).scaleb(-2)),
)
numbers = st.one_of(
    st.integers(1, 60).map(Decimal), st.integers(1, 999_999_999).map(lambda parts: Decimal(parts).scaleb(-4))
)
shares = st.one_of(
    st.sampled_from([Decimal(10), Decimal(45), Decimal(50), Decimal(100)]), st.decimals(0, 100, places=2)
)
school_years = st.integers(2019, 2027).map(lambda year: SchoolYear(f"{year}-{year + 1}"))
quarters = st.builds(lambda year, number: Quarter(f"Q{number} {year}"), st.integers(2020, 2027), st.integers(1, 4))
booleans = st.booleans()


def some(of: st.SearchStrategy[Any], most: int = 3, unique_by: Any = None) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=most, unique_by=unique_by).map(tuple)


def one_of_keys(keys: list[str]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(keys) if keys else st.none()


def rows(keys: list[str], row: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    """One row for each key."""
    return st.tuples(*[row(key) for key in keys])


keys = st.lists(st.sampled_from(KEYS), max_size=4, unique=True)
factors = st.builds(Factor, value=st.integers(1, 99).map(Decimal), unit=names, price=booleans, derived=booleans)


@st.composite
def estimates(draw: st.DrawFn) -> Estimate:
    parts = draw(some(factors))
    amount = draw(st.integers(0, 90_000).map(Decimal)) if not parts else draw(st.none() | st.just(Decimal("1234.5")))
    return Estimate(
        label=draw(lines_of_text),
        amount=amount,
        high=draw(st.none() | st.just(amount + 500)) if amount is not None else None,
        about=draw(booleans),
        factors=parts,
        unit=draw(st.sampled_from(["", "uur", "Uur"])),
        per=draw(st.sampled_from(Per)),
        times=draw(numbers),
        counted=draw(booleans),
        stated_in=draw(lines_of_text),
        note=draw(texts),
    )


@st.composite
def milestones(draw: st.DrawFn) -> Milestone:
    first, last = sorted([draw(quarters), draw(quarters)])
    kind = draw(st.sampled_from(MilestoneKind))
    return Milestone(quarter=first, until=draw(st.none() | st.just(last)), what=draw(names), kind=kind)


def themes(key: str, parents: list[str]) -> st.SearchStrategy[Theme]:
    return st.builds(
        Theme,
        key=st.just(key),
        name=names,
        parent=one_of_keys(parents),
        goal=texts,
        result=texts,
        description=texts,
        stated_total=st.none() | euros,
    )


def measures(key: str, of_themes: list[str], parties: list[str], sources: list[str]) -> st.SearchStrategy[Measure]:
    partners = some(st.sampled_from(parties), unique_by=str) if parties else st.just(())
    funding = st.builds(Funding, source=st.sampled_from(sources), amount=st.none() | euros, about=booleans, note=texts)
    return st.builds(
        Measure,
        key=st.just(key),
        theme=st.sampled_from(of_themes),
        name=names,
        description=texts,
        target_group=texts,
        result=texts,
        indicator=texts,
        offer=st.none() | st.sampled_from(Offer),
        lead=one_of_keys(parties),
        partners=partners,
        purposes=some(st.builds(Purpose, number=st.integers(1, 99), share=shares), unique_by=lambda p: p.number),
        purposes_illustrative=booleans,
        funding=some(funding, unique_by=lambda f: f.source),
        cost_types=some(st.sampled_from(["glasvezel", "groen-schoolplein", "boeken"])),
        estimates=some(estimates()),
        milestones=some(milestones()),
    )


@st.composite
def budget_lines(
    draw: st.DrawFn, key: str, of_themes: list[str], of_measures: list[str], sources: list[str]
) -> BudgetLine:
    theme, measure = draw(one_of_keys(of_themes)), draw(one_of_keys(of_measures))
    amount = draw(st.none() | euros)
    named = st.builds(Activity, topic=st.sampled_from(TOPICS), label=names, measure=one_of_keys(of_measures))
    return BudgetLine(
        key=key,
        label=draw(names),
        theme=None if measure else theme,
        measure=measure,
        source=draw(st.sampled_from(sources)),
        kind=draw(st.sampled_from(LineKind)),
        amount=amount,
        about=draw(booleans),
        years=draw(st.dictionaries(school_years, euros, max_size=3)) if amount is not None else {},
        activities=draw(some(named)),
        illustrative=draw(booleans),
        note=draw(texts),
    )


consultations = st.builds(
    Consultation,
    starts=dates,
    ends=st.none() | dates,
    precision=st.sampled_from(Precision),
    title=names,
    text=texts,
    sectors=some(st.sampled_from(Sector)),
)


def other_sources(key: str) -> st.SearchStrategy[Source]:
    kinds = st.sampled_from([kind for kind in SourceKind if kind is not SourceKind.GRANT])
    return st.builds(Source, key=st.just(key), name=names, kind=kinds, amount=st.none() | euros, about=booleans)


@st.composite
def plans(draw: st.DrawFn) -> PlanDocument:
    """Any valid plan: at most four rows of a kind, whatever texts, amounts up to the highest."""
    of_parties, of_themes, of_lines = draw(keys), draw(keys), draw(keys)
    of_measures = draw(keys) if of_themes else []
    of_sources = ["npo", *(key for key in draw(keys) if key != "npo")]
    grant = Source(
        key="npo", name=draw(names), kind=SourceKind.GRANT, amount=draw(st.none() | euros), about=draw(booleans)
    )
    spent = st.builds(
        SpentBefore,
        label=names,
        amount=euros,
        source=st.sampled_from(of_sources),
        on=st.none() | dates,
        line=one_of_keys(of_lines),
        note=texts,
    )
    return PlanDocument(
        slug=draw(st.sampled_from(KEYS)),
        title=draw(names),
        regulation=draw(st.sampled_from(["npo", "oab", "onbekend"])),
        stage=draw(st.sampled_from(Stage)),
        date=draw(dates),
        date_note=draw(texts),
        adopted_on=draw(st.none() | dates),
        summary=draw(texts),
        document=draw(lines_of_text),
        stated_total=draw(st.none() | euros),
        levels=tuple(Level(singular=draw(names), plural=draw(names)) for _ in range(2)),
        goals=draw(some(texts)),
        principles=draw(some(texts)),
        agendas=draw(some(st.builds(Agenda, name=names, note=texts))),
        parties=draw(
            rows(
                of_parties,
                lambda key: st.builds(
                    Party, key=st.just(key), name=names, kind=st.sampled_from(PartyKind), sector=st.sampled_from(Sector)
                ),
            )
        ),
        participants=draw(some(st.sampled_from(of_parties), unique_by=str)) if of_parties else (),
        consultations=draw(some(consultations)),
        sources=(grant, *draw(rows(of_sources[1:], other_sources))),
        themes=draw(rows(of_themes, lambda key: themes(key, [] if key == of_themes[0] else of_themes[:1]))),
        measures=draw(rows(of_measures, lambda key: measures(key, of_themes, of_parties, of_sources))),
        milestones=draw(some(milestones())),
        lines=draw(rows(of_lines, lambda key: budget_lines(key, of_themes, of_measures, of_sources))),
        phasing=draw(
            some(st.builds(Phasing, shares=st.dictionaries(school_years, shares, max_size=3), stated_in=lines_of_text))
        ),
        spent_before=draw(some(spent)),
    )
