import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapstok.parties.directory.rules import attention, counted, listed, party_key


@pytest.mark.parametrize(
    ("name", "taken", "key"),
    [
        ("Florente Basisscholen", set(), "florente-basisscholen"),
        ("Florente Basisscholen", {"florente-basisscholen"}, "florente-basisscholen-2"),
        ("GGD/JGZ", {"ggd-jgz", "ggd-jgz-2"}, "ggd-jgz-3"),
        ("Kukelekú", set(), "kukeleku"),
        ("—", set(), "partner"),
    ],
)
def test_a_key_reads_as_the_name(name: str, taken: set[str], key: str) -> None:
    assert party_key(name, taken) == key


@given(st.text(max_size=200), st.integers(0, 3))
def test_a_key_is_an_address_of_its_own_whatever_the_name(name: str, others: int) -> None:
    taken: set[str] = set()
    for _ in range(others):
        taken.add(party_key(name, taken))
    key = party_key(name, taken)
    assert len(taken) == others
    assert key not in taken
    assert len(key) <= 80
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)


@pytest.mark.parametrize(
    ("contacts", "alone", "words"),
    [
        (0, 0, "Nog geen contact"),
        (1, 1, "Niemand valt in"),
        (3, 3, "Niemand valt in"),
        (3, 1, "1 van 3 zonder vervanger"),
        (2, 0, ""),
    ],
)
def test_what_a_party_lacks_is_said_in_words(contacts: int, alone: int, words: str) -> None:
    assert attention(contacts, alone) == words


def test_counts_and_lists_read_as_dutch() -> None:
    assert counted(1, "actiepunt", "actiepunten") == "1 actiepunt"
    assert counted(0, "actiepunt", "actiepunten") == "0 actiepunten"
    assert listed(["a", "", "b", "c"]) == "a, b en c"
    assert listed(["a"]) == "a"
    assert listed([]) == ""
