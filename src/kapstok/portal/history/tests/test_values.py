"""Values, acts and fields as people read them, also those that nobody thought of."""

from typing import Any

import pytest

from kapstok.portal.history.fields import label, path_label
from kapstok.portal.history.references import Place, Reference, pointed, related, writer
from kapstok.portal.history.values import Named, shown
from kapstok.portal.history.words import record_words, verb

HERE = Place("x.unknown", 7)
IN_PLAN = Place("plans.plan", 7, "measures")
NAMES = {
    Reference("parties", "bieb"): Named("Bibliotheek", "parties.party", 3),
    Reference("parties.party", "3"): Named("Bibliotheek", "parties.party", 3),
    Reference("themes", "7:taal"): Named("Taal", "plans.theme", 5),
    Reference("regulation", "npo"): Named("NPO", "regulation", 0),
}


@pytest.mark.parametrize(
    ("value", "field", "place", "expected"),
    [
        (None, "x", HERE, "–"),
        ("", "x", HERE, "–"),
        ([], "x", HERE, "–"),
        (False, "x", HERE, "nee"),
        (True, "amount", HERE, "ja"),
        (0, "x", HERE, "0"),
        (2024, "x", HERE, "2024"),
        ("1250.50", "amount", HERE, "€\u00a01.250,50"),
        (1000, "amount", HERE, "€\u00a01.000"),
        ("niet bekend", "amount", HERE, "niet bekend"),
        ("NaN", "amount", HERE, "NaN"),
        ("50", "share", HERE, "50 %"),
        ("4.50", "hours_per_week", HERE, "4,5"),
        ("2024-02-01", "x", HERE, "1 februari 2024"),
        ("2024-02-31", "x", HERE, "2024-02-31"),
        ("2024-02-01T09:32:10Z", "x", HERE, "1 februari 2024, 10.32 uur"),
        ("09:05:00", "x", HERE, "9.05 uur"),
        (["a", "b", "c"], "x", HERE, "a, b en c"),
        ([{"name": "A", "amount": "5"}, {"name": "B"}], "x", HERE, "Naam: A, Bedrag: €\u00a05; Naam: B"),
        ({"zo_iets": [1, {"y": None}]}, "x", HERE, "Zo iets: 1; Y: –"),
        ("auditor", "role", HERE, "accountant"),
        ("iets nieuws", "role", HERE, "iets nieuws"),
        ("advice", "outcome", Place("parties.meeting", 1), "advies"),
        ("data_sharing", "kind", Place("parties.agreement", 1), "gegevens delen (AVG)"),
        ("organisation", "kind", Place("parties.party", 1), "organisatie"),
        (3, "party", HERE, "Bibliotheek"),
        (3, "group", Place("parties.meeting", 1), "Bibliotheek"),
        (4, "party_id", HERE, "organisatie nr. 4"),
        ([3, 4], "parties", HERE, "Bibliotheek en organisatie nr. 4"),
        (10**30, "party", HERE, str(10**30)),
        (12, "person", HERE, "een oud-medewerker"),
        ("person:12", "by", HERE, "een oud-medewerker"),
        ("npo", "regulation", HERE, "NPO"),
        ("bieb", "lead", IN_PLAN, "Bibliotheek"),
        (["bieb", "weg"], "partners", IN_PLAN, "Bibliotheek en weg"),
        ("taal", "theme", IN_PLAN, "Taal"),
        ("measure:inloop", "about", Place("plans.comment", 1), "maatregel inloop"),
        ("<b>vet</b>", "text", HERE, "<b>vet</b>"),
    ],
)
def test_a_value_in_words(value: Any, field: str, place: Place, expected: str) -> None:
    assert shown(value, (field,), place, NAMES) == expected


def test_a_year_under_a_field_is_read_as_that_field() -> None:
    assert shown("1500", ("years", "2023-2024"), IN_PLAN, {}) == "€\u00a01.500"
    assert path_label(("years", "2023-2024"), "plans.plan") == "Per schooljaar › 2023-2024"


def test_what_a_number_points_at_follows_the_models() -> None:
    assert related("parties.meeting", "organiser") == "parties.contact"
    assert related("parties.membership", "party_id") == "parties.party"
    assert related("parties.meeting", "version") == ""
    assert related("no.such", "thing") == ""
    assert pointed(IN_PLAN, "title", "taal") is None


@pytest.mark.parametrize(
    "by", ["kapstok load", "person:", "person:x", "person:²", "kapstok person:1", f"person:{9**30}"]
)
def test_only_a_person_is_looked_up(by: str) -> None:
    assert writer(by) is None


def test_an_unknown_act_is_told_by_what_it_did() -> None:
    assert verb("plan loaded", added=False, removed=False) == "laadde {}"
    assert verb("cow milked", added=True, removed=False) == "voegde {} toe"
    assert verb("cow milked", added=False, removed=True) == "verwijderde {}"
    assert verb("cow milked", added=False, removed=False) == "veranderde {}"


def test_an_unknown_field_or_table_goes_by_its_own_name() -> None:
    assert label("stand_by_id") == "Stand by"
    assert label("about", "plans.comment") == "Over"
    assert record_words("farm.cow", "Bella", 3) == "cow ‘Bella’"
    assert record_words("farm.cow", "", 3) == "cow nr. 3"
    assert record_words("parties.membership", "Schooldirecteur", 3) == "plek van Schooldirecteur"
