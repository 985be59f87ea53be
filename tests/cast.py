"""A fixed cast of plain builders, so that tests read as what they prove."""

import math
from datetime import date
from decimal import Decimal
from typing import Any

from kapstok.core.sorting import sort_key
from kapstok.core.tenancy import inside
from kapstok.parties.models import Municipality
from kapstok.plans.actions import load_plan
from kapstok.plans.schema import BudgetLine, Level, Measure, PlanDocument, Source, SourceKind, Theme


def municipality(name: str = "Diemen", cbs_code: str = "GM0384") -> Municipality:
    return Municipality.objects.create(
        slug=sort_key(name).replace(" ", "-"), name=name, cbs_code=cbs_code, sort_key=sort_key(name)
    )


def plan(**changes: Any) -> PlanDocument:
    """A small plan: one theme with one measure of € 1.000, on a grant of € 2.000."""
    return PlanDocument(
        **{
            "slug": "npo",
            "title": "Plan",
            "regulation": "npo",
            "date": date(2023, 3, 31),
            "levels": (Level(singular="thema", plural="thema's"),),
            "sources": (Source(key="npo", name="NPO", kind=SourceKind.GRANT, amount=Decimal(2000)),),
            "themes": (Theme(key="taal", name="Taal"),),
            "measures": (Measure(key="voorlezen", theme="taal", name="Voorlezen"),),
            "lines": (
                BudgetLine(key="voorlezen", label="Voorlezen", measure="voorlezen", source="npo", amount=Decimal(1000)),
            ),
            **changes,
        }
    )


def many_measures(count: int, **changes: Any) -> PlanDocument:
    """A plan with `count` measures over ten themes, each with a budget line of € 10."""
    themes = tuple(Theme(key=f"thema-{i}", name=f"Thema {i}") for i in range(10))
    measures = tuple(
        Measure(key=f"maatregel-{i}", theme=f"thema-{i % 10}", name=f"Maatregel {i}") for i in range(count)
    )
    lines = tuple(
        BudgetLine(key=m.key, label=m.name, measure=m.key, source="npo", amount=Decimal(10)) for m in measures
    )
    return plan(themes=themes, measures=measures, lines=lines, **changes)


MUNICIPALITIES, MEASURES = 342, 10_000


def country(municipalities: int = MUNICIPALITIES, measures: int = MEASURES, first: int = 1) -> None:
    """Municipalities `first` to the last, each with its part of this many measures in the whole country."""
    size = math.ceil(measures / MUNICIPALITIES)
    for number in range(first, municipalities + 1):
        with inside(municipality(f"Gemeente {number}", f"GM{number:04}")):
            load_plan(many_measures(size), by="test")
