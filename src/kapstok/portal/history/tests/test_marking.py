from hypothesis import given
from hypothesis import strategies as st

from kapstok.portal.history.marking import MOST_WORDS, Piece, counted, excerpt, marked, side

texts = st.text(alphabet="ab \n.", max_size=60)


@given(texts, texts)
def test_both_texts_can_be_read_back_from_the_marks(old: str, new: str) -> None:
    pieces = marked(old, new)
    assert "".join(piece.text for piece in side(pieces, "out")) == old
    assert "".join(piece.text for piece in side(pieces, "in")) == new


def test_only_the_words_that_changed_are_marked() -> None:
    pieces = marked("vier keer per jaar", "zes keer per maand")
    assert pieces == (
        Piece("out", "vier "),
        Piece("in", "zes "),
        Piece("same", "keer per "),
        Piece("out", "jaar"),
        Piece("in", "maand"),
    )
    assert counted(pieces) == "2 woorden erbij, 2 woorden weg"


def test_a_text_too_long_to_compare_is_wholly_replaced() -> None:
    long = "woord " * (MOST_WORDS + 1)
    assert [piece.kind for piece in marked(long, f"{long}erbij")] == ["out", "in"]


def test_an_excerpt_shows_the_first_change_with_words_around_it() -> None:
    before, after = "begin " * 100, "einde " * 100
    pieces = excerpt(marked(f"{before}oud {after}", f"{before}nieuw {after}"), 160)
    assert [piece.kind for piece in pieces] == ["same", "out", "in", "same"]
    assert pieces[0].text.startswith("… begin")
    assert pieces[-1].text.endswith("… ")
    assert sum(len(piece.text) for piece in pieces) < 250


@given(texts, texts)
def test_an_excerpt_of_a_short_text_is_all_of_it_from_the_first_change_on(old: str, new: str) -> None:
    pieces = marked(old, new)
    assert sum(len(piece.text) for piece in excerpt(pieces, 160)) <= sum(len(piece.text) for piece in pieces)
