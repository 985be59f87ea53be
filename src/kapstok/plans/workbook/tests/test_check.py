"""`kapstok check` of our own workbook, and what a long one may cost."""

from datetime import date
from pathlib import Path

import pytest
from tests.fuzz_workbooks import packed, parts_of

from kapstok.grants.regulation import regulations
from kapstok.plans.check_command import run
from kapstok.plans.workbook.names import MOST_LOOKED_UP, Names
from kapstok.plans.workbook.tests.editing import demo, filled_in, on, problems, workbook_of
from kapstok.plans.workbook.write import plan_as_xlsx


def test_what_is_good_to_know_is_said_before_the_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.xlsx"
    parts = parts_of(plan_as_xlsx(demo("putten"), regulations()["npo"], made_on=date(2024, 2, 1)))
    sheet = "xl/worksheets/sheet3.xml"
    hidden = parts[sheet].replace(b'<row r="6"', b'<row r="6" hidden="1"', 1)
    assert hidden != parts[sheet]
    path.write_bytes(packed(parts | {sheet: hidden}))
    run(path)
    printed = capsys.readouterr().out
    remark = "blad “Thema's en maatregelen”: deze rijen zijn verborgen, maar tellen mee: 6"
    assert printed.index(remark) < printed.index("K107")


def test_only_the_first_unknown_names_get_a_suggestion() -> None:
    names = Names("partij", "Partijen", [("ggd", "GGD Gelderland")])
    told = []
    for _ in range(MOST_LOOKED_UP + 1):
        with pytest.raises(ValueError, match="niet bekend") as refused:
            names.key("GGD Gelderlant")
        told.append(str(refused.value))
    assert all("Bedoelt u “GGD Gelderland”?" in one for one in told[:-1])
    assert "Bedoelt u" not in told[-1]


def test_the_same_wrong_text_is_told_for_each_row_that_has_it() -> None:
    workbook = workbook_of(demo("putten"))
    rows = on(workbook, "Planning").rows
    last = len(rows)
    said = problems(filled_in(workbook, "Planning", {f"A{last + n}": "hele plam" for n in (1, 2)}))
    assert sum("“hele plam” is niet bekend" in one for one in said) == 2
