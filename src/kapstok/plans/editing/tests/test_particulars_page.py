"""The page of a plan's own particulars: saving, drafts, and two people at once."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.signing import seated, signed_in, working

from kapstok.core.access import Role
from kapstok.core.models import AuditEntry
from kapstok.core.tenancy import inside
from kapstok.parties.models import Municipality
from kapstok.plans.actions import load_plan
from kapstok.plans.editing.tests.sending import filled_in
from kapstok.plans.models import Plan
from kapstok.plans.queries import document_of
from kapstok.plans.schema import Agenda, PlanDocument, Source, SourceKind

pytestmark = pytest.mark.django_db

PLAN = "/diemen/werk/plan/npo/"
ADDRESS = f"{PLAN}gegevens/"
OWN = Source(key="eigen", name="Eigen geld", kind=SourceKind.OWN_MEANS)
NPO = Source(key="npo", name="NPO", kind=SourceKind.GRANT, amount=Decimal(2000))


@pytest.fixture
def diemen() -> Municipality:
    municipality = cast.municipality()
    agendas = (Agenda(name="LEA", note="zelfde partners"),)
    with inside(municipality):
        load_plan(cast.plan(sources=(NPO, OWN), goals=("Meer lezen",), agendas=agendas), by="test", publish=False)
    return municipality


@pytest.fixture
def manager(diemen: Municipality) -> Client:
    return working(diemen, Role.PROGRAMME_MANAGER)


@pytest.fixture
def colleague(diemen: Municipality) -> Client:
    return signed_in(seated(diemen, Role.POLICY_OFFICER))


def now(municipality: Municipality) -> PlanDocument:
    with inside(municipality):
        return document_of(Plan.objects.select_related("grant").get())


def opened(client: Client) -> dict[str, Any]:
    return filled_in(client.get(ADDRESS).content.decode())


def send(client: Client, fields: dict[str, Any], act: str = "save", **changes: str) -> Any:
    return client.post(ADDRESS, {**fields, "act": act, **changes})


def test_it_is_reached_from_the_page_of_the_plan(manager: Client) -> None:
    assert f'href="{ADDRESS}"' in manager.get(PLAN).content.decode()


def test_everything_is_saved_in_one_act(diemen: Municipality, manager: Client) -> None:
    changes = {
        "title": "Bestedingsplan", "stage": "execution", "doel-1-text": "Beter rekenen", "agenda-0-note": "",
        "level_1": "haak", "level_1_plural": "haken", "stated_total": "2.000", "bron-1-name": "Reserve",
        "bron-1-amount": "ca. 750", "why": "besproken",
    }  # fmt: skip
    assert send(manager, opened(manager), **changes).status_code == 302
    plan = now(diemen)
    assert (plan.title, plan.stage.value, plan.stated_total) == ("Bestedingsplan", "execution", Decimal(2000))
    assert (plan.goals, plan.agendas) == (("Meer lezen", "Beter rekenen"), (Agenda(name="LEA"),))
    assert (plan.levels[0].plural, plan.sources[1].name, plan.sources[1].about) == ("haken", "Reserve", True)
    with inside(diemen):
        entry = AuditEntry.objects.get(act="plan changed")
    assert entry.why == "besproken"
    assert entry.after
    assert entry.after["about"] == "plan"


def test_saving_without_a_change_leaves_no_trace(diemen: Municipality, manager: Client) -> None:
    before = now(diemen)
    done = manager.post(ADDRESS, {**opened(manager), "act": "save"}, follow=True)
    assert "Er was niets veranderd." in done.content.decode()
    assert now(diemen) == before


def test_rows_come_and_go_without_javascript(diemen: Municipality, manager: Client) -> None:
    fields = filled_in(send(manager, opened(manager), "more:bron").content.decode())
    fields |= {"bron-2-name": "Van scholen", "bron-2-kind": "school_money", "bron-2-amount": "€ 1.500"}
    fields = filled_in(send(manager, fields, "less:bron-1").content.decode())
    fields = filled_in(send(manager, fields, "more:doel").content.decode())
    assert {"doel-2-text", "bron-2-name"} <= fields.keys()
    assert send(manager, fields).status_code == 302
    assert [source.key for source in now(diemen).sources] == ["npo", "van-scholen"]


def test_a_source_in_use_stays_and_the_page_says_why(diemen: Municipality, manager: Client) -> None:
    page = manager.get(ADDRESS).content.decode()
    assert "In gebruik bij één begrotingsregel" in page
    assert 'value="less:bron-0"' not in page
    assert 'value="less:bron-1"' in page
    fields = {name: text for name, text in opened(manager).items() if not name.startswith("bron-0-")}
    refused = send(manager, fields)
    assert refused.status_code == 422
    assert "‘NPO’ kan niet weg" in refused.content.decode()
    assert now(diemen).sources == (NPO, OWN)


def test_a_source_that_somebody_began_to_use_meanwhile_stays(diemen: Municipality, manager: Client) -> None:
    fields = filled_in(send(manager, opened(manager), "less:bron-1").content.decode())
    with inside(diemen):
        load_plan(now(diemen).model_copy(update={"lines": (_line(),)}), by="test", publish=False)
    refused = send(manager, fields)
    assert refused.status_code == 422
    assert "‘Eigen geld’ kan niet weg: in gebruik bij één begrotingsregel." in refused.content.decode()


def _line() -> Any:
    return cast.plan().lines[0].model_copy(update={"source": "eigen"})


def test_two_people_in_different_parts_lose_nothing(diemen: Municipality, manager: Client, colleague: Client) -> None:
    mine, theirs = opened(manager), opened(colleague)
    send(colleague, theirs, summary="Van de ander")
    colleague.post(PLAN, {"act": "theme", "name": "Rekenen"})
    done = manager.post(ADDRESS, {**mine, "act": "save", "title": "Van mij"}, follow=True)
    assert "Iemand anders veranderde intussen ook iets: samenvatting." in done.content.decode()
    plan = now(diemen)
    assert (plan.title, plan.summary, len(plan.themes)) == ("Van mij", "Van de ander", 2)


@pytest.mark.parametrize(("chosen", "goals"), [("mine", ("Van mij",)), ("theirs", ("Van de ander",))])
def test_two_people_in_one_part_choose(
    diemen: Municipality, manager: Client, colleague: Client, chosen: str, goals: tuple[str, ...]
) -> None:
    mine, theirs = opened(manager), opened(colleague)
    send(colleague, theirs, **{"doel-0-text": "Van de ander"})
    clash = send(manager, mine, **{"doel-0-text": "Van mij"})
    assert clash.status_code == 409
    assert "policy_officer was u voor" in clash.content.decode().lower()
    again = filled_in(clash.content.decode())
    assert again["doel-0-text"] == "Van mij"
    assert send(manager, again, **{"keuze-goals": chosen}).status_code == 302
    assert now(diemen).goals == goals


def test_a_draft_is_kept_and_found_again(diemen: Municipality, manager: Client) -> None:
    fields = {**opened(manager), "summary": "Nog niet klaar"}
    kept = manager.post(ADDRESS, fields, headers={"hx-request": "true", "hx-trigger": "blad"}).content.decode()
    assert "bewaard als concept" in kept
    assert "U had nog iets staan" in manager.get(ADDRESS).content.decode()
    assert filled_in(manager.get(f"{ADDRESS}?verder=1").content.decode())["summary"] == "Nog niet klaar"
    assert now(diemen).summary == ""


def test_what_is_wrong_is_told_beside_its_field(manager: Client) -> None:
    response = send(manager, opened(manager), title="", **{"bron-1-amount": "veel"})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_title"' in page
    assert 'href="#id_bron-1-amount"' in page


def test_who_may_not_change_it_reads_it_all(diemen: Municipality) -> None:
    page = working(diemen, Role.CONTROLLER).get(ADDRESS).content.decode().replace("\u00a0", " ")
    assert "Dit kan een programmamanager of een beleidsmedewerker doen." in page
    assert "Meer lezen" in page
    assert "€ 2.000" in page
    assert "LEA" in page
    assert "<form id=" not in page


def test_an_adopted_plan_is_locked(diemen: Municipality, manager: Client) -> None:
    fields = opened(manager)
    with inside(diemen):
        Plan.objects.update(status="adopted")
    assert "Bereid een wijziging voor" in manager.get(ADDRESS).content.decode()
    send(manager, fields, title="Anders")
    assert now(diemen).title == "Plan"


@pytest.mark.parametrize("base", ["", "verzonnen"])
def test_nobody_makes_up_what_she_started_from(diemen: Municipality, manager: Client, base: str) -> None:
    assert send(manager, opened(manager), base=base, title="Anders").status_code == 422
    assert now(diemen).title == "Plan"
