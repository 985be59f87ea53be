"""Pages that can only be read."""

from collections.abc import Callable
from typing import ParamSpec

from django.http import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

P = ParamSpec("P")


def read_only(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """GET and HEAD; anything else is answered with 405, without first asking for a CSRF token that nobody has."""
    return csrf_exempt(require_safe(view))
