"""A plan's own particulars: what it says once, and the money that pays for it. Pure."""

import datetime
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from pydantic import Field

from kapstok.errors import UserError
from kapstok.plans.presentation.words import count_text, listed
from kapstok.plans.schema import Agenda, Level, Line, Name, PlanDocument, Source, Stage, Text, Value


class Particulars(Value):
    """The fields of a plan that have a page together; named as the plan names them."""

    title: Name
    stage: Stage = Stage.OUTLINE
    date: datetime.date
    date_note: Text = ""
    summary: Text = ""
    document: Line = ""
    stated_total: Decimal | None = None
    levels: tuple[Level, ...]
    goals: tuple[Text, ...] = Field(default=(), max_length=200)
    principles: tuple[Text, ...] = Field(default=(), max_length=200)
    agendas: tuple[Agenda, ...] = Field(default=(), max_length=200)
    sources: tuple[Source, ...]


def particulars_of(plan: PlanDocument) -> Particulars:
    return Particulars.model_construct(**{name: getattr(plan, name) for name in Particulars.model_fields})


class HeldError(UserError):
    """A money source that something in the plan still names was to go."""


def with_particulars(plan: PlanDocument, mine: Particulars) -> PlanDocument:
    """The plan with these particulars. Raises HeldError when a source would go that is in use."""
    kept = {source.key for source in mine.sources}
    held = uses(plan)
    for source in plan.sources:
        if source.key not in kept and source.key in held:
            raise HeldError(f"‘{source.name}’ kan niet weg: {held[source.key]}. Kies daar eerst een andere geldbron.")
    return plan.model_copy(update={name: getattr(mine, name) for name in Particulars.model_fields})


def uses(plan: PlanDocument) -> Mapping[str, str]:
    """For each money source that is in use, by what, in words."""
    lines = Counter(line.source for line in plan.lines)
    paid = Counter(key for measure in plan.measures for key in {one.source for one in measure.funding})
    spent = Counter(one.source for one in plan.spent_before)
    counted = (
        (lines, "begrotingsregel", "begrotingsregels"),
        (paid, "maatregel", "maatregelen"),
        (spent, "bedrag dat al besteed is", "bedragen die al besteed zijn"),
    )
    used = dict.fromkeys((*lines, *paid, *spent))
    return {
        key: "in gebruik bij " + listed([count_text(n[key], one, more) for n, one, more in counted if n[key]])
        for key in used
    }


def has_two_levels(plan: PlanDocument) -> bool:
    """Whether a theme hangs under another, so that both levels need a name."""
    return any(theme.parent for theme in plan.themes)
