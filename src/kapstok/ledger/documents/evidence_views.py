"""Giving evidence back: as a file to keep, never as a page to show."""

import logging

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from kapstok.core import access, filing
from kapstok.core.access import Right, needs
from kapstok.core.read_only import read_only
from kapstok.ledger.models import Evidence
from kapstok.parties.middleware import MunicipalRequest

LOG = logging.getLogger(__name__)


@needs(Right.SEE_MONEY)
@read_only
def evidence(request: MunicipalRequest, pk: int) -> HttpResponse:
    """Whatever else the file may be besides its type: a browser saves it, and runs nothing of it."""
    row = access.get(Evidence, request, Right.SEE_MONEY, pk=pk)
    try:
        content = filing.path_of(request.municipality.pk, row.sha256).read_bytes()
    except OSError as error:
        LOG.error("evidence %s of municipality %s is not in the store", row.pk, request.municipality.pk)
        raise Http404("bestand niet gevonden") from error
    return HttpResponse(
        content,
        content_type=row.content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, row.name) or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, no-cache",
        },
    )
