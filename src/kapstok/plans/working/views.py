"""Looking at work plans: the timeline, who is late, what others need, and one work plan."""

import re
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import now

from kapstok.core import access, clock
from kapstok.core.access import Right, needs
from kapstok.core.read_only import read_only
from kapstok.parties.meetings.calendar import CONTENT_TYPE, calendar_file
from kapstok.parties.meetings.views import page_of
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.models import Plan, WorkPlan
from kapstok.plans.statuses import MEANINGS, Status
from kapstok.plans.working import calendar, presentation, queries
from kapstok.plans.working.lateness import A_FEW, late_items
from kapstok.plans.working.queries import Sieve
from kapstok.plans.working.rules import hours_remark, planned_hours, total_hours
from kapstok.plans.working.standing import Standing, standing
from kapstok.plans.working_copy import may_see

KEY = re.compile("[a-z0-9-]{1,80}")
MOST_OWN = 100
LANES = 15  # on a page
LATE_WHOSE = (("alle", "iedereen"), ("mij", "mijn organisatie"))
ASKED_WHOM = (("mij", "aan mijn organisatie"), ("alle", "aan iedereen"))
WHICH = (("open", "open"), ("geregeld", "geregeld"))


@needs(Right.SEE_WORK_PLANS)
@read_only
def work_plans(request: MunicipalRequest) -> HttpResponse:
    """The timeline. `?plan=`, `?maatregel=` and `?organisatie=` keep one, `?te-laat=1` who is late,
    `?per=organisatie` orders by party."""
    plans = queries.plans_for(request.actor)
    plan = chosen_plan(request, plans)
    if plan is None:
        return TemplateResponse(request, "plans/working/nothing.html")
    sieve = _sieve(request, plan)
    told = standing(request.actor, plan)
    about = {"plan": plan, "plans": plans, "sieve": sieve, "filters": _filters(request)}
    about |= _standing(request, plan, told, sieve) | _lanes(request, sieve, told.counted(sieve))
    return TemplateResponse(request, "plans/working/work_plans.html", about)


def chosen_plan(request: MunicipalRequest, plans: list[Plan]) -> Plan | None:
    """The plan that `?plan=` names, else the newest; None when there is none to look at."""
    wanted = request.GET.get("plan", "")
    return next((plan for plan in plans if plan.slug == wanted), plans[0] if plans else None)


def _sieve(request: MunicipalRequest, plan: Plan) -> Sieve:
    return Sieve(plan.slug, _key(request, "maatregel"), _key(request, "organisatie"), "te-laat" in request.GET)


def _key(request: MunicipalRequest, name: str) -> str:
    """The key in an address; empty when it cannot be one."""
    wanted = request.GET.get(name, "")
    return wanted if KEY.fullmatch(wanted) else ""


def _filters(request: MunicipalRequest) -> str:
    """What was chosen, for the addresses of other pages of the same list."""
    given = request.GET.copy()
    given.pop("pagina", None)
    return f"{given.urlencode()}&" if given else ""


def _standing(request: MunicipalRequest, plan: Plan, told: Standing, sieve: Sieve) -> dict[str, Any]:
    """How far the plan as a whole is, and what waits for who looks. Who is late stands in the timeline if it is sifted
    for that."""
    actor, today = request.actor, clock.today()
    may_ask = actor.may(Right.ASK_WORK_PLANS)
    own = [] if may_ask else told.of(actor.reach(Right.KEEP_WORK_PLANS))
    return {
        "standing": told,
        "late": None if sieve.late else late_items(actor, today, plan=plan.slug, most=A_FEW),
        "own": [(row, presentation.answer_state(row, today)) for row in own[:MOST_OWN]],
        "may_ask": may_ask,
        "shared": MEANINGS[Status(plan.status)].seen_by_partners,
    }


def _lanes(request: MunicipalRequest, sieve: Sieve, count: int) -> dict[str, Any]:
    """The timeline, page by page. `count`: how many there are without asking who is late."""
    today = clock.today()
    per_party = request.GET.get("per") == "organisatie"
    rows = queries.sifted(queries.work_plans(request.actor), sieve, today)
    ordered = queries.for_timeline(queries.by_party(rows) if per_party else queries.by_measure(rows))
    pages = Paginator(ordered, LANES)
    pages.count = rows.count() if sieve.late else count
    page = pages.get_page(request.GET.get("pagina"))
    timeline = presentation.timeline(list(page), today, per_party=per_party)
    return {"page": page, "per_party": per_party, "timeline": timeline}


@needs(Right.SEE_WORK_PLANS)
@read_only
def late(request: MunicipalRequest) -> HttpResponse:
    """Who is late, the latest first; `?van=mij` of one's own parties."""
    whose = _option(request, "van", LATE_WHOSE)
    parties = request.actor.parties if whose == "mij" else None
    about = {
        "late": late_items(request.actor, clock.today(), parties=parties),
        "whose": whose,
        "whose_options": LATE_WHOSE,
    }
    return TemplateResponse(request, "plans/working/late.html", about)


@needs(Right.SEE_WORK_PLANS)
@read_only
def asked_needs(request: MunicipalRequest) -> HttpResponse:
    """What parties need from each other. `?van=` mij or alle, `?stand=` open or geregeld."""
    actor = request.actor
    whose, which = _option(request, "van", ASKED_WHOM), _option(request, "stand", WHICH)
    rows = queries.needs_for(actor)
    rows = rows.filter(party__in=actor.parties) if whose == "mij" else rows
    rows = rows.exclude(met_on=None).order_by("-met_on", "-pk") if which == "geregeld" else rows.filter(met_on=None)
    page = page_of(rows, request)
    about = {
        "needs": presentation.need_lines(page, actor, clock.today()),
        "page": page,
        "whose": whose,
        "which": which,
        "whose_options": ASKED_WHOM,
        "which_options": WHICH,
        "filters": f"van={whose}&stand={which}&",
    }
    return TemplateResponse(request, "plans/working/needs.html", about)


def _option(request: MunicipalRequest, name: str, options: tuple[tuple[str, str], ...]) -> str:
    wanted = request.GET.get(name, "")
    return wanted if wanted in dict(options) else options[0][0]


@needs(Right.SEE_WORK_PLANS)
@read_only
def work_plan(request: MunicipalRequest, pk: int) -> HttpResponse:
    actor, today = request.actor, clock.today()
    row = seen_work_plan(request, pk)
    may_keep = actor.may(Right.KEEP_WORK_PLANS, row.party_ids())
    scale, steps = presentation.own_strip(presentation.step_lines(row.steps.all(), today), today)
    about = {
        "row": row,
        "answer": presentation.answer_state(row, today),
        "readable": bool(row.given_at) or bool(may_keep) or actor.is_staff,
        "may_keep": may_keep,
        "may_ask": actor.may(Right.ASK_WORK_PLANS),
        "planning": {"scale": scale},
        "steps": steps,
        "summary": presentation.summary([line for line, _ in steps]),
        "hours": presentation.hours_of(row.presences.all()),
        "remark": _hours_remark(request, row),
        "needs": presentation.need_lines(_with_work_plan(row), actor, today),
    }
    return TemplateResponse(request, "plans/working/work_plan.html", about)


def seen_work_plan(request: MunicipalRequest, pk: int) -> WorkPlan:
    return access.get(queries.one_work_plan(request.actor), request, Right.SEE_WORK_PLANS, pk=pk)


def _with_work_plan(row: WorkPlan) -> list[Any]:
    """Its needs, that know their work plan without asking for it."""
    needs = sorted(row.needs.all(), key=lambda need: (need.quarter[3:], need.quarter, need.pk))
    for need in needs:
        need.work_plan = row
    return needs


def _hours_remark(request: MunicipalRequest, row: WorkPlan) -> str:
    """What the plan says of the hours is for who may see the plan, which an asked partner may not yet."""
    if not may_see(request, row.plan):
        return ""
    told = total_hours(queries.stays_for(row.measure, request.actor))
    return hours_remark(told, planned_hours(queries.estimates_of(row.measure)))


@needs(Right.SEE_WORK_PLANS)
@read_only
def calendar_of(request: MunicipalRequest, pk: int) -> HttpResponse:
    """The open steps, for a calendar program."""
    row = seen_work_plan(request, pk)
    url = request.build_absolute_uri(reverse("workplan", args=[request.municipality.slug, row.pk]))
    steps = row.steps.select_related("work_plan__measure") if row.given_at else row.steps.none()
    entries = calendar.entries(steps, request.municipality.slug, lambda step: url)
    content = calendar_file(f"Werkplan {row.measure}", entries, made_at=now())
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="werkplan.ics"'
    return response
