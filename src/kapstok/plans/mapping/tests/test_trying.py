from datetime import date
from pathlib import Path

import pytest

from kapstok.plans.files import PlanFileError
from kapstok.plans.mapping.command import as_json, how_it_was_read, save_mapping
from kapstok.plans.mapping.saving import read_mapping
from kapstok.plans.mapping.tests import layouts, more_layouts
from kapstok.plans.mapping.tests.reading import draft_of, guessed, npo, totals
from kapstok.plans.mapping.tests.writing import workbook
from kapstok.plans.mapping.trying import Way, try_out
from kapstok.plans.workbook.write import plan_as_xlsx


def test_diemen_is_read_by_a_guess_and_its_fault_is_found() -> None:
    tried = try_out(layouts.diemen_budget(), "diemen.xlsx", npo())
    assert tried.way is Way.GUESS
    assert tried.problems == ()
    assert "K101" in {finding.code for finding in tried.findings}
    said = how_it_was_read(tried)
    assert "kolom F heet ‘Totaal’ en bevat bedragen" in said
    assert "--save-map" in said


def test_a_mapping_goes_before_a_guess() -> None:
    mapping = guessed(more_layouts.merged_themes()).mapping
    tried = try_out(more_layouts.merged_themes(), "b.xlsx", npo(), mapping)
    assert (tried.way, tried.mapping, tried.reasons) == (Way.MAPPING, mapping, ())
    assert tried.draft is not None
    assert "tekst" not in how_it_was_read(tried)


def test_our_own_workbook_is_known_as_such() -> None:
    plan = draft_of(layouts.diemen_budget()).plan
    tried = try_out(plan_as_xlsx(plan, npo(), made_on=date(2024, 2, 1)), "ons.xlsx", npo())
    assert (tried.way, tried.problems) == (Way.OURS, ())
    assert tried.draft is not None
    assert totals(tried.draft.plan) == totals(plan)


@pytest.mark.parametrize("content", [b"", b"geen werkmap", workbook({"Blad1": [["hallo"]]})])
def test_what_cannot_be_read_says_why(content: bytes) -> None:
    tried = try_out(content, "x.xlsx", npo())
    assert tried.problems
    assert tried.draft is None


def test_a_renamed_sheet_is_found_by_its_headings() -> None:
    mapping = guessed(workbook({"Oud": [["Thema", "Maatregel", "Bedrag"], ["Taal", "Voorlezen", 1000]]})).mapping
    later = workbook({"Nieuw": [["Thema", "Maatregel", "Bedrag"], ["Taal", "Voorlezen", 2000]]})
    tried = try_out(later, "b.xlsx", npo(), mapping)
    assert tried.draft is not None
    assert totals(tried.draft.plan) == {"Taal": {"totaal": 2000}}


def test_a_saved_mapping_can_be_given_back(tmp_path: Path) -> None:
    mapping = guessed(more_layouts.two_grants_in_columns()).mapping
    save_mapping(mapping, tmp_path / "kolommen.toml")
    assert read_mapping(tmp_path / "kolommen.toml") == mapping
    with pytest.raises(PlanFileError, match="kan niet worden geschreven"):
        save_mapping(mapping, tmp_path / "weg" / "kolommen.toml")


def test_questions_are_told_to_people_and_programs() -> None:
    tried = try_out(layouts.putten_measures(), "putten.xlsx", npo())
    assert "vragen aan u" in how_it_was_read(tried)
    told = as_json(tried)
    assert told["way"] == "guess"
    assert {"place", "found", "text", "ways", "assumed"} == set(told["questions"][0])
