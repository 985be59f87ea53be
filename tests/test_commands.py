"""The commands as a person types them: what they say, what they leave behind, and how they refuse."""

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from kapstok.cli import READ_ENOUGH, main
from kapstok.core.tenancy import inside
from kapstok.demo.actions import FOLDER, load_demo
from kapstok.grants.models import Grant
from kapstok.parties.models import Municipality
from kapstok.plans.files import read_plan
from kapstok.plans.models import Plan
from kapstok.plans.queries import document_of
from tests import cast

pytestmark = pytest.mark.django_db
PUTTEN = Path(str(FOLDER)) / "putten-plan.toml"

Said = pytest.CaptureFixture[str]


@pytest.fixture
def weert() -> Municipality:
    return cast.municipality("Weert", "GM0988")


def test_a_municipality_is_added_and_can_be_corrected(capsys: Said) -> None:
    assert main(["municipality", "midden-groningen", "--name", "Midden Groningen", "--cbs", "gm1952"]) == 0
    assert main(["municipality", "midden-groningen", "--name", "Midden-Groningen", "--cbs", "GM1952"]) == 0
    assert Municipality.objects.get().name == "Midden-Groningen"
    assert "/midden-groningen/" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("slug", "cbs", "why"),
    [
        ("static", "GM0001", "adres van Kapstok zelf"),
        ("Weert!", "GM0001", "kan geen adres zijn"),
        ("nieuw", "0988", "geen gemeentecode"),
        ("nieuw", "GM0988", "al van Weert"),
    ],
)
def test_a_municipality_that_cannot_be_is_refused_with_the_reason(
    weert: Municipality, capsys: Said, slug: str, cbs: str, why: str
) -> None:
    assert main(["municipality", slug, "--name", "Nieuw", "--cbs", cbs]) == 2
    assert why in capsys.readouterr().err
    assert Municipality.objects.count() == 1


def test_a_plan_is_loaded_exported_and_checked(weert: Municipality, tmp_path: Path, capsys: Said) -> None:
    exported = tmp_path / "plan.toml"
    assert main(["load", "weert", str(PUTTEN)]) == 0
    assert main(["load", "weert", str(PUTTEN)]) == 0
    assert main(["export", "weert", "plan", "--toml", str(exported)]) == 0
    assert read_plan(exported) == read_plan(PUTTEN)
    loaded, again, _ = capsys.readouterr().out.splitlines()
    assert "is geladen: /weert/npo/" in loaded
    assert "niets veranderd" in again
    assert main(["check", str(exported)]) == 0


def test_a_plan_with_mistakes_loads_nothing_and_names_them_all(
    weert: Municipality, tmp_path: Path, capsys: Said
) -> None:
    wrong = tmp_path / "wrong.toml"
    text = PUTTEN.read_text("utf-8")
    wrong.write_text(
        text.replace("amount = 1000,", "amount = -1,").replace('lead = "vve-werkgroep"', 'lead = "niemand"')
    )
    assert main(["load", "weert", str(wrong)]) == 2
    said = capsys.readouterr().err
    assert "-1" in said
    assert "niemand" in said
    with inside(weert):
        assert not Plan.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        ["load", "niks", str(PUTTEN)],
        ["load", "weert", "bestaat-niet.toml"],
        ["export", "weert", "plan", "--toml", "x.toml"],
        ["export", "weert", "plan", "--toml", "x.toml", "--plan", "ander"],
    ],
    ids=["unknown municipality", "no file", "no plan", "no such plan"],
)
def test_what_cannot_be_done_is_said_in_one_line(weert: Municipality, capsys: Said, typed: list[str]) -> None:
    assert main(typed) == 2
    out, said = capsys.readouterr()
    assert out == ""
    assert said.startswith(f"kapstok {typed[0]}: ")
    assert len(said.splitlines()) == 1


def test_until_an_award_is_registered_the_plan_tells_it_and_afterwards_no_plan_does(
    weert: Municipality, tmp_path: Path, capsys: Said
) -> None:
    def load_with(amount: int) -> str:
        plan = tmp_path / "plan.toml"
        plan.write_text(PUTTEN.read_text("utf-8").replace("amount = 322000", f"amount = {amount}"))
        assert main(["load", "weert", str(plan)]) == 0
        return capsys.readouterr().out

    def awarded() -> Decimal | None:
        with inside(weert):
            return Grant.objects.get().award

    load_with(31_480)
    assert "Let op" not in load_with(314_800)
    assert awarded() == Decimal(314_800)
    assert main(["award", "weert", "npo", "€ 314.800,50"]) == 0
    said = load_with(400_000)
    assert "Let op: toegekend is €\u00a0314.800,50, en dit plan noemt €\u00a0400.000" in said
    assert awarded() == Decimal("314800.50")
    weert.refresh_from_db()
    assert weert.headlines[0]["award"] == "314800.50"


@pytest.mark.parametrize(
    ("typed", "why"),
    [(["niks", "314.800"], "niet bekend"), (["npo", "veel"], "geen bedrag"), (["npo", "ca. 5.000"], "één bedrag")],
)
def test_an_award_that_cannot_be_is_refused(weert: Municipality, capsys: Said, typed: list[str], why: str) -> None:
    assert main(["award", "weert", *typed]) == 2
    assert why in capsys.readouterr().err
    with inside(weert):
        assert not Grant.objects.exists()


def test_the_demo_leaves_alone_what_somebody_changed(tmp_path: Path) -> None:
    load_demo(lambda name: None)
    plan, diemen = tmp_path / "plan.toml", PUTTEN.parent / "diemen-plan.toml"
    plan.write_text(diemen.read_text("utf-8").replace("amount = 314800", "amount = 400000"))
    assert main(["load", "diemen", str(plan)]) == 0
    load_demo(lambda name: None)
    with inside(Municipality.objects.get(slug="diemen")):
        assert document_of(Plan.objects.select_related("grant").get()).grant_source.amount == 400_000


@pytest.mark.parametrize(("form", "starts"), [("xlsx", b"PK"), ("pdf", b"%PDF-"), ("docx", b"PK")])
def test_a_plan_is_exported_in_other_forms(weert: Municipality, tmp_path: Path, form: str, starts: bytes) -> None:
    target = tmp_path / f"plan.{form}"
    assert main(["load", "weert", str(PUTTEN)]) == 0
    assert main(["export", "weert", "plan", f"--{form}", str(target)]) == 0
    assert target.read_bytes().startswith(starts)


def test_with_two_plans_one_has_to_be_chosen(weert: Municipality, tmp_path: Path, capsys: Said) -> None:
    target = tmp_path / "plan.toml"
    for slug in ("npo", "oab"):
        text = PUTTEN.read_text("utf-8").replace('slug = "npo"', f'slug = "{slug}"', 1)
        (tmp_path / f"{slug}.toml").write_text(text)
        assert main(["load", "weert", str(tmp_path / f"{slug}.toml")]) == 0
    assert main(["export", "weert", "plan", "--toml", str(target)]) == 2
    assert "kies met --plan uit: npo, oab" in capsys.readouterr().err
    assert main(["export", "weert", "plan", "--toml", str(target), "--plan", "oab"]) == 0
    assert read_plan(target).slug == "oab"


def test_whoever_reads_only_the_first_lines_sees_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "kapstok.cli", "check", str(PUTTEN)]
    ran = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (READ_ENOUGH, "")
