"""A programme in which money was promised and spent, for these tests."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from kapstok.core.access import command
from kapstok.ledger.drafts import Draft, Part, SubsidyTerms
from kapstok.ledger.entering import enter, enter_at_once
from kapstok.ledger.kinds import DocumentKind, Recognition
from kapstok.ledger.models import Document, Instrument, LineBalance, Posting, Subsidy
from kapstok.ledger.subsidies import ask_determination, ask_subsidy
from kapstok.ledger.tests.builders import draft, grant, line, somebody
from kapstok.parties.models import Party
from kapstok.plans.models import MandateRule
from kapstok.plans.statuses import Body, MandateScope

BY = command("test")
FIRST, SECOND = somebody(1), somebody(2)
STARTS, ENDS = date(2023, 8, 1), date(2023, 12, 31)


def party(name: str = "Bibliotheek") -> Party:
    key = name.lower()
    return Party.objects.get_or_create(
        key=key, defaults={"name": name, "sort_key": key, "kind": "organisation", "sector": "other"}
    )[0]


def instrument(recognition: Recognition = Recognition.AT_AWARD) -> Instrument:
    return Instrument.objects.get_or_create(name=f"Subsidie {recognition}", defaults={"recognition": recognition})[0]


def subsidy_draft(*parts: tuple[str, int], recognition: Recognition = Recognition.AT_AWARD, **more: Any) -> Draft:
    divided = tuple(Part(line=line(key).pk, amount=Decimal(amount)) for key, amount in parts)
    facts: dict[str, Any] = {
        "on": STARTS, "delivered": STARTS, "reference": "SUB-1", "party": party().pk, "description": "Voorlezen",
        "net": sum((part.amount for part in divided), Decimal(0)),
        "subsidy": SubsidyTerms(instrument=instrument(recognition).pk, starts=STARTS, ends=ENDS),
    } | more  # fmt: skip
    return Draft(kind=DocumentKind.SUBSIDY, grant=grant().pk, parts=divided, **facts)


def subsidy(*parts: tuple[str, int], recognition: Recognition = Recognition.AT_AWARD, **more: Any) -> Subsidy:
    """A subsidy that a colleague approved."""
    document = ask_subsidy(subsidy_draft(*parts, recognition=recognition, **more), by=FIRST)
    enter(document, by=SECOND)
    return fresh(document)


def fresh(document: Document) -> Subsidy:
    return Subsidy.objects.select_related("document", "instrument").get(document=document)


def determine(row: Subsidy, amount: int, *, on: date = date(2024, 1, 15), why: str = "") -> Document:
    found = ask_determination(row, amount=Decimal(amount), on=on, reference="V-1", why=why, by=FIRST)
    enter(found, by=SECOND)
    return found


def mandate(scope: MandateScope = MandateScope.FROM_UNALLOCATED, maximum: int | None = 5_000) -> None:
    MandateRule.objects.create(body=Body.MANDATE_HOLDER, scope=scope, maximum=maximum, source="Mandaatbesluit")


def balance(key: str) -> LineBalance:
    return LineBalance.objects.get(line=line(key))


def stand(key: str) -> list[int]:
    """Budget, committed and spent of a line, in whole euros."""
    row = balance(key)
    return [int(row.budget), int(row.committed), int(row.expense)]


def to_cover() -> int:
    return int(LineBalance.objects.get(line__kind="to_cover").expense)


def whole(*values: Decimal | None) -> list[int | None]:
    return [None if value is None else int(value) for value in values]


def spent_by_day() -> dict[date, Decimal]:
    return {row.delivered: row.amount for row in Posting.objects.filter(kind="expense")}


def url(name: str, *args: object) -> str:
    return reverse(name, args=["diemen", *args])


def text(response: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", response.content.decode().replace("&#x27;", "'"))
    return " ".join(plain.replace("\xa0", " ").split())


def spent_on(cost_type: str, amount: int) -> None:
    part = Part(line=line("sport").pk, amount=Decimal(amount), cost_type=cost_type)
    enter_at_once(replace(draft(DocumentKind.INVOICE, ("sport", amount)), parts=(part,)), by=BY)
