"""Jaren: the financial years, and what brings one from open to closed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from kapstok.core import access
from kapstok.core.access import RefusedError, Right, needs
from kapstok.ledger import years as acts
from kapstok.ledger.kinds import YEAR_LABELS, DocumentStatus, YearState
from kapstok.ledger.models import Document, Year
from kapstok.ledger.running import queries
from kapstok.ledger.running.queries import YearFigures
from kapstok.ledger.running.showing import page, people, why_of
from kapstok.parties.middleware import MunicipalRequest


@needs(Right.SEE_MONEY, writes=Right.CLOSE_YEARS)
def years(request: MunicipalRequest) -> HttpResponse:
    """All financial years with what was booked in them. Sending the form opens the next."""
    rows = list(Year.objects.order_by("year"))
    following = rows[-1].year + 1 if rows else None
    refused = ""
    if request.method == "POST" and following:
        try:
            acts.open_year(following, by=request.actor)
            messages.success(request, f"Boekjaar {following} is open.")
            return redirect("years", request.municipality.slug)
        except RefusedError as error:
            refused = str(error)
    figures = queries.spent_by_year()
    about = {
        "rows": [(row, YEAR_LABELS[YearState(row.state)], figures.get(row.year, YearFigures())) for row in rows],
        "following": following,
        "may_close": request.actor.may(Right.CLOSE_YEARS),
        "refused": refused,
    }
    return page(request, "years", about, status=422 if refused else 200)


@needs(Right.SEE_MONEY, writes=Right.CONFIRM_YEARS)
def year(request: MunicipalRequest, number: int) -> HttpResponse:
    """One year: where it stands, what keeps it open, and the acts on it."""
    row = access.get(Year, request, Right.SEE_MONEY, year=number)
    refused = ""
    if request.method == "POST":
        try:
            messages.success(request, _act(request, number))
            return redirect("year", request.municipality.slug, number)
        except RefusedError as error:
            refused = str(error)
    return page(request, "year", _about(request, row) | {"refused": refused}, status=422 if refused else 200)


def _act(request: MunicipalRequest, number: int) -> str:
    by, why = request.actor, why_of(request)
    known: dict[str, tuple[Callable[[], object], str]] = {
        "controller": (
            lambda: acts.keep_for_controller(number, why=why, by=by),
            f"In {number} boekt nu alleen de controller.",
        ),
        "reopen": (lambda: acts.reopen(number, why=why, by=by), f"Boekjaar {number} is weer voor iedereen open."),
        "prepare": (
            lambda: acts.prepare_freeze(number, by=by),
            "De afsluiting is voorbereid. Een collega moet haar bevestigen.",
        ),
        "withdraw": (lambda: acts.withdraw_freeze(number, why=why, by=by), "De afsluiting gaat nog niet door."),
        "confirm": (lambda: acts.confirm_freeze(number, by=by), f"Boekjaar {number} is afgesloten."),
    }
    if request.POST.get("act") not in known:
        raise RefusedError("Kies wat u met dit jaar wilt doen.")
    act, said = known[request.POST["act"]]
    act()
    return said


def _about(request: MunicipalRequest, row: Year) -> dict[str, Any]:
    frozen = row.state == YearState.FROZEN
    waiting = Document.objects.filter(status=DocumentStatus.PREPARED, delivered__year=row.year)
    return {
        "row": row,
        "state": YEAR_LABELS[YearState(row.state)],
        "figures": queries.spent_by_year().get(row.year, YearFigures()),
        "blocks": [] if frozen else acts.blocked(row.year),
        "waiting": 0 if frozen else waiting.count(),
        "prepared_by": people({row.prepared_by} - {""}).get(row.prepared_by, ""),
        "prepared_here": row.prepared_by == str(request.actor),
        "may_close": request.actor.may(Right.CLOSE_YEARS),
        "may_confirm": request.actor.may(Right.CONFIRM_YEARS),
    }
