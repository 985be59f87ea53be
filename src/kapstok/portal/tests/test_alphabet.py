"""The list of municipalities."""

from kapstok.core.sorting import sort_key
from kapstok.parties.models import Municipality
from kapstok.portal.presentation import alphabet


def test_municipalities_stand_under_the_letter_they_are_looked_up_by() -> None:
    names = ["Edam-Volendam", "Één", "Putten"]
    letters = alphabet(Municipality(name=name, sort_key=sort_key(name)) for name in names)
    assert [(one.letter, [str(municipality) for municipality in one.municipalities]) for one in letters] == [
        ("E", ["Edam-Volendam", "Één"]),
        ("P", ["Putten"]),
    ]
