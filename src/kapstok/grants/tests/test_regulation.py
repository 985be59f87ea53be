import re
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from kapstok.grants.regulation import PACKAGED, Regulation, RegulationError, load_regulation, regulations

FILE = """
key = "gala"
name = "Gezond en Actief Leven Akkoord"
short_name = "GALA"
legal_name = "Regeling brede SPUK"
legal_basis = "artikel 17 Fvw"
grantor = "Ministerie van VWS"
source = "regeling"
verified = true
formula_unknown = "Staat in de beschikking."

[[sources]]
key = "regeling"
description = "Staatscourant"
url = "https://example.org/stcrt"

[[purpose]]
number = 1
name = "Sport"
description = "Sport en bewegen."
reported_separately = false
source = "regeling"
verified = true

[[window]]
starts = 2023-01-01
ends = 2026-12-31
made_on = 2023-02-01
in_force = 2023-02-10
final_account_latest_year = 2026
source = "regeling"
verified = true

[payment]
first_month = 2023-01-01
last_month = 2023-12-01
terms = 12
first_payment = 2023-02-01
first_covers = 2
source = "regeling"
verified = true

[[statement]]
key = "left_over"
title = "Wat over is"
text = "Gaat terug."
source = "regeling"
verified = false
"""

SECOND_WINDOW = """
[[window]]
starts = 2023-01-01
ends = 2027-12-31
made_on = 2023-01-15
in_force = 2024-01-01
final_account_latest_year = 2027
source = "regeling"
verified = true
"""

FORMULA = """
[[formula]]
key = "pupils"
amount = 1.125
unit = "leerling"
counts = "Leerlingen"
reference_dates = []
source = "regeling"
verified = true
"""


@pytest.fixture
def npo() -> Regulation:
    return regulations()["npo"]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def written(text: str, name: str = "gala.toml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


def test_the_package_has_more_than_one_regulation() -> None:
    assert list(regulations()) == ["npo", "oab"]


@pytest.mark.parametrize(
    ("day", "in_force", "known"),
    [
        (date(2021, 7, 1), date(2023, 7, 31), date(2023, 7, 31)),
        (date(2022, 6, 1), date(2023, 7, 31), date(2023, 7, 31)),
        (date(2022, 10, 9), date(2023, 7, 31), date(2023, 7, 31)),
        (date(2022, 10, 10), date(2023, 7, 31), date(2025, 7, 31)),
        (date(2022, 11, 17), date(2023, 7, 31), date(2025, 7, 31)),
        (date(2022, 12, 31), date(2023, 7, 31), date(2025, 7, 31)),
        (date(2023, 1, 1), date(2025, 7, 31), date(2025, 7, 31)),
        (date(2024, 2, 1), date(2025, 7, 31), date(2025, 7, 31)),
    ],
)
def test_the_window_of_a_day(npo: Regulation, day: date, in_force: date, known: date) -> None:
    """Stcrt. 2022, 27531: made on 10 October 2022, holds from 1 January 2023."""
    assert npo.window_in_force(day).ends == in_force
    assert npo.window_known(day).ends == known


def test_the_longer_window_moves_the_final_account_and_not_the_start(npo: Regulation) -> None:
    assert [window.final_account_latest_year for window in npo.windows] == [2023, 2026]
    assert {window.starts for window in npo.windows} == {date(2021, 7, 1)}
    assert npo.windows[0].unverified == ("in_force", "final_account_latest_year")


def test_rent_and_capacity_are_reported_separately(npo: Regulation) -> None:
    assert [purpose.number for purpose in npo.purposes] == [1, 2, 3, 4, 5, 6, 7]
    assert [purpose.number for purpose in npo.purposes if purpose.reported_separately] == [6, 7]


def test_a_purpose_by_its_number(npo: Regulation) -> None:
    assert npo.purpose(5).name == "Thuiszitters"
    with pytest.raises(KeyError):
        npo.purpose(8)


def test_what_was_not_confirmed_is_marked(npo: Regulation) -> None:
    unverified = {statement.key for statement in npo.statements if not statement.verified}
    assert {"sisa_code", "recovery_terms", "payment_rounding", "amounts_per_municipality"} <= unverified
    assert not unverified & {"final_account_year", "left_over", "accounting_per_purpose"}


def test_sources_that_disagree_are_both_named(npo: Regulation) -> None:
    conflict = next(statement for statement in npo.statements if statement.key == "final_account_year")
    assert "2025" in conflict.text
    assert "uiterlijk 2026" in conflict.text
    assert [source.key for source in (conflict.source, *conflict.further_sources)] == ["wijziging", "goab_termijn"]


def test_doubtful_costs_say_what_was_answered(npo: Regulation) -> None:
    status = {cost.name: cost.status for cost in npo.doubtful_costs}
    assert len(status) == 7
    assert status["Glasvezel"] == "not_eligible"
    assert status["Culturele activiteiten"] == "eligible"
    assert status["Jongerencoach op vo en mbo"] == "conditional"
    assert {cost.stated_on for cost in npo.doubtful_costs} == {date(2021, 9, 21)}


def test_the_pupil_count_warns_for_the_number_of_residents(npo: Regulation) -> None:
    pupils = npo.formula[0]
    assert pupils.reference_dates == (date(2020, 10, 1),)
    assert pupils.warning == "Nooit vullen met het aantal leerlingen dat in de gemeente woont (leerplicht-cijfer)."


def test_oab_reports_each_purpose_and_says_what_is_not_known() -> None:
    oab = regulations()["oab"]
    assert [purpose.sisa_indicator for purpose in oab.purposes] == ["D8/01", "D8/02", "D8/03"]
    assert all(purpose.reported_separately for purpose in oab.purposes)
    assert oab.window_in_force(date(2021, 1, 1)).ends == date(2022, 12, 31)
    assert oab.payment is None
    assert oab.payment_unknown
    assert oab.formula == ()
    assert oab.formula_unknown


@pytest.mark.parametrize("path", sorted(PACKAGED.glob("*.toml")), ids=lambda path: path.stem)
def test_each_source_of_a_packaged_file_is_used(path: Path) -> None:
    regulation = load_regulation(path)
    text = path.read_text(encoding="utf-8")
    assert [source.key for source in regulation.sources if text.count(f'"{source.key}"') < 2] == []


def test_a_regulation_of_the_installation_joins_or_replaces_the_packaged_ones(write: Callable[..., Path]) -> None:
    folder = write(FILE).parent
    write(FILE.replace('"gala"', '"oab"'), "oab.toml")
    found = regulations(folder)
    assert list(found) == ["gala", "npo", "oab"]
    assert found["oab"].short_name == "GALA"
    assert regulations()["oab"].short_name == "OAB 2019-2022"


def test_regulations_are_read_once_and_cannot_be_changed() -> None:
    assert regulations() is regulations()
    with pytest.raises(TypeError):
        regulations()["npo"] = regulations()["oab"]  # type: ignore[index]


def problems(read: Callable[[Path], object], path: Path) -> tuple[str, ...]:
    with pytest.raises(RegulationError) as refused:
        read(path)
    assert str(refused.value) == "\n".join(refused.value.problems)
    return refused.value.problems


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('name = "Sport"\n', "", "purpose[1].name: ontbreekt"),
        ('name = "Sport"', 'name = ""', "purpose[1].name: mag niet leeg zijn"),
        ('name = "Sport"', "name = 3", "purpose[1].name: moet tekst zijn (gevonden: 3)"),
        (
            'name = "Sport"',
            'naam = "Sport"\nname = "S"',
            "purpose[1].naam: kennen we niet; misschien een tikfout (gevonden: Sport)",
        ),
        ("number = 1", 'number = "1"', "purpose[1].number: moet een heel getal zijn (gevonden: 1)"),
        ("number = 1", "number = 0", "purpose[1].number: is te klein (gevonden: 0)"),
        (
            "reported_separately = false",
            'reported_separately = "nee"',
            "purpose[1].reported_separately: moet true of false zijn (gevonden: nee)",
        ),
        ("[[purpose]]", "[purpose]", "purpose: moet een lijst zijn"),
        ("[payment]", "[[payment]]", "payment: moet een blok met gegevens zijn"),
        (
            'source = "regeling"\nverified = false',
            'source = "krant"\nverified = false',
            "statement[1].source: bron ‘krant’ staat niet onder [[sources]] (gevonden: krant)",
        ),
        ('key = "left_over"', 'key = "Over"', "statement[1].key: heeft niet de goede vorm (gevonden: Over)"),
        (
            'url = "https://example.org/stcrt"',
            'url = "example"',
            "sources[1].url: heeft niet de goede vorm (gevonden: example)",
        ),
        (
            "ends = 2026-12-31",
            "ends = 2022-12-31",
            "window[1]: de termijn eindigt op 2022-12-31, niet na het begin op 2023-01-01",
        ),
        (
            "final_account_latest_year = 2026",
            "final_account_latest_year = 2025",
            "window[1]: eindverantwoording over 2025 is voor het einde van de termijn",
        ),
        (
            "in_force = 2023-02-10",
            'in_force = "10 februari"',
            "window[1].in_force: moet een datum zijn, zoals 2022-12-31 (gevonden: 10 februari)",
        ),
        (
            "in_force = 2023-02-10",
            'in_force = 2023-02-10\nunverified = ["begin"]',
            "window[1].unverified[1]: moet een van deze zijn: "
            "'starts', 'ends', 'made_on', 'in_force' of 'final_account_latest_year' (gevonden: begin)",
        ),
        ("terms = 12", "terms = 11", "payment: 11 maandtermijnen vanaf 2023-01-01 eindigen niet in 2023-12-01"),
        (
            "first_covers = 2",
            "first_covers = 5",
            "payment: een eerste betaling over 5 maanden past niet bij 2023-02-01",
        ),
        (
            "first_covers = 2",
            "first_covers = 13",
            "payment: de eerste betaling gaat over 13 van 12 termijnen; "
            "een eerste betaling over 13 maanden past niet bij 2023-02-01",
        ),
        (
            "first_payment = 2023-02-01",
            "first_payment = 2023-02-15",
            "payment: schrijf een maand als de eerste dag van die maand",
        ),
        (
            "formula_unknown",
            'payment_unknown = "x"\nformula_unknown',
            "payment_unknown: vul of payment in, of hier waarom dat niet bekend is (gevonden: x)",
        ),
        (
            'formula_unknown = "Staat in de beschikking."\n',
            "",
            "formula_unknown: vul of formula in, of hier waarom dat niet bekend is",
        ),
        ('key = "gala"', 'key = "npo"', "key moet gelijk zijn aan de naam van het bestand: ‘gala’"),
    ],
)
def test_a_mistake_is_told_with_its_place(write: Callable[[str], Path], old: str, new: str, problem: str) -> None:
    assert old in FILE
    assert problems(load_regulation, write(FILE.replace(old, new, 1))) == (f"gala.toml: {problem}.",)


@pytest.mark.parametrize(
    ("added", "problem"),
    [
        (SECOND_WINDOW, "window: de versie van 2023-01-15 staat na die van 2023-02-01, maar is niet later"),
        (FILE[FILE.index("[[purpose]]") : FILE.index("[[window]]")], "purpose: number komt vaker voor: 1"),
        (FILE[FILE.index("[[statement]]") :], "statement: key komt vaker voor: left_over"),
    ],
)
def test_blocks_that_do_not_go_together_are_told(write: Callable[[str], Path], added: str, problem: str) -> None:
    assert problems(load_regulation, write(FILE + added)) == (f"gala.toml: {problem}.",)


def test_everything_wrong_is_told_at_once(write: Callable[..., Path]) -> None:
    text = FILE + SECOND_WINDOW + FORMULA
    for line in ('name = "Sport"\n', 'grantor = "Ministerie van VWS"\n', "terms = 12\n"):
        text = text.replace(line, "")
    found = problems(load_regulation, write(text, "brede-spuk.toml"))
    assert [problem.removeprefix("brede-spuk.toml: ").split(":")[0] for problem in found] == [
        "key moet gelijk zijn aan de naam van het bestand",
        "grantor",
        "purpose[1].name",
        "window",
        "payment.terms",
        "formula[1].amount",
        "formula[1].reference_dates",
    ]


VALUES = st.sampled_from([-1, 10**20, 1.5, "", "x", True, date(2020, 1, 1), [], ["x"], [{}], {}, {"key": 1}])
BLOCKS = st.sampled_from(["sources", "purpose", "window", "payment", "formula", "doubtful_cost", "statement"])


@settings(max_examples=50)
@given(BLOCKS, st.integers(0, 12), VALUES)
def test_any_value_in_any_place_is_read_or_refused_with_its_place(block: str, place: int, value: object) -> None:
    document = tomllib.loads((PACKAGED / "npo.toml").read_text(encoding="utf-8"))
    row = document[block] if block == "payment" else document[block][0]
    row[sorted(row)[place % len(row)]] = value
    with TemporaryDirectory() as folder:
        path = Path(folder) / "npo.toml"
        path.write_text(tomli_w.dumps(document), encoding="utf-8")
        try:
            load_regulation(path)
        except RegulationError as refused:
            assert all(re.match(r"npo\.toml: [a-z_.0-9\[\]]+: .+\.$", told) for told in refused.problems)  # noqa: PT017


def test_a_folder_tells_what_is_wrong_in_all_its_files(write: Callable[..., Path]) -> None:
    folder = write("key = gala").parent
    write("", "leeg.toml")
    found = problems(regulations, folder)
    assert found[0] == "gala.toml: geen geldige TOML, zie regel 1, teken 7."
    assert "leeg.toml: name: ontbreekt." in found


def test_a_file_that_is_not_toml_is_told(write: Callable[[str], Path], tmp_path: Path) -> None:
    assert problems(load_regulation, write("key = [")) == ("gala.toml: geen geldige TOML, zie het einde.",)
    write("").write_bytes("naam = 'café'".encode("cp1252"))
    assert problems(load_regulation, tmp_path / "gala.toml") == (
        "gala.toml: de tekst is geen UTF-8. Sla het bestand op als UTF-8.",
    )
    assert problems(load_regulation, tmp_path / "weg.toml") == ("weg.toml: het bestand kan niet worden gelezen.",)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert problems(regulations, tmp_path / "weg") == (f"De map met regelingen bestaat niet: {tmp_path / 'weg'}.",)
