"""The tabs of a plan say where somebody is, also on the pages under them."""

import pytest

from kapstok.plans.editing.tabs import tabs

PLAN = "/diemen/werk/plan/npo/"
MENU = (
    ("Plan", PLAN),
    ("Begroting", f"{PLAN}begroting/"),
    ("Besluiten", f"{PLAN}besluiten/"),
    ("Reacties", f"{PLAN}reacties/"),
)


@pytest.mark.parametrize(
    ("where", "label", "current"),
    [
        ("", "Plan", "page"),
        ("gegevens/", "Plan", "true"),
        ("maatregel/inloop/", "Plan", "true"),
        ("thema/taal/verwijderen/", "Plan", "true"),
        ("begroting/", "Begroting", "page"),
        ("begroting/regel/inloop/weg/", "Begroting", "true"),
        ("besluiten/", "Besluiten", "page"),
        ("besluiten/nieuw/", "Besluiten", "true"),
        ("versies/3/", "Besluiten", "true"),
        ("wijziging/", "Besluiten", "true"),
        ("reacties/7/antwoord/", "Reacties", "true"),
    ],
)
def test_one_tab_is_marked(where: str, label: str, current: str) -> None:
    marked = [(tab.label, tab.current) for tab in tabs(MENU, f"{PLAN}{where}") if tab.current]
    assert marked == [(label, current)]


def test_elsewhere_none_is_marked() -> None:
    assert not any(tab.current for tab in tabs(MENU, "/diemen/werk/overleg/3/"))
