"""Leaving the grid for another page and coming back: what was typed and not saved is kept as a draft meanwhile.

What leads from the grid to another page of the budget is a button of its form. So everything that was typed is sent
along, also without JavaScript.
"""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from kapstok.core.asked import number
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.budgeting.page import Page
from kapstok.plans.budgeting.rebasing import rebased
from kapstok.plans.budgeting.sheet import opened, read_typed
from kapstok.plans.editing import drafts
from kapstok.plans.editing.desk import moment_text
from kapstok.plans.editing.rows import Typed

GO, DROP = "naar", "weg"
STAY = "Uw bedragen konden niet als concept bewaard worden. Bewaar ze eerst; ga daarna verder."
GONE = "“{}” is er niet meer. Het bedrag dat u daar typte ({}), vervalt."


def away(request: MunicipalRequest, page: Page, where: str) -> HttpResponseRedirect | None:
    """To another page of the budget. What was typed is kept; None when it could not be, and she has to stay.

    `where`: `line:inloop`, `add:theme:taal`, `part:2` or `upload`. Http404 for anything else.
    """
    to = _address(request, page, where)
    typed = page.typed
    if typed.rows == typed.base.rows and not typed.wrong:
        return redirect(to)
    sent = Typed(dict(request.POST.lists()))
    kept = drafts.keep_draft(page.row, _form(page), sent, page.window, by=request.actor)
    return redirect(to) if kept else None


def found_again(request: MunicipalRequest, page: Page) -> Page:
    """The page with what she typed before she left it, over the plan as it is now."""
    kept = drafts.kept_draft(page.row, _form(page), request.actor)
    base = opened(kept.typed.get("base") or "", page.row.pk) if kept else None
    if kept is None or base is None:
        return page
    now = page.typed.base
    found = rebased(read_typed(_plain(kept.typed), base), page.reading.plan, now.columns, list(now.rows))
    problems = tuple(GONE.format(one.label, one.amount) for one in found.gone)
    return replace(page, typed=found.typed, window=kept.page, problems=problems, since=moment_text(kept.at))


def drop(request: MunicipalRequest, page: Page) -> None:
    """She does not want them any more, or they were saved."""
    drafts.drop_draft(page.row, _form(page), by=request.actor, page=page.window)


def window_of(request: MunicipalRequest) -> str:
    return request.POST.get(drafts.PAGE, "")[:40]


def _form(page: Page) -> str:
    return f"budget:{page.part}"


def _plain(typed: Typed) -> dict[str, str]:
    return {name: values[-1] for name, values in typed.lists() if values}


def _address(request: MunicipalRequest, page: Page, where: str) -> str:
    kind, _, about = where.partition(":")
    of_plan = [request.municipality.slug, page.reading.plan.slug]
    match kind:
        case "line" if about in page.typed.base.rows:
            return reverse("budget-line", args=[*of_plan, about])
        case "add":
            return f"{reverse('budget-line-new', args=of_plan)}?{urlencode({'voor': about})}"
        case "part" if number(about):
            return f"{page.reading.to.budget}?{urlencode({'deel': about})}"
        case "upload":
            return f"{reverse('plan-upload', args=of_plan[:1])}?{urlencode({'plan': of_plan[1]})}"
        case _:
            raise Http404("onbekende knop")
