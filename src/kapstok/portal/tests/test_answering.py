"""Answering on the page what the reader of workbooks asks: nothing is stored, and nothing gets lost on the way."""

import logging
import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kapstok.plans.files import parse_plan
from kapstok.plans.mapping.saving import parse_mapping
from kapstok.plans.mapping.tests.layouts import putten_measures
from kapstok.plans.mapping.tests.writing import workbook
from kapstok.portal.tests.test_try_out import drop, hidden, text_of

pytestmark = pytest.mark.django_db

ROWS = [
    ["Thema", "Maatregel", "Kosten"],
    ["Taal", "Voorlezen", "40.000 - 45.000"],
    ["Taal", "Boeken", "€ 1.000 per jaar"],
    ["Sport", "Club", "€ 2.500 per school"],
]
LOW = "€\u00a040.000"


def budget() -> bytes:
    return workbook({"Begroting": ROWS})


def fields_of(response: Any, button: str) -> dict[str, str]:
    """What a browser sends from the form with this button: hidden and text fields, chosen options, checked radios."""
    [form] = [form for form in re.findall(r"<form.*?</form>", response.content.decode(), re.DOTALL) if button in form]
    inputs = [dict(re.findall(r'([a-z]+)="([^"]*)"', each)) | {"_": each} for each in re.findall(r"<input[^>]*>", form)]
    sent = {
        each["name"]: unescape(each.get("value", ""))
        for each in inputs
        if each.get("type") != "file" and (each.get("type") != "radio" or " checked" in each["_"])
    }
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option(?: value="([^"]*)")? selected>([^<]*)', options)
        sent[name] = (chosen[1] or unescape(chosen[2])) if chosen else ""
    return sent


def option(response: Any, text: str) -> dict[str, str]:
    """The field that a radio button with this text fills."""
    found = re.search(
        rf'name="(answer-\w+)" value="(\d)"[^>]*> <span>{re.escape(text)}', unescape(response.content.decode())
    )
    assert found, text
    return {found[1]: found[2]}


def number(response: Any, text: str) -> dict[str, str]:
    found = re.search(r'name="(answer-\w+)" value="[^"]*" inputmode', response.content.decode())
    assert found
    return {found[1]: text}


def answer(client: Client, page: Any, *answers: dict[str, str]) -> Any:
    sent = fields_of(page, "met deze antwoorden")
    for each in answers:
        sent |= each
    return client.post("/probeer/", sent)


def test_answers_change_the_figures_and_stay_on_the_page(client: Client) -> None:
    page = drop(client, budget())
    assert "Gepland € 46.000" in text_of(page)
    page = answer(client, page, option(page, LOW), number(page, "15"), option(page, "2 jaar"))
    assert "Gepland € 79.500" in text_of(page)
    assert "Wij rekenen met uw 3 antwoorden op onze vragen" in text_of(page)
    page = answer(client, page, option(page, "3 jaar"))
    assert "Gepland € 80.500" in text_of(page)


def test_answers_survive_into_what_is_taken_along(client: Client) -> None:
    page = drop(client, budget())
    page = answer(client, page, option(page, LOW), number(page, "15"), option(page, "2 jaar"))
    taken = {"plan": hidden(page, "plan"), "mapping": hidden(page, "mapping")}
    plan = parse_plan(client.post("/probeer/plan.toml", taken).content.decode())
    assert [line.amount for line in plan.lines] == [40_000, 2_000, 37_500]
    assert parse_mapping(client.post("/probeer/kolommen.toml", taken).content.decode()).years_covered == 2


def test_pointing_out_columns_keeps_the_answers_and_answering_keeps_the_columns(client: Client) -> None:
    page = drop(client, budget())
    page = answer(client, page, option(page, LOW))
    page = client.post("/probeer/", fields_of(page, "met deze kolommen"))
    assert "Gelezen zoals u de kolommen aanwees." in text_of(page)
    assert "Gepland € 41.000" in text_of(page)
    page = answer(client, page, number(page, "10"))
    assert "Gelezen zoals u de kolommen aanwees." in text_of(page)
    assert "Gepland € 66.000" in text_of(page)


def test_an_award_that_was_filled_in_stays_with_the_answers(client: Client) -> None:
    page = drop(client, budget(), award="€ 50.000")
    page = answer(client, page, option(page, LOW))
    assert "Toegekend € 50.000" in text_of(page)


def test_an_answer_that_only_she_can_carry_out_says_so(client: Client) -> None:
    page = drop(client, workbook({"Begroting": [*ROWS[:1], ["Taal", "Boeken", 50], ["Totaal", "", 60]]}))
    page = answer(client, page, option(page, "Er ontbreekt een regel"))
    assert "pas het daar aan" in text_of(page)


def test_a_workbook_too_large_to_carry_is_chosen_again_with_the_answers(client: Client) -> None:
    page = drop(client, budget())
    sent = fields_of(page, "met deze antwoorden") | option(page, LOW) | {"content": ""}
    again = client.post("/probeer/", sent | {"file": SimpleUploadedFile("begroting.xlsx", budget())})
    assert "Gepland € 41.000" in text_of(again)
    assert client.post("/probeer/", sent).status_code == 422


def test_answering_stores_nothing_and_logs_nothing(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    page = drop(client, putten_measures())
    caplog.clear()
    with CaptureQueriesContext(connection) as queries, caplog.at_level(logging.DEBUG, "kapstok"):
        page = answer(client, page, option(page, "2 jaar"))
    assert len(queries) == 0
    assert not page.cookies
    assert not caplog.records


def test_columns_that_were_changed_on_the_way_are_refused(client: Client) -> None:
    sent = fields_of(drop(client, budget()), "met deze antwoorden")
    for columns in ("onzin", "eNpLT03NUyjIScwDABD7A2s="):
        page = client.post("/probeer/", sent | {"columns": columns})
        assert page.status_code == 422
        assert "onderweg veranderd" in text_of(page)


def test_a_plan_without_questions_asks_nothing(client: Client) -> None:
    page = text_of(drop(client, workbook({"Begroting": [*ROWS[:1], ["Taal", "Boeken", 50]]})))
    assert "aan u" not in page
    assert "met deze antwoorden" not in page
