"""An upload over the web: dropped, looked at, chosen in, and put into the plan or thrown away."""

import re
from datetime import timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests import cast
from tests.examples import load_examples
from tests.signing import seated, signed_in, working

from kapstok.core.access import Role, command
from kapstok.core.models import AuditEntry
from kapstok.core.tenancy import inside
from kapstok.parties.models import Municipality
from kapstok.plans.actions import load_plan
from kapstok.plans.editing.actions import edit_plan
from kapstok.plans.files import plan_as_toml
from kapstok.plans.mapping.tests.layouts import putten_budget, putten_measures
from kapstok.plans.mapping.tests.writing import workbook
from kapstok.plans.models import Plan, SavedMapping, Upload
from kapstok.plans.queries import document_of
from kapstok.plans.schema import Measure, PlanDocument
from kapstok.plans.statuses import Status
from kapstok.plans.workbook.write import plan_as_xlsx

pytestmark = pytest.mark.django_db

ADDRESS = "/diemen/werk/plan/inlezen/"
HEADINGS = ["Thema", "Maatregel", "Kosten", "Trekker"]


@pytest.fixture
def diemen() -> Municipality:
    municipality = cast.municipality()
    measure = Measure(key="voorlezen", theme="taal", name="Voorlezen", description="Elke week, in elke groep.")
    with inside(municipality):
        load_plan(cast.plan(measures=(measure,)), by="test")
    return municipality


@pytest.fixture
def officer(diemen: Municipality) -> Client:
    return working(diemen, Role.POLICY_OFFICER)


def rows(*more: list[Any]) -> bytes:
    return workbook({"Begroting": [HEADINGS, *more]})


CHANGED = rows(["Taal", "  voorlezen", 1200, "Bibliotheek"], ["Taal", "Zomerschool", 300, None])


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def drop(client: Client, content: bytes, name: str = "begroting.xlsx", plan: str = "npo", **more: str) -> Any:
    form = {"file": SimpleUploadedFile(name, content), "plan": plan, "regulation": "npo", **more}
    return client.post(ADDRESS, form)


def looked_at(client: Client, content: bytes, name: str = "begroting.xlsx", **more: str) -> tuple[str, Any]:
    """The address of the preview, and the preview."""
    kept = drop(client, content, name, **more)
    assert kept.status_code == 302, text_of(kept)
    return kept["Location"], client.get(kept["Location"])


def seal(page: Any) -> str:
    found = re.search(r'name="seal" value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def plan_now(diemen: Municipality, slug: str = "npo") -> PlanDocument:
    with inside(diemen):
        return document_of(Plan.objects.get(slug=slug))


def amounts(plan: PlanDocument) -> dict[str, Decimal | None]:
    return {line.label: line.amount for line in plan.lines}


def elsewhere(diemen: Municipality) -> None:
    with inside(diemen):
        row = Plan.objects.get(slug="npo")
        edit_plan(row.pk, lambda plan: plan.model_copy(update={"summary": "Nieuw"}), by=command("test"), act="test")


def kept(diemen: Municipality) -> int:
    with inside(diemen):
        return Upload.objects.count()


def test_the_preview_says_what_changes_and_changes_nothing(officer: Client, diemen: Municipality) -> None:
    before = plan_now(diemen)
    _, page = looked_at(officer, CHANGED)
    text = text_of(page)
    assert "Wat er verandert" in text
    assert "maatregel Zomerschool" in text
    assert re.search(r"Voorlezen · Bedrag Nu € 1\.000 Straks € 1\.200", text)
    assert re.search(r"Totaal gepland € 1\.000 € 1\.500", text)
    assert plan_now(diemen) == before


def test_a_yes_makes_the_plan_what_the_preview_said_in_one_act(officer: Client, diemen: Municipality) -> None:
    address, page = looked_at(officer, CHANGED)
    done = officer.post(address, {"act": "yes", "seal": seal(page)})
    assert (done.status_code, done["Location"]) == (302, "/diemen/werk/plan/npo/")
    after = plan_now(diemen)
    assert amounts(after) == {"Voorlezen": Decimal(1200), "Zomerschool": Decimal(300)}
    assert after.measures[0].description == "Elke week, in elke groep."
    assert [party.name for party in after.parties] == ["Bibliotheek"]
    assert (after.title, after.date) == ("Plan", cast.plan().date)
    with inside(diemen):
        [entry] = AuditEntry.objects.filter(act="workbook applied")
        assert entry.why == "begroting.xlsx"
    assert kept(diemen) == 0


def test_the_same_file_twice_changes_nothing(officer: Client, diemen: Municipality) -> None:
    address, page = looked_at(officer, CHANGED)
    officer.post(address, {"act": "yes", "seal": seal(page)})
    _, again = looked_at(officer, CHANGED)
    assert "Er verandert niets" in text_of(again)
    assert 'value="yes"' not in again.content.decode()


def test_a_plan_that_changed_since_the_preview_is_shown_again(officer: Client, diemen: Municipality) -> None:
    address, page = looked_at(officer, CHANGED)
    elsewhere(diemen)
    refused = officer.post(address, {"act": "yes", "seal": seal(page)})
    assert refused.status_code == 409
    assert "Het plan is veranderd sinds u keek" in text_of(refused)
    assert len(plan_now(diemen).lines) == 1
    assert officer.post(address, {"act": "yes", "seal": seal(refused)}).status_code == 302
    assert (len(plan_now(diemen).lines), plan_now(diemen).summary) == (2, "Nieuw")


def test_what_is_not_in_the_file_stays_unless_she_says_it_may_go(officer: Client, diemen: Municipality) -> None:
    address, page = looked_at(officer, rows(["Taal", "Zomerschool", 300, None]))
    assert "Niet in uw bestand" in text_of(page)
    assert "maatregel Voorlezen met één regel van € 1.000" in text_of(page)
    again = officer.post(address, {"act": "yes", "seal": seal(page), "leave": "measure:voorlezen"}, follow=True)
    assert "U koos nog iets anders" in text_of(again)
    assert "Vervalt" in text_of(again)
    assert [measure.name for measure in plan_now(diemen).measures] == ["Voorlezen"]
    officer.post(address, {"act": "yes", "seal": seal(again), "leave": "measure:voorlezen"})
    assert [measure.name for measure in plan_now(diemen).measures] == ["Zomerschool"]


def test_she_points_out_what_is_called_otherwise(officer: Client, diemen: Municipality) -> None:
    address, page = looked_at(officer, rows(["Taal", "Leesclub", 900, None]))
    assert "Is dit nieuw, of heet het anders?" in text_of(page)
    same = {"same-measure:leesclub": "voorlezen"}
    chosen = officer.post(address, {"act": "choices", **same}, follow=True)
    assert "Bedrag Nu € 1.000 Straks € 900" in text_of(chosen)
    officer.post(address, {"act": "yes", "seal": seal(chosen), **same})
    assert amounts(plan_now(diemen)) == {"Voorlezen": Decimal(900)}


def test_columns_pointed_out_once_are_known_the_next_time(officer: Client, diemen: Municipality) -> None:
    odd = workbook({"Blad1": [["Pijler", "Wat", "X", "Y"], ["Taal", "Voorlezen", 1200, 7], ["Taal", "Club", 30, 8]]})
    address, _ = looked_at(officer, odd)
    columns = {"act": "columns", "sheet": "Blad1", "header_row": "1", "orientation": "rows"}
    columns |= {"role-A": "theme", "role-B": "measure", "role-C": "amount"}
    columns |= {f"header-{letter}": text for letter, text in zip("ABCD", ["Pijler", "Wat", "X", "Y"], strict=True)}
    page = officer.post(address, columns, follow=True)
    assert "Gelezen zoals u de kolommen aanwees." in text_of(page)
    _, again = looked_at(officer, odd)
    assert "Wij herkenden uw werkmap van vorige keer." in text_of(again)
    assert re.search(r"Totaal gepland € 1\.000 € 1\.230", text_of(again))
    with inside(diemen):
        assert SavedMapping.objects.count() == 1


def test_a_wrong_pointing_out_says_what_is_wrong(officer: Client) -> None:
    address, _ = looked_at(officer, CHANGED)
    page = officer.post(address, {"act": "columns", "sheet": "Begroting", "header_row": "1", "role-A": "theme"})
    assert page.status_code == 422
    assert "wijs minstens één kolom met bedragen aan" in text_of(page).lower()


def test_answers_are_kept_with_the_file(officer: Client) -> None:
    address, page = looked_at(officer, putten_measures())
    assert "Over hoeveel jaren gaat het plan?" in text_of(page)
    name = re.search(r'name="(answer-\w+)" value="1"', page.content.decode())
    assert name
    answered = officer.post(address, {"act": "answers", name[1]: "1"}, follow=True)
    assert re.search(rf'name="{name[1]}" value="1" checked', answered.content.decode())


@pytest.mark.parametrize(("name", "write"), [("plan.toml", plan_as_toml), ("plan.xlsx", None)])
def test_our_own_files_say_the_whole_plan(officer: Client, diemen: Municipality, name: str, write: Any) -> None:
    changed = cast.plan(slug="elders", title="Anders")
    content = write(changed).encode() if write else plan_as_xlsx(changed, None, made_on=changed.date)
    address, page = looked_at(officer, content, name)
    assert "Dit is een plan uit Kapstok." in text_of(page)
    officer.post(address, {"act": "yes", "seal": seal(page)})
    assert plan_now(diemen) == changed.model_copy(update={"slug": "npo"})


def test_a_file_becomes_a_new_plan_that_nobody_outside_sees(officer: Client, diemen: Municipality) -> None:
    address, page = looked_at(officer, CHANGED, plan="+", award="€ 2.500")
    assert "Een nieuw plan" in text_of(page)
    done = officer.post(address, {"act": "yes", "seal": seal(page), "title": "Zomerplan"})
    assert done["Location"] == "/diemen/werk/plan/npo-2/"
    made = plan_now(diemen, "npo-2")
    assert [made.title, made.grant_source.amount] == ["Zomerplan", 2500]
    assert Client().get("/diemen/npo-2/plan/").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("begroting.xlsx", b"", "leeg"),
        ("begroting.xlsx", b"PK\x03\x04 kapot", "niet compleet"),
        ("plan.toml", b"title = ", "geen geldig TOML"),
        ("groot.xlsx", bytes(10_000_001), "groter dan 10 MB"),
    ],
)
def test_a_bad_file_is_named_and_nothing_is_kept(
    officer: Client, diemen: Municipality, name: str, content: bytes, said: str
) -> None:
    page = drop(officer, content, name)
    assert page.status_code == 422
    assert said in text_of(page)
    assert kept(diemen) == 0


def test_every_mistake_in_our_workbook_is_named_with_its_place(officer: Client, diemen: Municipality) -> None:
    broken = plan_as_toml(cast.plan()).replace('source = "npo"', 'source = "Geld!"').replace("= 1000", "= -5")
    page = drop(officer, broken.encode(), "plan.toml")
    assert "Deze 2 dingen moeten eerst anders" in text_of(page)
    assert kept(diemen) == 0


def test_without_a_file_nothing_happens(officer: Client) -> None:
    page = officer.post(ADDRESS, {"plan": "npo", "regulation": "npo"})
    assert (page.status_code, "er is geen bestand gekozen" in text_of(page)) == (422, True)


def test_a_forged_form_is_refused_and_a_far_too_large_one_is_not_even_read(diemen: Municipality) -> None:
    strict = signed_in(seated(diemen, Role.POLICY_OFFICER), Client(enforce_csrf_checks=True))
    assert drop(strict, CHANGED).status_code == 403
    assert kept(diemen) == 0
    refused = strict.post(ADDRESS, b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="200000000")
    assert (refused.status_code, "groter dan 10 MB" in text_of(refused)) == (422, True)


def test_a_file_is_hers_alone_and_goes_when_she_says_no(officer: Client, diemen: Municipality) -> None:
    address, _ = looked_at(officer, CHANGED)
    colleague = working(diemen, Role.PROGRAMME_MANAGER)
    assert colleague.get(address).status_code == 404
    assert colleague.post(f"{address}weg/").status_code == 404
    assert working(diemen, Role.CONTROLLER).get(ADDRESS).status_code == 403
    assert "Er wacht nog een bestand op uw antwoord" in text_of(officer.get(ADDRESS))
    assert officer.post(f"{address}weg/").status_code == 302
    assert kept(diemen) == 0


def test_what_nobody_answered_goes_after_seven_days(officer: Client, diemen: Municipality) -> None:
    address, _ = looked_at(officer, CHANGED)
    with inside(diemen):
        Upload.objects.update(made_at=timezone.now() - timedelta(days=7, minutes=1))
    assert officer.get(address).status_code == 404
    looked_at(working(diemen, Role.PROGRAMME_MANAGER), CHANGED)
    assert kept(diemen) == 1


def test_a_plan_that_was_adopted_meanwhile_takes_nothing(officer: Client, diemen: Municipality) -> None:
    address, page = looked_at(officer, CHANGED)
    with inside(diemen):
        Plan.objects.update(status=Status.ADOPTED)
    refused = officer.post(address, {"act": "yes", "seal": seal(page)})
    assert (refused.status_code, len(plan_now(diemen).lines)) == (409, 1)
    assert "is vastgesteld" in text_of(refused)


@pytest.fixture
def putten() -> Client:
    load_examples()
    putten = Municipality.objects.get(slug="putten")
    with inside(putten):
        Plan.objects.update(status=Status.CONSULTED)  # as before the college decided
    return working(putten, Role.POLICY_OFFICER)


@pytest.mark.django_db(transaction=True)
def test_the_table_of_putten_as_it_stands_in_its_document_is_what_its_plan_says(putten: Client) -> None:
    form = {"file": SimpleUploadedFile("begroting.xlsx", putten_budget()), "plan": "npo", "regulation": "npo"}
    address = putten.post("/putten/werk/plan/inlezen/", form)["Location"]
    with CaptureQueriesContext(connection) as queries:
        page = putten.get(address)
    assert "Er verandert niets" in text_of(page)
    assert len(page.content) <= 100 * 1024
    assert len(queries) < 30, len(queries)
