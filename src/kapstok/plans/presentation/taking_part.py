"""Who takes part, by sector, and when the plan was talked about with them."""

from dataclasses import dataclass
from datetime import date

from kapstok.core.periods import format_date_short, format_month
from kapstok.parties.kinds import PARTY_KIND_LABELS, SECTOR_LABELS, PartyKind, Sector
from kapstok.plans.addresses import Addresses
from kapstok.plans.presentation.findings import Link
from kapstok.plans.presentation.words import listed, sentence
from kapstok.plans.schema import Consultation, Party, PlanDocument, Precision


@dataclass(frozen=True, slots=True)
class Participant:
    """`kind` is empty for an ordinary organisation."""

    name: str
    kind: str
    leads: tuple[Link, ...] = ()
    joins: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class SectorGroup:
    name: str
    parties: tuple[Participant, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    when: str
    machine_date: str
    title: str
    text: str
    sectors: str


def by_sector(plan: PlanDocument, to: Addresses, *, all_named: bool = False) -> tuple[SectorGroup, ...]:
    """Those who take part, or `all_named`: also who is only named at a measure. The municipality comes first."""
    named = {party.key: party for party in plan.parties}
    keys = list(named) if all_named else list(plan.participants)
    groups = {
        sector: [_participant(plan, named[key], to) for key in keys if named[key].sector is sector] for sector in Sector
    }
    return tuple(
        SectorGroup(sentence(SECTOR_LABELS[sector]), tuple(found)) for sector, found in groups.items() if found
    )


def moments(plan: PlanDocument) -> tuple[Moment, ...]:
    return tuple(
        Moment(
            when=when(consultation),
            machine_date=_machine_date(consultation),
            title=consultation.title,
            text=consultation.text,
            sectors=listed([SECTOR_LABELS[sector] for sector in consultation.sectors]),
        )
        for consultation in sorted(plan.consultations, key=lambda consultation: consultation.starts)
    )


def when(consultation: Consultation) -> str:
    """22 mrt 2022, april 2022, or februari tot en met maart 2023."""
    words = format_month if consultation.precision is Precision.MONTH else format_date_short
    first, last = words(consultation.starts), words(consultation.ends or consultation.starts)
    if first == last:
        return first
    same_year = consultation.ends is not None and consultation.ends.year == consultation.starts.year
    return f"{first.removesuffix(f' {consultation.starts.year}') if same_year else first} tot en met {last}"


def _machine_date(consultation: Consultation) -> str:
    day: date = consultation.starts
    return f"{day:%Y-%m}" if consultation.precision is Precision.MONTH else day.isoformat()


def _participant(plan: PlanDocument, party: Party, to: Addresses) -> Participant:
    return Participant(
        name=party.name,
        kind="" if party.kind is PartyKind.ORGANISATION else PARTY_KIND_LABELS[party.kind],
        leads=tuple(Link(m.name, to.measure(m.key)) for m in plan.measures if m.lead == party.key),
        joins=tuple(Link(m.name, to.measure(m.key)) for m in plan.measures if party.key in m.partners),
    )
