"""Whatever is in a file: it is read, or refused with a place and a reason, and never half."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapstok.core.sheets.values import SheetError
from kapstok.core.tenancy import inside
from kapstok.ledger.journal.columns import guessed, sheet_of
from kapstok.ledger.journal.lines import Lines, read_lines
from kapstok.ledger.journal.opening import opened
from kapstok.ledger.journal.staging import apply, offer
from kapstok.ledger.journal.tests.files import BY, HEADINGS, export, standing
from kapstok.ledger.models import JournalImport, JournalLine
from kapstok.ledger.tests.builders import programme

CELLS = st.one_of(
    st.sampled_from(
        ["", "04430", "15-09-2023", "1.250,50", "-1,00", "12,00-", "Totaal", "C", '"', "=1+1", "45184", "31-02-2023"]
    ),
    st.text(st.characters(exclude_characters=';"\r\n', exclude_categories=["Cs", "Cc"]), max_size=8),
)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=7), max_size=8)
NASTY = (
    HEADINGS.encode() + b"\r\n04430;15-09-2023;\xff\xfe;\x9d;1,00;\r\n",
    HEADINGS.encode() + b"\n" + b";" * 99 + b"\n",
    HEADINGS.encode() + b"\n04430;15-09-2023;A;" + b"x" * 1500 + b";1,00;\n",
    HEADINGS.encode() + b'\n04430;15-09-2023;A;"open\n' * 3,
    b"\xef\xbb\xbf" * 3 + HEADINGS.encode(),
    b"PK\x03\x04" + b"\x00" * 50,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    b"\xff\xfe" + "a;b".encode("utf-16-le") + b"\xd8",
    b"MIME-Version: 1.0\n\n",
    b"a" * 200_000,
    HEADINGS.encode() + b"\r04430;15-09-2023;A;oude Mac;1,00;\r",
)


def read(content: bytes) -> Lines:
    """The lines, or what is wrong with the file: nothing else comes out of it."""
    try:
        book = opened(content, "raar.csv")
    except SheetError as refused:
        return Lines(problems=list(refused.problems))
    columns = guessed(book)
    sheet = sheet_of(book, columns)
    return read_lines(sheet, columns) if sheet and not columns.missing() else Lines()


@given(st.one_of(st.binary(max_size=200), st.sampled_from(NASTY)))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    assert all(problem.text for problem in read(content).problems)


@given(ROWS)
def test_any_rows_give_lines_or_located_problems(rows: Sequence[Sequence[str]]) -> None:
    found = read(export(rows))
    assert all(problem.place and problem.text for problem in found.problems if found.lines)
    assert len({line.identity for line in found.lines}) == len(found.lines)


@pytest.mark.django_db
@pytest.mark.parametrize("content", NASTY, ids=range(len(NASTY)))
def test_nothing_of_a_nasty_file_is_half_kept(content: bytes) -> None:
    with inside(programme()):
        try:
            file = offer("raar.csv", content, by=BY)
        except SheetError:
            assert not JournalImport.objects.exists()
            return
        if file.problems or file.total is None:
            assert not file.staged.exists()
        else:
            apply(file, by=BY)
            assert JournalLine.objects.count() == file.lines


WHOLE = st.lists(
    st.tuples(
        st.just("04430"), st.sampled_from(["01-09-2023", "30-09-2023"]), st.sampled_from(["A", "B"]),
        st.sampled_from(["boek", "bal"]), st.sampled_from(["1,00", "2,00-"]), st.just(""),
    ),
    min_size=1, max_size=6,
)  # fmt: skip


@pytest.mark.django_db
def test_import_twice_is_once_and_a_then_b_is_b() -> None:
    municipality = programme()

    @given(st.lists(WHOLE, min_size=1, max_size=3))
    def law(files: list[list[tuple[str, ...]]]) -> None:
        with inside(municipality):
            for rows in files:
                apply(offer("x.csv", export(rows), by=BY), by=BY)
                once = sorted(JournalLine.objects.filter(missing=False).values_list("identity", flat=True))
                again = apply(offer("x.csv", export(rows), by=BY), by=BY)
                assert again.counts["same"][0] == len(rows)
                assert sorted(JournalLine.objects.filter(missing=False).values_list("identity", flat=True)) == once
                assert len(once) == len(rows)
            assert {text for text, _ in standing()} <= {"boek", "bal"}

    law()
