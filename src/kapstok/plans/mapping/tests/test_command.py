"""`kapstok check` of an officer's own workbook."""

import json
from pathlib import Path

import pytest

from kapstok.cli import main
from kapstok.plans.mapping.tests import layouts, more_layouts
from kapstok.plans.mapping.tests.writing import workbook

Said = pytest.CaptureFixture[str]


@pytest.fixture
def diemen(tmp_path: Path) -> Path:
    path = tmp_path / "diemen.xlsx"
    path.write_bytes(layouts.diemen_budget())
    return path


def test_what_was_guessed_is_said_before_the_findings(diemen: Path, capsys: Said) -> None:
    assert main(["check", str(diemen)]) == 1
    said = capsys.readouterr().out
    assert said.startswith("Zo lazen we uw werkmap:\n  - op blad ‘Begroting’ staat de kop in rij 4\n")
    assert said.index("kolom F heet ‘Totaal’") < said.index("K101")


def test_the_mapping_is_saved_and_given_back(diemen: Path, tmp_path: Path, capsys: Said) -> None:
    saved = tmp_path / "kolommen.toml"
    assert main(["check", str(diemen), "--save-map", str(saved)]) == 1
    assert 'header = "Schooljaar 2022-2023"' in saved.read_text("utf-8")
    capsys.readouterr()
    assert main(["check", str(diemen), "--map", str(saved), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["workbook"]["way"] == "mapping"
    assert told["award"] == "314800.00"


def test_another_workbook_does_not_fit_the_mapping(diemen: Path, tmp_path: Path, capsys: Said) -> None:
    saved, other = tmp_path / "kolommen.toml", tmp_path / "ander.xlsx"
    other.write_bytes(more_layouts.two_grants_in_rows())
    main(["check", str(diemen), "--save-map", str(saved)])
    capsys.readouterr()
    assert main(["check", str(other), "--map", str(saved)]) == 2
    heard = capsys.readouterr()
    assert heard.out == ""
    assert heard.err == "ander.xlsx: blad ‘Begroting’: dit blad is er niet; wel zijn er ‘Uitvoering’\n"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--regulation", "onbekend"], "regeling ‘onbekend’ is niet bekend; wel: npo, oab"),
        (["--map", "weg.toml"], "weg.toml: kan niet worden gelezen"),
    ],
)
def test_what_stands_in_the_way_is_said(diemen: Path, options: list[str], said: str, capsys: Said) -> None:
    assert main(["check", str(diemen), *options]) == 2
    assert said in capsys.readouterr().err


def test_a_workbook_without_a_budget_says_what_to_do(tmp_path: Path, capsys: Said) -> None:
    path = tmp_path / "brief.xlsx"
    path.write_bytes(workbook({"Blad1": [["Beste wethouder"]]}))
    assert main(["check", str(path)]) == 2
    assert "Wijs zelf het blad, de kopregel en de kolommen aan" in capsys.readouterr().err
