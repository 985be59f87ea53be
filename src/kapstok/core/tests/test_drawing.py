"""What is told of a picture to who cannot see it."""

from xml.parsers import expat

import pytest

from kapstok.core.drawing import _told

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"></svg>'


def title(words: str) -> str:
    """The words that a reader of XML finds in the picture."""
    found = list[str]()
    reader = expat.ParserCreate()
    reader.CharacterDataHandler = found.append
    reader.Parse(_told(SVG, words), True)
    return "".join(found)


@pytest.mark.parametrize("wrong", ["\0", "\x01", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800"])
def test_what_xml_does_not_allow_is_left_out(wrong: str) -> None:
    assert title(f"Plan{wrong} A") == "Plan A"


def test_all_other_words_are_told() -> None:
    words = "Één < plan & \u2028 \x85 \ufffd \U0001f9e5\t\n"
    assert title(words) == words
