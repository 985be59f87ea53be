"""What a page about a plan gives to take along: its tables as workbooks, and the kapstok as a picture."""

from collections.abc import Callable
from pathlib import Path

from django.http import Http404, HttpResponse

from kapstok.core import clock
from kapstok.core.drawing import Kind, drawn
from kapstok.core.periods import format_date
from kapstok.core.tables import Table, workbook
from kapstok.grants.presentation import payments_table, purposes_table
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.documents.contents import in_words
from kapstok.plans.presentation import budget, coats, planning, tables, taking_part
from kapstok.plans.reading import Reading, shown_regulation

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PICTURES: dict[Kind, str] = {"svg": "image/svg+xml", "png": "image/png"}
KAPSTOK = Path(__file__).parent / "pictures" / "kapstok.typ"


def table(request: MunicipalRequest, reading: Reading, name: str) -> HttpResponse:
    found = TABLES[name](reading) if name in TABLES else None
    if found is None:
        raise Http404("onbekende tabel")
    made = workbook(found, _source(reading), clock.today())
    return _attached(made, XLSX, f"{_file_name(reading, found.name)}.xlsx")


def kapstok(request: MunicipalRequest, reading: Reading, kind: Kind) -> HttpResponse:
    picture = coats.kapstok(reading.plan, reading.budget, reading.award, reading.to)
    words = in_words(picture)
    values = {"title": reading.programme_name, "kapstok": picture, "words": words, "source": _source(reading)}
    made = drawn(KAPSTOK, values, kind, words, made_on=clock.today())
    return _attached(made, PICTURES[kind], f"{_file_name(reading, 'kapstok')}.{kind}")


def _budget(reading: Reading) -> Table:
    lines = len(reading.plan.lines)
    return tables.budget(budget.budget_table(reading.plan, reading.budget, reading.award, reading.to, most_lines=lines))


def _sources(reading: Reading) -> Table:
    return tables.sources(budget.sources(reading.plan, reading.budget))


def _planning(reading: Reading) -> Table:
    rows = len(reading.plan.measures) + len(reading.plan.milestones)
    return tables.planning(planning.planning(reading.plan, reading.to, clock.today(), most_rows=rows))


def _participants(reading: Reading) -> Table:
    return tables.participants(taking_part.by_sector(reading.plan, reading.to, all_named=True))


def _payments(reading: Reading) -> Table | None:
    shown = shown_regulation(reading, clock.today())
    return payments_table(shown.payments) if shown and shown.payments else None


def _purposes(reading: Reading) -> Table | None:
    return purposes_table(reading.regulation) if reading.regulation else None


TABLES: dict[str, Callable[[Reading], Table | None]] = {
    "begroting": _budget,
    "geldbronnen": _sources,
    "planning": _planning,
    "deelnemers": _participants,
    "betalingen": _payments,
    "doelen": _purposes,
}


def _source(reading: Reading) -> str:
    """Gemeente Diemen · Bestedingsplan NPO, 17 november 2022 · uit Kapstok op 1 februari 2024"""
    plan = reading.plan
    made_on = format_date(clock.today())
    return f"Gemeente {reading.municipality} · {plan.title}, {format_date(plan.date)} · uit Kapstok op {made_on}"


def _file_name(reading: Reading, what: str) -> str:
    return f"{what}-{reading.to.plan}-{reading.to.municipality}-{reading.plan.date.isoformat()}"


def _attached(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
