"""A year is frozen while others book in it, each with a connection of their own: nothing lands in a frozen year."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from threading import Barrier, Event
from typing import TypeVar

import pytest
from django.db import connection, connections
from tests.waiting import until

from kapstok.core.access import RefusedError
from kapstok.core.tenancy import inside
from kapstok.ledger.kinds import DocumentKind
from kapstok.ledger.models import Document, LineBalance, Posting, Year
from kapstok.ledger.posting import Calendar, Entry, post
from kapstok.ledger.refusals import money_act
from kapstok.ledger.running.tests.money import BY, FIRST, SECOND
from kapstok.ledger.tests.builders import entered, line, programme
from kapstok.ledger.years import confirm_freeze, prepare_freeze
from kapstok.parties.models import Municipality

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database_rules]
PATIENCE = 30
T = TypeVar("T")


def apart(municipality: Municipality, act: Callable[[], T]) -> T:
    """In this thread, with its own connection."""
    try:
        with inside(municipality):
            return act()
    finally:
        connections.close_all()


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


def ready(municipality: Municipality) -> None:
    with inside(municipality):
        prepare_freeze(2023, by=FIRST)


@pytest.mark.parametrize(("amount", "freezes"), [(1_000, True), (30_001, False)])
def test_freezing_waits_for_a_booking_under_way_and_then_looks_again(amount: int, freezes: bool) -> None:
    diemen = programme()
    ready(diemen)
    booked, go_on = Event(), Event()

    def book() -> None:
        entered(DocumentKind.INVOICE, ("sport", amount), by=BY)
        booked.set()
        assert go_on.wait(PATIENCE)

    def freeze() -> None:
        confirm_freeze(2023, by=SECOND)

    with ThreadPoolExecutor(2) as people:
        booking = people.submit(apart, diemen, book)
        assert booked.wait(PATIENCE)
        freezing: Future[None] = people.submit(apart, diemen, freeze)
        until(somebody_waits)
        go_on.set()
        booking.result()
        if freezes:
            freezing.result()
        else:
            with pytest.raises(RefusedError, match="nog gedekt"):
                freezing.result()
    with inside(diemen):
        assert (Year.objects.get(year=2023).state == "frozen") is freezes
        assert set(Posting.objects.filter(kind="expense").values_list("year", flat=True)) == {2023}


def test_who_looked_before_the_freeze_and_books_after_it_is_refused() -> None:
    diemen = programme()
    ready(diemen)
    looked, frozen = Event(), Event()

    @money_act
    def book() -> None:
        booked = Calendar(by=BY).booked(date(2023, 9, 1))
        document = Document.objects.create(
            grant_id=line("taal").source.grant_id, kind=DocumentKind.JOURNAL, on=date(2023, 9, 1),
            delivered=date(2023, 9, 1), prepared_by="test",
        )  # fmt: skip
        looked.set()
        assert frozen.wait(PATIENCE)
        entry = Entry(line=line("taal").pk, kind="expense", amount=1, delivered=date(2023, 9, 1), year=booked.year)  # type: ignore[arg-type]
        post(document, [entry], by=BY)

    with ThreadPoolExecutor(1) as people:
        booking = people.submit(apart, diemen, book)
        assert looked.wait(PATIENCE)
        with inside(diemen):
            confirm_freeze(2023, by=SECOND)
        frozen.set()
        with pytest.raises(RefusedError, match="afgesloten"):
            booking.result()
    with inside(diemen):
        assert not Document.objects.filter(kind="journal").exists()
        assert not Posting.objects.filter(kind="expense").exists()


def test_in_a_crowd_every_booking_is_before_the_freeze_or_in_a_later_year() -> None:
    diemen = programme()
    ready(diemen)
    together = Barrier(5)
    each = 6

    def book() -> list[str]:
        together.wait(PATIENCE)
        return [_one(diemen) for _ in range(each)]

    def freeze() -> int:
        together.wait(PATIENCE)
        with inside(diemen):
            confirm_freeze(2023, by=SECOND)
            return Posting.objects.filter(year=2023, kind="expense").count()

    with ThreadPoolExecutor(5) as people:
        freezing = people.submit(_closing, freeze)
        bookings = [people.submit(_closing, book) for _ in range(4)]
        before = freezing.result()
        got = [one for booking in bookings for one in booking.result()]
    with inside(diemen):
        rows = list(Posting.objects.filter(kind="expense").values_list("year", "corrects_year"))
        assert rows.count((2023, None)) == before
        assert set(rows) <= {(2023, None), (2024, 2023)}
        assert len(rows) == got.count("done")
        assert len(got) == 4 * each
        assert all(one == "done" or "afgesloten" in one for one in got)
        assert LineBalance.objects.get(line=line("taal")).expense == len(rows)


def _one(municipality: Municipality) -> str:
    try:
        with inside(municipality):
            entered(DocumentKind.INVOICE, ("taal", 1))
    except RefusedError as refused:
        return str(refused)
    return "done"


def _closing(act: Callable[[], T]) -> T:
    try:
        return act()
    finally:
        connections.close_all()
