from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapstok.plans.files import PlanFileError, parse_plan, plan_as_toml, read_plan
from kapstok.plans.schema import PlanDocument
from kapstok.plans.tests.builders import DAY, line, plan
from kapstok.plans.tests.strategies import plans

PUBLISHED = sorted((Path(__file__).parents[2] / "demo").glob("*-plan.toml"))

START = """
slug = "plan"
title = "Plan"
regulation = "npo"
date = 2023-03-31
sources = [{ key = "npo", name = "NPO", kind = "grant", amount = 1000 }]
"""


def refused(text: str) -> list[str]:
    """Everything that is said about a text that is not a plan."""
    with pytest.raises(PlanFileError) as error:
        parse_plan(text)
    return [str(problem) for problem in error.value.problems]


@settings(max_examples=40)
@given(plans())
def test_a_plan_survives_its_file(document: PlanDocument) -> None:
    assert parse_plan(plan_as_toml(document)) == document


@given(st.text(max_size=200) | st.text("[]{}=\"'\n.,0123456789eE-+_ab", max_size=60))
def test_any_text_is_a_plan_or_refused_in_words(text: str) -> None:
    assert all(problem.strip() for problem in refused(text))


@settings(max_examples=50)
@given(plans(), st.data())
def test_a_damaged_file_is_a_plan_or_refused_in_words(document: PlanDocument, chance: st.DataObject) -> None:
    whole = plan_as_toml(document)
    at = chance.draw(st.integers(0, len(whole) - 1))
    damaged = whole[:at] + chance.draw(st.sampled_from(["", "9", '"', "\n", "[", "-", "x = 1\n"])) + whole[at + 1 :]
    try:
        parse_plan(damaged)
    except PlanFileError as error:
        told = [str(problem).strip() for problem in error.problems]
    else:
        told = ["fine"]
    assert told
    assert all(told)


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.name)
def test_a_published_plan_survives_its_file(path: Path) -> None:
    document = read_plan(path)
    assert parse_plan(plan_as_toml(document)) == document


def test_a_file_holds_what_a_person_would_write() -> None:
    text = plan_as_toml(plan(lines=(line("taal", "48000.00", {"2023-2024": 48_000}), line("sport", "12.5"))))
    assert text.startswith('format = 1\nslug = "plan"\n')
    assert f"date = {DAY}\n" in text
    assert "amount = 48000, years = { 2023-2024 = 48000 }" in text
    assert "amount = 12.5 }" in text
    assert "about" not in text


def test_a_file_from_windows_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(b"\xef\xbb\xbf" + f'{START}summary = """\nEen\nTwee"""\n'.replace("\n", "\r\n").encode())
    assert read_plan(path).summary == "Een\nTwee"


@pytest.mark.parametrize(
    ("rest", "problem"),
    [
        ("sourcess = 3", "sourcess: is een onbekend veld; verwijder het of verbeter de naam"),
        ('stage = "af"', "stage: “af” kan niet; kies uit 'outline', 'execution' of 'account'"),
        ('adopted_on = "gisteren"', "adopted_on: “gisteren” is geen datum; schrijf bijvoorbeeld 2023-03-31"),
        ("goals = 3", "goals: “3” is geen lijst; zet de waarden tussen [ en ]"),
        ("summary = 3", "summary: “3” is geen tekst; zet er aanhalingstekens omheen"),
        ("stated_total = -1", "stated_total: “-1” is te laag; het moet minstens 0 zijn"),
        ("stated_total = 1e12", "stated_total: “1E+12” is te hoog; het mag hooguit 999999999999.99 zijn"),
        (
            "stated_total = 0.001",
            "stated_total: “0.001” heeft te veel cijfers achter de komma; het mogen er hooguit 2 zijn",
        ),
        ("stated_total = inf", "stated_total: “Infinity” is geen getal; schrijf bijvoorbeeld 1250 of 1250.50"),
        ("stated_total = true", "stated_total: “true” is geen getal; schrijf bijvoorbeeld 1250 of 1250.50"),
        ('stated_total = "1.250,50"', "stated_total: “1.250,50” is geen getal; schrijf bijvoorbeeld 1250 of 1250.50"),
        ('agendas = [{ name = "" }]', "agendas[1] → name: is leeg; vul iets in"),
        (
            'agendas = [{ name = "a\\nb" }]',
            "agendas[1] “a\nb” → name: hier staat een teken dat niet mag, zoals een nieuwe regel",
        ),
        (f'agendas = [{{ name = "{"a" * 201}" }}]', f"agendas[1] “{'a' * 201}” → name: is langer dan 200 tekens"),
        ("agendas = [3]", 'agendas[1]: “3” is geen blok met velden; schrijf bijvoorbeeld { key = "naam" }'),
        (
            'themes = [{ key = "a", name = "A", parent = "b" }]',
            "themes[1] “a”: zet het bovenliggende thema “b” vóór dit thema",
        ),
        ("levels = []", "levels: een plan heeft één of twee niveaus thema's"),
        ("format = 2", "format: 2 is onbekend; deze versie leest 1"),
        ('participants = ["bieb"]', "participants: partij “bieb” bestaat niet in dit plan; bekend zijn: geen"),
        (
            'lines = [{ key = "a", label = "A", source = "npo", amount = 1, years = { 2023 = 1 } }]',
            "lines[1] “a” → years → 2023: ‘2023’ is geen schooljaar. Schrijf twee jaren na elkaar, zoals 2023-2024.",
        ),
        (
            'lines = [{ key = "a", label = "A", source = "npo", years = 1 }]',
            'lines[1] “a” → years: “1” is geen tabel; schrijf bijvoorbeeld { "2023-2024" = 1000 }',
        ),
        (
            'milestones = [{ quarter = "Q2 2023", until = "Q1 2023", what = "Start" }]',
            "milestones[1]: de planning eindigt (Q1 2023) voordat zij begint (Q2 2023)",
        ),
        (
            'spent_before = [{ label = "Klas", amount = 1, source = "npo", line = "weg" }]',
            "spent_before[1] “Klas” → line: begrotingsregel “weg” bestaat niet in dit plan; bekend zijn: geen",
        ),
    ],
)
def test_each_mistake_is_named_with_its_place(rest: str, problem: str) -> None:
    assert refused(f"{START}{rest}\n") == [problem]


def test_a_row_is_counted_from_one_and_called_by_its_name() -> None:
    text = f"""{START}
themes = [{{ key = "taal", name = "Taal" }}]
[[measures]]
key = "lezen"
theme = "taal"
name = "Lezen"
[[measures]]
key = "schrijven"
theme = "rekenen"
name = "Schrijven"
lead = "bieb"
"""
    assert refused(text) == [
        "measures[2] “schrijven” → theme: thema “rekenen” bestaat niet in dit plan; bekend zijn: taal",
        "measures[2] “schrijven” → lead: partij “bieb” bestaat niet in dit plan; bekend zijn: geen",
    ]


def test_all_mistakes_are_named_at_once_in_values_in_rows_and_between_rows() -> None:
    text = """
slug = "Mijn plan"
regulation = "npo"
date = "morgen"
sources = [{ key = "npo", name = "NPO", kind = "grant", amount = "veel" }]
themes = [{ key = "taal", name = "" }]
[[measures]]
key = "lezen"
theme = "rekenen"
name = "Lezen"
estimates = [{ amount = 10, high = 5 }, {}]
[[lines]]
key = "regel"
label = "Regel"
source = "weg"
theme = "taal"
measure = "lezen"
about = "ja"
"""
    assert refused(text) == [
        "slug: “Mijn plan” kan niet; gebruik alleen kleine letters, cijfers en streepjes, zoals inloop-op-school",
        "title: ontbreekt, maar is verplicht",
        "date: “morgen” is geen datum; schrijf bijvoorbeeld 2023-03-31",
        "sources[1] “npo” → amount: “veel” is geen getal; schrijf bijvoorbeeld 1250 of 1250.50",
        "themes[1] “taal” → name: is leeg; vul iets in",
        "measures[1] “lezen” → estimates[1]: de bovengrens (high) hoort bij een bedrag (amount) dat niet hoger is",
        "measures[1] “lezen” → estimates[2]: een raming heeft een bedrag nodig, of factoren om te vermenigvuldigen",
        "lines[1] “regel” → about: “ja” kan niet; schrijf true of false",
        "lines[1] “regel”: een begrotingsregel hoort bij een thema of bij een maatregel, niet bij allebei",
        "measures[1] “lezen” → theme: thema “rekenen” bestaat niet in dit plan; bekend zijn: taal",
        "lines[1] “regel” → source: geldbron “weg” bestaat niet in dit plan; bekend zijn: npo",
    ]


def test_rows_that_cannot_be_read_are_not_also_missed() -> None:
    measures = '[[measures]]\nkey = "m"\nname = "M"\ntheme = "t"\n'
    assert refused(f"{START}themes = 3\n{measures}") == ["themes: “3” is geen lijst; zet de waarden tussen [ en ]"]


def test_of_many_known_keys_only_the_first_are_named() -> None:
    themes = "\n".join(f'[[themes]]\nkey = "t{number:03}"\nname = "T"' for number in range(50))
    [problem] = refused(f'{START}{themes}\n[[measures]]\nkey = "m"\nname = "M"\ntheme = "x"\n')
    assert problem.endswith("bekend zijn: t000, t001, t002, t003, t004, t005, t006, t007, t008, t009, …")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("title = Plan\n", "regel 1, teken 9: “title = Plan” is geen geldig TOML; denk aan aanhalingstekens om tekst"),
        (f'{START}title = "Twee"\n', 'regel 7, teken 15: “title = "Twee"” staat er al een keer'),
        (
            "date = 2023-02-30\n",
            "regel 1, teken 8: “date = 2023-02-30” is geen geldig TOML; denk aan aanhalingstekens om tekst",
        ),
        (
            'title = """Plan\n',
            "aan het eind: is geen geldig TOML: iets dat begint, wordt niet afgesloten, of staat er twee keer",
        ),
        ("a = " + "9" * 5_000, "er staat een getal in met veel te veel cijfers"),
        ("a = 1e99999999999999999999", "er staat een getal in met veel te veel cijfers"),
        ("a = " + "[" * 5_000, "is te diep genest; dat is geen plan"),
    ],
)
def test_text_that_is_not_toml(text: str, problem: str) -> None:
    assert refused(text) == [problem]


@pytest.mark.parametrize(
    ("estimate", "fits"),
    [
        ("amount = 999999999999.99", True),
        ("amount = 999999999999.99, times = 2", False),
        ("amount = 1, high = 999999999999.99, times = 2", False),
        ('factors = [{ value = 10000, unit = "uur" }, { value = 99999999, unit = "euro", price = true }]', True),
        ('factors = [{ value = 10001, unit = "uur" }, { value = 99999999, unit = "euro", price = true }]', False),
    ],
)
def test_an_estimate_fits_in_a_budget(estimate: str, fits: bool) -> None:
    theme, measure = (
        '{ key = "t", name = "T" }',
        f'{{ key = "m", theme = "t", name = "M", estimates = [{{ {estimate} }}] }}',
    )
    text = f"{START}themes = [{theme}]\nmeasures = [{measure}]\n"
    if fits:
        assert parse_plan(text).measures[0].estimates
    else:
        [problem] = refused(text)
        assert problem.startswith("measures[1] “m” → estimates[1]: de raming komt uit boven 999.999.999.999,99;")
