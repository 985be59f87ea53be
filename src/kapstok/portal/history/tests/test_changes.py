"""What an entry says was changed, and what of it stands on a page."""

from datetime import UTC, datetime
from typing import Any

import pytest

from kapstok.portal.history.changes import Change, changes, only_different, subject
from kapstok.portal.history.queries import Written, fitting
from kapstok.portal.history.reading import FEW, from_number, in_short, read
from kapstok.portal.history.references import Reference
from kapstok.portal.history.words import NOUNS, ROWS

PLAN = "plans.plan"


def entry(before: Any, after: Any, table: str = PLAN) -> Written:
    return Written(1, datetime(2024, 2, 1, tzinfo=UTC), "person:1", "act", table, 7, "", before, after, False)


def test_only_what_differs_is_a_change() -> None:
    found = changes("x.y", {"a": 1, "b": 2, "c": ""}, {"a": 1, "b": 3, "c": None, "d": False})
    assert found == [Change(("b",), 2, 3), Change(("d",), None, False)]


def test_nested_values_are_told_apart() -> None:
    found = changes("x.y", {"a": {"b": {"c": [1, 2]}}, "k": "w"}, {"a": {"b": {"c": [1]}, "d": 1}, "k": {"l": 1}})
    assert found == [Change(("a", "b", "c"), [1, 2], [1]), Change(("a", "d"), None, 1), Change(("k",), "w", {"l": 1})]


def test_nesting_without_end_is_shown_as_one_value() -> None:
    deep: Any = 1
    for _ in range(500):
        deep = {"x": deep}
    (found,) = changes("x.y", None, {"x": deep})
    assert len(found.path) == 6


def test_a_row_of_a_plan_is_found_by_its_key_in_a_list_or_under_it() -> None:
    was = {"measures": [{"key": "inloop", "name": "Inloop"}, {"key": "oud", "name": "Oud"}]}
    now = {"measures": {"inloop": {"name": "Inloop", "lead": "bieb"}, "nieuw": {"key": "nieuw", "name": "Nieuw"}}}
    assert changes(PLAN, was, now) == [
        Change(("key",), "inloop", None, ("measures", "inloop")),
        Change(("lead",), None, "bieb", ("measures", "inloop")),
        Change((), {"key": "oud", "name": "Oud"}, None, ("measures", "oud")),
        Change((), None, {"key": "nieuw", "name": "Nieuw"}, ("measures", "nieuw")),
    ]


def test_elsewhere_the_same_names_are_just_fields() -> None:
    assert changes("parties.agreement", {"parties": [1]}, {"parties": [1, 2]}) == [Change(("parties",), [1], [1, 2])]
    assert changes("grants.grant", {"about": True}, {"about": False}) == [Change(("about",), True, False)]


def test_rows_that_came_and_went_do_not_change_the_order() -> None:
    same = {"order": {"measures": ["a", "b"]}}, {"order": {"measures": ["b", "c"]}}
    assert changes(PLAN, *same) == []
    swapped = {"order": {"measures": ["a", "b"]}}, {"order": {"measures": ["b", "a"]}}
    assert changes(PLAN, *swapped) == [Change(("order", "measures"), ["a", "b"], ["b", "a"])]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ({"about": "measure:inloop", "measures": {"inloop": {"name": "A"}}}, ("measures", "inloop")),
        ({"themes": {"taal": {"name": "A"}}}, ("themes", "taal")),
        ({"themes": {"taal": {"name": "A"}}, "title": "B"}, None),
        ({"about": "iets:anders", "title": "B"}, None),
    ],
)
def test_what_an_act_on_a_plan_was_about(after: dict[str, Any], expected: object) -> None:
    assert subject(PLAN, after, changes(PLAN, {}, after)) == expected


def test_of_two_lists_only_what_differs() -> None:
    assert only_different(["a", "b"], ["b", "c"]) == (["a"], ["c"])
    assert only_different(["a", "b"], ["b", "a"]) == (["a", "b"], ["b", "a"])
    assert only_different([1, 1], [1]) == ([1, 1], [1])


def test_many_rows_are_counted_and_one_record_shows_its_first_fields() -> None:
    many = {"measures": [{"key": f"m{i}", "name": "M"} for i in range(9)], "title": "T"}
    short = in_short(read(entry(None, many)))
    assert (short.found, short.summary) == ((), "Negen maatregelen toegevoegd en één gegeven van het plan zelf")
    fields = in_short(read(entry({}, {f"f{i}": i for i in range(9)}, "x.y")))
    assert (len(fields.found), fields.total, fields.summary) == (FEW, 9, "")


def test_of_a_new_record_its_name_is_not_said_twice() -> None:
    made = in_short(read(entry(None, {"title": "LEA", "place": "Raadhuis"}, "parties.meeting")))
    assert [change.path for change in made.found] == [("place",)]


def test_fields_come_in_the_order_of_their_table() -> None:
    after = {"outcome": "advice", "zzz": 1, "title": "LEA", "on": "2024-02-01"}
    found = read(entry({}, after, "parties.meeting")).found
    assert [change.path[0] for change in found] == ["title", "on", "outcome", "zzz"]


def test_a_page_of_one_entry_holds_what_fits_and_at_least_one() -> None:
    whole = read(entry({}, {f"f{i}": "x" * 20_000 for i in range(3)}, "x.y"))
    pages = [len(from_number(whole, start).found) for start in range(4)]
    assert pages == [1, 1, 1, 0]


def test_the_history_of_a_row_of_a_plan_leaves_out_the_rest() -> None:
    both = {"measures": {"a": {"name": "A"}, "b": {"name": "B"}}, "title": "T"}
    mine = read(entry({"measures": {"a": {}, "b": {}}}, both), ("measures", "a"))
    assert [change.row for change in mine.found] == [("measures", "a")]
    assert mine.about == ("measures", "a")


@pytest.mark.parametrize(("sizes", "expected"), [([5, 5, 5], 2), ([50], 1), ([], 1)])
def test_a_block_weighs_no_more_than_it_may(sizes: list[int], expected: int) -> None:
    assert fitting(sizes, 10) == expected


def test_each_list_of_a_plan_has_a_noun() -> None:
    assert set(ROWS.values()) <= NOUNS.keys()
    assert Reference("themes", "7:taal") != Reference("themes", "8:taal")
