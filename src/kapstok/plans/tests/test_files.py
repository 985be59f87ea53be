import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from kapstok.plans.coherence import incoherences
from kapstok.plans.files import MOST_BYTES, PlanFileError, parse_plan, plan_as_toml, read_plan
from kapstok.plans.problems import Problem, problems
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


@settings(max_examples=100)
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


def unreadable(path: Path) -> PlanFileError:
    with pytest.raises(PlanFileError) as error:
        read_plan(path)
    return error.value


def test_a_file_that_is_not_there_or_not_a_file(tmp_path: Path) -> None:
    assert unreadable(tmp_path / "weg.toml").problems == [Problem("", "dit bestand is er niet")]
    assert unreadable(tmp_path).problems == [Problem("", "dit is een map, of iets anders dan een bestand")]
    assert str(tmp_path) in str(unreadable(tmp_path))


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(b"title = \xff\xfe")
    assert str(unreadable(path)) == "plan.toml: is geen tekstbestand (UTF-8). Een planbestand eindigt op .toml of .xlsx"


@pytest.mark.parametrize(("size", "problem"), [(MOST_BYTES, "slug: ontbreekt"), (MOST_BYTES + 1, "groter dan 5 MB")])
def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, size: int, problem: str) -> None:
    path = tmp_path / "plan.toml"
    path.write_text("#" * size)
    assert problem in str(unreadable(path))


def test_a_text_that_is_too_large_is_not_parsed() -> None:
    assert refused("=" * (MOST_BYTES + 1)) == ["het bestand is groter dan 5 MB; dat is geen plan"]
    assert refused("é" * (MOST_BYTES // 2 + 1)) == ["het bestand is groter dan 5 MB; dat is geen plan"]


DEEP = ".".join(["a"] * 2_000)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"{DEEP} = 1", 1),
        (f"a = 1\n[{DEEP}]", 2),
        (f"[[{DEEP}]]", 1),
        (f"a = {{ {DEEP} = 1 }}", 1),
        (" . ".join(['"a"'] * 22) + " = 1", 1),
        (".".join(["'a'"] * 22) + " = 1", 1),
        (f'a = """\n\n"""\n{DEEP} = 1', 4),
        (f'a = """x""""\n{DEEP} = 1', 2),
        (f"a = '''x''''\n{DEEP} = 1", 2),
        (f'a = \'\\\' # """\n{DEEP} = 1', 2),
        (".".join(["a"] * 22) + " = 1", 1),
    ],
)
def test_a_name_of_too_many_dots_is_not_parsed(text: str, line: int) -> None:
    assert refused(text) == [f"regel {line}: een naam heeft hooguit 20 punten"]


@pytest.mark.parametrize(
    "written",
    [
        f'"{"." * 50} = 1"',
        f"'{'.' * 50} = 1'",
        f'"""\nEen\n{"." * 50} 3\n{DEEP} = 1\n"""',
        f"'''\n{DEEP} = 1\n'''",
        f'"a \\" {DEEP} = 1"',
        f'"""a \\""" {DEEP} = 1"""',
        f'"a" # {DEEP} = 1',
    ],
)
def test_text_and_remarks_may_have_any_number_of_dots(written: str) -> None:
    assert parse_plan(f"{START}summary = {written}\n").summary


def test_many_numbers_on_a_line_are_not_one_name() -> None:
    shares = ", ".join(f"{year}-{year + 1} = 1.5" for year in range(2000, 2030))
    assert len(parse_plan(f"{START}phasing = [{{ shares = {{ {shares} }} }}]").phasing[0].shares) == 30


def nested(depth: int) -> str:
    """Inline tables in each other, each as deep as a name may be."""
    name = ".".join(["a"] * 21)
    return f"{{ {name} = " * depth + "1" + " }" * depth


@pytest.mark.parametrize(
    ("field", "problem"),
    [
        ("x", "x: is een onbekend veld; verwijder het of verbeter de naam"),
        ("summary", "summary: “een blok met velden is geen tekst; zet er aanhalingstekens omheen"),
        ("agendas", "agendas: “een blok met velden is geen lijst; zet de waarden tussen [ en ]"),
    ],
)
def test_what_is_nested_too_deep_is_refused_with_its_place(field: str, problem: str) -> None:
    assert refused(f"{START}{field} = {nested(100)}\n") == [problem.replace(": “een", ": een")]


def test_a_name_that_is_nested_too_deep_is_no_name() -> None:
    [problem, *_] = refused(f"{START}agendas = [{{ name = {nested(100)} }}]\n")
    assert problem == "agendas[1] → name: een blok met velden is geen tekst; zet er aanhalingstekens omheen"


@pytest.mark.parametrize("field", ["format", "stated_total", "summary", "goals"])
def test_a_number_of_thousands_of_digits_is_not_written_out(field: str) -> None:
    [problem] = refused(f"{START}{field} = 0x{'f' * 5_000}\n")
    assert problem.startswith(f"{field}: een heel groot getal ")


def test_of_many_problems_the_first_are_told_and_the_rest_counted() -> None:
    themes = "".join(f'[[themes]]\nkey = "T{number}"\nname = "T"\n' for number in range(203))
    told = refused(START + themes)
    assert len(told) == 201
    assert told[0].startswith("themes[1] “T0” → key: ")
    assert told[-1] == "en nog 3"
    assert len(refused(START + "".join(f'[[themes]]\nkey = "T{n}"\nname = "T"\n' for n in range(200)))) == 200


def test_rows_are_not_looked_through_again_for_each_problem() -> None:
    looked = 0

    class Row(dict[str, object]):
        def get(self, key: str, default: object = None) -> object:
            nonlocal looked
            looked += key == "key"
            return super().get(key, default)

    rows = [Row(key=f"m{number}", theme="weg", name="M") for number in range(500)]
    content = {**tomllib.loads(START), "measures": rows}
    with pytest.raises(ValidationError) as error:
        PlanDocument.model_validate(content)
    looked = 0
    told = problems(error.value, content)
    assert str(told[1]).startswith("measures[2] “m1” → theme: thema “weg”")
    assert str(told[-1]) == "en nog 300"
    assert looked == 700  # once to count them, and once for the name of each of 200 that are told


@pytest.mark.parametrize(
    ("many", "problem"),
    [
        ("participants = [" + '"a", ' * 2_001 + "]", "participants: heeft meer dan 2000 onderdelen"),
        ("goals = [" + '"a", ' * 201 + "]", "goals: heeft meer dan 200 onderdelen"),
        (
            'themes = [{ key = "t", name = "T" }]\nmeasures = [{ key = "m", theme = "t", name = "M", estimates = ['
            + "{ amount = 1 }, " * 51
            + "] }]",
            "measures[1] “m” → estimates: heeft meer dan 50 onderdelen",
        ),
        (
            "measures = ["
            + '{ key = "m", theme = "t", name = "M" }, ' * 5_001
            + ']\nlines = [{ key = "l", label = "L", source = "npo", measure = "m" }]',
            "measures: heeft meer dan 5000 onderdelen",
        ),
    ],
)
def test_a_list_has_an_end(many: str, problem: str) -> None:
    assert refused(f"{START}{many}\n") == [problem]


def test_double_keys_are_found_without_comparing_each_with_each() -> None:
    compared = 0

    class Key(str):
        __slots__ = ()

        def __eq__(self, other: object) -> bool:
            nonlocal compared
            compared += 1
            return str.__eq__(self, other)

        __hash__ = str.__hash__

    keys = [Key(f"p{number}") for number in range(300)]
    told = incoherences(plan().model_copy(update={"participants": (*keys, Key("p7"), Key("p7"))}))
    assert told[0] == "participants: “p7” staat er meer dan één keer"
    assert compared < 1_000
