"""A workbook that someone opened in LibreOffice and saved again is the same plan."""

import os
import re
import shutil
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from kapstok.core.sheets.reading import open_workbook
from kapstok.grants.regulation import regulations
from kapstok.plans.files import read_plan
from kapstok.plans.workbook.layout import NEVER_READ
from kapstok.plans.workbook.read import read_plan_workbook
from kapstok.plans.workbook.write import plan_as_xlsx

DEMO = sorted((Path(__file__).parents[3] / "demo").glob("*-plan.toml"))
OFFICE = shutil.which("soffice")
REQUIRED = os.environ.get("KAPSTOK_REQUIRE_OFFICE") == "1"

pytestmark = pytest.mark.skipif(not OFFICE and not REQUIRED, reason="LibreOffice (soffice) is not installed")


def without_outcomes(file: bytes) -> bytes:
    """The workbook with its formulas, but without what they gave when we wrote it."""
    bare = BytesIO()
    with ZipFile(BytesIO(file)) as archive, ZipFile(bare, "w") as changed:
        for name in archive.namelist():
            part = archive.read(name)
            changed.writestr(name, re.sub(rb'(?: t="str")?(><f>[^<]*</f>)<v>[^<]*</v>', rb"\1", part))
    return bare.getvalue()


@pytest.fixture(scope="module")
def saved_again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo plans as workbooks, each opened and saved by LibreOffice in one go."""
    folder = tmp_path_factory.mktemp("office")
    for path in DEMO:
        file = plan_as_xlsx(read_plan(path), regulations()["npo"], made_on=date(2024, 2, 1))
        (folder / f"{path.stem}.xlsx").write_bytes(file)
        (folder / f"{path.stem}-bare.xlsx").write_bytes(without_outcomes(file))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [OFFICE or "soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "saved")]
    subprocess.run([*command, *map(str, sorted(folder.glob("*.xlsx")))], check=True, timeout=240, capture_output=True)
    return folder / "saved"


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_a_plan_comes_back_after_libreoffice_saved_it(path: Path, saved_again: Path) -> None:
    workbook = open_workbook(saved_again / f"{path.stem}.xlsx", leave_out=NEVER_READ)
    reading = read_plan_workbook(workbook)
    assert (reading.plan, reading.remarks) == (read_plan(path), ())


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_libreoffice_works_out_the_same_sums(path: Path, saved_again: Path) -> None:
    """The formulas do what we wrote beside them."""
    plan = read_plan(path)
    sheets = {sheet.name: sheet for sheet in open_workbook(saved_again / f"{path.stem}-bare.xlsx").sheets}
    header = [str(cell) for cell in sheets["Begroting"].rows[3]]
    total = next(row for row in sheets["Begroting"].rows if row[0] == "Totaal")
    assert total[header.index("Totaal")] == sum(line.amount for line in plan.lines if line.amount is not None)
    grant = next(row for row in sheets["Geldbronnen"].rows if row[0] == plan.grant_source.name)
    planned = [line.amount for line in plan.lines if line.source == plan.grant_source.key and line.amount is not None]
    assert sum(planned) in grant
    listed = [row[5] for row in sheets["Lijsten"].rows[4:] if row[5]]
    assert listed == [measure.name for measure in plan.measures]
