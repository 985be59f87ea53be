"""Dates for a calendar program: one meeting as a file, and an address of one's own that it asks again and again."""

from collections.abc import Iterator
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.timezone import now

from kapstok.core import access, clock
from kapstok.core.access import Right, needs, public
from kapstok.core.read_only import read_only
from kapstok.parties.meetings import feeds, presentation, queries
from kapstok.parties.meetings.calendar import CONTENT_TYPE, Entry, calendar_file
from kapstok.parties.meetings.editing_views import GET_OR_POST
from kapstok.parties.meetings.rules import When
from kapstok.parties.middleware import MunicipalRequest
from kapstok.parties.models import ActionPoint, CalendarFeed, Meeting

LOOKS_BACK = timedelta(days=365)


@needs(Right.SEE_MEETINGS)
@GET_OR_POST
def address(request: MunicipalRequest) -> HttpResponse:
    """One's own address: ask for one, replace it, or close it."""
    if request.method == "POST":
        return _changed(request)
    row = CalendarFeed.objects.filter(person=request.actor.person, closed=False).first()
    url = reverse("calendar-feed", args=[request.municipality.slug, feeds.key_of(row)]) if row else ""
    about = {"url": request.build_absolute_uri(url) if url else ""}
    response = TemplateResponse(request, "parties/meetings/feed.html", about)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _changed(request: MunicipalRequest) -> HttpResponse:
    if "close" in request.POST:
        feeds.close_feed(by=request.actor)
        messages.success(request, "Uw agenda-adres werkt niet meer.")
    else:
        feeds.renew_feed(by=request.actor)
        messages.success(request, "Uw agenda-adres staat klaar. Een ouder adres werkt niet meer.")
    return redirect("calendar-address", request.municipality.slug)


@public
@read_only
def feed(request: MunicipalRequest, key: str) -> HttpResponse:
    """For a calendar program, which has no session: the key says whose dates, and is worth nothing once revoked."""
    reader = feeds.reader(request.municipality, key)
    if reader is None:
        raise Http404("geen agenda")
    today = clock.today()
    asked = feeds.Asked(reader, today - LOOKS_BACK, today, request.municipality.slug, request.build_absolute_uri)
    return _file(f"Kapstok {request.municipality.name}", feeds.kept(_entries(request, asked), asked))


def _entries(request: MunicipalRequest, asked: feeds.Asked) -> Iterator[Entry]:
    for meeting in feeds.nearest(queries.calendar_meetings(asked.reader, asked.since), "on", asked.today):
        yield _of_meeting(request, meeting)
    for point in feeds.nearest(queries.calendar_points(asked.reader, asked.since), "due", asked.today):
        yield _of_point(request, point)


@needs(Right.SEE_MEETINGS)
@read_only
def one_meeting(request: MunicipalRequest, pk: int) -> HttpResponse:
    row = access.get(queries.one_meeting(), request, Right.SEE_MEETINGS, pk=pk)
    response = _file(row.title, [_of_meeting(request, row)])
    response["Content-Disposition"] = f'attachment; filename="overleg-{row.on.isoformat()}.ics"'
    return response


def _file(name: str, entries: Iterator[Entry] | list[Entry]) -> HttpResponse:
    response = HttpResponse(calendar_file(name, entries, made_at=now()), content_type=CONTENT_TYPE)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _of_meeting(request: MunicipalRequest, meeting: Meeting) -> Entry:
    slug = request.municipality.slug
    in_month = " (dag volgt)" if meeting.precision == "month" else ""
    return Entry(
        uid=f"overleg-{meeting.pk}@{slug}.kapstok",
        title=f"{meeting.title}{in_month}",
        when=presentation.when(meeting),
        place=meeting.place,
        text=meeting.group.name if meeting.group else "",
        url=_absolute(request, "meeting", slug, str(meeting.pk)),
        revision=meeting.version - 1,
        cancelled=meeting.cancelled,
    )


def _of_point(request: MunicipalRequest, point: ActionPoint) -> Entry:
    slug = request.municipality.slug
    return Entry(
        uid=f"actiepunt-{point.pk}@{slug}.kapstok",
        title=f"Klaar: {point.what}",
        when=When(point.due),
        text=f"Afgesproken bij: {point.meeting}" if point.meeting else "",
        url=_absolute(request, "action-points", slug),
        busy=False,
    )


def _absolute(request: HttpRequest, name: str, *args: str) -> str:
    return request.build_absolute_uri(reverse(name, args=args))
