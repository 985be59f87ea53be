"""Money in the municipalities of the demo, through the same acts as everybody else. The amounts are examples."""

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from importlib.resources import files
from typing import Any

from django.conf import settings

from kapstok.core import clock
from kapstok.core.access import Actor
from kapstok.core.tenancy import inside
from kapstok.grants.models import Grant
from kapstok.grants.regulation import regulations
from kapstok.grants.rules import payment_schedule
from kapstok.ledger.drafts import Draft, Part
from kapstok.ledger.entering import enter_at_once, prepare
from kapstok.ledger.kinds import DocumentKind, LineKind
from kapstok.ledger.models import Document, Line
from kapstok.parties.models import Municipality, Party
from kapstok.plans.models import Measure, MeasurePurpose

FACTS = ("reference", "description", "net", "vat", "reclaimable", "hours", "rate")


def load_money(municipality: Municipality, *, by: Actor) -> None:
    """Where the budget is there and nothing was entered yet. Once something is, it is somebody's."""
    content = tomllib.loads(files("kapstok.demo").joinpath("money.toml").read_text("utf-8"), parse_float=Decimal)
    told = content.get(municipality.slug)
    if told is None:
        return
    with inside(municipality):
        known = Document.objects.exclude(kind=DocumentKind.ADOPTION)
        if known.exists() or not Line.objects.exists():
            return
        for draft in _received():
            enter_at_once(draft, by=by)
        _load(told["document"], by)


def _load(rows: list[dict[str, Any]], by: Actor) -> None:
    grant = Grant.objects.get(regulation="npo").pk
    parties = dict(Party.objects.values_list("key", "pk"))
    measures = dict(Measure.objects.filter(plan__slug="npo").values_list("key", "pk"))
    purposes = dict(MeasurePurpose.objects.order_by("-position").values_list("measure", "number"))
    named: dict[str, int] = {}
    for row in rows:
        measure = measures.get(row.get("measure", ""))
        cost = Decimal(row["net"]) + Decimal(row.get("vat", 0)) - Decimal(row.get("reclaimable", 0))
        part = Part(
            line=Line.objects.get(key__endswith=f":{row['on']}", source__kind="grant").pk,
            amount=cost,
            measure=measure,
            purpose=purposes.get(measure) if measure else None,
            cost_type=row.get("cost_type", ""),
        )
        draft = Draft(
            kind=DocumentKind(row["kind"]),
            grant=grant,
            on=row["date"],
            delivered=row.get("delivered", row["date"]),
            parts=(part,),
            party=parties[row["party"]] if "party" in row else None,
            promise=named.get(row.get("under", "")),
            corrects=named.get(row.get("corrects", "")),
            illustrative=True,
            **{name: _exact(row[name]) for name in FACTS if name in row},
        )
        document = prepare(draft, by=by) if row.get("waits") else enter_at_once(draft, by=by)
        if "key" in row:
            named[row["key"]] = document.pk


def _exact(value: Any) -> Any:
    return Decimal(value) if isinstance(value, int) else value


def _received() -> Iterator[Draft]:
    """What the state has paid by the day of the demo, as its schedule says."""
    grant = Grant.objects.get(regulation="npo")
    line = Line.objects.get(kind=LineKind.CASH, source__grant=grant).pk
    for one in payment_schedule(regulations(settings.KAPSTOK_REGULATIONS)["npo"], grant.award or Decimal(0)):
        if one.due <= clock.today():
            yield Draft(
                kind=DocumentKind.RECEIPT,
                grant=grant.pk,
                on=one.due,
                delivered=one.due,
                net=one.amount,
                parts=(Part(line=line, amount=one.amount),),
                description="Termijn van het Rijk",
                illustrative=True,
            )
