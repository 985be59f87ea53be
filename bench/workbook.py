"""Checking a workbook of 2.000 measures, against only reading its cells with the library that does so."""

from datetime import date
from decimal import Decimal
from io import BytesIO

from python_calamine import CalamineWorkbook

from bench.timing import Ratio, compare
from kapstok.core.periods import Quarter, SchoolYear
from kapstok.grants.regulation import regulations
from kapstok.plans.checks import run
from kapstok.plans.files import plan_in_workbook
from kapstok.plans.schema import (
    BudgetLine,
    Estimate,
    Measure,
    Milestone,
    Party,
    Per,
    PlanDocument,
    Purpose,
    Source,
    SourceKind,
    Theme,
)
from kapstok.plans.workbook.write import plan_as_xlsx

MEASURES, THEMES, PARTIES = 2_000, 40, 60
YEARS = [SchoolYear("2022-2023"), SchoolYear("2023-2024"), SchoolYear("2024-2025")]


def ratios() -> list[Ratio]:
    regulation = regulations()["npo"]
    file = plan_as_xlsx(large_plan(), regulation, made_on=date(2024, 2, 1))
    return [
        compare(
            f"check of a workbook of {MEASURES} measures / bare read of its cells",
            lambda: run(plan_in_workbook(file), regulation),
            lambda: bare_read(file),
            goal=3,
            rounds=10,
        )
    ]


def bare_read(file: bytes) -> None:
    with CalamineWorkbook.from_filelike(BytesIO(file)) as workbook:
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name).to_python()


def large_plan() -> PlanDocument:
    """A plan with everything filled in that a careful officer fills in: texts, parties, steps, estimates, years."""
    numbers = range(MEASURES)
    return PlanDocument(
        slug="npo",
        title="Een groot plan",
        regulation="npo",
        date=date(2023, 3, 31),
        sources=(Source(key="npo", name="NPO-uitkering", kind=SourceKind.GRANT, amount=Decimal(600_000)),),
        parties=tuple(Party(key=f"partij-{i}", name=f"Organisatie {i}") for i in range(PARTIES)),
        themes=tuple(Theme(key=f"thema-{i}", name=f"Thema {i}", goal="Wat we willen. " * 8) for i in range(THEMES)),
        measures=tuple(map(_measure, numbers)),
        lines=tuple(map(_line, numbers)),
    )


def _measure(i: int) -> Measure:
    parties = [f"partij-{(i + step) % PARTIES}" for step in range(3)]
    return Measure(
        key=f"maatregel-{i}",
        theme=f"thema-{i * THEMES // MEASURES}",
        name=f"Maatregel {i}",
        description=f"Wat we in maatregel {i} gaan doen. " * 8,
        target_group="Kinderen van 4 tot 12 jaar",
        result="Kinderen kunnen weer mee met de klas. " * 2,
        lead=parties[0],
        partners=tuple(parties[1:]),
        purposes=(Purpose(number=1 + i % 4),),
        estimates=(Estimate(amount=Decimal(150), per=Per.YEAR, times=Decimal(2), stated_in="§ 3.2"),),
        milestones=(
            Milestone(quarter=Quarter("Q2 2023"), what="Begin van de uitvoering"),
            Milestone(quarter=Quarter("Q4 2023"), until=Quarter("Q2 2024"), what="Uitvoering"),
        ),
    )


def _line(i: int) -> BudgetLine:
    return BudgetLine(
        key=f"maatregel-{i}",
        label=f"Maatregel {i}",
        measure=f"maatregel-{i}",
        source="npo",
        amount=Decimal(300),
        years=dict.fromkeys(YEARS, Decimal(100)),
    )
