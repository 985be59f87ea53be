"""The documents of a plan as a visitor downloads them."""

import tomllib

import pytest
from django.test import Client
from tests import cast
from tests.waiting import until

from kapstok.core.tenancy import inside
from kapstok.parties.models import Municipality
from kapstok.plans.actions import load_plan
from kapstok.plans.document_views import LARGE

pytestmark = pytest.mark.django_db

DOCUMENTS = {
    "plan.pdf": ("application/pdf", 'inline; filename="plan-npo-diemen-2023-03-31.pdf"', b"%PDF-"),
    "begroting.pdf": ("application/pdf", 'inline; filename="begroting-npo-diemen-2023-03-31.pdf"', b"%PDF-"),
    "plan.docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        'attachment; filename="plan-npo-diemen-2023-03-31.docx"',
        b"PK",
    ),
    "plan.xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        'attachment; filename="plan-npo-diemen-2023-03-31.xlsx"',
        b"PK",
    ),
    "plan.toml": (
        "application/toml; charset=utf-8",
        'attachment; filename="plan-npo-diemen-2023-03-31.toml"',
        b"format",
    ),
}


def load(measures: int = 3) -> Municipality:
    municipality = cast.municipality()
    with inside(municipality):
        load_plan(cast.many_measures(measures), by="test")
    return municipality


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_comes_with_its_kind_and_its_name(client: Client, name: str) -> None:
    load()
    content_type, disposition, starts = DOCUMENTS[name]
    response = client.get(f"/diemen/npo/{name}")
    assert response.status_code == 200
    assert (response["Content-Type"], response["Content-Disposition"]) == (content_type, disposition)
    assert response.content.startswith(starts)
    head = client.head(f"/diemen/npo/{name}")
    assert (head.status_code, head["ETag"], head.content) == (200, response["ETag"], b"")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_who_has_a_document_already_is_told_so_until_it_changes(client: Client, name: str) -> None:
    municipality = load()
    tag = client.get(f"/diemen/npo/{name}")["ETag"]
    assert client.get(f"/diemen/npo/{name}", headers={"if-none-match": tag}).status_code == 304
    with inside(municipality):
        load_plan(cast.many_measures(3, title="Ander plan"), by="test")
    assert client.get(f"/diemen/npo/{name}", headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_not_there_is_not_found_and_nothing_can_be_posted(client: Client, name: str) -> None:
    load()
    assert client.get(f"/diemen/gala/{name}").status_code == 404
    assert client.get(f"/putten/npo/{name}").status_code == 404
    assert client.post(f"/diemen/npo/{name}").status_code == 405


def test_findings_come_along_when_asked(client: Client) -> None:
    load()
    plain, found = (client.get(f"/diemen/npo/plan.docx{query}") for query in ("", "?bevindingen=ja"))
    assert plain["ETag"] != found["ETag"]
    assert len(found.content) > len(plain.content)


def test_the_toml_is_the_plan(client: Client) -> None:
    load()
    plan = tomllib.loads(client.get("/diemen/npo/plan.toml").content.decode())
    assert (plan["slug"], len(plan["measures"])) == ("npo", 3)


def test_a_large_plan_is_set_while_the_reader_waits(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path_factory.mktemp("documents")))
    load(LARGE // 2 + 1)
    first = client.get("/diemen/npo/plan.pdf")
    assert (first.status_code, first["Refresh"], first["Cache-Control"]) == (202, "3", "no-store")
    assert "Uw document wordt gemaakt" in first.content.decode()
    until(lambda: client.get("/diemen/npo/plan.pdf").status_code == 200)
    assert client.get("/diemen/npo/plan.pdf").content.startswith(b"%PDF-")
