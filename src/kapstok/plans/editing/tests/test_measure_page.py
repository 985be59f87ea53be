"""The page of a measure: saving, working out, drafts, and two people at once."""

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
from kapstok.plans.models import Draft, Plan
from kapstok.plans.queries import document_of
from kapstok.plans.schema import Estimate, Measure, Milestone, Party, PlanDocument

pytestmark = pytest.mark.django_db

ADDRESS = "/diemen/werk/plan/npo/maatregel/voorlezen/"
BSN = "111222333"


@pytest.fixture
def diemen() -> Municipality:
    municipality = cast.municipality()
    measure = Measure(
        key="voorlezen", theme="taal", name="Voorlezen", lead="bieb", estimates=(Estimate(amount=1000),),
        milestones=(Milestone(quarter="Q1 2023", what="Begin"),),
    )  # fmt: skip
    with inside(municipality):
        parties = (Party(key="bieb", name="Bibliotheek"),)
        load_plan(cast.plan(measures=(measure,), parties=parties), by="test", publish=False)
    return municipality


@pytest.fixture
def manager(diemen: Municipality) -> Client:
    return working(diemen, Role.PROGRAMME_MANAGER)


@pytest.fixture
def colleague(diemen: Municipality) -> Client:
    return signed_in(seated(diemen, Role.POLICY_OFFICER))


def now(municipality: Municipality) -> PlanDocument:
    with inside(municipality):
        return document_of(Plan.objects.select_related("grant").get(slug="npo"))


def the_measure(municipality: Municipality) -> Measure:
    return now(municipality).measures[0]


def opened(client: Client, address: str = ADDRESS) -> dict[str, Any]:
    return filled_in(client.get(address).content.decode())


def send(client: Client, fields: dict[str, Any], act: str = "save", **changes: str) -> Any:
    return client.post(ADDRESS, {**fields, "act": act, **changes})


def keep(client: Client, fields: dict[str, Any], **changes: str) -> Any:
    return client.post(ADDRESS, {**fields, **changes}, headers={"hx-request": "true", "hx-trigger": "blad"})


def acts(municipality: Municipality) -> int:
    with inside(municipality):
        return AuditEntry.objects.filter(act="measure changed").count()


def test_saving_without_a_change_leaves_no_trace(diemen: Municipality, manager: Client) -> None:
    before = now(diemen)
    done = manager.post(ADDRESS, {**opened(manager), "act": "save"}, follow=True)
    assert "Er was niets veranderd." in done.content.decode()
    assert (now(diemen), acts(diemen)) == (before, 0)


def test_saving_is_one_act_with_a_small_before_and_after(diemen: Municipality, manager: Client) -> None:
    assert send(manager, opened(manager), result="Meer\r\nlezen", why="afgesproken").status_code == 302
    assert the_measure(diemen).result == "Meer\nlezen"
    with inside(diemen):
        entry = AuditEntry.objects.get(act="measure changed")
    assert entry.before == {"measures": {"voorlezen": {}}}
    assert entry.after == {"measures": {"voorlezen": {"result": "Meer\nlezen"}}, "about": "measure:voorlezen"}
    assert entry.why == "afgesproken"


def test_a_new_organisation_comes_into_the_plan(diemen: Municipality, manager: Client) -> None:
    send(manager, opened(manager), lead="Sportclub Noord")
    assert the_measure(diemen).lead == "sportclub-noord"
    assert [party.name for party in now(diemen).parties] == ["Bibliotheek", "Sportclub Noord"]


def test_what_is_wrong_is_told_and_what_was_typed_is_kept(diemen: Municipality, manager: Client) -> None:
    response = send(manager, opened(manager), name="", result="Meer lezen")
    page = response.content.decode()
    assert response.status_code == 422
    assert "Vul “Naam” in." in page
    assert 'href="#id_name"' in page
    assert "Meer lezen" in page
    assert "U had nog iets staan" in manager.get(ADDRESS).content.decode()
    assert "Meer lezen" in manager.get(f"{ADDRESS}?verder=1").content.decode()
    assert the_measure(diemen).result == ""


def test_working_it_out_without_javascript(manager: Client) -> None:
    typed = {
        "raming-0-getal-0-number": "2", "raming-0-getal-0-unit": "uur", "raming-0-getal-0-was": "",
        "raming-0-getal-1-number": "€ 86,67", "raming-0-getal-1-unit": "per uur", "raming-0-getal-1-was": "",
        "raming-0-amount": "",
    }  # fmt: skip
    page = send(manager, opened(manager) | typed, "calculate").content.decode().replace("\u00a0", " ")
    assert "= € 173,34" in page


def test_rows_come_and_go_without_javascript(manager: Client) -> None:
    fields = filled_in(send(manager, opened(manager), "more:raming").content.decode())
    assert {"raming-1-label", "raming-1-getal-2-number"} <= fields.keys()
    assert fields["raming-1-counted"] == "on"
    fields = filled_in(send(manager, fields, "more:raming-1-getal").content.decode())
    assert "raming-1-getal-3-unit" in fields
    fields = filled_in(send(manager, fields, "less:raming-0").content.decode())
    assert "raming-0-label" not in fields
    fields = filled_in(send(manager, fields, "more:stap").content.decode())
    assert "stap-2-quarter" in fields


def test_while_she_types_the_sums_and_findings_come_back_and_her_draft_is_kept(
    diemen: Municipality, manager: Client
) -> None:
    answer = keep(manager, opened(manager), **{"raming-0-amount": "€ 2.500", "result": "Meer lezen"})
    page = answer.content.decode().replace("\u00a0", " ")
    assert "<html" not in page
    assert "€ 2.500" in page
    assert 'hx-swap-oob="true"' in page
    assert "bewaard als concept" in page
    assert answer.headers["Vary"] == "HX-Request, Cookie"
    assert the_measure(diemen).result == ""
    assert "U had nog iets staan" in manager.get(ADDRESS).content.decode()


def test_a_draft_is_hers_alone_and_gone_once_saved_or_thrown_away(
    diemen: Municipality, manager: Client, colleague: Client
) -> None:
    fields = opened(manager)
    keep(manager, fields, result="Van haar")
    other = colleague.get(f"{ADDRESS}?verder=1").content.decode()
    assert "Van haar" not in other
    assert "U had nog iets staan" not in other
    colleague.post(ADDRESS, {"act": "drop"})
    assert "Van haar" in manager.get(f"{ADDRESS}?verder=1").content.decode()
    send(manager, fields, result="Van haar")
    assert "U had nog iets staan" not in manager.get(ADDRESS).content.decode()
    keep(manager, opened(manager), result="Weer wat")
    manager.post(ADDRESS, {"act": "drop"})
    with inside(diemen):
        assert not Draft.objects.exists()


def test_another_window_does_not_write_over_a_draft(diemen: Municipality, manager: Client) -> None:
    first, second = opened(manager), opened(manager)
    keep(manager, first, result="In het eerste venster")
    answer = keep(manager, second, result="In het tweede venster").content.decode()
    assert "Dit concept is niet bewaard" in answer
    send(manager, second, result="In het tweede venster")
    assert "In het eerste venster" in manager.get(f"{ADDRESS}?verder=1").content.decode()


def test_a_draft_never_holds_a_bsn(diemen: Municipality, manager: Client) -> None:
    answer = keep(manager, opened(manager), description=f"Kind met nummer {BSN}")
    assert "niet bewaard" in answer.content.decode()
    assert send(manager, opened(manager), description=f"Kind met nummer {BSN}").status_code == 422
    with inside(diemen):
        assert not Draft.objects.exists()


def test_what_only_the_other_changed_is_taken_over(diemen: Municipality, manager: Client, colleague: Client) -> None:
    mine, theirs = opened(manager), opened(colleague)
    send(colleague, theirs, target_group="Kleuters")
    done = manager.post(ADDRESS, {**mine, "act": "save", "result": "Meer lezen"}, follow=True)
    assert "Iemand anders veranderde intussen ook iets: doelgroep." in done.content.decode()
    assert (the_measure(diemen).result, the_measure(diemen).target_group) == ("Meer lezen", "Kleuters")


@pytest.mark.parametrize(("chosen", "result"), [("mine", "Van mij"), ("theirs", "Van de ander")])
def test_what_both_changed_stands_side_by_side_with_a_choice(
    diemen: Municipality, manager: Client, colleague: Client, chosen: str, result: str
) -> None:
    mine, theirs = opened(manager), opened(colleague)
    send(colleague, theirs, result="Van de ander", target_group="Kleuters")
    clash = send(manager, mine, result="Van mij", indicator="Vaker")
    page = clash.content.decode()
    assert clash.status_code == 409
    assert "policy_officer was u voor" in page.lower()
    assert "Tekst van policy_officer" in page
    assert "Van mij" in page
    assert "Van de ander" in page
    assert the_measure(diemen).result == "Van de ander"
    again = filled_in(page)
    assert (again["result"], again["target_group"], again["keuze-result"]) == ("Van mij", "Kleuters", "mine")
    assert send(manager, again, **{"keuze-result": chosen}).status_code == 302
    now_ = the_measure(diemen)
    assert (now_.result, now_.target_group, now_.indicator) == (result, "Kleuters", "Vaker")


def test_her_own_text_is_kept_when_she_leaves_at_a_choice(
    diemen: Municipality, manager: Client, colleague: Client
) -> None:
    mine, theirs = opened(manager), opened(colleague)
    send(colleague, theirs, result="Van de ander")
    send(manager, mine, result="Van mij")
    back = manager.get(f"{ADDRESS}?verder=1").content.decode()
    assert filled_in(back)["result"] == "Van mij"
    assert send(manager, filled_in(back)).status_code == 409


def test_a_measure_that_the_other_removed_can_be_put_back(
    diemen: Municipality, manager: Client, colleague: Client
) -> None:
    mine = opened(manager)
    colleague.post(f"{ADDRESS}verwijderen/", {"version": "1"})
    gone = send(manager, mine, result="Meer lezen")
    assert gone.status_code == 409
    assert "intussen uit het plan gehaald" in gone.content.decode()
    assert now(diemen).measures == ()
    assert send(manager, filled_in(gone.content.decode())).status_code == 302
    assert the_measure(diemen).result == "Meer lezen"


@pytest.mark.parametrize("base", ["", "verzonnen", "eyJ0ZXN0IjoxfQ:1abc:xyz"])
def test_nobody_makes_up_what_she_started_from(diemen: Municipality, manager: Client, base: str) -> None:
    response = send(manager, opened(manager), base=base, result="Meer lezen")
    assert response.status_code == 422
    assert "te lang open" in response.content.decode()
    assert the_measure(diemen).result == ""


def test_what_she_started_from_belongs_to_one_measure(diemen: Municipality, manager: Client) -> None:
    manager.post("/diemen/werk/plan/npo/", {"act": "measure:taal", "name": "Ander"})
    other = opened(manager, "/diemen/werk/plan/npo/maatregel/ander/")
    assert send(manager, opened(manager), base=other["base"]).status_code == 422


def test_what_the_checks_say_stands_beside_its_field(diemen: Municipality, manager: Client) -> None:
    with inside(diemen):
        Plan.objects.update(stage="execution")
    page = manager.get(ADDRESS).content.decode()
    beside = page[page.index('id="punt-target_group"') :]
    assert "K404" in beside[: beside.index("</div>")]
    send(manager, opened(manager), target_group="Kleuters")
    page = manager.get(ADDRESS).content.decode()
    beside = page[page.index('id="punt-target_group"') :]
    assert "K404" not in beside[: beside.index("</div>")]


def test_a_measure_that_is_not_there(manager: Client) -> None:
    assert manager.get(ADDRESS.replace("voorlezen", "weg")).status_code == 404
    assert manager.post(ADDRESS.replace("voorlezen", "weg"), {"act": "save"}).status_code == 404
