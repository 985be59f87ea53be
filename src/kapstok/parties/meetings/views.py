"""Looking at meetings: the list, and one."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.template.response import TemplateResponse

from kapstok.core import access, clock
from kapstok.core.access import Right, needs
from kapstok.core.asked import number
from kapstok.core.read_only import read_only
from kapstok.parties.meetings import presentation, queries, slots
from kapstok.parties.middleware import MunicipalRequest

ON_A_PAGE = 25


@needs(Right.SEE_MEETINGS)
@read_only
def meetings(request: MunicipalRequest) -> HttpResponse:
    """Those to come, then those that were; `?groep=` keeps one group, `?pagina=` turns the pages of the past."""
    actor, today = request.actor, clock.today()
    group = number(request.GET.get("groep", ""))
    rows = queries.meetings_for(actor)
    rows = rows if group is None else rows.filter(group=group)
    before = page_of(queries.past(rows, today), request)
    coming = list(queries.upcoming(rows, today)[: queries.MOST_COMING]) if before.number == 1 else []
    about = {
        "coming": [presentation.meeting_line(row, today) for row in coming],
        "past": [presentation.meeting_line(row, today) for row in before],
        "page": before,
        "groups": queries.groups_met(actor),
        "group": group,
        "filters": f"groep={group}&" if group is not None else "",
        "may_keep": actor.may(Right.KEEP_MEETINGS),
    }
    return TemplateResponse(request, "parties/meetings/meetings.html", about)


@needs(Right.SEE_MEETINGS)
@read_only
def meeting(request: MunicipalRequest, pk: int) -> HttpResponse:
    actor, today = request.actor, clock.today()
    row = access.get(queries.one_meeting(), request, Right.SEE_MEETINGS, pk=pk)
    about = {
        "meeting": row,
        "line": presentation.meeting_line(row, today),
        "attended": presentation.attended(row),
        "topics": [(topic, presentation.outcome_label(topic.outcome)) for topic in row.topics.all()],
        "points": presentation.point_lines(queries.points_of(row), actor, today),
        "agreements": queries.agreements_for(actor).filter(meeting=row),
        "links": slots.links(row, actor),
        "may_read_history": actor.may(Right.READ_HISTORY),
        "may_keep": actor.may(Right.KEEP_MEETINGS),
    }
    return TemplateResponse(request, "parties/meetings/meeting.html", about)


def page_of(rows: QuerySet[Any], request: MunicipalRequest) -> Page[Any]:
    """The page that was asked for, or the nearest that there is."""
    return Paginator(rows, ON_A_PAGE).get_page(request.GET.get("pagina"))
