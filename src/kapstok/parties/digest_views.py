"""Whether somebody wants the digest: a choice on her own account page."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kapstok.parties.mailing import choose_digest
from kapstok.parties.models import Person


@require_POST
def own_choice(request: HttpRequest) -> HttpResponse:
    wants = request.POST.get("wants") == "1"
    choose_digest(cast(Person, request.user), wants=wants)
    said = "U krijgt een mail als er iets wacht." if wants else "U krijgt geen mail meer over wat er wacht."
    messages.success(request, said)
    return redirect("my-account")
