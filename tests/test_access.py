"""Every address × every role × own or another municipality × own or another organisation, reading and writing.

The table says who gets in; everybody else hears why (403) or finds nothing (404). An address that is not in it fails.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kapstok.core.access import Role
from tests.signing import signed_in
from tests.world import Rows, World, people, world

pytestmark = pytest.mark.django_db

MANAGER, OFFICER, CONTROLLER, AUDITOR = (
    Role.PROGRAMME_MANAGER,
    Role.POLICY_OFFICER,
    Role.CONTROLLER,
    Role.AUDITOR,
)
SCHOOL, PROVIDER, ADMINISTRATOR = Role.SCHOOL, Role.PROVIDER, Role.ADMINISTRATOR
EVERYBODY = frozenset(Role)
RUNS = frozenset({MANAGER, OFFICER})
READS = frozenset({MANAGER, OFFICER, CONTROLLER, AUDITOR})
PARTNERS = frozenset({SCHOOL, PROVIDER})
TAKES_PART = READS | PARTNERS
ENTERS = frozenset({MANAGER, OFFICER, CONTROLLER})
APPROVES = frozenset({MANAGER, CONTROLLER})
IN_CHARGE = frozenset({MANAGER, ADMINISTRATOR})
NOBODY: frozenset[Role] = frozenset()
KEEPS_MONEY = APPROVES

Where = dict[str, object]


@dataclass(frozen=True, slots=True)
class Line:
    """Who may read and who may write at an address. `of`: what else the address names, for the own or other party."""

    reads: frozenset[Role]
    writes: frozenset[Role]
    of: Callable[[World, Rows], Where] = lambda here, rows: {}
    reads_other: frozenset[Role] | None = None
    writes_other: frozenset[Role] | None = None
    form: Mapping[str, str] = field(default_factory=dict)


def plan(**more: object) -> Callable[[World, Rows], Where]:
    return lambda here, rows: {"plan": "npo", **more}


def row(name: str, argument: str = "pk") -> Callable[[World, Rows], Where]:
    return lambda here, rows: {argument: getattr(rows, name)}


def money(name: str) -> Callable[[World, Rows], Where]:
    return lambda here, rows: {"pk": getattr(here.money, name)}


def of_running(name: str, argument: str = "pk") -> Callable[[World, Rows], Where]:
    return lambda here, rows: {argument: getattr(here.running, name)}


READ_PLAN = Line(EVERYBODY, EVERYBODY, plan())
EDIT_PLAN = Line(EVERYBODY, RUNS, plan())
RUN_PLAN = Line(RUNS, RUNS, plan())
MONEY = RUNS | {CONTROLLER}
KEEP_MONEY = Line(READS, MONEY)

TABLE: dict[str, Line] = {
    "work-home": Line(EVERYBODY, EVERYBODY),
    # the plan
    "plan-list": Line(EVERYBODY, EVERYBODY),
    "plan-new": Line(RUNS, RUNS),
    "plan-workbook": Line(RUNS, RUNS, lambda here, rows: {"regulation": "npo"}),
    "work-plan": Line(EVERYBODY, RUNS, plan(), form={"act": "theme"}),
    "work-particulars": EDIT_PLAN,
    "work-theme": Line(EVERYBODY, RUNS, plan(key="taal")),
    "work-theme-remove": Line(RUNS, RUNS, plan(key="leeg")),
    "work-measure": Line(EVERYBODY, RUNS, plan(key="voorlezen")),
    "work-measure-remove": Line(RUNS, RUNS, plan(key="inloop")),
    "work-budget": EDIT_PLAN,
    "work-budget-overrun": Line(NOBODY, RUNS, plan(), form={"manier": "minder"}),
    "budget-line-new": RUN_PLAN,
    "budget-line": Line(RUNS, RUNS, plan(key="voorlezen")),
    "budget-line-remove": Line(RUNS, RUNS, plan(key="voorlezen")),
    "work-participants": READ_PLAN,
    "work-regulation": READ_PLAN,
    "work-table": Line(EVERYBODY, EVERYBODY, plan(name="begroting")),
    "work-kapstok-svg": READ_PLAN,
    "work-kapstok-png": READ_PLAN,
    "work-plan-pdf": READ_PLAN,
    "work-plan-docx": READ_PLAN,
    "work-plan-xlsx": READ_PLAN,
    "work-plan-toml": READ_PLAN,
    "work-budget-pdf": READ_PLAN,
    # how far it is
    "work-decisions": READ_PLAN,
    "work-step": RUN_PLAN,
    "work-decision-new": RUN_PLAN,
    "work-decision-paper": Line(EVERYBODY, EVERYBODY, lambda here, rows: {"plan": "npo", "pk": here.decision}),
    "work-publish": RUN_PLAN,
    "work-share": RUN_PLAN,
    "work-version": Line(EVERYBODY, EVERYBODY, plan(number=1)),
    "work-version-file": Line(EVERYBODY, EVERYBODY, plan(number=1, kind="xlsx")),
    "work-amendment": Line(NOBODY, NOBODY, plan()),  # nothing was adopted here: 404 for everybody
    "work-comments": Line(EVERYBODY, TAKES_PART - {AUDITOR}, plan()),
    "work-comment-answer": Line(RUNS, RUNS, lambda here, rows: {"plan": "npo", "pk": here.comment}),
    "mandate": Line(READS, RUNS),
    "mandate-drop": Line(RUNS, RUNS, lambda here, rows: {"pk": here.mandate}),
    "plan-upload": Line(RUNS, RUNS),
    "plan-upload-preview": Line(NOBODY, NOBODY, lambda here, rows: {"pk": 1}),  # only who offered it finds it
    "plan-upload-drop": Line(NOBODY, NOBODY, lambda here, rows: {"pk": 1}),
    # the money
    "money": Line(READS, READS),
    "money-table": Line(READS, READS, lambda here, rows: {"name": "thema"}),
    "postings": Line(READS, READS),
    "postings-table": Line(READS, READS),
    "posting": Line(READS, READS, lambda here, rows: {"pk": here.posting}),
    "forecast": Line(READS, READS),
    "forecast-table": Line(READS, READS),
    "council": Line(READS, READS),
    # work plans
    "workplans": Line(TAKES_PART, TAKES_PART),
    "workplans-late": Line(TAKES_PART, TAKES_PART),
    "workplan-needs": Line(TAKES_PART, TAKES_PART),
    "workplan": Line(TAKES_PART, TAKES_PART, row("work_plan")),
    "workplan-file": Line(TAKES_PART, TAKES_PART, row("work_plan")),
    "workplan-fill": Line(RUNS | PARTNERS, RUNS | PARTNERS, row("work_plan"), RUNS, RUNS),
    "workplan-step-done": Line(RUNS | PARTNERS, RUNS | PARTNERS, row("step"), RUNS | PARTNERS, RUNS),
    "workplan-need-met": Line(RUNS | PARTNERS, RUNS | PARTNERS, row("need"), RUNS | PARTNERS, RUNS),
    "workplan-ask": Line(RUNS, RUNS),
    "workplan-mail": Line(RUNS, RUNS),
    "workplan-withdraw": Line(RUNS, RUNS, row("work_plan")),
    "outgoing-mail": Line(RUNS, RUNS),
    "steps": Line(EVERYBODY, EVERYBODY),
    # the general ledger
    "journal": KEEP_MONEY,
    "journal-coding": KEEP_MONEY,
    "journal-rules": Line(READS, NOBODY, form={"pk": "1"}),  # no rule of that number: 404 for everybody
    "journal-line": Line(READS, MONEY, lambda here, rows: {"pk": here.journal_line}),
    "journal-import": Line(READS, MONEY, lambda here, rows: {"pk": here.journal_file}),
    "journal-columns": Line(MONEY, MONEY, lambda here, rows: {"pk": here.journal_file}),
    "journal-differences": Line(READS, READS, lambda here, rows: {"pk": here.journal_file}),
    "reconciliation": Line(READS, READS),
    "reconciliation-table": Line(READS, READS),
    "reconciliation-account": Line(READS, MONEY, lambda here, rows: {"year": 2023, "account": "04430"}),
    "reconciliation-lines": Line(READS, READS, lambda here, rows: {"year": 2023, "account": "04430"}),
    # meetings
    "meeting-themes": Line(RUNS, RUNS, row("meeting")),
    "meetings": Line(TAKES_PART, TAKES_PART),
    "meeting-new": Line(RUNS, RUNS),
    "meeting": Line(TAKES_PART, TAKES_PART, row("meeting"), READS, READS),
    "meeting-change": Line(RUNS, RUNS, row("meeting")),
    "meeting-report": Line(RUNS, RUNS, row("meeting")),
    "meeting-cancel": Line(RUNS, RUNS, row("meeting")),
    "meeting-file": Line(TAKES_PART, TAKES_PART, row("meeting"), READS, READS),
    "action-points": Line(TAKES_PART, TAKES_PART),
    "action-point-done": Line(
        RUNS | PARTNERS | {CONTROLLER}, RUNS | PARTNERS, row("point"), RUNS | PARTNERS | {CONTROLLER}, RUNS
    ),
    "agreements": Line(TAKES_PART, TAKES_PART),
    "agreement-new": Line(RUNS, RUNS),
    "agreement": Line(TAKES_PART, TAKES_PART, row("agreement"), READS, READS),
    "agreement-change": Line(RUNS, RUNS, row("agreement")),
    "calendar-address": Line(TAKES_PART, TAKES_PART),
    # organisations and contacts
    "partners": Line(EVERYBODY, EVERYBODY),
    "partners-table": Line(EVERYBODY, EVERYBODY),
    "partner-add": Line(RUNS, RUNS),
    "partner": Line(EVERYBODY, EVERYBODY, row("party", "key")),
    "partner-change": Line(RUNS, RUNS, row("party", "key")),
    "contact-add": Line(RUNS | PARTNERS, RUNS | PARTNERS, row("party", "key"), RUNS, RUNS),
    "contact-change": Line(RUNS | PARTNERS, RUNS | PARTNERS, row("contact"), RUNS, RUNS),
    "contact-hand-over": Line(RUNS | PARTNERS, RUNS | PARTNERS, row("contact"), RUNS, RUNS),
    "contact-end": Line(RUNS | PARTNERS, RUNS | PARTNERS, row("contact"), RUNS, RUNS),
    # people
    "people": Line(IN_CHARGE, IN_CHARGE),
    "invite": Line(IN_CHARGE, IN_CHARGE),
    "end-seat": Line(IN_CHARGE, IN_CHARGE, row("seat")),
    # documents of the ledger
    "documents": Line(READS, READS),
    "documents-table": Line(READS, READS),
    "document-new": Line(ENTERS, ENTERS, lambda here, rows: {"kind": "invoice"}),
    "document": Line(READS, READS, money("order")),
    "document-change": Line(ENTERS, ENTERS, money("waiting")),
    "document-approve": Line(ENTERS, ENTERS, money("waiting")),
    "document-evidence": Line(ENTERS, ENTERS, money("order")),
    "document-withdraw": Line(ENTERS, ENTERS, money("waiting")),
    "document-take-back": Line(APPROVES, APPROVES, money("order")),
    "document-release": Line(ENTERS, ENTERS, money("order")),
    "approvals": Line(READS, ENTERS),
    "evidence": Line(READS, READS, money("evidence")),
    # running money
    "to-cover": Line(READS, READS),
    "cover": Line(READS, ENTERS, of_running("uncovered")),
    "cover-undo": Line(ENTERS, ENTERS, of_running("cover")),
    "transfer-new": Line(READS, ENTERS),
    "transfer": Line(READS, ENTERS, of_running("transfer")),
    "years": Line(READS, frozenset({CONTROLLER})),
    "year": Line(READS, frozenset({CONTROLLER, MANAGER}), of_running("year", "number")),
    "subsidies": Line(READS, READS),
    "subsidies-xlsx": Line(READS, READS),
    "subsidy-new": Line(ENTERS, ENTERS),
    "subsidy": Line(READS, ENTERS, of_running("subsidy")),
    "subsidy-advance": Line(ENTERS, ENTERS, of_running("subsidy")),
    "subsidy-recognise": Line(ENTERS, ENTERS, of_running("subsidy")),
    "subsidy-determine": Line(ENTERS, ENTERS, of_running("subsidy")),
    "advance-paid": Line(ENTERS, ENTERS, of_running("advance")),
    "money-conventions": Line(READS, KEEPS_MONEY),
    "instrument-new": Line(KEEPS_MONEY, KEEPS_MONEY),
    "instrument": Line(KEEPS_MONEY, KEEPS_MONEY, of_running("instrument")),
    "eligibility": Line(READS, READS),
    "eligibility-start": Line(ENTERS, ENTERS),
    "eligibility-new": Line(ENTERS, ENTERS),
    "eligibility-question": Line(READS, ENTERS, of_running("question")),
    "eligibility-move": Line(READS, KEEPS_MONEY, of_running("question")),
    # history
    "history": Line(READS | {ADMINISTRATOR}, READS | {ADMINISTRATOR}),
    "history-download": Line(READS | {ADMINISTRATOR}, READS | {ADMINISTRATOR}, lambda here, rows: {"kind": "jsonl"}),
    # Both of a decision: an administrator reads nothing of plans.
    "history-entry": Line(READS, READS, lambda here, rows: {"entry": here.entry}),
    "history-record": Line(
        READS,
        READS,
        lambda here, rows: {"table": "plans.decision", "row": here.decision},
    ),
}


def names(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        where = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield str(entry.name), where
        else:
            yield from names(entry, where)


WORK = {name for name, where in names(get_resolver()) if "/werk/" in where}
OPEN_WITH_A_KEY = {"calendar-feed"}  # a calendar program has no session: the address itself is the key


@pytest.fixture
def here() -> World:
    return world()


def test_every_address_of_the_workspace_is_in_the_table() -> None:
    assert set(TABLE) == WORK - OPEN_WITH_A_KEY


def test_every_other_address_says_that_it_is_public_or_asks_to_sign_in(client: Client) -> None:
    unmarked = []
    for entry in all_patterns(get_resolver()):
        callback = entry.callback
        public = getattr(callback, "right", "unmarked") is None or not getattr(callback, "login_required", True)
        asks = getattr(callback, "login_required", True)
        if not (public or asks):
            unmarked.append(entry.name)
    assert not unmarked


def all_patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        else:
            yield from all_patterns(entry)


def address(name: str, here: World, rows: Rows) -> str:
    return reverse(name, kwargs={"municipality": here.municipality.slug, **TABLE[name].of(here, rows)})


@contextmanager
def undone() -> Iterator[None]:
    """What happens in here did not happen."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def answer(ask: Callable[[str], HttpResponseBase], where: str) -> HttpResponseBase:
    with undone():
        response = ask(where)
    assert response.status_code < 500, where
    return response


@pytest.mark.parametrize("role", Role)
def test_who_gets_in(role: Role, here: World) -> None:
    client = signed_in(people(here)[role])
    wrong = []
    for name, line in TABLE.items():
        own, other = address(name, here, here.own), address(name, here, here.other)
        asked = [(client.get, own, line.reads), (client.post, own, line.writes)]
        if other != own:
            asked.append((client.get, other, line.reads if line.reads_other is None else line.reads_other))
            asked.append((client.post, other, line.writes if line.writes_other is None else line.writes_other))
        for ask, where, allowed in asked:
            status = answer(partial(ask, data=line.form), where).status_code
            if status == 405:  # nobody can do this at this address
                continue
            if (status not in {403, 404}) != (role in allowed):
                wrong.append(f"{ask.__name__} {where}: {status}")
    assert not wrong, "\n".join(wrong)


def test_a_visitor_has_to_sign_in(here: World, client: Client) -> None:
    for name in TABLE:
        where = address(name, here, here.own)
        for ask in (client.get, client.post):
            response = answer(ask, where)
            assert response.status_code == 302, where
            assert response["Location"].startswith("/account/inloggen/"), where


@pytest.mark.parametrize("role", [MANAGER, PROVIDER])
def test_who_sits_elsewhere_finds_nothing_here(role: Role, here: World) -> None:
    client = signed_in(people(world("Putten", "GM0273"))[role])
    for name in TABLE:
        where = address(name, here, here.own)
        assert answer(client.get, where).status_code == 404, where
        assert answer(client.post, where).status_code == 404, where


def test_rows_of_another_municipality_are_not_found_in_ones_own(here: World) -> None:
    client = signed_in(people(here)[MANAGER])
    there = world("Putten", "GM0273")
    mixed = replace(there, municipality=here.municipality)
    for name in TABLE:
        where = address(name, mixed, there.own)
        if where != address(name, here, here.own) and not where.endswith("/bieb/") and "/bieb/" not in where:
            for ask in (client.get, client.post):
                assert answer(ask, where).status_code in {404, 405}, where


def test_staff_without_a_second_step_is_led_to_it(here: World) -> None:
    client = signed_in(people(here)[MANAGER], second_step=False)
    for name in TABLE:
        response = answer(client.get, address(name, here, here.own))
        assert response.status_code == 302, name
        assert response["Location"].startswith("/account/tweede-stap/"), name
