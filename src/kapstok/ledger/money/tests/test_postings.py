"""The list behind a figure, a posting with its chain, and the auditor's path from a total to an invoice."""

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from tests.signing import working

from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.ledger.covering import cover_from_own_means
from kapstok.ledger.entering import take_back
from kapstok.ledger.kinds import DocumentKind, PostingKind
from kapstok.ledger.models import Document, Line, Posting
from kapstok.ledger.money import listing
from kapstok.ledger.money.downloads import as_workbook
from kapstok.ledger.money.filters import Filter
from kapstok.ledger.money.tests.played import TODAY, played
from kapstok.ledger.tests.builders import BY, entered
from kapstok.parties.models import Municipality

pytestmark = pytest.mark.django_db
HERE = "/diemen/werk/geld/"


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    settings.KAPSTOK_TODAY = TODAY


def auditor(municipality: Municipality) -> Client:
    return working(municipality, Role.AUDITOR)


def listed(client: Client, asked: str) -> Any:
    response = client.get(f"{HERE}boekingen/?{asked}")
    assert response.status_code == 200, asked
    return response.context


def test_fifty_at_a_time_and_the_sums_of_all_of_them() -> None:
    client = auditor(played(70))
    first = listed(client, "soort=expense")
    assert len(first["rows"]) == 50
    assert [str(one.amount) for one in first["sums"]] == ["€\xa08.210,00"]
    second = client.get(first["older"]).context
    assert len(second["rows"]) == 21
    assert [row.url for row in client.get(second["newer"]).context["rows"]] == [row.url for row in first["rows"]]


def test_each_way_to_ask() -> None:
    diemen = played(2)
    with inside(diemen):
        taal = Line.objects.get(key__endswith=":taal")
        line, theme, source = taal.pk, taal.theme_id, taal.source_id
    client = auditor(diemen)
    count = {
        asked: len(listed(client, asked)["rows"])
        for asked in (
            "", f"regel={line}", f"thema={theme}&soort=expense", f"bron={source}", "boekjaar=2021", "doel=geen",
            "schooljaar=2023-2024&soort=expense", "van=2023-07&tot=2023-10", "stuk=order", "soort=payment",
        )
    }  # fmt: skip
    assert list(count.values()) == [7, 4, 2, 6, 1, 7, 2, 2, 1, 0]


@pytest.mark.parametrize("asked", ["soort=goud", "thema=0", "van=2023-13", "tot=gisteren", "doel=x", "schooljaar=2023"])
def test_what_cannot_be_asked_is_said(asked: str) -> None:
    response = auditor(played()).get(f"{HERE}boekingen/?{asked}")
    assert response.status_code == 422
    assert "Dit is niet te vinden" in response.content.decode()


@pytest.mark.parametrize("page", ["voor=x", "na=-1", "voor=" + "9" * 40])
def test_a_page_that_cannot_be_is_not_there(page: str) -> None:
    assert auditor(played()).get(f"{HERE}boekingen/?{page}").status_code == 404


kinds = st.sampled_from([None, *PostingKind])
days = st.sampled_from([None, date(2021, 6, 1), date(2023, 6, 1), date(2023, 9, 1)])
ends = st.sampled_from([None, date(2021, 6, 30), date(2023, 8, 31), date(2023, 9, 30)])


@examples(max_examples=20)
@given(
    kind=kinds, since=days, until=ends, year=st.sampled_from([None, 2021, 2023]), purpose=st.sampled_from([None, 0, 1])
)
def check_sums(**asked: Any) -> None:
    which = Filter(**asked)
    one_by_one: dict[str, Any] = {}
    for posting in listing.chosen(which):
        one_by_one[posting.kind] = one_by_one.get(posting.kind, 0) + posting.amount
    assert {one.kind: one.amount for one in listing.sums(which)} == one_by_one


def test_the_sums_by_month_are_those_of_the_postings() -> None:
    with inside(played(3)):
        check_sums()


def test_the_workbook_has_them_all_over_more_sheets_when_it_must() -> None:
    diemen = played(5)
    content = b"".join(as_workbook(diemen.pk, Filter(), "Boekingen", TODAY, most=6))
    sheets = CalamineWorkbook.from_filelike(BytesIO(content))
    rows = [sheets.get_sheet_by_name(name).to_python() for name in sheets.sheet_names]
    assert [len(sheet) - 1 for sheet in rows] == [6, 4]
    assert sum(float(str(row[3])) for sheet in rows for row in sheet[1:] if row[1] == "besteed") == 1_710


def test_the_workbook_is_that_of_the_filter() -> None:
    response = auditor(played(2)).get(f"{HERE}boekingen/excel/?soort=commitment")
    sheet = CalamineWorkbook.from_filelike(BytesIO(b"".join(response))).get_sheet_by_index(0).to_python()
    assert [row[1] for row in sheet[1:]] == ["verplicht"]


def posting_page(client: Client, posting: Posting) -> Any:
    return client.get(f"{HERE}boeking/{posting.pk}/").context["chain"]


def test_a_posting_goes_up_to_the_grant_and_down_to_its_evidence() -> None:
    diemen = played()
    with inside(diemen):
        posting = Posting.objects.get(document__reference="F-0")
    found = posting_page(auditor(diemen), posting)
    up = {step.label: step.value for step in found.up}
    assert up["Uitkering"] == "Nationaal Programma Onderwijs"
    assert (up["Thema"], up["Boekjaar"], up["Schooljaar"]) == ("Taal", "2023", "2023-2024")
    down = {step.label: step.value for step in found.down}
    assert down["Stuk"] == "Factuur F-0 van Bibliotheek"
    assert (down["Hoort bij"], down["Bewijs"]) == ("Opdracht O-1 van Bibliotheek", "factuur-0.pdf")
    assert [other.how for other in found.others] == ["Gebruikt de toezegging"]


def test_what_is_to_be_covered_says_why_until_it_is() -> None:
    diemen = played()
    with inside(diemen):
        posting = Posting.objects.get(document__reference="2021-77")
    client = auditor(diemen)
    assert "buiten de termijn van de uitkering. Het was bedoeld voor “Taal”" in posting_page(client, posting).warning
    with inside(diemen):
        cover_from_own_means(posting, why="te vroeg", by=BY)
    found = posting_page(client, posting)
    assert found.warning == ""
    assert [other.how for other in found.others] == ["Teruggedraaid door"]


def test_a_mistake_and_what_put_it_right_name_each_other() -> None:
    diemen = played()
    with inside(diemen):
        wrong = Document.objects.get(reference="F-0")
        correction = take_back(wrong, why="verkeerde regel", by=BY)
        posting = Posting.objects.get(document=correction)
    found = posting_page(auditor(diemen), posting)
    assert "Draait terug" in [other.how for other in found.others]
    assert {step.label: step.value for step in found.down}["Reden"] == "verkeerde regel"


def test_a_split_invoice_shows_its_other_parts() -> None:
    diemen = played()
    with inside(diemen):
        made = entered(DocumentKind.INVOICE, ("taal", 10), ("sport", 20), reference="S-1")
        posting = Posting.objects.filter(document=made).earliest("id")
    assert [other.how for other in posting_page(auditor(diemen), posting).others] == ["Uit hetzelfde stuk, “Sport”"]


def test_another_municipality_does_not_have_this_posting() -> None:
    diemen, putten = played(), played(name="Putten", cbs_code="GM0273")
    with inside(putten):
        theirs = Posting.objects.latest("id").pk
    client = auditor(diemen)
    assert client.get(f"{HERE}boeking/{theirs}/").status_code == 404
    assert client.get(f"{HERE}boeking/{'9' * 30}/").status_code == 404


def follow(client: Client, address: str, link: str) -> str:
    """Where the link with these words leads."""
    page = client.get(address).content.decode()
    found = re.search(rf'<a href="([^"]+)"[^>]*>[^<]*{link}', page)
    assert found, (address, link)
    return found[1].replace("&amp;", "&")


def test_the_auditor_gets_from_a_total_to_the_invoice_in_three_clicks() -> None:
    client = auditor(played())
    theme = follow(client, HERE, "Taal")
    posting = follow(client, theme, "Factuur F-0")
    page = client.get(posting).content.decode()
    assert "factuur-0.pdf" in page  # the third click opens it
    assert "Opdracht O-1 van Bibliotheek" in page
