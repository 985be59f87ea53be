"""A request about a municipality enters through the door, and only there."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import SimpleTemplateResponse

from kapstok.core.access import ActingRequest
from kapstok.core.again import again
from kapstok.core.tenancy import inside
from kapstok.parties.models import Municipality
from kapstok.parties.seats import actor_in

View = Callable[..., HttpResponseBase]


class MunicipalRequest(ActingRequest):
    """A request about one municipality, as its views receive it: where, and who acts."""

    municipality: Municipality


class EnterMunicipality:
    """For an address with a municipality in it: look her up, open the door, run the view and render inside it.

    The view gets `request.municipality` in place of the slug, and `request.actor`: who is signed in, with her seats.
    What a view answers with an error is rolled back. `even_so` of a response is done after that, in a transaction of
    its own: to keep what somebody typed, say. Must be the last middleware: it calls the view itself, after every
    other `process_view` has spoken. A streamed
    answer outlives the door and has to open its own. What the database broke off because two waited for each other is
    asked again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        slug = kwargs.pop("municipality", None)
        if slug is None:
            return None
        municipality = get_object_or_404(Municipality, slug=slug)
        setattr(request, "municipality", municipality)  # noqa: B010  see MunicipalRequest
        setattr(request, "actor", actor_in(request, municipality))  # noqa: B010
        response = again(partial(_answer, municipality, view, request, args, kwargs))
        if even_so := getattr(response, "even_so", None):
            with inside(municipality):
                even_so()
        return response


def _answer(
    municipality: Municipality, view: View, request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponseBase:
    with inside(municipality):
        response = view(request, *args, **kwargs)
        if isinstance(response, SimpleTemplateResponse):
            response.render()
        if response.status_code >= 400:
            transaction.set_rollback(True)
    return response
