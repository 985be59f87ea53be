"""What the views of the money share: which programme is asked for, and a workbook as an answer."""

from collections.abc import Sequence
from typing import TypeVar

from django.http import Http404, HttpResponse

from kapstok.core import clock
from kapstok.core.asked import number
from kapstok.core.periods import format_date
from kapstok.core.tables import Table, workbook
from kapstok.ledger.money.attention import Known
from kapstok.ledger.state import GrantMoney
from kapstok.parties.middleware import MunicipalRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Programme = TypeVar("Programme", GrantMoney, Known)


def asked_for(request: MunicipalRequest, programmes: Sequence[Programme]) -> Programme | None:
    """The programme of `?uitkering=`, else the first. None when there is no money yet; Http404 for another one."""
    wanted = request.GET.get("uitkering")
    if not programmes or wanted is None:
        return programmes[0] if programmes else None
    for one in programmes:
        if (one.money if isinstance(one, Known) else one).grant == number(wanted):
            return one
    raise Http404("geen uitkering")


def as_workbook(request: MunicipalRequest, found: Table) -> HttpResponse:
    today = clock.today()
    note = f"Gemeente {request.municipality.name} · uit Kapstok op {format_date(today)}"
    name = f"{found.name}-{request.municipality.slug}-{today.isoformat()}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(workbook(found, note, today), content_type=XLSX, headers=headers)
