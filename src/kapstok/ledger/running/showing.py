"""What all these pages share: the page itself, names of people, and deciding about what waits."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.template.response import TemplateResponse

from kapstok.core.access import Actor, Answer, Right
from kapstok.ledger.entering import enter, four_eyes, withdraw
from kapstok.ledger.kinds import DocumentKind, DocumentStatus
from kapstok.ledger.models import Document
from kapstok.ledger.pages import around
from kapstok.ledger.rules import may_approve
from kapstok.parties.middleware import MunicipalRequest
from kapstok.parties.models import Person

ON_A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def page(request: MunicipalRequest, template: str, about: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    return TemplateResponse(request, f"ledger/running/{template}.html", {**around(request), **about}, status=status)


def page_of(rows: QuerySet[Any], request: MunicipalRequest) -> Page[Any]:
    """The page that was asked for, or the nearest that there is."""
    return Paginator(rows, ON_A_PAGE).get_page(request.GET.get("pagina"))


def people(marks: Iterable[str]) -> dict[str, str]:
    """What whoever wrote `person:12` is called; a command is called by itself. One query."""
    numbers = {mark: int(mark[7:]) for mark in marks if mark.startswith("person:") and mark[7:].isdigit()}
    known = {person.pk: str(person) for person in Person.objects.filter(pk__in=numbers.values())} if numbers else {}
    return {mark: known.get(numbers[mark], "een oud-collega") if mark in numbers else mark for mark in marks}


def may_decide(document: Document, by: Actor) -> Answer:
    """May this person approve what waits here? Says why not."""
    if document.status != DocumentStatus.PREPARED:
        return Answer(False)
    if document.prepared_by != str(by) and not (answer := by.may(Right.APPROVE_MONEY)):
        return answer
    return may_approve(DocumentKind(document.kind), document.prepared_by, str(by), four_eyes=four_eyes())


def why_of(request: MunicipalRequest) -> str:
    """The reason that a small form asks for beside its button."""
    return request.POST.get("why", "").replace("\0", "").strip()[:2_000]


def decide(request: MunicipalRequest, document: Document) -> str:
    """Approve or withdraw what waits, as the form says. Gives what was done; RefusedError."""
    if request.POST.get("act") == "withdraw":
        withdraw(document, why=why_of(request), by=request.actor)
        return "Het is ingetrokken. Het blijft te zien."
    enter(document, by=request.actor)
    return "Goedgekeurd en geboekt."
