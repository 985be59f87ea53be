from kapstok.core.documents.fonts import BREAK, UNSHOWN, font_folders, showable


def test_the_fonts_are_files_of_the_build() -> None:
    assert all("vendor" in folder for folder in font_folders())


def test_text_in_scripts_and_signs_that_occur_in_plans_stays_as_it_is() -> None:
    for text in ("Één café: “€ 1.250,50” × ½ ≥ 3 → ✓", "שלום", "مرحبا", "Ελληνικά", "Türkçe ğış", "Українська"):
        assert showable(text) == text


def test_a_sign_that_no_font_has_becomes_a_square() -> None:
    assert showable("a日b") == f"a{UNSHOWN}b"


def test_controls_and_signs_that_turn_the_text_around_are_left_out() -> None:
    assert showable("a\x1b[31m\u202eb\u2066\ufeff") == "a[31mb"


def test_lines_and_soft_hyphens_are_kept() -> None:
    assert showable("een\ntwee\tdrie\u00ad") == "een\ntwee\tdrie\u00ad"


def test_text_of_only_controls_still_says_something() -> None:
    assert showable("\x1b\u202e") == UNSHOWN
    assert showable("  ") == "  "


def test_a_word_longer_than_a_line_can_be_broken_and_an_ordinary_one_not() -> None:
    word = "a" * 100
    assert max(map(len, showable(word).split(BREAK))) <= 45
    assert showable(word).replace(BREAK, "") == word
    ordinary = "leerlingenvervoersverordening " * 5
    assert showable(ordinary) == ordinary
