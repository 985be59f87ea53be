"""The page of a theme: what is typed is kept, and two people who write in one theme lose nothing."""

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
from kapstok.plans.schema import Level, Theme

pytestmark = pytest.mark.django_db

ADDRESS = "/diemen/werk/plan/npo/thema/lezen/"
THEMES = (Theme(key="taal", name="Taal"), Theme(key="lezen", name="Lezen", parent="taal", stated_total=500))
LEVELS = (Level(singular="thema", plural="thema's"), Level(singular="onderdeel", plural="onderdelen"))


@pytest.fixture
def diemen() -> Municipality:
    municipality = cast.municipality()
    with inside(municipality):
        load_plan(cast.plan(themes=THEMES, levels=LEVELS), by="test", publish=False)
    return municipality


@pytest.fixture
def manager(diemen: Municipality) -> Client:
    return working(diemen, Role.PROGRAMME_MANAGER)


@pytest.fixture
def colleague(diemen: Municipality) -> Client:
    return signed_in(seated(diemen, Role.POLICY_OFFICER))


def themes(municipality: Municipality) -> dict[str, Theme]:
    with inside(municipality):
        row = Plan.objects.select_related("grant").get()
        return {theme.key: theme for theme in document_of(row).themes}


def opened(client: Client) -> dict[str, Any]:
    return filled_in(client.get(ADDRESS).content.decode())


def send(client: Client, fields: dict[str, Any], **changes: str) -> Any:
    return client.post(ADDRESS, {**fields, "act": "save", **changes})


def test_saving_is_one_act_and_nothing_else_of_it_changes(diemen: Municipality, manager: Client) -> None:
    assert send(manager, opened(manager), goal="Meer\r\nlezen", why="afgesproken").status_code == 302
    assert themes(diemen)["lezen"] == THEMES[1].model_copy(update={"goal": "Meer\nlezen"})
    with inside(diemen):
        entry = AuditEntry.objects.get(act="theme changed")
    assert entry.after == {"themes": {"lezen": {"goal": "Meer\nlezen"}}, "about": "theme:lezen"}
    assert entry.why == "afgesproken"


def test_saving_without_a_change_leaves_no_trace(diemen: Municipality, manager: Client) -> None:
    done = manager.post(ADDRESS, {**opened(manager), "act": "save"}, follow=True)
    assert "Er was niets veranderd." in done.content.decode()
    with inside(diemen):
        assert not AuditEntry.objects.filter(act="theme changed").exists()


def test_what_is_typed_is_kept_for_her_alone(manager: Client, colleague: Client) -> None:
    fields = {**opened(manager), "goal": "Van haar"}
    kept = manager.post(ADDRESS, fields, headers={"hx-request": "true", "hx-trigger": "blad"})
    assert "bewaard als concept" in kept.content.decode()
    assert "<html" not in kept.content.decode()
    assert "U had nog iets staan" in manager.get(ADDRESS).content.decode()
    assert filled_in(manager.get(f"{ADDRESS}?verder=1").content.decode())["goal"] == "Van haar"
    assert "U had nog iets staan" not in colleague.get(ADDRESS).content.decode()
    manager.post(ADDRESS, {"act": "drop"})
    assert "U had nog iets staan" not in manager.get(ADDRESS).content.decode()


def test_what_is_wrong_is_told_and_what_was_typed_is_kept(manager: Client) -> None:
    response = send(manager, opened(manager), name="", goal="Meer lezen")
    assert response.status_code == 422
    assert "Vul “Naam” in." in response.content.decode()
    assert filled_in(manager.get(f"{ADDRESS}?verder=1").content.decode())["goal"] == "Meer lezen"


def test_what_only_the_other_changed_is_taken_over(diemen: Municipality, manager: Client, colleague: Client) -> None:
    mine, theirs = opened(manager), opened(colleague)
    send(colleague, theirs, result="Van de ander")
    done = manager.post(ADDRESS, {**mine, "act": "save", "goal": "Van mij"}, follow=True)
    assert "Iemand anders veranderde intussen ook iets: beoogd resultaat." in done.content.decode()
    assert (themes(diemen)["lezen"].goal, themes(diemen)["lezen"].result) == ("Van mij", "Van de ander")


@pytest.mark.parametrize(("chosen", "goal"), [("mine", "Van mij"), ("theirs", "Van de ander")])
def test_what_both_changed_stands_side_by_side_with_a_choice(
    diemen: Municipality, manager: Client, colleague: Client, chosen: str, goal: str
) -> None:
    mine, theirs = opened(manager), opened(colleague)
    send(colleague, theirs, goal="Van de ander")
    clash = send(manager, mine, goal="Van mij")
    page = clash.content.decode()
    assert clash.status_code == 409
    assert "policy_officer was u voor" in page.lower()
    assert "Tekst van policy_officer" in page
    again = filled_in(page)
    assert (again["goal"], again["keuze-goal"]) == ("Van mij", "mine")
    assert send(manager, again, **{"keuze-goal": chosen}).status_code == 302
    assert themes(diemen)["lezen"].goal == goal


@pytest.mark.parametrize("removed", ["lezen", "taal"])
def test_a_theme_that_the_other_removed_can_be_put_back(
    diemen: Municipality, manager: Client, colleague: Client, removed: str
) -> None:
    mine = opened(manager)
    colleague.post(f"/diemen/werk/plan/npo/thema/{removed}/verwijderen/", {"version": "1"})
    gone = send(manager, mine, goal="Meer lezen")
    assert gone.status_code == 409
    assert "intussen uit het plan gehaald" in gone.content.decode()
    assert "lezen" not in themes(diemen)
    assert send(manager, filled_in(gone.content.decode())).status_code == 302
    back = themes(diemen)["lezen"]
    assert (back.goal, back.parent) == ("Meer lezen", "taal" if removed == "lezen" else None)


def test_nobody_makes_up_what_she_started_from(diemen: Municipality, manager: Client) -> None:
    response = send(manager, opened(manager), base="verzonnen", goal="Meer lezen")
    assert response.status_code == 422
    assert "te lang open" in response.content.decode()
    assert themes(diemen)["lezen"].goal == ""


def test_a_theme_that_is_not_there(manager: Client) -> None:
    where = ADDRESS.replace("lezen", "weg")
    assert (manager.get(where).status_code, manager.post(where, {"act": "save"}).status_code) == (404, 404)
