"""Many clients that promise the last euros of a few lines at once, over real connections, with transfers among them."""

import random
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import OperationalError, connection

from kapstok.core.access import Actor, RefusedError, Role, Seat
from kapstok.core.again import again
from kapstok.core.tenancy import inside
from kapstok.ledger.drafts import Draft, Part
from kapstok.ledger.entering import enter, enter_at_once, prepare
from kapstok.ledger.kinds import DocumentKind
from kapstok.ledger.models import Line, LineBalance
from kapstok.parties.models import Municipality

ONE_IN_TEN = 0.1


@dataclass(slots=True)
class Outcome:
    """What the clients were told: euros promised per line, how often each reason was given, and what went wrong."""

    accepted: dict[int, Decimal] = field(default_factory=dict)
    orders: int = 0
    transfers: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    @property
    def attempts(self) -> int:
        return self.orders + self.transfers + sum(self.refused.values()) + len(self.broken)


def rush(municipality: Municipality, *, clients: int, attempts: int, most: int = 500) -> Outcome:
    """Let `clients` threads make `attempts` promises and transfers together, each of at most `most` euros."""
    with inside(municipality):
        first = Line.objects.filter(kind__in=("budget", "unallocated")).select_related("source")
        lines = [line.pk for line in first]
        grant = first[0].source.grant_id
    outcome, lock = Outcome(), threading.Lock()
    threads = [
        threading.Thread(
            target=_client, args=(municipality, grant, lines, number, attempts // clients, most, outcome, lock)
        )
        for number in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcome


def _client(
    municipality: Municipality,
    grant: int,
    lines: list[int],
    number: int,
    attempts: int,
    most: int,
    outcome: Outcome,
    lock: threading.Lock,
) -> None:
    chance = random.Random(number)
    try:
        for _ in range(attempts):
            draft = _draft(chance, grant, lines, most)
            try:
                again(lambda draft=draft: _act(municipality, draft, number))  # type: ignore[misc]
            except RefusedError as error:
                with lock:
                    outcome.refused[_reason(str(error))] += 1
            except OperationalError as error:
                with lock:
                    outcome.broken.append(str(error))
            else:
                with lock:
                    _count(outcome, draft)
    finally:
        connection.close()


def _draft(chance: random.Random, grant: int, lines: list[int], most: int) -> Draft:
    day = date(2023, 9, 1)
    amount = Decimal(chance.randint(1, most * 100)) / 100
    if chance.random() < ONE_IN_TEN:
        frm, to = chance.sample(lines, 2)
        parts = (Part(line=frm, amount=-amount), Part(line=to, amount=amount))
        return Draft(
            kind=DocumentKind.TRANSFER, grant=grant, on=day, delivered=day, net=Decimal(0), parts=parts, why="drukte"
        )
    order = (Part(line=chance.choice(lines), amount=amount),)
    return Draft(kind=DocumentKind.ORDER, grant=grant, on=day, delivered=day, net=amount, parts=order)


def _act(municipality: Municipality, draft: Draft, number: int) -> None:
    with inside(municipality):
        if draft.kind == DocumentKind.ORDER:
            enter_at_once(draft, by=_controller(number))
        else:
            enter(prepare(draft, by=_controller(number)), by=_controller(number + 1_000_000))


def _controller(number: int) -> Actor:
    return Actor(by=f"person:{number}", seats=(Seat(Role.CONTROLLER, 1),), person=number)


def _count(outcome: Outcome, draft: Draft) -> None:
    if draft.kind == DocumentKind.TRANSFER:
        outcome.transfers += 1
        return
    outcome.orders += 1
    line = draft.parts[0].line
    outcome.accepted[line] = outcome.accepted.get(line, Decimal(0)) + draft.net


def _reason(said: str) -> str:
    """The refusal without its figures."""
    return "geen ruimte" if "vrij" in said else said


def promised(municipality: Municipality) -> dict[int, Decimal]:
    """Euros that the database has as committed, per line."""
    with inside(municipality):
        return dict(LineBalance.objects.filter(committed__gt=0).values_list("line", "committed"))
