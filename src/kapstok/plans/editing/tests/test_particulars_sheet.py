"""The form of a plan's own particulars: what it shows is what it reads back, and what is typed becomes the plan."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from tests import cast

from kapstok.plans.editing.particulars import HeldError, Particulars, particulars_of, uses, with_particulars
from kapstok.plans.editing.particulars_sheet import ParticularsSheet
from kapstok.plans.editing.sheet import Surroundings
from kapstok.plans.editing.tests.sending import as_sent
from kapstok.plans.schema import Agenda, Level, PlanDocument, Source, SourceKind, SpentBefore, Stage, Theme
from kapstok.plans.tests.strategies import plans

OWN = Source(key="eigen", name="Eigen geld", kind=SourceKind.OWN_MEANS, amount=Decimal(500), about=True)
NPO = Source(key="npo", name="NPO", kind=SourceKind.GRANT, amount=Decimal(2000))
PLAN = cast.plan(
    sources=(NPO, OWN),
    goals=("Meer lezen", "Beter rekenen"),
    principles=("Samen met scholen",),
    agendas=(Agenda(name="Lokale educatieve agenda", note="dezelfde partners"),),
)


def typing(plan: PlanDocument, **typed: str) -> ParticularsSheet:
    """The sheet of this plan, sent with these fields changed: bron_0_amount stands for bron-0-amount."""
    around = Surroundings(plan, None, plan.parties, date(2024, 2, 1))
    base = particulars_of(plan)
    sent = as_sent(ParticularsSheet(around, base))
    for name, value in typed.items():
        is_row = any(sign.isdigit() for sign in name) and not name.startswith("level")
        sent[name.replace("_", "-") if is_row else name] = value
    return ParticularsSheet(around, base, typed=sent)


def read(plan: PlanDocument, **typed: str) -> Particulars:
    sheet = typing(plan, **typed)
    assert sheet.is_valid(), [form.errors for form in sheet.forms if form.errors]
    return sheet.read()[0]


def errors(plan: PlanDocument, **typed: str) -> str:
    sheet = typing(plan, **typed)
    assert not sheet.is_valid()
    return " ".join(str(error) for form in sheet.forms for listed in form.errors.values() for error in listed)


@given(plans())
def test_an_untouched_form_changes_nothing(plan: PlanDocument) -> None:
    assert with_particulars(plan, read(plan)) == plan


def test_what_a_plan_says_once() -> None:
    found = read(
        PLAN, title="Plan  B", stage="execution", date="2024-03-01", date_note="ongeveer", document="Nota",
        summary="Kort\r\nen goed", stated_total="€ 1.999,50",
    )  # fmt: skip
    assert (found.title, found.stage, found.date) == ("Plan B", Stage.EXECUTION, date(2024, 3, 1))
    assert (found.date_note, found.document, found.summary) == ("ongeveer", "Nota", "Kort\nen goed")
    assert found.stated_total == Decimal("1999.50")


def test_lists_are_changed_shortened_and_made_longer() -> None:
    found = read(PLAN, doel_0_text="", doel_2_text="Meedoen", uitgangspunt_0_text="Met ouders", agenda_1_name="Sport")
    assert found.goals == ("Beter rekenen", "Meedoen")
    assert found.principles == ("Met ouders",)
    assert found.agendas == (*PLAN.agendas, Agenda(name="Sport"))


def test_sources_are_renamed_changed_added_and_removed() -> None:
    found = read(PLAN, bron_0_amount="ca. 2.500", bron_1_name="Reserve")
    assert found.sources[0] == NPO.model_copy(update={"amount": Decimal(2500), "about": True})
    assert found.sources[1] == OWN.model_copy(update={"name": "Reserve"})
    new = {"bron_2_name": "NPO", "bron_2_kind": "school_money", "bron_2_amount": "300", "bron_2_was": ""}
    added = read(PLAN, **new).sources[2]
    assert added == Source(key="npo-2", name="NPO", kind=SourceKind.SCHOOL_MONEY, amount=Decimal(300))
    assert read(PLAN, bron_1_name="", bron_1_amount="").sources == (NPO,)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": ""}, "Vul “Titel” in."),
        ({"date": "gisteren"}, "datum"),
        ({"stated_total": "ca. 300"}, "zonder ca."),
        ({"stated_total": "10 tot 20"}, "één bedrag"),
        ({"level_2": "onderdeel"}, "beide namen"),
        ({"agenda_0_name": ""}, "Vul “naam” in."),
        ({"bron_0_name": "", "bron_0_amount": ""}, "Deze geldbron kan niet weg: in gebruik bij één begrotingsregel."),
        ({"bron_1_kind": ""}, "Vul “soort” in."),
        ({"bron_1_kind": "grant"}, "keuze"),
        ({"bron_1_amount": "-5"}, "niet negatief"),
    ],
)
def test_what_is_wrong_is_told(typed: dict[str, str], said: str) -> None:
    assert said in errors(PLAN, **typed)


def test_the_second_level_stays_while_themes_hang_under_themes() -> None:
    levels = (Level(singular="thema", plural="thema's"), Level(singular="deel", plural="delen"))
    themes = (Theme(key="taal", name="Taal"), Theme(key="lezen", name="Lezen", parent="taal"))
    plan = cast.plan(levels=levels, themes=themes)
    assert "Geef het tweede niveau ook een naam" in errors(plan, level_2="", level_2_plural="")
    flat = cast.plan(levels=levels)
    assert read(flat, level_2="", level_2_plural="").levels == levels[:1]
    assert read(plan, level_2="blok").levels[1] == Level(singular="blok", plural="delen")


def test_what_a_source_is_in_use_for_is_said_in_words() -> None:
    spent: Any = SpentBefore(label="Vooraf", amount=Decimal(10), source="eigen")
    plan = cast.plan(sources=(NPO, OWN), spent_before=(spent,))
    assert uses(plan) == {
        "npo": "in gebruik bij één begrotingsregel",
        "eigen": "in gebruik bij één bedrag dat al besteed is",
    }
    mine = particulars_of(plan).model_copy(update={"sources": (NPO,)})
    with pytest.raises(HeldError, match="‘Eigen geld’ kan niet weg: in gebruik bij één bedrag dat al besteed is"):
        with_particulars(plan, mine)
