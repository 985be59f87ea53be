"""What goes out by mail, seen beforehand."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse

from kapstok.core import clock
from kapstok.core.access import Right, needs
from kapstok.core.read_only import read_only
from kapstok.parties.mailing import had_digest
from kapstok.parties.middleware import MunicipalRequest
from kapstok.parties.models import Person
from kapstok.portal.workspace.digest import AT_ONCE, Digest, Section, letter, readers, sections


@needs(Right.SEND_MAIL)
@read_only
def outgoing(request: MunicipalRequest) -> HttpResponse:
    """Who would get what today, and one of the mails as an example. `?wie=`: whose; `?pagina=`: which people."""
    today, now = clock.today(), clock.moment()
    page = Paginator(readers(request.municipality), AT_ONCE).get_page(request.GET.get("pagina"))
    people = list(page)
    found = {person.pk: section for person, section in sections(request.municipality, people, today, now)}
    rows = [(person, found.get(person.pk), why_not(person, found.get(person.pk))) for person in people]
    example = _example(request, people, found)
    address = settings.KAPSTOK_ADDRESS or request.build_absolute_uri("/")
    about = {
        "rows": rows,
        "page": page,
        "going": sum(not why for _, _, why in rows),
        "example": example,
        "letter": letter(example, address, today) if example else None,
    }
    return TemplateResponse(request, "portal/workspace/outgoing.html", about)


def why_not(person: Person, section: Section | None) -> str:
    """Why she gets no mail today; empty when she does."""
    if not person.wants_digest:
        return "wil geen mail"
    if had_digest(person, clock.moment()):
        return "kreeg er vandaag al een"
    return "" if section else "er is niets"


def _example(request: MunicipalRequest, people: list[Person], found: dict[int, Section]) -> Digest | None:
    wanted = request.GET.get("wie")
    able = [person for person in people if person.pk in found]
    chosen = next((person for person in able if wanted in (None, str(person.pk))), None)
    if wanted and chosen is None:
        raise Http404("geen mail voor deze persoon")
    return Digest(chosen, (found[chosen.pk],)) if chosen else None
