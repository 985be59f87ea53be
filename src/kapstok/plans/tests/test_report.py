import json
from datetime import date

import pytest

from kapstok.plans.checks import context_of, run_in
from kapstok.plans.report import Paper, as_json, as_text
from kapstok.plans.schema import LineKind, PlanDocument
from kapstok.plans.tests.builders import line, npo, plan, spent

TOO_MUCH = plan(
    lines=(line("taal", 90_000), line("rest", 11_000, kind=LineKind.UNALLOCATED, label="Onvoorzien")),
    spent_before=(spent(1_400),),
)


def text(document: PlanDocument, paper: Paper | None = None, known: bool = True) -> str:
    context = context_of(document, npo() if known else None)
    return as_text(context, run_in(context), paper or Paper()).replace("\u00a0", " ")


def test_people_read_the_plan_the_day_the_window_and_the_money_first() -> None:
    assert text(plan(lines=(line("taal", 90_001),))) == (
        "Plan\n"
        "Nagerekend op 31 maart 2023.\n"
        "Uitgeven kan van 1 juli 2021 tot en met 31 juli 2025.\n"
        "Gepland € 90.001. Toegekend € 100.000. Nog vrij: € 9.999.\n"
        "\n"
        "We vonden geen fouten.\n"
    )


def test_findings_stand_under_their_severity_and_line_up() -> None:
    assert text(TOO_MUCH).splitlines()[3:10] == [
        "Gepland € 101.000. Toegekend € 100.000. Te veel: € 1.000.",
        "",
        "1 fout",
        "  K101  Er is € 1.000,00 meer gepland dan er is toegekend.",
        "        € 101.000 op € 100.000. Haal het van ‘Onvoorzien’, of betaal het uit eigen middelen.",
        "",
        "1 waarschuwing",
    ]


@pytest.mark.parametrize(
    ("document", "money"),
    [
        (plan(lines=(line("taal", 100_000),)), "Gepland € 100.000. Toegekend € 100.000."),
        (plan(award=None), "Gepland € 0. Wat is toegekend, staat er niet."),
        (
            plan(
                award_about=True, lines=(line("taal", 10_000), line("sport", None), line("eigen", None, source="eigen"))
            ),
            "Gepland € 10.000, en 1 regel heeft nog geen bedrag. Toegekend ca. € 100.000.",
        ),
    ],
)
def test_what_is_not_known_is_not_made_up(document: PlanDocument, money: str) -> None:
    assert text(document).splitlines()[3] == money


def test_an_unknown_regulation_is_said() -> None:
    lines = text(plan(regulation="gala"), known=False).splitlines()
    assert lines[2] == "Regeling ‘gala’ is niet bekend: termijn, doelen en kosten niet nagekeken."
    assert "Uitgeven kan" not in "".join(lines)


def test_no_line_is_wider_than_the_paper() -> None:
    assert max(map(len, text(TOO_MUCH, Paper(width=60)).splitlines())) <= 60


def test_colour_only_on_paper_that_has_it() -> None:
    assert "\033" not in text(TOO_MUCH)
    coloured = text(TOO_MUCH, Paper(colour=True))
    assert "\033[1;31m1 fout\033[0m" in coloured
    assert "\033[31m  K101\033[0m  Er is" in coloured


def test_a_plan_cannot_give_orders_to_the_terminal() -> None:
    document = plan(
        title="Plan\x1b[2J", lines=(line("taal", 100_001, label="\x1b]0;weg\x07", kind=LineKind.UNALLOCATED),)
    )
    assert not {"\x1b", "\x07"} & set(text(document))


def test_programs_read_stable_names_and_exact_amounts() -> None:
    context = context_of(TOO_MUCH, npo())
    report = json.loads(as_json(context, run_in(context)))
    findings = report.pop("findings")
    assert report == {
        "plan": {"slug": "plan", "title": "Plan", "date": "2023-03-31", "stage": "outline"},
        "regulation": "npo",
        "regulation_known": True,
        "as_of": "2023-03-31",
        "window": {"starts": "2021-07-01", "ends": "2025-07-31"},
        "award": "100000.00",
        "award_about": False,
        "planned": "101000.00",
        "lines_without_amount": 0,
        "counts": {"error": 1, "warning": 1, "info": 1},
    }
    assert [finding["code"] for finding in findings] == ["K101", "K110", "K102"]
    assert findings[0] == {
        "code": "K101",
        "severity": "error",
        "message": "Er is €\u00a01.000,00 meer gepland dan er is toegekend.",
        "solution": "€\u00a0101.000 op €\u00a0100.000. Haal het van ‘Onvoorzien’, of betaal het uit eigen middelen.",
        "rows": [{"kind": "line", "key": "rest", "label": "Onvoorzien"}],
    }


def test_programs_see_what_is_not_known() -> None:
    context = context_of(plan(award=None, regulation="gala"), None, date(2024, 2, 1))
    report = json.loads(as_json(context, run_in(context)))
    assert (report["award"], report["window"], report["regulation_known"]) == (None, None, False)
    assert report["as_of"] == "2024-02-01"
