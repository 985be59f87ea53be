"""The front page: who has a plan, and who has none yet."""

from typing import Any

from kapstok.core.sorting import sort_key
from kapstok.grants.regulation import regulations
from kapstok.parties.models import Municipality
from kapstok.portal.presentation import FrontPage, front_page

PLAN = {"slug": "npo", "regulation": "npo", "title": "Het plan", "award": "314800.00", "about": False}


def town(name: str, *headlines: dict[str, Any]) -> Municipality:
    return Municipality(name=name, sort_key=sort_key(name), headlines=list(headlines))


def page(*towns: Municipality) -> FrontPage:
    return front_page(towns, regulations())


def test_who_has_a_plan_comes_first_with_the_programme_and_the_amount() -> None:
    shown = page(town("Assen"), town("Diemen", PLAN))
    [diemen] = shown.with_plan
    assert [(line.name, line.award) for line in diemen.headlines] == [("NPO", "€\u00a0314.800")]
    assert [one.municipality.name for one in shown.without] == ["Assen"]


def test_an_unknown_regulation_shows_the_title_and_an_unknown_award_says_so() -> None:
    [diemen] = page(town("Diemen", PLAN | {"regulation": "nieuw", "award": None})).with_plan
    assert [(line.name, line.award) for line in diemen.headlines] == [("Het plan", "nog niet bekend")]


def test_the_largest_award_has_the_longest_rail_and_the_smallest_is_still_seen() -> None:
    awards = ["1000000.00", "250000.00", "1.00", None]
    towns = page(*(town(f"Gemeente {i}", PLAN | {"award": award}) for i, award in enumerate(awards))).with_plan
    assert [line.rail for one in towns for line in one.headlines] == [100, 25, 1, 0]


def test_a_letter_stands_where_it_begins_and_accents_do_not_count() -> None:
    shown = page(town("Edam-Volendam"), town("Één"), town("Putten"))
    assert [one.letter for one in shown.without] == ["E", "", "P"]
