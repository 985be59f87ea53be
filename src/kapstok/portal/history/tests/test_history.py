"""The history on the screen, for who may read it, however much there is of it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from random import Random
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook
from tests import cast
from tests.signing import seated, signed_in, working

from kapstok.core import audit
from kapstok.core.access import Role, command
from kapstok.core.models import AuditEntry
from kapstok.core.tenancy import inside
from kapstok.parties.models import Meeting, Municipality, Party, Person
from kapstok.plans.actions import change_plan, load_plan
from kapstok.plans.models import Measure, Plan
from kapstok.plans.schema import PlanDocument
from kapstok.portal.history.queries import PAGE

pytestmark = pytest.mark.django_db
HERE = "/diemen/werk/geschiedenis/"
BY = command("test")


@pytest.fixture
def diemen() -> Municipality:
    return cast.municipality()


@pytest.fixture
def auditor(diemen: Municipality) -> Client:
    return working(diemen, Role.AUDITOR)


def text_of(client: Client, address: str = HERE) -> str:
    """What a page says, without its marks."""
    response = client.get(address)
    assert response.status_code == 200
    assert len(response.content) < 100 * 1024
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def meeting(title: str = "LEA") -> Meeting:
    return Meeting.objects.create(title=title, on="2024-02-08")


def renamed(document: PlanDocument, **changes: Any) -> PlanDocument:
    return document.model_copy(update={"measures": (document.measures[0].model_copy(update=changes),)})


def many_entries(municipality: Municipality, count: int) -> None:
    """Entries of several kinds, about people, organisations and rows of a plan, some unknown to us."""
    first = datetime(2024, 1, 1, tzinfo=UTC)
    with inside(municipality):
        plan = load_plan(cast.plan(), by=BY).plan.pk
        party = Party.objects.create(key="d", name="D", kind="organisation", sector="other").pk
        kinds: list[tuple[str, int, str, dict[str, Any], dict[str, Any]]] = [
            ("parties.meeting", meeting().pk, "meeting changed", {"group": party}, {"group": None}),
            ("plans.plan", plan, "measure changed", {}, {"measures": {"voorlezen": {"lead": "d", "name": "V"}}}),
            ("farm.cow", 3, "cow milked", {"litres": {"a": [1]}}, {"litres": {"a": [1, {"b": None}]}}),
            ("plans.comment", 9, "comment made", {}, {"text": "woord " * 300, "party": party, "person": 5}),
            ("parties.contact", 4, "contact changed", {f"f{i}": "x" * 500 for i in range(9)}, {}),
        ]
        entries = []
        for n in range(count):
            table, row, act, old, new = kinds[n % len(kinds)]
            fields = {"table": table, "row": row, "act": act, "before": old, "after": new, "why": "Daarom. " * 30}
            entries.append(AuditEntry(at=first + timedelta(minutes=n), by=f"person:{n % 40}", **fields))
        AuditEntry.objects.bulk_create(entries)


@pytest.mark.parametrize("count", [100, 10_000])
def test_however_long_the_history_a_page_takes_the_same_few_queries(
    diemen: Municipality, auditor: Client, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many_entries(diemen, count)
    for address in (HERE, f"{HERE}?wie=person:7&soort=parties.meeting&van=2024-01-01&tot=2024-12-31"):
        with django_assert_max_num_queries(19):
            assert len(auditor.get(address).content) < 100 * 1024


def test_pages_hold_everything_once_in_both_directions(diemen: Municipality, auditor: Client) -> None:
    many_entries(diemen, 2 * PAGE)
    seen: list[list[int]] = []
    response = auditor.get(HERE)
    while True:
        page = response.context["page"]
        seen.append([entry.id for entry in page.entries])
        if not page.older:
            break
        response = auditor.get(f"{HERE}?voor={page.older}")
    every = [number for numbers in seen for number in numbers]
    with inside(diemen):
        assert every == list(AuditEntry.objects.order_by("-id").values_list("id", flat=True))
    back: list[int] = []
    while page.newer:
        page = auditor.get(f"{HERE}?na={page.newer}").context["page"]
        back += [entry.id for entry in page.entries]
    assert sorted(back) == sorted(every)[len(seen[-1]) :]
    assert 'rel="next"' in auditor.get(HERE).content.decode()


def test_a_change_of_a_measure_reads_as_a_sentence(diemen: Municipality) -> None:
    manager = seated(diemen, Role.PROGRAMME_MANAGER)
    with inside(diemen):
        plan = load_plan(cast.plan(), by=BY).plan
        change_plan(
            plan.pk,
            lambda now: renamed(now, result="Meer kinderen lezen"),
            by=f"person:{manager.pk}",
            act="measure changed",
            about="measure:voorlezen",
            why="Na het overleg",
        )
        measure = Measure.objects.get()
    text = text_of(signed_in(manager))
    assert "Programme_manager veranderde maatregel ‘Voorlezen’ in plan ‘Plan’" in text
    assert "Resultaat van ‘–’ naar ‘Meer kinderen lezen’ Reden: Na het overleg" in text
    assert "Opdracht test laadde plan ‘Plan’" in text
    own = text_of(signed_in(manager), f"{HERE}plans.measure/{measure.pk}/")
    assert "Geschiedenis van maatregel ‘Voorlezen’" in own
    assert "Resultaat van ‘–’ naar ‘Meer kinderen lezen’" in own


def test_the_history_of_a_measure_leaves_out_what_happened_to_others(diemen: Municipality, auditor: Client) -> None:
    two = cast.many_measures(12)
    with inside(diemen):
        plan = load_plan(two, by=BY).plan
        change_plan(
            plan.pk,
            lambda now: now.model_copy(
                update={"measures": tuple(m.model_copy(update={"result": f"Van {m.key}"}) for m in now.measures)}
            ),
            by=BY,
            act="plan changed",
        )
        measure = Measure.objects.get(key="maatregel-3")
    text = text_of(auditor, f"{HERE}plans.measure/{measure.pk}/")
    assert "‘Van maatregel-3’" in text
    assert "maatregel-4" not in text
    assert "Twaalf maatregelen veranderd." in text_of(auditor)


def test_an_unknown_act_on_an_unknown_table_with_nested_values_is_shown(diemen: Municipality, auditor: Client) -> None:
    with inside(diemen):
        AuditEntry.objects.create(
            by="person:999999", act="cow milked", table="farm.cow", row=3, why="Dorst",
            before={"name": "Bella", "milk": {"per_day": [{"litres": "12"}]}},
            after={"name": "Bella", "milk": {"per_day": [{"litres": "15"}]}},
        )  # fmt: skip
    text = text_of(auditor)
    assert "Een oud-medewerker veranderde cow ‘Bella’ cow milked" in text
    assert "Milk › Per day van ‘Litres: 12’ naar ‘Litres: 15’" in text
    assert "Bella" in text_of(auditor, f"{HERE}farm.cow/3/")


def test_a_text_is_shown_side_by_side_with_what_changed_marked(diemen: Municipality, auditor: Client) -> None:
    long = "De school organiseert elke week een uur voorlezen voor alle groepen, met hulp van ouders en de bibliotheek."
    with inside(diemen):
        entry = audit.record(
            "meeting changed", meeting(), by=BY, before={"text": long}, after={"text": long.replace("een uur", "twee")}
        )
    for address in (HERE, f"{HERE}{entry.pk}/"):
        page = auditor.get(address).content.decode()
        assert '<del><span class="unseen">[weg:] </span>een uur ' in page
        assert '<ins><span class="unseen">[erbij:] </span>twee ' in page
        assert "1 woord erbij, 2 woorden weg" in page


def test_a_large_change_is_read_on_its_own_page_in_parts(diemen: Municipality, auditor: Client) -> None:
    texts = {f"field_{n:02}": f"{n} {'Een lange tekst. ' * 600}" for n in range(30)}
    letters = Random(1).choices("abcdefghijklmnopqrstuvwxyz ", k=9_000)
    noisy = {name: "".join(letters) for name in texts}
    with inside(diemen):
        entry = audit.record("meeting changed", meeting(), by=BY, before=texts, after=noisy)
    assert "Een grote verandering: bekijk haar" in text_of(auditor)
    address, seen = f"{HERE}{entry.pk}/", set()
    while address:
        text = text_of(auditor, address)
        seen |= set(re.findall(r"Field (\d\d)", text))
        following = auditor.get(address).context["next"]
        address = f"{HERE}{entry.pk}/?vanaf={following}" if following else ""
    assert len(seen) == 30


def test_what_is_in_a_value_never_becomes_part_of_the_page(diemen: Municipality, auditor: Client) -> None:
    with inside(diemen):
        audit.record("<b>act</b>", meeting("<i>x"), by="<u>by", before={"<s>": "<script>"}, after={"<s>": "<p>" * 40})
    page = auditor.get(HERE).content.decode()
    assert not re.search(r"<(script|i|u|s|b)>", page)


def test_filters_stand_in_the_address(diemen: Municipality, auditor: Client) -> None:
    with inside(diemen):
        for day, title in ((1, "Eerste"), (2, "Tweede"), (3, "Derde")):
            one = meeting(title)
            AuditEntry.objects.create(
                at=datetime(2024, 2, day, 22, 59, tzinfo=UTC), by="kapstok load", act="meeting planned",
                table="parties.meeting", row=one.pk, after={"title": title},
            )  # fmt: skip
    text = text_of(auditor, f"{HERE}?soort=parties.meeting&wie=kapstok+load&van=2024-02-02&tot=2024-02-02")
    assert "‘Tweede’" in text
    assert "‘Eerste’" not in text
    assert "‘Derde’" not in text
    assert "niets gebeurd" in text_of(auditor, f"{HERE}?van=2030-01-01")


@pytest.mark.parametrize("asked", ["soort=farm.cow", "wie=person:0", "van=gisteren", "van=2024-02-02&tot=2024-02-01"])
def test_a_filter_that_makes_no_sense_is_said_beside_its_field(auditor: Client, asked: str) -> None:
    response = auditor.get(f"{HERE}?{asked}")
    assert response.status_code == 422
    assert "ask__error" in response.content.decode()


@pytest.mark.parametrize(
    "address",
    ["?voor=x", "?na=-1", f"?voor={2**63}", "999999999/", f"{2**70}/", "parties.meeting/999999/", "niets/1/",
     f"parties.meeting/{2**70}/", "alles.exe", "alles.xlsx?van=gisteren"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(auditor: Client, address: str) -> None:
    assert auditor.get(f"{HERE}{address}").status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_who_may_read_the_history(diemen: Municipality, role: Role) -> None:
    with inside(diemen):
        party = Party.objects.create(key="school", name="School", kind="organisation", sector="education")
        number = audit.record("party added", party, by=BY, after={"name": "School"}).pk
    client = working(diemen, role, party)
    expected = 403 if role in (Role.SCHOOL, Role.PROVIDER) else 200
    for address in ("", f"{number}/", f"parties.party/{party.pk}/", "alles.jsonl", "alles.xlsx"):
        assert client.get(f"{HERE}{address}").status_code == expected
        assert client.post(f"{HERE}{address}").status_code == (403 if expected == 403 else 405)
    assert ("Geschiedenis" in client.get("/diemen/werk/").content.decode()) is (expected == 200)


def test_another_municipality_sees_nothing_of_it(diemen: Municipality, auditor: Client) -> None:
    putten = cast.municipality("Putten", "GM0273")
    with inside(putten):
        number = audit.record("meeting planned", meeting("Geheim"), by=BY, after={"title": "Geheim"}).pk
    assert "Geheim" not in text_of(auditor)
    assert auditor.get(f"{HERE}{number}/").status_code == 404
    assert auditor.get(f"/putten/werk/geschiedenis/{number}/").status_code == 404


def test_a_record_that_is_gone_keeps_its_history_and_its_name(diemen: Municipality, auditor: Client) -> None:
    with inside(diemen):
        one = meeting("Afgelast")
        audit.record("meeting planned", one, by=BY, after={"title": "Afgelast", "place": "Raadhuis"})
        number = one.pk
        one.delete()
    assert "Opdracht test plande overleg ‘Afgelast’ Plaats Raadhuis" in text_of(auditor)
    assert "plande overleg ‘Afgelast’" in text_of(auditor, f"{HERE}parties.meeting/{number}/")


def test_a_record_to_which_nothing_happened_says_so(diemen: Municipality, auditor: Client) -> None:
    with inside(diemen):
        number = meeting("Nieuw").pk
    assert "Hier is nog niets aan veranderd." in text_of(auditor, f"{HERE}parties.meeting/{number}/")


@pytest.mark.parametrize(("role", "shown"), [(Role.AUDITOR, True), (Role.SCHOOL, False)])
def test_a_page_links_to_the_history_of_its_record(diemen: Municipality, role: Role, shown: bool) -> None:
    response = working(diemen, role).get("/diemen/werk/")
    plan = Plan(pk=7, title="Plan & meer")
    made = Template("{% load history %}{% history_link plan %}").render(
        Context({"request": response.wsgi_request, "plan": plan})
    )
    assert (f'href="{HERE}plans.plan/7/">Geschiedenis' in made) is shown
    assert ("Plan &amp; meer" in made) is shown


@pytest.fixture
def written(diemen: Municipality) -> Iterator[AuditEntry]:
    with inside(diemen):
        yield audit.record("meeting planned", meeting(), by=BY, after={"title": "LEA"})


@pytest.mark.database_rules
@pytest.mark.parametrize(
    "statement",
    ["TRUNCATE core_auditentry", "TRUNCATE core_auditentry CASCADE", "DELETE FROM core_auditentry",
     "UPDATE core_auditentry SET why = 'anders'", "ALTER TABLE core_auditentry DISABLE TRIGGER ALL",
     "DROP TRIGGER core_auditentry_append_only ON core_auditentry", "DROP TABLE core_auditentry"],
)  # fmt: skip
def test_the_app_role_can_only_add(written: AuditEntry, statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.get(pk=written.pk).why == ""


SECRET = "Nog geheim plan"


@pytest.fixture
def confidential(diemen: Municipality) -> dict[str, int]:
    """Entries about what an administrator does not work on: by table its row; and one that she may read."""
    rows = {
        "plans.plan": 0, "plans.measure": 0, "plans.comment": 9, "plans.draft": 3, "plans.decision": 4,
        "plans.workplan": 5, "parties.meeting": 6, "parties.actionpoint": 7, "parties.agreement": 8,
    }  # fmt: skip
    with inside(diemen):
        rows["plans.plan"] = load_plan(cast.plan(title=SECRET), by=BY, publish=False).plan.pk
        rows["plans.measure"] = Measure.objects.get().pk
        for table, row in rows.items():
            said = {"text": SECRET, "title": SECRET, "what": SECRET}
            AuditEntry.objects.create(by="person:1", act="x", table=table, row=row, after=said, why=SECRET)
        AuditEntry.objects.create(by="person:1", act="seat given", table="parties.membership", row=1, why="Welkom")
    return rows


def test_an_administrator_reads_nothing_in_the_history_that_the_pages_keep_from_her(
    diemen: Municipality, auditor: Client, confidential: dict[str, int]
) -> None:
    administrator = working(diemen, Role.ADMINISTRATOR)
    with inside(diemen):
        entries = dict(AuditEntry.objects.filter(act="x").values_list("table", "pk"))
    for client, reads in ((auditor, True), (administrator, False)):
        assert "Welkom" in text_of(client)
        whole = b"".join(client.get(reverse("history-download", args=["diemen", "jsonl"])).streaming_content)  # type: ignore[attr-defined]
        book = b"".join(client.get(reverse("history-download", args=["diemen", "xlsx"])).streaming_content)  # type: ignore[attr-defined]
        assert (SECRET in text_of(client)) is (SECRET in whole.decode()) is reads
        assert (SECRET in str(CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python())) is reads
        assert (SECRET in text_of(client, "/diemen/werk/")) is reads
        assert ("maatregel" in text_of(client)) is reads
        for table, row in confidential.items():
            if table != "plans.draft":
                assert client.get(f"{HERE}{table}/{row}/").status_code == (200 if reads else 404), table
                assert client.get(f"{HERE}{entries[table]}/").status_code == (200 if reads else 404), table
    assert "Van plannen, overleg en werkplannen ziet u hier niets" in text_of(administrator)
    assert "Van plannen" not in text_of(auditor)


def test_a_draft_is_hers_alone_in_the_history_too(diemen: Municipality, auditor: Client) -> None:
    mine = Person.objects.get()
    with inside(diemen):
        for by, text in ((f"person:{mine.pk}", "Mijn klad"), ("person:99", "Andermans klad")):
            AuditEntry.objects.create(by=by, act="x", table="plans.draft", row=1, why=text)
    seen = text_of(auditor)
    assert "Mijn klad" in seen
    assert "Andermans klad" not in seen


def test_names_of_what_she_may_not_read_are_not_told_by_what_points_at_it(diemen: Municipality) -> None:
    with inside(diemen):
        row = meeting(SECRET)
        AuditEntry.objects.create(
            by="person:1", act="contact handed over", table="parties.contact", row=1, after={"meeting": row.pk}
        )
    assert SECRET in text_of(working(diemen, Role.AUDITOR))
    assert SECRET not in text_of(working(diemen, Role.ADMINISTRATOR))
