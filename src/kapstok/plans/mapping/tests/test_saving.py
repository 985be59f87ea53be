import re
from pathlib import Path

import pytest

from kapstok.plans.files import PlanFileError
from kapstok.plans.mapping.saving import MOST_BYTES, mapping_as_toml, parse_mapping, read_mapping
from kapstok.plans.mapping.tests import layouts, more_layouts
from kapstok.plans.mapping.tests.reading import guessed
from kapstok.plans.mapping.words import Role


@pytest.mark.parametrize(
    "content", [layouts.diemen_overview(), more_layouts.two_grants_in_columns(), more_layouts.themes_on_sheets()]
)
def test_a_mapping_comes_back_as_it_was(content: bytes) -> None:
    mapping = guessed(content).mapping
    assert parse_mapping(mapping_as_toml(mapping)) == mapping


def test_the_file_is_short_enough_to_write_by_hand() -> None:
    mapping = parse_mapping("""
sheets = ["Begroting"]
header_rows = [4]

[[columns]]
column = "A"
role = "theme"

[[columns]]
column = "C"
role = "amount"
year = "2022-2023"
""")
    assert [column.column for column in mapping.amounts] == ["C"]


def test_the_example_in_the_manual_can_be_read() -> None:
    manual = (Path(__file__).parents[5] / "docs/handleiding/eigen-excel.md").read_text("utf-8")
    example = re.search(r"```toml\n(.+?)```", manual, re.DOTALL)
    assert example
    assert [str(column.role) for column in parse_mapping(example[1]).columns][-1] == "lead"
    explained = set(re.findall(r"`([a-z_]+)`(?=[,a-z_` ]* \|)", manual))
    assert {str(role) for role in Role} <= explained


def _said(text: str) -> list[str]:
    with pytest.raises(PlanFileError) as refused:
        parse_mapping(text)
    return [str(problem) for problem in refused.value.problems]


def test_mistakes_are_told_with_their_place() -> None:
    said = _said("""
sheets = ["Begroting"]
header_rows = [0]
[[columns]]
column = "1"
role = "thema"
[[columns]]
column = "B"
role = "amount"
year = "2022"
""")
    places = [each.split(":")[0] for each in said]
    assert places == ["header_rows[1]", "columns[1] → column", "columns[1] → role", "columns[2] → year"]
    assert "2022" in said[-1]


def test_what_is_missing_is_told() -> None:
    assert _said('sheets = ["B"]\nheader_rows = [1]\ncolumns = [{ column = "A", role = "theme" }]') == [
        'wijs minstens één kolom met bedragen aan (role = "amount")'
    ]
    assert _said("sheets = [") == ["aan het eind: is geen geldig TOML; denk aan aanhalingstekens om tekst"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match="kan niet worden gelezen"):
        read_mapping(tmp_path / "weg.toml")


def test_a_text_that_would_take_too_long_is_not_parsed() -> None:
    assert _said("=" * (MOST_BYTES + 1)) == ["het bestand is te groot voor een aanwijzing van kolommen"]
    assert _said("a = 1\n" + ".".join("a" * 22) + " = 1") == ["regel 2: een naam heeft hooguit 20 punten"]
    assert "header_rows[1]: een heel groot getal is te hoog" in _said(f"header_rows = [0x{'f' * 5_000}]")[1]
