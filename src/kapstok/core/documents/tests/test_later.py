import os
import time
from datetime import date
from pathlib import Path

import pytest
from tests.waiting import until

from kapstok.core.documents import later
from kapstok.core.documents.later import KEPT_SECONDS, Busy, made_later, own_folder
from kapstok.core.documents.pdf import DocumentError, request
from kapstok.core.documents.typesetting import ROOT, Request

SMALL = "core/documents/tests/small.typ"


def small(template: str = SMALL) -> Request:
    return request(ROOT / template, {"front": {}, "words": "Hallo"}, made_on=date(2024, 2, 1))


def asked_once() -> Request:
    """For what is to be made already: asking again is a mistake."""
    raise AssertionError("this document was started a second time")


def test_a_document_is_made_once_and_waits_for_who_asks_again(tmp_path: Path) -> None:
    assert isinstance(made_later("key", small, tmp_path), Busy)
    until(lambda: not isinstance(made_later("key", asked_once, tmp_path), Busy))
    made = made_later("key", asked_once, tmp_path)
    assert isinstance(made, bytes)
    assert made.startswith(b"%PDF-")


def test_a_document_that_fails_says_why_once_and_can_be_tried_again(tmp_path: Path) -> None:
    assert isinstance(made_later("key", lambda: small("no-such.typ"), tmp_path), Busy)
    with pytest.raises(DocumentError, match=r"no-such\.typ"):
        until(lambda: not isinstance(made_later("key", asked_once, tmp_path), Busy))
    assert isinstance(made_later("key", small, tmp_path), Busy)
    until(lambda: not isinstance(made_later("key", asked_once, tmp_path), Busy))


def test_a_program_that_takes_too_long_ends_itself_and_is_not_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(later, "MOST_SECONDS", 0.001)
    assert isinstance(made_later("key", small, tmp_path), Busy)
    with pytest.raises(DocumentError, match="ended before it was ready"):
        until(lambda: not isinstance(made_later("key", asked_once, tmp_path), Busy))


def test_what_nobody_came_for_is_dropped_when_another_is_started(tmp_path: Path) -> None:
    forgotten = tmp_path / "old.pdf"
    strange, folder = tmp_path / "notes.txt", tmp_path / "folder.pdf"
    forgotten.write_bytes(b"%PDF-")
    strange.touch()
    folder.mkdir()
    long_ago = time.time() - KEPT_SECONDS - 1
    for path in (forgotten, strange, folder):
        os.utime(path, (long_ago, long_ago))
    made_later("key", small, tmp_path)
    assert not forgotten.exists()
    assert strange.exists()
    assert folder.exists()
    until(lambda: not isinstance(made_later("key", asked_once, tmp_path), Busy))


def test_the_folder_is_ours_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert own_folder().stat().st_mode & 0o077 == 0
    own_folder().chmod(0o755)
    with pytest.raises(DocumentError):
        own_folder()


def test_a_link_in_place_of_the_folder_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    own_folder().rename(tmp_path / "before")
    (tmp_path / f"kapstok-documents-{os.getuid()}").symlink_to(elsewhere)
    with pytest.raises(DocumentError, match="remove it"):
        own_folder()
