"""The whole history to take along: everything in it, nothing of others, in steady memory."""

import json
import tracemalloc
from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import Any
from typing import cast as as_type
from zipfile import ZipFile

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from python_calamine import CalamineWorkbook
from tests import cast
from tests.signing import working

from kapstok.core import audit
from kapstok.core.access import Role
from kapstok.core.models import AuditEntry
from kapstok.core.tenancy import inside
from kapstok.parties.models import Meeting, Municipality
from kapstok.portal.history.downloads import as_json_lines, as_workbook
from kapstok.portal.history.queries import BLOCK, Filter

pytestmark = pytest.mark.django_db
HERE = "/diemen/werk/geschiedenis/"
DAY = date(2024, 2, 1)


@pytest.fixture
def diemen() -> Municipality:
    return cast.municipality()


def write(municipality: Municipality, count: int, **fields: Any) -> None:
    entry = {"by": "kapstok load", "act": "meeting changed", "table": "parties.meeting", "row": 1, **fields}
    with inside(municipality):
        AuditEntry.objects.bulk_create(
            AuditEntry(**{"before": {"title": "Oud", "n": n}, "after": {"title": "Nieuw", "n": n}} | entry)
            for n in range(count)
        )


def fetched(client: Client, address: str) -> bytes:
    response = as_type(StreamingHttpResponse, client.get(f"{HERE}{address}"))
    assert response.status_code == 200
    return b"".join(as_type(Iterable[bytes], response.streaming_content))


def sheets(content: bytes) -> list[list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def test_json_lines_hold_every_entry_as_it_was_written_newest_first(diemen: Municipality) -> None:
    write(diemen, BLOCK + 10)
    lines = [json.loads(line) for line in fetched(working(diemen, Role.AUDITOR), "alles.jsonl").splitlines()]
    with inside(diemen):
        assert [line["id"] for line in lines] == list(AuditEntry.objects.order_by("-id").values_list("id", flat=True))
    changed = [line for line in lines if line["act"] == "meeting changed"]
    assert len(changed) == BLOCK + 10
    assert changed[0]["before"] == {"title": "Oud", "n": BLOCK + 9}


def test_the_workbook_has_a_row_for_each_change_in_dutch(diemen: Municipality) -> None:
    with inside(diemen):
        meeting = Meeting.objects.create(title="LEA", on="2024-02-08")
        audit.record(
            "meeting changed", meeting, by="kapstok load", why="Verzet",
            before={"on": "2024-02-08", "outcome": ""}, after={"on": "2024-02-09", "outcome": "advice"},
        )  # fmt: skip
    (rows,) = sheets(fetched(working(diemen, Role.AUDITOR), "alles.xlsx?soort=parties.meeting"))
    assert rows[0][2:] == ["Wie", "Wat", "In", "Veld", "Van", "Naar", "Reden", "Handeling"]
    who = ["Opdracht kapstok load", "veranderde overleg ‘LEA’", ""]
    assert [row[2:9] for row in rows[1:]] == [
        [*who, "Datum", "8 februari 2024", "9 februari 2024", "Verzet"],
        [*who, "Uitkomst", "–", "advies", "Verzet"],
    ]
    assert rows[1][1].year >= 2024


def test_text_in_the_workbook_is_never_a_formula_or_a_link_and_long_text_says_where_it_goes_on(
    diemen: Municipality,
) -> None:
    write(diemen, 1, why="=HYPERLINK(1)", after={"title": "http://x.example " * 4000}, before={"title": "@SUM(1)"})
    content = b"".join(as_workbook(diemen.pk, Filter(), "Geschiedenis", DAY))
    with ZipFile(BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    ((_, row),) = sheets(content)
    assert row[8] == "=HYPERLINK(1)"
    assert row[6] == "@SUM(1)"
    assert row[7].endswith("(te lang voor een cel; de hele tekst staat in de download als JSON)")


def test_more_rows_than_a_sheet_holds_go_on_on_the_next(diemen: Municipality) -> None:
    write(diemen, 5)
    found = sheets(b"".join(as_workbook(diemen.pk, Filter(), "Geschiedenis", DAY, most=2)))
    assert [len(rows) for rows in found] == [3, 3, 2]


def test_a_history_without_entries_is_an_empty_workbook(diemen: Municipality) -> None:
    ((heading,),) = sheets(b"".join(as_workbook(diemen.pk, Filter(), "Geschiedenis", DAY)))
    assert heading[0] == "Nummer"
    assert list(as_json_lines(diemen.pk, Filter())) == []


def test_nothing_of_another_municipality_is_in_it(diemen: Municipality) -> None:
    write(cast.municipality("Putten", "GM0273"), 3, why="Geheim")
    assert b"Geheim" not in b"".join(as_json_lines(diemen.pk, Filter()))


@pytest.mark.parametrize("kind", ["jsonl", "xlsx"])
def test_five_times_as_many_entries_take_no_more_memory(diemen: Municipality, kind: str) -> None:
    def peak() -> int:
        tracemalloc.start()
        made = as_workbook(diemen.pk, Filter(), "G", DAY) if kind == "xlsx" else as_json_lines(diemen.pk, Filter())
        for _ in made:
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    text = "Een tekst van enige lengte. " * 20
    write(diemen, 2 * BLOCK, before={"text": text}, after={"text": f"{text}!"})
    small = peak()
    write(diemen, 4 * BLOCK, before={"text": text}, after={"text": f"{text}!"})
    assert peak() < small * 1.5
