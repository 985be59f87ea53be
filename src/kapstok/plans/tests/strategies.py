"""Any valid plan, small enough to be quick: for what must hold for every plan.

A strategy is checked the first time that it is drawn from, which takes longer than drawing. So what depends on nothing
stands by itself, and what depends on keys is kept by them.
"""

from datetime import date
from decimal import Decimal
from functools import cache
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
maybe_euros = st.none() | euros
maybe_date = st.none() | dates

Keys = tuple[str, ...]


@cache
def some(of: st.SearchStrategy[Any], most: int = 3, unique_by: Any = None) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=most, unique_by=unique_by).map(tuple)


@cache
def one_of_keys(keys: Keys) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(keys) if keys else st.none()


def rows(keys: Keys, row: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    """One row for each key."""
    return st.tuples(*[row(key) for key in keys])


keys = st.lists(st.sampled_from(KEYS), max_size=4, unique=True).map(tuple)
factors = st.builds(Factor, value=st.integers(1, 99).map(Decimal), unit=names, price=booleans, derived=booleans)
whole_euros = st.integers(0, 90_000).map(Decimal)
maybe_exact = st.none() | st.just(Decimal("1234.5"))


@st.composite
def estimates(draw: st.DrawFn) -> Estimate:
    parts = draw(some(factors))
    amount = draw(maybe_exact if parts else whole_euros)
    return Estimate(
        label=draw(lines_of_text),
        amount=amount,
        high=amount + 500 if amount is not None and draw(booleans) else None,
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
    return Milestone(quarter=first, until=last if draw(booleans) else None, what=draw(names), kind=kind)


some_estimates, some_milestones, some_texts = some(estimates()), some(milestones()), some(texts)
some_purposes = some(st.builds(Purpose, number=st.integers(1, 99), share=shares), unique_by=lambda p: p.number)
some_cost_types = some(st.sampled_from(["glasvezel", "groen-schoolplein", "boeken"]))
maybe_offer = st.none() | st.sampled_from(Offer)


@cache
def themes(key: str, parents: Keys) -> st.SearchStrategy[Theme]:
    return st.builds(
        Theme,
        key=st.just(key),
        name=names,
        parent=one_of_keys(parents),
        goal=texts,
        result=texts,
        description=texts,
        stated_total=maybe_euros,
    )


@cache
def partners_of(parties: Keys) -> st.SearchStrategy[Keys]:
    return some(st.sampled_from(parties), unique_by=str) if parties else st.just(())


@cache
def fundings(sources: Keys) -> st.SearchStrategy[tuple[Funding, ...]]:
    funding = st.builds(Funding, source=st.sampled_from(sources), amount=maybe_euros, about=booleans, note=texts)
    return some(funding, unique_by=lambda f: f.source)


@cache
def measures(key: str, of_themes: Keys, parties: Keys, sources: Keys) -> st.SearchStrategy[Measure]:
    return st.builds(
        Measure,
        key=st.just(key),
        theme=st.sampled_from(of_themes),
        name=names,
        description=texts,
        target_group=texts,
        result=texts,
        indicator=texts,
        offer=maybe_offer,
        lead=one_of_keys(parties),
        partners=partners_of(parties),
        purposes=some_purposes,
        purposes_illustrative=booleans,
        funding=fundings(sources),
        cost_types=some_cost_types,
        estimates=some_estimates,
        milestones=some_milestones,
    )


@cache
def activities(of_measures: Keys) -> st.SearchStrategy[tuple[Activity, ...]]:
    return some(st.builds(Activity, topic=st.sampled_from(TOPICS), label=names, measure=one_of_keys(of_measures)))


euros_of_years = st.dictionaries(school_years, euros, max_size=3)
line_kinds = st.sampled_from(LineKind)


@st.composite
def budget_lines(draw: st.DrawFn, key: str, of_themes: Keys, of_measures: Keys, sources: Keys) -> BudgetLine:
    theme, measure = draw(one_of_keys(of_themes)), draw(one_of_keys(of_measures))
    amount = draw(maybe_euros)
    return BudgetLine(
        key=key,
        label=draw(names),
        theme=None if measure else theme,
        measure=measure,
        source=draw(st.sampled_from(sources)),
        kind=draw(line_kinds),
        amount=amount,
        about=draw(booleans),
        years=draw(euros_of_years) if amount is not None else {},
        activities=draw(activities(of_measures)),
        illustrative=draw(booleans),
        note=draw(texts),
    )


consultations = st.builds(
    Consultation,
    starts=dates,
    ends=maybe_date,
    precision=st.sampled_from(Precision),
    title=names,
    text=texts,
    sectors=some(st.sampled_from(Sector)),
)


some_consultations = some(consultations)
some_agendas = some(st.builds(Agenda, name=names, note=texts))
some_phasing = some(
    st.builds(Phasing, shares=st.dictionaries(school_years, shares, max_size=3), stated_in=lines_of_text)
)


@cache
def parties(key: str) -> st.SearchStrategy[Party]:
    return st.builds(
        Party, key=st.just(key), name=names, kind=st.sampled_from(PartyKind), sector=st.sampled_from(Sector)
    )


@cache
def other_sources(key: str) -> st.SearchStrategy[Source]:
    kinds = st.sampled_from([kind for kind in SourceKind if kind is not SourceKind.GRANT])
    return st.builds(Source, key=st.just(key), name=names, kind=kinds, amount=maybe_euros, about=booleans)


@cache
def spendings(sources: Keys, lines: Keys) -> st.SearchStrategy[tuple[SpentBefore, ...]]:
    return some(
        st.builds(
            SpentBefore,
            label=names,
            amount=euros,
            source=st.sampled_from(sources),
            on=maybe_date,
            line=one_of_keys(lines),
            note=texts,
        )
    )


@st.composite
def plans(draw: st.DrawFn) -> PlanDocument:
    """Any valid plan: at most four rows of a kind, whatever texts, amounts up to the highest."""
    of_parties, of_themes, of_lines = draw(keys), draw(keys), draw(keys)
    of_measures = draw(keys) if of_themes else ()
    of_sources = ("npo", *(key for key in draw(keys) if key != "npo"))
    grant = Source(key="npo", name=draw(names), kind=SourceKind.GRANT, amount=draw(maybe_euros), about=draw(booleans))
    return PlanDocument(
        slug=draw(st.sampled_from(KEYS)),
        title=draw(names),
        regulation=draw(st.sampled_from(["npo", "oab", "onbekend"])),
        stage=draw(st.sampled_from(Stage)),
        date=draw(dates),
        date_note=draw(texts),
        adopted_on=draw(maybe_date),
        summary=draw(texts),
        document=draw(lines_of_text),
        stated_total=draw(maybe_euros),
        levels=tuple(Level(singular=draw(names), plural=draw(names)) for _ in range(2)),
        goals=draw(some_texts),
        principles=draw(some_texts),
        agendas=draw(some_agendas),
        parties=draw(rows(of_parties, parties)),
        participants=draw(partners_of(of_parties)),
        consultations=draw(some_consultations),
        sources=(grant, *draw(rows(of_sources[1:], other_sources))),
        themes=draw(rows(of_themes, lambda key: themes(key, () if key == of_themes[0] else of_themes[:1]))),
        measures=draw(rows(of_measures, lambda key: measures(key, of_themes, of_parties, of_sources))),
        milestones=draw(some_milestones),
        lines=draw(rows(of_lines, lambda key: budget_lines(key, of_themes, of_measures, of_sources))),
        phasing=draw(some_phasing),
        spent_before=draw(spendings(of_sources, of_lines)),
    )
