"""The seven steps, and how far what is written down fills each of them. Pure.

After the “Stappenplan samenhang corona-steunpakketten jeugd” of the Nederlands Jeugdinstituut: its steps, our words.
Nothing is locked: a step tells what is there and what is missing, in any order, as often as one likes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

SOURCE = "Nederlands Jeugdinstituut (NJi), Stappenplan samenhang corona-steunpakketten jeugd"
SOURCE_URL = "https://www.nji.nl/coronavirus/stappenplan-samenhang-corona-steunpakketten-jeugd"


class State(StrEnum):
    EMPTY = "empty"
    BEGUN = "begun"
    FILLED = "filled"


STATE_LABELS = {State.EMPTY: "nog niets", State.BEGUN: "begonnen", State.FILLED: "ingevuld"}


@dataclass(frozen=True, slots=True)
class Part:
    """Something that belongs to a step. `have` of `of`; `of` 0: one is enough. `place`: where it is done.
    `inside`: of the officers' own desk, not for partners.
    """

    label: str
    have: int
    of: int = 0
    place: str = ""
    there: str = ""
    missing: str = ""
    inside: bool = False

    @property
    def filled(self) -> bool:
        return self.have >= self.of > 0 if self.of else self.have > 0


@dataclass(frozen=True, slots=True)
class Step:
    """`asks`: the question it answers. `note`: what Kapstok cannot hold yet, and where to keep it till then."""

    number: int
    title: str
    asks: str
    parts: tuple[Part, ...]
    note: str = ""

    @property
    def state(self) -> State:
        if all(part.filled for part in self.parts):
            return State.FILLED
        return State.BEGUN if any(part.have for part in self.parts) else State.EMPTY

    @property
    def label(self) -> str:
        return STATE_LABELS[self.state]


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """A theme, and of its measures how many have a result and an indicator."""

    name: str
    key: str
    measures: int
    results: int
    indicators: int
    goal: bool


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """What a plan holds, counted."""

    goals: int = 0
    sectors: int = 0
    consultations: int = 0
    measures: int = 0
    results: int = 0
    indicators: int = 0
    target_groups: int = 0
    purposes: int = 0
    leads: int = 0
    costed: int = 0
    planned: int = 0
    monitored: int = 0
    themes: tuple[ThemeCount, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is written down in the municipality; `plan` is None while there is none to read."""

    plan: PlanCounts | None = None
    held: int = 0
    reported: int = 0
    coming: int = 0
    lea_meetings: int = 0
    lea_coming: int = 0
    mandate: int = 0
    decisions: int = 0
    parties: int = 0
    reachable: int = 0
    cooperation: int = 0
    data_sharing: int = 0
    open_points: int = 0
    asked: int = 0
    given: int = 0
    work_steps: int = 0
    work_done: int = 0
    late: int = 0


def seven_steps(facts: Facts) -> tuple[Step, ...]:
    plan = facts.plan or PlanCounts()
    return (
        _urgency(facts, plan),
        _organised(facts),
        _understood(facts),
        _results(plan),
        _approach(plan),
        _monitoring(facts, plan),
        _carried_out(facts),
    )


def filled(steps: Iterable[Step]) -> int:
    return sum(step.state is State.FILLED for step in steps)


def _urgency(facts: Facts, plan: PlanCounts) -> Step:
    talks = facts.held or plan.consultations
    parts = (
        Part("gesprekken met het veld", talks, place="meetings", missing="Plan een eerste overleg met scholen en partners."),
        Part("doelen die u deelt", plan.goals, place="plan", missing="Schrijf in het plan op waar u samen heen wilt."),
        Part(
            "sectoren die meepraten", plan.sectors, of=3, place="participants",
            missing="Nodig ook zorg, welzijn of kinderopvang uit.",
        ),
    )  # fmt: skip
    return Step(1, "Zoek wat u samen dringend vindt", "Waarom is dit nu nodig, en vindt iedereen dat?", parts)


def _organised(facts: Facts) -> Step:
    parts = (
        Part("bijeenkomsten van de LEA", facts.lea_meetings, place="meetings", missing="Plan de LEA: daar is draagvlak nodig."),
        Part("afspraken wie mag besluiten", facts.mandate, place="mandate", missing="Vul de mandaattabel in.", inside=True),
        Part("partners met een contact", facts.reachable, of=facts.parties, place="partners", missing="Vul de contacten aan.", inside=True),
        Part("afspraken om samen te werken", facts.cooperation, place="agreements", missing="Leg vast wie wat doet."),
    )  # fmt: skip
    return Step(2, "Spreek af wie meedoet en wie besluit", "Wie praat mee, wie adviseert en wie beslist?", parts)


def _understood(facts: Facts) -> Step:
    parts = (
        Part("overleggen met een verslag", facts.reported, place="meetings", missing="Schrijf bij een overleg op wat u zag en wat u ervan vindt."),
        Part("afspraken om gegevens te delen", facts.data_sharing, place="agreements", missing="Leg vast welke gegevens u deelt en hoe lang."),
    )  # fmt: skip
    note = "Kapstok heeft nog geen plek voor cijfers. Leg in een overleg vast welke u bekeek en wat u er samen uit haalt."
    return Step(3, "Verzamel gegevens en lees ze samen", "Hoe gaat het met de kinderen, en hoe verklaren we dat?", parts, note)


def _results(plan: PlanCounts) -> Step:
    with_goal = sum(theme.goal for theme in plan.themes)
    parts = (
        Part("thema's met een doel", with_goal, of=len(plan.themes), place="plan", missing="Schrijf per thema op wat er beter moet gaan."),
        Part("maatregelen met een resultaat", plan.results, of=plan.measures, place="plan", missing="Schrijf op wat er straks anders is."),
        Part("maatregelen met een indicator", plan.indicators, of=plan.measures, place="plan", missing="Kies waaraan u dat ziet."),
        Part("maatregelen met een doelgroep", plan.target_groups, of=plan.measures, place="plan", missing="Schrijf op voor wie het is."),
    )  # fmt: skip
    return Step(4, "Schrijf op wat er beter moet gaan", "Wat merken kinderen en ouders straks?", parts)


def _approach(plan: PlanCounts) -> Step:
    parts = (
        Part("maatregelen met een bestedingsdoel", plan.purposes, of=plan.measures, place="plan", missing="Kies per maatregel het doel uit de regeling."),
        Part("maatregelen met een trekker", plan.leads, of=plan.measures, place="plan", missing="Kies per maatregel wie haar trekt."),
        Part("maatregelen met geld", plan.costed, of=plan.measures, place="budget", missing="Raam wat elke maatregel kost."),
    )  # fmt: skip
    return Step(5, "Kies wat daarbij past", "Wat gaat u doen, wie trekt het en wat kost het?", parts)


def _monitoring(facts: Facts, plan: PlanCounts) -> Step:
    parts = (
        Part("momenten om te meten in de planning", plan.monitored, place="plan", missing="Zet in de planning wanneer u meet."),
        Part("overleggen die gepland staan", facts.coming, place="meetings", missing="Plan wanneer u de uitkomsten bespreekt."),
    )  # fmt: skip
    return Step(6, "Spreek af hoe u meet en bijstuurt", "Wanneer kijkt u of het werkt, en met wie?", parts)


def _carried_out(facts: Facts) -> Step:
    parts = (
        Part("besluiten die vastliggen", facts.decisions, place="decisions", missing="Leg het besluit van het college of de raad vast."),
        Part("werkplannen die zijn ingevuld", facts.given, of=facts.asked, place="workplans", missing="Vraag elke uitvoerder om een werkplan."),
        Part("stappen die klaar zijn", facts.work_done, of=facts.work_steps, place="workplans", missing="Bespreek wat nog niet klaar is."),
    )  # fmt: skip
    return Step(7, "Voer het plan uit", "Wie doet wat, en loopt het zoals afgesproken?", parts)
