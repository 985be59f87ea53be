"""Trying out a file: nothing stored, everything said, and what is taken along is what was shown."""

import logging
import re
import zlib
from base64 import b64encode
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from tests import cast

from kapstok.core.sheets.reading import open_workbook
from kapstok.core.uploads import BoundedInMemory
from kapstok.plans.files import parse_plan, plan_as_toml
from kapstok.plans.mapping.saving import parse_mapping
from kapstok.plans.mapping.tests.layouts import diemen_budget, putten_budget, putten_measures
from kapstok.plans.workbook.read import plan_from_workbook
from kapstok.portal.tryout.packing import MOST, PackingError, pack, unpack

pytestmark = pytest.mark.django_db


def drop(client: Client, content: bytes, name: str = "begroting.xlsx", **fields: Any) -> Any:
    return client.post("/probeer/", {"file": SimpleUploadedFile(name, content), "regulation": "npo", **fields})


def text_of(response: Any) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def hidden(response: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found, name
    return found[1]


def test_the_budget_of_diemen_as_it_stands_in_its_document_shows_its_fault_at_once(client: Client) -> None:
    page = drop(client, diemen_budget())
    assert page.status_code == 200
    assert "Er is € 200,00 meer gepland dan er is toegekend." in text_of(page)
    assert re.search(r"Totaal gepland € 67\.000 € 124\.000 € 124\.000 € 315\.000", text_of(page))


def test_nothing_is_stored_and_only_the_size_is_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    content = diemen_budget()
    with CaptureQueriesContext(connection) as queries, caplog.at_level(logging.DEBUG, "kapstok"):
        page = drop(client, content, "Geheim van Diemen.xlsx")
    assert len(queries) == 0
    assert [record.getMessage() for record in caplog.records] == [f"tried out: {len(content)} bytes"]
    assert not page.cookies


def test_prose_gives_questions_with_their_place_and_what_was_assumed(client: Client) -> None:
    page = text_of(drop(client, putten_measures()))
    assert "vragen aan u" in page
    assert re.search(r"rij \d+, kolom B", page)
    assert "Wij lazen" in page


def test_an_award_that_the_file_does_not_have_can_be_filled_in(client: Client) -> None:
    assert "Toegekend € 300.000" in text_of(drop(client, putten_measures(), award="€ 300.000"))
    refused = drop(client, putten_budget(), award="veel")
    assert refused.status_code == 422
    assert "‘veel’ is geen bedrag" in text_of(refused)


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "leeg.xlsx", ""),
        (b"naam;bedrag\n1;2\n", "lijst.xlsx", ""),
        (b"<html>404</html>", "begroting.xls", ""),
        (b"PK\x03\x04", "kapot.xlsx", ""),
        (b"title = ", "plan.toml", "geen geldig TOML"),
        (b"\xff\xfe\x00", "plan.toml", "geen tekst"),
        (b'title = "x"', "plan.toml", "ontbreekt"),
    ],
    ids=["empty", "csv renamed", "html renamed", "broken", "bad toml", "no text", "no plan"],
)
def test_a_file_that_cannot_be_read_is_answered_with_the_reason(
    client: Client, content: bytes, name: str, why: str
) -> None:
    page = drop(client, content, name)
    assert page.status_code == 422
    assert "moet eerst anders" in text_of(page) or "moeten eerst anders" in text_of(page)
    assert why in text_of(page)


def test_no_file_and_a_file_that_is_too_large_are_answered_too(client: Client) -> None:
    nothing = client.post("/probeer/", {"regulation": "npo"})
    large = drop(client, bytes(10_000_001))
    assert (nothing.status_code, large.status_code) == (422, 422)
    assert "geen bestand gekozen" in text_of(nothing)
    assert "groter dan 10 MB" in text_of(large)


def test_a_body_beyond_all_bounds_is_not_read_at_all(client: Client) -> None:
    page = client.generic("POST", "/probeer/", b"", "multipart/form-data; boundary=x", CONTENT_LENGTH="400000000")
    assert page.status_code == 422
    assert "groter dan 10 MB" in text_of(page)


def test_more_than_fifty_megabytes_are_answered_without_reading(client: Client) -> None:
    page = client.generic("POST", "/probeer/", b"", "multipart/form-data; boundary=x", CONTENT_LENGTH="50000001")
    assert page.status_code == 422
    assert "groter dan 10 MB" in text_of(page)


def test_many_files_in_one_request_do_not_add_up() -> None:
    names = ["file", *(f"f{number}" for number in range(20)), "file", "saved"]
    fields = {name: [SimpleUploadedFile("a", bytes(400_000)) for _ in range(names.count(name))] for name in names}
    request = RequestFactory().post("/probeer/", fields)
    handler = BoundedInMemory(request, {"file": 700_000, "saved": 100_000})
    request.upload_handlers = [handler]
    kept = [file.size for _, listed in request.FILES.lists() for file in listed]
    assert kept == [400_000]
    assert handler.too_large == {"file", "saved"}


def test_saved_columns_are_never_large(client: Client) -> None:
    page = drop(client, diemen_budget(), saved=SimpleUploadedFile("kolommen.toml", b"#" * 100_001))
    assert page.status_code == 422
    assert "groter dan 100 kB" in text_of(page)


def test_what_is_taken_along_is_what_was_shown(client: Client) -> None:
    page = drop(client, diemen_budget())
    taken = {"plan": hidden(page, "plan"), "mapping": hidden(page, "mapping")}
    as_toml = parse_plan(client.post("/probeer/plan.toml", taken).content.decode())
    as_xlsx = plan_from_workbook(open_workbook(client.post("/probeer/plan.xlsx", taken).content, "plan.xlsx"))
    columns = parse_mapping(client.post("/probeer/kolommen.toml", taken).content.decode())
    assert as_toml == as_xlsx
    assert sum(line.amount or 0 for line in as_toml.lines) == 315_000
    assert columns.sheets == ("Begroting",)


def test_a_plan_file_can_be_tried_out_as_well(client: Client) -> None:
    page = drop(client, plan_as_toml(cast.plan()).encode(), "plan.toml")
    assert page.status_code == 200
    assert "Gepland € 1.000" in text_of(page)


def test_columns_that_were_saved_are_used_the_next_time(client: Client) -> None:
    first = drop(client, diemen_budget())
    saved = client.post("/probeer/kolommen.toml", {"mapping": hidden(first, "mapping")}).content
    again = drop(client, diemen_budget(), saved=SimpleUploadedFile("kolommen.toml", saved))
    assert "Gelezen zoals u de kolommen aanwees." in text_of(again)
    assert "Gepland € 315.000" in text_of(again)
    wrong = drop(client, diemen_budget(), saved=SimpleUploadedFile("kolommen.toml", b"sheets = 1"))
    assert wrong.status_code == 422
    assert "kolommen.toml" in text_of(wrong) or "sheets" in text_of(wrong)


def test_the_columns_that_she_points_out_are_followed(client: Client) -> None:
    first = drop(client, diemen_budget())
    fields = {
        "content": hidden(first, "content"),
        "name": "begroting.xlsx",
        "sheet": "Begroting",
        "header_row": "4",
        "orientation": "rows",
        "role-A": "theme",
        "role-B": "measure",
        "role-C": "amount",
        "year-C": "2022-2023",
    }
    page = client.post("/probeer/", fields)
    assert page.status_code == 200
    assert "Gelezen zoals u de kolommen aanwees." in text_of(page)
    assert "Gepland € 67.000" in text_of(page)


@pytest.mark.parametrize(
    "wrong",
    [
        {"header_row": "nul"},
        {"header_row": "999999"},
        {"role-C": "onzin"},
        {"year-C": "2022"},
        {"role-A": "", "role-B": ""},
        {"orientation": "schuin"},
    ],
    ids=str,
)
def test_columns_pointed_out_wrongly_are_explained(client: Client, wrong: dict[str, str]) -> None:
    first = drop(client, diemen_budget())
    fields = {
        "content": hidden(first, "content"),
        "name": "begroting.xlsx",
        "sheet": "Begroting",
        "header_row": "4",
        "role-A": "theme",
        "role-B": "measure",
        "role-C": "amount",
        "year-C": "2022-2023",
        **wrong,
    }
    page = client.post("/probeer/", fields)
    assert page.status_code == 422
    assert "eerst anders" in text_of(page)


@pytest.mark.parametrize("what", ["plan.xlsx", "plan.toml", "kolommen.toml"])
@pytest.mark.parametrize("packed", ["", "geen base64!", b64encode(b"geen zlib").decode(), pack(b"geen plan")])
def test_what_was_not_packed_here_is_not_found(client: Client, what: str, packed: str) -> None:
    assert client.post(f"/probeer/{what}", {"plan": packed, "mapping": packed}).status_code == 404


def test_unknown_files_and_other_methods(client: Client) -> None:
    assert client.post("/probeer/iets.exe", {}).status_code == 404
    assert client.get("/probeer/plan.xlsx").status_code == 405
    assert client.put("/probeer/").status_code == 405


def test_packing_never_unpacks_more_than_it_may() -> None:
    bomb = b64encode(zlib.compress(bytes(MOST + 1))).decode()
    with pytest.raises(PackingError):
        unpack(bomb)
    assert unpack(pack(b"inhoud")) == b"inhoud"
