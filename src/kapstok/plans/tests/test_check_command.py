import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from kapstok.grants.regulation import PACKAGED
from kapstok.plans.check_command import run

FOLDER = Path(__file__).parents[2] / "demo"
DIEMEN, PUTTEN = FOLDER / "diemen-plan.toml", FOLDER / "putten-plan.toml"


@pytest.mark.parametrize(("path", "code"), [(DIEMEN, 1), (PUTTEN, 0), (FOLDER / "weg.toml", 2), (FOLDER, 2)])
def test_the_exit_code_says_fine_wrong_or_unreadable(path: Path, code: int) -> None:
    assert run(path) == code
    assert run(path, as_json=True) == code


def test_what_was_found_goes_out_and_what_cannot_be_read_goes_to_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(PUTTEN)
    printed = capsys.readouterr()
    assert "K107" in printed.out
    assert not printed.err
    bad = tmp_path / "plan.toml"
    bad.write_text('title = "\\u001b[2J"\nsoort = 3\n')
    run(bad)
    printed = capsys.readouterr()
    assert not printed.out
    assert "plan.toml: slug: ontbreekt, maar is verplicht\n" in printed.err
    assert "plan.toml: soort: is een onbekend veld" in printed.err


def test_a_program_gets_one_object_in_any_case(capsys: pytest.CaptureFixture[str]) -> None:
    run(DIEMEN, as_json=True)
    assert json.loads(capsys.readouterr().out)["counts"] == {"error": 1, "warning": 0, "info": 1}
    run(FOLDER / "weg.toml", as_json=True)
    problem = {"place": "", "text": "dit bestand is er niet"}
    assert json.loads(capsys.readouterr().out) == {"file": str(FOLDER / "weg.toml"), "problems": [problem]}


def test_another_day_gives_other_findings(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(PUTTEN, date(2024, 2, 1)) == 0
    printed = capsys.readouterr().out
    assert "Nagerekend op 1 februari 2024." in printed
    assert "K203" in printed


def test_a_regulation_of_the_installation_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, path = tmp_path / "regelingen", tmp_path / "plan.toml"
    folder.mkdir()
    path.write_text(PUTTEN.read_text("utf-8").replace('regulation = "npo"', 'regulation = "eigen"'), "utf-8")
    packaged = (PACKAGED / "npo.toml").read_text("utf-8")
    (folder / "eigen.toml").write_text(packaged.replace('key = "npo"', 'key = "eigen"'), "utf-8")
    run(path)
    assert "Regeling ‘eigen’ is niet bekend" in capsys.readouterr().out
    run(path, extra=folder)
    assert "Uitgeven kan van" in capsys.readouterr().out


def test_a_broken_regulation_is_said_and_nothing_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "eigen.toml").write_text("niet goed")
    assert run(PUTTEN, extra=tmp_path) == 2
    printed = capsys.readouterr()
    assert not printed.out
    assert "eigen.toml" in printed.err


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """`kapstok check` as people start it; exit code 99 when it loaded Django or the database."""
    program = (
        "import sys; from kapstok import cli; code = cli.main(['check', *sys.argv[1:]]); "
        "sys.exit(99 if {'django', 'psycopg'} & set(sys.modules) else code)"
    )
    return subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False)


def test_checking_needs_no_django_and_no_database() -> None:
    done = command(str(PUTTEN))
    assert (done.returncode, done.stderr) == (0, "")
    assert "\033" not in done.stdout


def test_the_command_line_passes_it_all_on() -> None:
    done = command(str(PUTTEN), "--as-of", "2024-02-01", "--json")
    assert json.loads(done.stdout)["as_of"] == "2024-02-01"


def test_a_day_that_is_no_day_is_refused() -> None:
    done = command(str(PUTTEN), "--as-of", "vandaag")
    assert done.returncode == 2
    assert "“vandaag” is geen datum" in done.stderr
