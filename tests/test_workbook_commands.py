"""A plan goes out as a workbook and comes back, by the commands that a person types."""

from pathlib import Path

import pytest

from kapstok.cli import main
from kapstok.core.sheets.reading import open_workbook
from kapstok.demo.actions import FOLDER
from kapstok.plans.files import read_plan
from kapstok.plans.workbook.read import is_our_workbook
from tests import cast

PUTTEN = Path(str(FOLDER)) / "putten-plan.toml"
Said = pytest.CaptureFixture[str]


@pytest.mark.django_db
def test_a_plan_is_exported_as_a_workbook_checked_and_loaded_unchanged(tmp_path: Path, capsys: Said) -> None:
    cast.municipality("Weert", "GM0988")
    workbook = tmp_path / "plan.xlsx"
    assert main(["load", "weert", str(PUTTEN)]) == 0
    assert main(["export", "weert", "plan", "--xlsx", str(workbook)]) == 0
    assert read_plan(workbook) == read_plan(PUTTEN)
    assert main(["check", str(workbook)]) == main(["check", str(PUTTEN)])
    capsys.readouterr()
    assert main(["load", "weert", str(workbook)]) == 0
    assert "niets veranderd" in capsys.readouterr().out


def test_a_template_is_our_workbook_and_never_takes_the_place_of_a_file(tmp_path: Path, capsys: Said) -> None:
    empty = tmp_path / "leeg.xlsx"
    assert main(["template", "plan", "--xlsx", str(empty)]) == 0
    assert is_our_workbook(open_workbook(empty))
    assert main(["template", "plan", "--xlsx", str(empty)]) == 2
    assert "is er al" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "why"),
    [(["--regulation", "nooit-van-gehoord"], "is niet bekend; kies uit: npo"), ([], "kan niet worden geschreven")],
)
def test_a_template_that_cannot_be_made(tmp_path: Path, capsys: Said, arguments: list[str], why: str) -> None:
    assert main(["template", "plan", "--xlsx", str(tmp_path / "geen map" / "leeg.xlsx"), *arguments]) == 2
    assert why in capsys.readouterr().err


def test_an_empty_template_says_what_has_to_be_filled_in(tmp_path: Path, capsys: Said) -> None:
    empty = tmp_path / "leeg.xlsx"
    main(["template", "plan", "--xlsx", str(empty)])
    assert main(["check", str(empty)]) == 2
    told = capsys.readouterr().err
    assert "blad “Plan”, cel B5 (Titel): dit ontbreekt; vul in: titel" in told
    assert "blad “Plan”, cel B8 (Datum): dit ontbreekt; vul in: datum" in told
