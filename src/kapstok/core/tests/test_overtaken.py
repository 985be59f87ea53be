from kapstok.core.overtaken import Clash, clashes


def test_only_what_differs_clashes() -> None:
    rows = [("Titel", "LEA", "LEA"), ("Plaats", "Zaal 1", "Zaal 2"), ("Verslag", "a\r\nb", "a\nb ")]
    assert clashes(rows) == (Clash("Plaats", "Zaal 1", "Zaal 2"),)
