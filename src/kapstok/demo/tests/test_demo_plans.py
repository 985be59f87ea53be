"""What holds for all files of the demo: the municipalities and their plans."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kapstok.grants.regulation import regulations
from kapstok.plans.checks import run
from kapstok.plans.files import parse_plan, plan_as_toml, read_plan

DEMO = Path(__file__).parents[1]
FILES = sorted(DEMO.glob("*.toml"))
PLANS = sorted(DEMO.glob("*-plan.toml"))


@pytest.fixture(scope="module")
def municipalities() -> list[dict[str, Any]]:
    text = (DEMO / "municipalities.toml").read_text("utf-8")
    rows: list[dict[str, Any]] = tomllib.loads(text, parse_float=Decimal)["municipality"]
    return rows


class TestMunicipalities:
    def test_seven_municipalities_with_their_codes(self, municipalities: list[dict[str, Any]]) -> None:
        assert {row["name"]: row["cbs_code"] for row in municipalities} == {
            "Diemen": "GM0384",
            "Putten": "GM0273",
            "Stichtse Vecht": "GM1904",
            "Assen": "GM0106",
            "Brunssum": "GM0899",
            "Midden-Groningen": "GM1952",
            "Weert": "GM0988",
        }

    def test_every_plan_belongs_to_one_municipality(self, municipalities: list[dict[str, Any]]) -> None:
        assert sorted(row["plan"] for row in municipalities if "plan" in row) == [path.name for path in PLANS]

    def test_the_award_is_what_the_plan_says(self, municipalities: list[dict[str, Any]]) -> None:
        for row in (row for row in municipalities if "plan" in row):
            source = read_plan(DEMO / row["plan"]).grant_source
            grant = row["grant"]
            assert (grant["provisional_award"], grant.get("award_about", False)) == (source.amount, source.about)

    def test_without_a_document_there_is_no_award(self, municipalities: list[dict[str, Any]]) -> None:
        assert [row["slug"] for row in municipalities if "grant" not in row] == [
            "assen",
            "brunssum",
            "midden-groningen",
            "weert",
        ]


@pytest.mark.parametrize(
    ("plan", "codes"),
    [
        ("diemen-plan.toml", ["K101", "K105"]),
        ("putten-plan.toml", ["K102", "K103", "K107", "K109", "K110", "K204"]),
        ("stichtse-vecht-plan.toml", []),
    ],
)
def test_the_checks_find_what_is_wrong_in_the_published_plan(plan: str, codes: list[str]) -> None:
    findings = run(read_plan(DEMO / plan), regulations()["npo"])
    assert sorted(finding.code for finding in findings) == codes


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
class TestEveryPlan:
    def test_survives_being_written_and_read_again(self, path: Path) -> None:
        plan = read_plan(path)
        assert parse_plan(plan_as_toml(plan)) == plan

    def test_is_about_the_same_regulation_and_says_where_its_date_is_from(self, path: Path) -> None:
        plan = read_plan(path)
        assert (plan.slug, plan.regulation) == ("npo", "npo")
        assert plan.date_note

    def test_purposes_are_ours_so_marked_and_add_up(self, path: Path) -> None:
        for measure in read_plan(path).measures:
            assert measure.purposes_illustrative
            assert sum(purpose.share for purpose in measure.purposes) == 100

    def test_every_estimate_says_where_it_stands(self, path: Path) -> None:
        assert all(e.stated_in for measure in read_plan(path).measures for e in measure.estimates)

    def test_names_fit_under_a_narrow_bar(self, path: Path) -> None:
        plan = read_plan(path)
        shown = (
            [theme.name for theme in plan.themes] + [m.name for m in plan.measures] + [row.label for row in plan.lines]
        )
        assert [name for name in shown if len(name) > 32] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_way_to_reach_a_person(path: Path) -> None:
    """No real e-mail address, phone number, web address or title before a name; .example and 555 reach nobody."""
    text = path.read_text("utf-8")
    reach = (
        r"@(?![\w-]+\.example\b)|\+31|\b0\d{1,3}[ -]\d{6,8}\b|https?://"
        r"|\b(?:dhr|mevr|mw|drs|ir|mr)\.|\b(?:[Mm]evrouw|[Mm]eneer)\b"
    )
    assert re.findall(reach, text) == []
