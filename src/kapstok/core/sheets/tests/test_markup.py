"""The quick look at a sheet and the walk through all its elements say the same; whatever is odd gets the walk."""

import pytest

from kapstok.core.sheets import markup

PLAIN = (
    b'<?xml version="1.0"?>\n<worksheet><cols><col min="1" max="2" hidden="1"/></cols><sheetData>'
    b'<row r="2"><c r="B2" t="s"><v>0</v></c><c r="D2"><f>1+1</f><v>2</v></c></row>'
    b'<row r="7"><c r="A7" t="inlineStr"><is><t>tekst</t></is></c></row>'
    b"</sheetData><extLst><x:f>A1</x:f></extLst></worksheet>"
)


def quick(part: bytes) -> markup.Facts | None:
    return markup._quick(part, markup._elements_in(part), [5])


def test_a_plain_sheet_is_known_at_a_glance_and_the_same_when_walked_through() -> None:
    found = quick(PLAIN)
    assert found == markup._thorough(PLAIN, [5])
    assert found
    assert (found.last_row, found.last_column) == (6, 3)


@pytest.mark.parametrize(
    ("usual", "odd"),
    [
        (b'<row r="7">', b'<row r="7" hidden="1">'),
        (b'<c r="B2" t="s">', b'<c r="B2" t="e">'),
        (b'<c r="B2" t="s">', b"<c r='B2' t='e'>"),
        (b'<c r="B2" t="s">', b'<c t="s">'),
        (b'<c r="B2" t="s">', b'<c  r="XFD99" t="s">'),
        (b'<c r="B2" t="s"><v>0</v></c>', b'<x:c r="XFD99"><v>0</v></x:c>'),
        (b"<v>2</v>", b""),
        (b"<v>2</v>", b"<v></v>"),
        (b"<f>1+1</f><v>2</v>", b'<f ca="1"/>'),
        (b"</sheetData>", b"<!-- </sheetData> --></sheetData>"),
        (b"</sheetData>", b"<?x?></sheetData>"),
        (b"</sheetData>", b"</sheetData><sheetData></sheetData>"),
        (b"<extLst>", b'<row r="9"><c r="XFD99"><v>1</v></c></row><extLst>'),
        (b"<extLst>", b'<x:row r="9"/><extLst>'),
        (b"<cols>", b'<c r="A1"><v>1</v></c><cols>'),
        (b"<cols>", b"<!-- <sheetData> --><cols>"),
    ],
)
def test_what_is_odd_gets_the_walk(usual: bytes, odd: bytes) -> None:
    changed = PLAIN.replace(usual, odd, 1)
    assert changed != PLAIN
    assert quick(changed) is None


def test_an_element_that_hides_in_a_value_is_odd_too() -> None:
    assert quick(PLAIN.replace(b"<v>0</v>", b"<v>0</v><w><c/></w>")) is None
