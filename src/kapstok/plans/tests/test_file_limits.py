"""Files that are not plans, or too much of a plan: refused in words, with bounded work."""

import tomllib
from pathlib import Path

import pytest
from pydantic import ValidationError

from kapstok.core.sheets.values import Problem
from kapstok.plans.coherence import incoherences
from kapstok.plans.files import MOST_BYTES, PlanFileError, parse_plan, read_plan
from kapstok.plans.problems import problems
from kapstok.plans.schema import PlanDocument
from kapstok.plans.tests.builders import plan
from kapstok.plans.tests.test_files import START, refused


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
