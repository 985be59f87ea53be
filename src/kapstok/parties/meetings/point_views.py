"""Action points: whose, which, and done with one click."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kapstok.core import access, clock
from kapstok.core.access import Right, needs
from kapstok.core.read_only import read_only
from kapstok.parties.meetings import actions, presentation, queries
from kapstok.parties.meetings.views import page_of
from kapstok.parties.middleware import MunicipalRequest
from kapstok.parties.models import ActionPoint

WHOSE = (("mij", "van mij"), ("alle", "van iedereen"))
WHICH = (("open", "open"), ("te-laat", "te laat"), ("klaar", "klaar"))


@needs(Right.SEE_MEETINGS)
@read_only
def points(request: MunicipalRequest) -> HttpResponse:
    """`?van=` mij or alle, `?stand=` open, te-laat or klaar; open ones of myself to begin with."""
    actor, today = request.actor, clock.today()
    whose, which = _chosen(request, "van", WHOSE), _chosen(request, "stand", WHICH)
    rows = queries.points_for(actor)
    rows = queries.owned(rows, actor) if whose == "mij" else rows
    page = page_of(_which(rows, which), request)
    about = {
        "points": presentation.point_lines(page, actor, today),
        "page": page,
        "whose": whose,
        "which": which,
        "whose_options": WHOSE,
        "which_options": WHICH,
        "filters": f"van={whose}&stand={which}&",
        "late": queries.late(rows, today).count(),
    }
    return TemplateResponse(request, "parties/meetings/points.html", about)


def _chosen(request: MunicipalRequest, name: str, options: tuple[tuple[str, str], ...]) -> str:
    wanted = request.GET.get(name, "")
    return wanted if wanted in dict(options) else options[0][0]


def _which(rows: QuerySet[ActionPoint], which: str) -> QuerySet[ActionPoint]:
    match which:
        case "klaar":
            return queries.done(rows)
        case "te-laat":
            return queries.late(rows, clock.today())
        case _:
            return queries.still_open(rows)


@needs(Right.CLOSE_ACTION_POINTS)
@require_POST
def done(request: MunicipalRequest, pk: int) -> HttpResponse:
    """Done today, or with `undo` open again; back to where one came from."""
    rows = ActionPoint.objects.select_related("owner")
    point = access.get(rows, request, Right.CLOSE_ACTION_POINTS, pk=pk)
    is_done = "undo" not in request.POST
    actions.set_done(point, is_done, by=request.actor)
    messages.success(request, f"“{point.what}” is {'klaar' if is_done else 'weer open'}.")
    return redirect(_back(request))


def _back(request: MunicipalRequest) -> str:
    wanted = request.POST.get("next", "")
    inside = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if inside else reverse("action-points", args=[request.municipality.slug])
