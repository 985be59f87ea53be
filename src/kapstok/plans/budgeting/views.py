"""The budget grid: shown, worked out without saving, and saved."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods

from kapstok.core import clock
from kapstok.core.access import RefusedError, Right, needs
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans import checks
from kapstok.plans.actions import IncoherentError
from kapstok.plans.budgeting import leaving, presentation
from kapstok.plans.budgeting.actions import ClashError, save_budget
from kapstok.plans.budgeting.overrun import overrun, ways_out
from kapstok.plans.budgeting.page import Page, fresh, part_of, parts
from kapstok.plans.budgeting.rebasing import rebased
from kapstok.plans.budgeting.rules import merge, rows_of, with_rows
from kapstok.plans.budgeting.sheet import opened, read_typed, sealed
from kapstok.plans.presentation.budget import budget_table
from kapstok.plans.reading import Reading, surroundings
from kapstok.plans.working_copy import may_edit, reading_of

LOST = "Deze pagina is te oud of onderweg veranderd. Hieronder staat de begroting zoals die nu is."


@needs(Right.SEE_WORK, writes=Right.EDIT_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def budget_grid(request: MunicipalRequest, plan: str) -> HttpResponse:
    row, reading = reading_of(request, plan)
    allowed = may_edit(request, row)
    if not allowed:
        return _only_read(request, reading, allowed.why)
    start = fresh(row, reading, part_of(request), clock.today())
    if request.method != "POST":
        return _answer(request, leaving.found_again(request, start))
    base = opened(request.POST.get("base", ""), row.pk)
    if base is None:
        return _answer(request, replace(start, problems=(LOST,)))
    typed = read_typed(request.POST, base)
    return _act(request, replace(start, typed=typed, window=leaving.window_of(request)))


def _act(request: MunicipalRequest, page: Page) -> HttpResponse:
    """What the button in the form asks for; a form without one is worked out."""
    act, _, about = request.POST.get("doe", "").partition(":")
    match act:
        case "bewaar" if not page.typed.wrong:
            return _save(request, page)
        case leaving.GO:
            return leaving.away(request, page, about) or _answer(request, replace(page, problems=(leaving.STAY,)))
        case leaving.DROP:
            leaving.drop(request, page)
            return redirect(request.get_full_path())
        case _:
            return _answer(request, replace(page, reckoned=True))


def _save(request: MunicipalRequest, page: Page) -> HttpResponse:
    try:
        done = save_budget(page.row.pk, page.typed, by=request.actor)
    except ClashError as clash:
        return _answer(request, _clashed(page, clash))
    except IncoherentError as error:
        return _answer(request, replace(page, problems=tuple(map(str, error.problems))))
    except RefusedError as error:
        return _answer(request, replace(page, problems=(str(error),)))
    leaving.drop(request, page)
    changed = sum(a != b for a, b in zip(done.before.lines, done.after.lines, strict=True))
    lines = f"{changed} {'regel' if changed == 1 else 'regels'}"
    messages.success(request, f"Bewaard: {lines} veranderd." if changed else "Er was niets veranderd.")
    return redirect(request.get_full_path())


def _clashed(page: Page, clash: ClashError) -> Page:
    """The same page on the plan as it is now: what I typed stands in the cells, and where both changed is a choice."""
    now, old = clash.document, page.typed.base
    again = rebased(page.typed, now, old.columns, list(old.rows))
    problems = tuple(
        f"“{one.label}” is intussen verwijderd. Uw bedrag ({one.amount}) is niet bewaard." for one in again.gone
    )
    reading = replace(page.reading, plan=now)
    return replace(page, reading=reading, typed=again.typed, problems=(str(clash), *problems))


def _answer(request: MunicipalRequest, page: Page) -> HttpResponse:
    about = surroundings(request, page.reading) | _about(page)
    wrong = bool(page.problems or page.typed.wrong)
    if request.headers.get("HX-Request"):
        response = TemplateResponse(request, "plans/budgeting/_findings.html", about)
    else:
        response = TemplateResponse(
            request, "plans/budgeting/grid.html", about, status=422 if wrong and request.method == "POST" else 200
        )
    patch_vary_headers(response, ["HX-Request"])
    return response


def _about(page: Page) -> dict[str, Any]:
    plan, typed, reading = page.reading.plan, page.typed, page.reading
    base = typed.base
    merged = merge(base.rows, typed.rows, rows_of(plan, base.columns))
    wanted = with_rows(plan, base.columns, merged.rows)
    findings = checks.run(wanted, reading.regulation, award=reading.award.amount, answers=reading.answers)
    found = parts(plan, len(base.columns))
    return {
        "grid": presentation.grid(wanted, base, typed.texts, typed.wrong, reading.award, findings, reading.to),
        "base": sealed(page.row.pk, base),
        "problems": page.problems,
        "wrong": presentation.said(plan, base, typed.wrong),
        "clashes": presentation.shown_clashes(plan, base, typed.rows),
        "parts": range(1, len(found) + 1) if len(found) > 1 else (),
        "part": min(page.part, len(found) - 1) + 1,
        "window": page.window,
        "since": page.since,
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
