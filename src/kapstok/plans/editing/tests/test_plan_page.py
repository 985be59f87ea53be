"""The plans and the page of a plan: beginning, adding, moving, removing; and what others see of it."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.signing import working

from kapstok.core.access import Role
from kapstok.core.models import AuditEntry
from kapstok.core.tenancy import inside
from kapstok.parties.models import Municipality
from kapstok.parties.models import Party as PartyRow
from kapstok.plans.actions import load_plan
from kapstok.plans.models import Measure, Plan, WorkPlan
from kapstok.plans.queries import document_of
from kapstok.plans.schema import Party, PlanDocument

pytestmark = pytest.mark.django_db

PLAN = "/diemen/werk/plan/npo/"


@pytest.fixture
def diemen() -> Municipality:
    return cast.municipality()


@pytest.fixture
def manager(diemen: Municipality) -> Client:
    return working(diemen, Role.PROGRAMME_MANAGER)


def given(municipality: Municipality, document: PlanDocument, **columns: str) -> None:
    with inside(municipality):
        row = load_plan(document, by="test", publish=False).plan
        Plan.objects.filter(pk=row.pk).update(**columns)


def now(municipality: Municipality, slug: str = "npo") -> PlanDocument:
    with inside(municipality):
        return document_of(Plan.objects.select_related("grant").get(slug=slug))


def acts(municipality: Municipality) -> list[str]:
    with inside(municipality):
        return list(AuditEntry.objects.filter(table="plans.plan").order_by("id").values_list("act", flat=True))


def test_without_a_plan_there_are_three_ways_to_begin(diemen: Municipality, manager: Client) -> None:
    page = manager.get("/diemen/werk/plan/").content.decode()
    assert "Upload uw bestand" in page
    assert "Download de werkmap" in page
    assert "/diemen/werk/plan/nieuw/" in page


def test_the_empty_workbook_is_there_for_each_regulation(manager: Client) -> None:
    response = manager.get("/diemen/werk/plan/werkmap-npo.xlsx")
    assert 'filename="plan-npo.xlsx"' in response.headers["Content-Disposition"]
    assert response.content.startswith(b"PK")
    assert manager.get("/diemen/werk/plan/werkmap-weg.xlsx").status_code == 404


def test_with_one_plan_she_is_there_at_once(diemen: Municipality, manager: Client) -> None:
    given(diemen, cast.plan())
    assert manager.get("/diemen/werk/plan/").headers["Location"] == PLAN


def test_several_plans_are_a_list(diemen: Municipality, manager: Client) -> None:
    given(diemen, cast.plan())
    given(diemen, cast.plan(slug="npo-2", title="Tweede plan"))
    page = manager.get("/diemen/werk/plan/").content.decode()
    assert "Tweede plan" in page
    assert PLAN in page


def test_an_empty_plan_is_a_concept_that_nobody_outside_sees(diemen: Municipality, manager: Client) -> None:
    asked = {"title": "Bestedingsplan", "regulation": "npo", "amount": "ca. € 300.000"}
    assert manager.post("/diemen/werk/plan/nieuw/", asked).headers["Location"] == PLAN
    plan = now(diemen)
    assert (plan.title, plan.grant_source.amount, plan.grant_source.about) == (
        "Bestedingsplan", Decimal(300_000), True,
    )  # fmt: skip
    assert Client().get("/diemen/npo/plan/").status_code == 404
    assert "concept" in manager.get(PLAN).content.decode()
    again = manager.post("/diemen/werk/plan/nieuw/", asked)
    assert again.headers["Location"] == "/diemen/werk/plan/npo-2/"


def test_what_is_missing_is_told(diemen: Municipality, manager: Client) -> None:
    response = manager.post("/diemen/werk/plan/nieuw/", {"title": "", "regulation": "", "amount": "10 tot 20"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Vul “Titel” in." in page
    assert "Maak een keuze bij “Regeling”." in page
    assert "één bedrag" in page


def test_themes_and_measures_are_added_moved_and_removed(diemen: Municipality, manager: Client) -> None:
    given(diemen, cast.plan())
    added = manager.post(PLAN, {"act": "theme", "name": "Rekenen"})
    assert added.headers["Location"] == f"{PLAN}#thema-rekenen"
    made = manager.post(PLAN, {"act": "measure:rekenen", "name": "Rekenclub"})
    assert made.headers["Location"] == f"{PLAN}maatregel/rekenclub/"
    manager.post(f"{PLAN}thema/rekenen/", {"act": "measure", "name": "Rekenhulp"})
    moved = manager.post(PLAN, {"act": "move:measure:rekenhulp:up"})
    assert moved.headers["Location"] == f"{PLAN}#maatregel-rekenhulp"
    manager.post(PLAN, {"act": "move:theme:rekenen:up"})
    plan = now(diemen)
    assert [theme.key for theme in plan.themes] == ["rekenen", "taal"]
    assert [measure.key for measure in plan.measures] == ["voorlezen", "rekenhulp", "rekenclub"]
    asked = manager.get(f"{PLAN}thema/rekenen/verwijderen/").content.decode()
    assert "de maatregel ‘Rekenhulp’" in asked
    assert "geen begrotingsregels" in asked
    assert now(diemen) == plan
    manager.post(f"{PLAN}thema/rekenen/verwijderen/", {"version": "1", "why": "toch niet"})
    assert [theme.key for theme in now(diemen).themes] == ["taal"]
    assert acts(diemen) == [
        "plan loaded", "theme added", "measure added", "measure added", "measure moved", "theme moved",
        "theme removed",
    ]  # fmt: skip


def test_removing_says_what_goes_with_it(diemen: Municipality, manager: Client) -> None:
    given(diemen, cast.plan())
    page = manager.get(f"{PLAN}maatregel/voorlezen/verwijderen/").content.decode().replace("\u00a0", " ")
    assert "1 begrotingsregel, samen € 1.000" in page
    done = manager.post(f"{PLAN}maatregel/voorlezen/verwijderen/", {"version": "1"}, follow=True)
    assert "‘Voorlezen’ is uit het plan gehaald." in done.content.decode()
    assert (now(diemen).measures, now(diemen).lines) == ((), ())


def test_what_somebody_changed_in_the_meantime_is_not_removed(diemen: Municipality, manager: Client) -> None:
    given(diemen, cast.plan())
    for version in ("7", "", "x"):
        done = manager.post(f"{PLAN}maatregel/voorlezen/verwijderen/", {"version": version}, follow=True)
        assert "Iemand anders heeft dit intussen veranderd" in done.content.decode()
    assert now(diemen).measures


def test_a_measure_with_a_work_plan_stays_and_the_page_says_why(diemen: Municipality, manager: Client) -> None:
    given(diemen, cast.plan(parties=(Party(key="bieb", name="Bibliotheek"),)))
    with inside(diemen):
        bieb = PartyRow.objects.get(key="bieb")
        WorkPlan.objects.create(plan=Plan.objects.get(), measure=Measure.objects.get(), party=bieb)
    for address in ("maatregel/voorlezen", "thema/taal"):
        page = manager.get(f"{PLAN}{address}/verwijderen/").content.decode()
        assert "Werkplan van Bibliotheek bij ‘Voorlezen’" in page
        assert "Ja, verwijder" not in page
        done = manager.post(f"{PLAN}{address}/verwijderen/", {"version": "1"}, follow=True)
        assert "Er is al iets bij vastgelegd" in done.content.decode()
    assert now(diemen).measures


@pytest.mark.parametrize("role", [Role.SCHOOL, Role.PROVIDER, Role.CONTROLLER])
def test_who_may_not_edit_reads_why(diemen: Municipality, role: Role) -> None:
    given(diemen, cast.plan(), status="shared")
    client = working(diemen, role)
    for address in (PLAN, f"{PLAN}maatregel/voorlezen/", f"{PLAN}thema/taal/", f"{PLAN}gegevens/"):
        page = client.get(address).content.decode()
        assert "Dit kan een programmamanager of een beleidsmedewerker doen." in page
        assert 'name="act"' not in page
    client.post(PLAN, {"act": "theme", "name": "Rekenen"})
    client.post(f"{PLAN}maatregel/voorlezen/", {"act": "save", "name": "Anders"})
    assert client.get(f"{PLAN}maatregel/voorlezen/verwijderen/").status_code == 403
    assert now(diemen) == cast.plan()


def test_a_concept_is_not_there_for_partners(diemen: Municipality) -> None:
    given(diemen, cast.plan())
    school = working(diemen, Role.SCHOOL)
    for address in ("", "maatregel/voorlezen/", "thema/taal/", "plan.pdf", "plan.toml", "wie-doet-mee/", "gegevens/"):
        assert school.get(f"{PLAN}{address}").status_code == 404
    assert "Nog geen plan" in school.get("/diemen/werk/plan/").content.decode()


def test_an_adopted_plan_is_locked_and_the_page_says_what_to_do(diemen: Municipality, manager: Client) -> None:
    given(diemen, cast.plan(), status="adopted")
    assert "Bereid een wijziging voor" in manager.get(PLAN).content.decode()
    done = manager.post(PLAN, {"act": "theme", "name": "Rekenen"}, follow=True)
    assert "Dit plan is vastgesteld" in done.content.decode()
    assert now(diemen) == cast.plan()


@pytest.mark.parametrize(
    "address",
    [
        "wie-doet-mee/", "regeling/", "tabellen/planning.xlsx", "kapstok.svg", "plan.toml", "plan.xlsx", "plan.docx",
    ],
)  # fmt: skip
def test_the_other_pages_show_the_working_copy(diemen: Municipality, manager: Client, address: str) -> None:
    given(diemen, cast.plan())
    assert manager.get(f"{PLAN}{address}").status_code == 200
    assert manager.post(f"{PLAN}{address}").status_code == 405
    assert Client().get(f"{PLAN}{address}").status_code == 302


@pytest.mark.parametrize("address", ["", "gegevens/", "thema/thema-1/", "maatregel/maatregel-1/"])
def test_the_number_of_queries_and_the_size_do_not_grow_with_the_plan(
    diemen: Municipality, manager: Client, address: str
) -> None:
    found = []
    for slug, count in (("klein", 5), ("groot", 300)):
        given(diemen, cast.many_measures(count, slug=slug))
        with CaptureQueriesContext(connection) as queries:
            response = manager.get(f"/diemen/werk/plan/{slug}/{address}")
        assert response.status_code == 200
        assert len(response.content) < 100 * 1024
        found.append(len(queries))
    assert found[0] == found[1] <= 28, found


def test_a_large_theme_is_read_page_by_page(diemen: Municipality, manager: Client) -> None:
    given(diemen, cast.many_measures(1000))
    first = manager.get(f"{PLAN}thema/thema-1/").content.decode()
    last = manager.get(f"{PLAN}thema/thema-1/?pagina=2").content.decode()
    assert "Pagina 1 van 2" in first
    assert "Maatregel 11<" in first
    assert "Maatregel 991<" not in first
    assert "Maatregel 991<" in last
    assert manager.get(f"{PLAN}thema/thema-1/?pagina=x").status_code == 200
