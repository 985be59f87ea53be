"""What stands in a plan's documents, in words and in the order of the chapters. PDF and Word show the same contents."""

from dataclasses import dataclass
from datetime import date

from kapstok.core.periods import format_date
from kapstok.grants.regulation import Regulation
from kapstok.plans.addresses import Addresses
from kapstok.plans.documents.chapters import Heading, Related, headings, related, shortened
from kapstok.plans.documents.money import Explained, Spent, explained, phasing, spent_before
from kapstok.plans.documents.notes import notes
from kapstok.plans.documents.planning import Schedule, schedule
from kapstok.plans.findings import Finding
from kapstok.plans.presentation import budget as budget_words
from kapstok.plans.presentation.coats import Kapstok, kapstok
from kapstok.plans.presentation.figures import Award, Figure, awarded, left, planned
from kapstok.plans.presentation.findings import ShownFinding, counted, shown
from kapstok.plans.presentation.measures import ShownTheme, outline
from kapstok.plans.presentation.taking_part import Moment, SectorGroup, by_sector, moments
from kapstok.plans.presentation.words import STAGES, UNKNOWN, sentence
from kapstok.plans.rules import budget
from kapstok.plans.schema import PlanDocument

LONGEST_LEAD = 620


class Nowhere(Addresses):
    """On paper nothing has an address."""

    @property
    def programme(self) -> str:
        return ""

    def _of_plan(self, name: str, *keys: str) -> str:
        return ""


NOWHERE = Nowhere("", "")


@dataclass(frozen=True, slots=True)
class Front:
    """What the title block, the running lines and the file's own properties say. `lead` is cut to fit a page."""

    title: str
    municipality: str
    programme: str
    stage: str
    dated: str
    made_on: str
    lead: str
    lead_is_cut: bool


@dataclass(frozen=True, slots=True)
class Money:
    table: budget_words.BudgetTable
    sources: tuple[budget_words.Source, ...]
    explained: tuple[Explained, ...]
    spent: tuple[Spent, ...]
    phasing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    intro: str
    found: tuple[ShownFinding, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """`findings` is None when the document is to leave them out."""

    front: Front
    figures: tuple[Figure, ...]
    kapstok: Kapstok
    kapstok_in_words: str
    headings: tuple[Heading, ...]
    level: str
    levels: str
    summary: str
    goals: tuple[str, ...]
    principles: tuple[str, ...]
    themes: tuple[ShownTheme, ...]
    money: Money
    schedule: Schedule
    sectors: tuple[SectorGroup, ...]
    related: tuple[Related, ...]
    moments: tuple[Moment, ...]
    findings: Findings | None
    notes: tuple[str, ...]


def contents(
    plan: PlanDocument,
    regulation: Regulation | None,
    award: Award,
    findings: tuple[Finding, ...] | None,
    *,
    municipality: str,
    made_on: date,
) -> Contents:
    """`made_on` is the day the document is made: the spending window that holds then is the one it gives."""
    adds_up = budget(plan)
    picture = kapstok(plan, adds_up, award, NOWHERE)
    return Contents(
        front=_front(plan, regulation, municipality, made_on),
        figures=(awarded(award), planned(adds_up), left(adds_up, award), _window(regulation, made_on)),
        kapstok=picture,
        kapstok_in_words=in_words(picture),
        headings=headings(plan, adds_up),
        level=plan.levels[0].singular,
        levels=plan.levels[0].plural,
        summary=plan.summary,
        goals=plan.goals,
        principles=plan.principles,
        themes=outline(plan, regulation, NOWHERE),
        money=Money(
            table=budget_words.budget_table(plan, adds_up, award, NOWHERE, most_lines=len(plan.lines)),
            sources=budget_words.sources(plan, adds_up),
            explained=explained(plan),
            spent=spent_before(plan),
            phasing=phasing(plan),
        ),
        schedule=schedule(plan),
        sectors=by_sector(plan, NOWHERE, all_named=True),
        related=related(plan),
        moments=moments(plan),
        findings=None if findings is None else Findings(counted(findings, plan.date), shown(findings, NOWHERE)),
        notes=notes(plan, regulation, award, made_on),
    )


def _front(plan: PlanDocument, regulation: Regulation | None, municipality: str, made_on: date) -> Front:
    lead = shortened(plan.summary, LONGEST_LEAD)
    adopted = [f"vastgesteld op {format_date(plan.adopted_on)}"] if plan.adopted_on else []
    return Front(
        title=plan.title,
        municipality=f"Gemeente {municipality}",
        programme=regulation.name if regulation else plan.regulation,
        stage=sentence(STAGES[plan.stage]),
        dated=", ".join([format_date(plan.date), *adopted]),
        made_on=format_date(made_on),
        lead=lead,
        lead_is_cut=lead != plan.summary,
    )


def _window(regulation: Regulation | None, made_on: date) -> Figure:
    if regulation is None:
        return Figure("Uitgeven tot en met", UNKNOWN, "de regeling van dit plan is hier niet bekend")
    ends = regulation.window_in_force(made_on).ends
    return Figure("Uitgeven tot en met", format_date(ends), "de rest gaat terug")


def in_words(picture: Kapstok) -> str:
    """The picture for who cannot see it; the budget table has all of it."""
    hooks = [hung.hook for rail in picture.rack.rails for hung in rail]
    said = "; ".join(f"{hook.title} {hook.amount}" for hook in hooks)
    over = f" {picture.over}." if picture.over else ""
    return shortened(f"{picture.what_hangs} {picture.rail}.{over} Daaraan hangen: {said}.", 1500)
