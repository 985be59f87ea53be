"""What a file is, whatever it is called, and keeping it whole, once, and out of reach."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.signing import working

from kapstok.core import filing
from kapstok.core.access import RefusedError, Role
from kapstok.core.file_types import (
    CSV,
    DOCX,
    EML,
    JPEG,
    MSG,
    ODS,
    PDF,
    PNG,
    TXT,
    TYPES,
    XLSX,
    RefusedFileError,
    fitting_name,
    recognise,
)
from kapstok.core.filing import keep, lay_ready, looked_at, path_of, ready
from kapstok.core.tenancy import inside
from kapstok.ledger.documents.evidence import add_evidence
from kapstok.ledger.documents.tests.desk import GELD, Desk, desk, file
from kapstok.ledger.kinds import DocumentKind
from kapstok.ledger.models import Document, Evidence
from kapstok.ledger.tests.builders import BY, entered, somebody


def packed(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODS_ITSELF = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}
KNOWN = [
    (b"%PDF-1.7\n", PDF),
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", PNG),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", JPEG),
    (packed(**{"[Content_Types].xml": b"", "xl/workbook.xml": b""}), XLSX),
    (packed(**{"[Content_Types].xml": b"", "word/document.xml": b""}), DOCX),
    (packed(**ODS_ITSELF), ODS),
    ("Geleverd: ja, één keer.".encode(), TXT),
    ("Geleverd: één keer.".encode("cp1252"), TXT),
    (b"datum;bedrag\n1-2-2024;10,00\n", CSV),
    (b"From: a@b.example\r\nSubject: Akkoord\r\n\r\nJa.", EML),
    (OLE + b"\0" * 600 + "__properties_version1.0".encode("utf-16-le"), MSG),
]
REFUSED = [
    (b"", "leeg"),
    (b"MZ\x90\0\x03", "nemen wij niet aan"),
    (b"<!doctype html><script>", "nemen wij niet aan"),
    (b"<svg onload=alert(1)>", "nemen wij niet aan"),
    (b"\xef\xbb\xbf <html>", "nemen wij niet aan"),
    (b"{\\rtf1", "nemen wij niet aan"),
    (packed(**{"los.txt": b"x"}), "nemen wij niet aan"),
    (packed(**{"[Content_Types].xml": b"", "xl/workbook.xml": b"", "xl/vbaProject.bin": b""}), "macro"),
    (b"PK\x03\x04half", "niet compleet"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "wachtwoord"),
    (OLE + b"\0" * 600, "oud Office-bestand"),
]


@pytest.mark.parametrize(("content", "kind"), KNOWN, ids=lambda one: getattr(one, "label", ""))
def test_a_file_is_what_is_in_it(content: bytes, kind: object) -> None:
    assert recognise(content) == kind


@pytest.mark.parametrize(("content", "why"), REFUSED)
def test_anything_else_is_refused_and_says_what_is_allowed(content: bytes, why: str) -> None:
    with pytest.raises(RefusedFileError, match=why) as refused:
        recognise(content)
    assert not content or "Kies een pdf" in str(refused.value)


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, OLE, b"%PDF-"]))
def test_whatever_comes_in_is_known_or_refused(content: bytes, start: bytes) -> None:
    try:
        found = recognise(start + content)
    except RefusedFileError:
        return
    assert found in TYPES.values()


@given(st.text(max_size=200))
def test_a_name_never_leads_elsewhere(name: str) -> None:
    found = fitting_name(name, PDF)
    assert found.endswith(".pdf") or found.lower().endswith(".pdf")
    assert not set(found) & set("/\\\r\n\0")
    assert len(found) <= 124
    assert fitting_name(found, PDF) == found


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\tmp\\factuur.PDF", "factuur.PDF"),
        ("kat.exe", "kat.exe.pdf"),
        ("", "bestand.pdf"),
    ],
)
def test_a_name_ends_as_its_type(name: str, kept: str) -> None:
    assert fitting_name(name, PDF) == kept


class TestStore:
    @pytest.fixture(autouse=True)
    def folder(self, settings: Any, tmp_path: Path) -> None:
        settings.KAPSTOK_DATA = tmp_path

    def test_the_same_content_is_kept_once_whatever_it_is_called(self, tmp_path: Path) -> None:
        one, other = looked_at("a.pdf", b"%PDF-1"), looked_at("b.pdf", b"%PDF-1")
        for each in (one, other):
            keep(7, each)
        assert [path.name for path in (tmp_path / "files/7").iterdir()] == [one.sha256]
        assert path_of(7, one.sha256).read_bytes() == b"%PDF-1"
        assert path_of(7, one.sha256).stat().st_mode & 0o077 == 0

    def test_what_was_half_written_is_written_again(self) -> None:
        one = looked_at("a.pdf", b"%PDF-1")
        keep(7, one)
        path_of(7, one.sha256).write_bytes(b"%P")
        keep(7, one)
        assert path_of(7, one.sha256).read_bytes() == b"%PDF-1"

    def test_a_disk_that_is_full_leaves_nothing_behind(self, tmp_path: Path, monkeypatch: Any) -> None:
        def full(*args: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", full)
        with pytest.raises(OSError, match="No space"):
            keep(7, looked_at("a.pdf", b"%PDF-1"))
        assert list((tmp_path / "files/7").iterdir()) == []

    def test_what_nobody_came_back_for_is_gone_after_a_day(self, monkeypatch: Any) -> None:
        one, other = looked_at("a.pdf", b"%PDF-1"), looked_at("b.pdf", b"%PDF-2")
        lay_ready(7, one)
        monkeypatch.setattr(filing, "READY_SECONDS", -1)
        lay_ready(7, other)
        assert (ready(7, one.sha256), ready(7, other.sha256)) == (None, b"%PDF-2")
        assert ready(8, other.sha256) is None


@pytest.mark.django_db
class TestEvidence:
    @pytest.fixture(autouse=True)
    def folder(self, settings: Any, tmp_path: Path) -> None:
        settings.KAPSTOK_DATA = tmp_path

    @pytest.fixture
    def diemen(self) -> Desk:
        return desk()

    def test_it_is_given_back_as_a_file_and_never_as_a_page(self, diemen: Desk) -> None:
        with inside(diemen.here):
            order = entered(DocumentKind.ORDER, ("taal", 100))
            proof = add_evidence(order, looked_at("opdracht é.pdf", b"%PDF-1 <script>"), by=BY)
        answer = working(diemen.here, Role.AUDITOR).get(f"{GELD}bewijs/{proof.pk}/")
        assert answer.content == b"%PDF-1 <script>"
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''opdracht%20%C3%A9.pdf")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "private, no-cache"
        assert "sandbox" in answer["Content-Security-Policy"]

    def test_a_file_that_is_gone_is_not_found(self, diemen: Desk, caplog: Any) -> None:
        with inside(diemen.here):
            proof = add_evidence(entered(DocumentKind.ORDER, ("taal", 100)), looked_at("a.pdf", b"%PDF-1"), by=BY)
            path_of(diemen.here.pk, proof.sha256).unlink()
        assert working(diemen.here, Role.AUDITOR).get(f"{GELD}bewijs/{proof.pk}/").status_code == 404
        assert "not in the store" in caplog.text

    def test_the_same_file_elsewhere_is_told_with_a_link_and_stored_once(self, diemen: Desk, tmp_path: Path) -> None:
        with inside(diemen.here):
            first = entered(DocumentKind.ORDER, ("taal", 100), description="De eerste")
            other = entered(DocumentKind.ORDER, ("taal", 100), description="De tweede")
            for each in (first, other):
                add_evidence(each, looked_at("a.pdf", b"%PDF-1"), by=BY)
        page = working(diemen.here, Role.AUDITOR).get(f"{GELD}stuk/{other.pk}/").content.decode()
        assert f'Dit bestand hangt ook aan <a href="{GELD}stuk/{first.pk}/">De eerste</a>' in page
        assert len(list((tmp_path / "files" / str(diemen.here.pk)).iterdir())) == 1

    def test_once_on_a_document_is_enough(self, diemen: Desk) -> None:
        with inside(diemen.here):
            order = entered(DocumentKind.ORDER, ("taal", 100))
            add_evidence(order, looked_at("a.pdf", b"%PDF-1"), by=BY)
            with pytest.raises(RefusedError, match="hangt er al aan"):
                add_evidence(order, looked_at("b.pdf", b"%PDF-1"), by=BY)
            with pytest.raises(RefusedError, match="Dit kan"):
                add_evidence(order, looked_at("b.pdf", b"%PDF-2"), by=somebody(3, Role.AUDITOR))

    @pytest.fixture
    def controller(self, diemen: Desk) -> Client:
        return working(diemen.here, Role.CONTROLLER)

    def test_more_is_added_later_and_what_is_wrong_is_said(self, diemen: Desk, controller: Client) -> None:
        with inside(diemen.here):
            order = entered(DocumentKind.ORDER, ("taal", 100))
        where = f"{GELD}stuk/{order.pk}/bewijs/"
        assert controller.post(where, {"evidence": [file(), file("b.txt", b"Akkoord")]}).status_code == 302
        assert "nemen wij niet aan" in controller.post(where, {"evidence": file("x.exe", b"MZ\0")}).content.decode()
        assert "hangt er al aan" in controller.post(where, {"evidence": file()}).content.decode()
        assert "Kies eerst een bestand" in controller.post(where, {}).content.decode()
        too_large = controller.post(where, {"evidence": file("groot.pdf", b"%PDF-" + b"x" * 10_000_001)})
        assert (too_large.status_code, "groter dan 10 MB" in too_large.content.decode()) == (422, True)
        with inside(diemen.here):
            assert Evidence.objects.count() == 2

    def test_a_file_is_chosen_once_whatever_else_is_wrong(self, diemen: Desk, controller: Client) -> None:
        new = f"{GELD}stukken/nieuw/invoice/"
        wrong = controller.post(new, diemen.invoice(reference="", evidence=file()))
        assert wrong.status_code == 422
        assert "U hoeft ze niet opnieuw te kiezen" in wrong.content.decode()
        (token,) = [name for name, _ in wrong.context["files"].tokens]
        assert controller.post(new, diemen.invoice(held=token)).status_code == 302
        with inside(diemen.here):
            assert [one.name for one in Document.objects.get(reference="2023-14").evidence.all()] == ["factuur.pdf"]

    def test_what_somebody_else_held_ready_is_not_taken_up(self, diemen: Desk, controller: Client) -> None:
        new = f"{GELD}stukken/nieuw/invoice/"
        wrong = working(diemen.here, Role.POLICY_OFFICER).post(new, diemen.invoice(reference="", evidence=file()))
        token = wrong.context["files"].tokens[0][0]
        assert controller.post(new, diemen.invoice(held=[token, "verzonnen"])).status_code == 302
        with inside(diemen.here):
            assert not Evidence.objects.exists()
