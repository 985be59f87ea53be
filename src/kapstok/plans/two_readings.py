"""One page, twice: of the plan as everybody may see it, and of the plan as it is being worked on.

The view itself gets the reading; the address says whose it is.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.http import HttpResponseBase

from kapstok.core.access import Right, needs, public
from kapstok.core.read_only import read_only
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.queries import published_plans
from kapstok.plans.reading import Reading, read
from kapstok.plans.working_copy import reading_of

Page = Callable[Concatenate[MunicipalRequest, Reading, ...], HttpResponseBase]
View = Callable[..., HttpResponseBase]


def of_published(page: Page) -> View:
    """Everybody may see it; Http404 for a plan that was not published."""

    @public
    @read_only
    @wraps(page)
    def view(request: MunicipalRequest, plan: str, **kwargs: Any) -> HttpResponseBase:
        return page(request, read(list(published_plans()), request.municipality, plan), **kwargs)

    return view


def of_working(page: Page) -> View:
    """For who has a seat here; Http404 for a plan that was not yet shared with her."""

    @needs(Right.SEE_WORK)
    @read_only
    @wraps(page)
    def view(request: MunicipalRequest, plan: str, **kwargs: Any) -> HttpResponseBase:
        return page(request, reading_of(request, plan)[1], **kwargs)

    return view
