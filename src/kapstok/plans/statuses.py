"""How far a plan has come, as a table: from concept to amended, who brings it there, and what it means.

College and council decide elsewhere; a step that needs them is taken by registering their decision.
"""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    CONCEPT = "concept"
    SHARED = "shared"
    CONSULTED = "consulted"
    PROPOSED = "proposed"
    ADOPTED = "adopted"
    AMENDED = "amended"


class Body(StrEnum):
    COUNCIL = "council"
    MUNICIPAL_EXECUTIVE = "municipal_executive"
    MANDATE_HOLDER = "mandate_holder"
    LEA = "lea"


BODY_LABELS = {
    Body.COUNCIL: "gemeenteraad",
    Body.MUNICIPAL_EXECUTIVE: "college van B en W",
    Body.MANDATE_HOLDER: "iemand met mandaat",
    Body.LEA: "Lokale Educatieve Agenda (LEA)",
}


class MandateScope(StrEnum):
    WITHIN_THEME = "within_theme"
    BETWEEN_THEMES = "between_themes"
    FROM_UNALLOCATED = "from_unallocated"


MANDATE_SCOPE_LABELS = {
    MandateScope.WITHIN_THEME: "tussen maatregelen van één thema",
    MandateScope.BETWEEN_THEMES: "tussen thema's",
    MandateScope.FROM_UNALLOCATED: "uit wat nog niet verdeeld is",
}


@dataclass(frozen=True, slots=True)
class Step:
    """From one status to the next. `bodies`: whose decision it takes; empty is a step of the officers themselves."""

    frm: Status
    to: Status
    act: str
    bodies: frozenset[Body] = frozenset()

    @property
    def forward(self) -> bool:
        order = list(Status)
        return order.index(self.to) > order.index(self.frm)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a status is called for staff and for partners, and who sees the working copy."""

    staff: str
    partners: str
    seen_by_partners: bool
    editable: bool


MEANINGS = {
    Status.CONCEPT: Meaning("concept", "in voorbereiding", seen_by_partners=False, editable=True),
    Status.SHARED: Meaning("gedeeld met partners", "uw reactie is welkom", seen_by_partners=True, editable=True),
    Status.CONSULTED: Meaning("besproken", "besproken met u en anderen", seen_by_partners=True, editable=True),
    Status.PROPOSED: Meaning("voorgelegd", "ligt voor besluit", seen_by_partners=True, editable=False),
    Status.ADOPTED: Meaning("vastgesteld", "vastgesteld", seen_by_partners=True, editable=False),
    Status.AMENDED: Meaning(
        "in wijziging", "vastgesteld; een wijziging wordt voorbereid", seen_by_partners=True, editable=True
    ),
}

SEEN_BY_PARTNERS = frozenset(status for status, meaning in MEANINGS.items() if meaning.seen_by_partners)

_DECIDES = frozenset({Body.COUNCIL, Body.MUNICIPAL_EXECUTIVE})

STEPS = (
    Step(Status.CONCEPT, Status.SHARED, "Deel met partners"),
    Step(Status.SHARED, Status.CONCEPT, "Haal terug"),
    Step(Status.SHARED, Status.CONSULTED, "Leg vast dat het besproken is", frozenset({Body.LEA})),
    Step(Status.CONSULTED, Status.SHARED, "Deel opnieuw"),
    Step(Status.CONSULTED, Status.PROPOSED, "Leg voor"),
    Step(Status.CONCEPT, Status.PROPOSED, "Leg voor zonder partners"),
    Step(Status.PROPOSED, Status.CONSULTED, "Haal terug"),
    Step(Status.PROPOSED, Status.ADOPTED, "Leg het besluit vast", _DECIDES),
    Step(Status.ADOPTED, Status.AMENDED, "Bereid een wijziging voor"),
    Step(Status.AMENDED, Status.ADOPTED, "Leg het besluit over de wijziging vast", _DECIDES | {Body.MANDATE_HOLDER}),
)


def steps_from(status: Status) -> tuple[Step, ...]:
    """What can follow, what brings the plan further first."""
    found = [step for step in STEPS if step.frm == status]
    return tuple(sorted(found, key=lambda step: not step.forward))
