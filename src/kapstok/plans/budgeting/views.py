"""The budget grid: shown, worked out without saving, and saved."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods

from kapstok.core import clock
from kapstok.core.access import RefusedError, Right, needs
from kapstok.core.money import format_euro
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans import checks
from kapstok.plans.actions import IncoherentError
from kapstok.plans.budgeting import presentation
from kapstok.plans.budgeting.actions import ClashError, save_budget
from kapstok.plans.budgeting.overrun import overrun, ways_out
from kapstok.plans.budgeting.rules import columns_of, merge, parts_of, rows_of, with_rows
from kapstok.plans.budgeting.sheet import Typed, base_of, opened, read_typed, sealed, texts_of, with_clashes
from kapstok.plans.models import Plan
from kapstok.plans.presentation.budget import budget_table
from kapstok.plans.reading import Reading, surroundings
from kapstok.plans.rules import budget
from kapstok.plans.schema import PlanDocument
from kapstok.plans.working_copy import may_edit, reading_of

MOST_LINES = 100  # on one page
SAVE, RECKON = "bewaar", "reken"
LOST = "Deze pagina is te oud of onderweg veranderd. Hieronder staat de begroting zoals die nu is."


@dataclass(frozen=True, slots=True)
class Page:
    """What one answer is made of. `problems`: what is wrong beside the cells."""

    row: Plan
    reading: Reading
    typed: Typed
    part: int
    problems: tuple[str, ...] = ()
    reckoned: bool = False


@needs(Right.SEE_WORK, writes=Right.EDIT_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def budget_grid(request: MunicipalRequest, plan: str) -> HttpResponse:
    row, reading = reading_of(request, plan)
    allowed = may_edit(request, row)
    if not allowed:
        return _only_read(request, reading, allowed.why)
    if request.method != "POST":
        return _answer(request, _fresh(request, row, reading))
    base = opened(request.POST.get("base", ""), row.pk)
    if base is None:
        return _answer(request, replace(_fresh(request, row, reading), problems=(LOST,)))
    typed = read_typed(request.POST, base)
    page = Page(row, reading, typed, _part(request))
    if typed.wrong or request.POST.get("doe") != SAVE:
        return _answer(request, replace(page, reckoned=True))
    return _save(request, page)


def _save(request: MunicipalRequest, page: Page) -> HttpResponse:
    try:
        done = save_budget(page.row.pk, page.typed, by=request.actor)
    except ClashError as clash:
        return _answer(request, _clashed(page, clash))
    except IncoherentError as error:
        return _answer(request, replace(page, problems=tuple(map(str, error.problems))))
    except RefusedError as error:
        return _answer(request, replace(page, problems=(str(error),)))
    changed = sum(a != b for a, b in zip(done.before.lines, done.after.lines, strict=True))
    lines = f"{changed} {'regel' if changed == 1 else 'regels'}"
    messages.success(request, f"Bewaard: {lines} veranderd." if changed else "Er was niets veranderd.")
    return redirect(request.get_full_path())


def _fresh(request: MunicipalRequest, row: Plan, reading: Reading) -> Page:
    regulation = reading.regulation
    columns = columns_of(reading.plan, regulation.window_in_force(clock.today()).ends if regulation else None)
    parts, part = _parts(reading.plan), _part(request)
    keys = parts[min(part, len(parts) - 1)]
    base = base_of(reading.plan, columns, keys)
    return Page(row, reading, Typed(base, texts_of(base.rows), base.rows, ()), part)


def _parts(plan: PlanDocument) -> list[list[str]]:
    groups = [[row.line.key for row in group.rows] for group in budget(plan).groups]
    return parts_of(groups, MOST_LINES)


def _part(request: MunicipalRequest) -> int:
    """The page that is asked for, from 0."""
    said = request.GET.get("deel", "1")
    return max(int(said) - 1, 0) if said.isascii() and said.isdecimal() and len(said) < 5 else 0


def _clashed(page: Page, clash: ClashError) -> Page:
    """The same page on the plan as it is now: what I typed stands in the cells, and where both changed is a choice."""
    now, merged, old = clash.document, clash.merged, page.typed.base
    base = with_clashes(base_of(now, old.columns, [key for key in old.rows if key in merged.rows]), merged.clashes)
    problems = [
        f"“{old.labels[key]}” is intussen verwijderd. Uw bedrag ({_total(page.typed, key)}) is niet bewaard."
        for key in merged.gone
    ]
    typed = Typed(base, texts_of(merged.rows), merged.rows, ())
    reading = replace(page.reading, plan=now)
    return replace(page, reading=reading, typed=typed, problems=(str(clash), *problems))


def _total(typed: Typed, key: str) -> str:
    amount = typed.rows[key][-1].amount
    return "leeg" if amount is None else format_euro(amount)


def _answer(request: MunicipalRequest, page: Page) -> HttpResponse:
    about = surroundings(request, page.reading) | _about(page)
    wrong = bool(page.problems or page.typed.wrong)
    if request.headers.get("HX-Request"):
        response = TemplateResponse(request, "plans/budgeting/_findings.html", about)
    else:
        response = TemplateResponse(request, "plans/budgeting/grid.html", about, status=422 if wrong else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _about(page: Page) -> dict[str, Any]:
    plan, typed, reading = page.reading.plan, page.typed, page.reading
    base = typed.base
    merged = merge(base.rows, typed.rows, rows_of(plan, base.columns))
    wanted = with_rows(plan, base.columns, merged.rows)
    findings = checks.run(wanted, reading.regulation, award=reading.award.amount, answers=reading.answers)
    parts = _parts(plan)
    return {
        "grid": presentation.grid(wanted, base, typed.texts, typed.wrong, reading.award, findings, reading.to),
        "base": sealed(page.row.pk, base),
        "problems": page.problems,
        "wrong": presentation.said(plan, base, typed.wrong),
        "clashes": presentation.shown_clashes(plan, base, typed.rows),
        "parts": range(1, len(parts) + 1) if len(parts) > 1 else (),
        "part": min(page.part, len(parts) - 1) + 1,
        "reckoned": page.reckoned,
        "over": (excess := overrun(plan, reading.award.amount)),
        "ways_out": ways_out(plan, excess),
        "unsaved": typed.rows != base.rows,
    }


def _only_read(request: MunicipalRequest, reading: Reading, why: str) -> HttpResponse:
    table = budget_table(reading.plan, reading.budget, reading.award, reading.to)
    about = surroundings(request, reading) | {"table": table, "why": why}
    return TemplateResponse(
        request, "plans/budgeting/read.html", about, status=403 if request.method == "POST" else 200
    )
