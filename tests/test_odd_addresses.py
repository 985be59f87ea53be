"""Whatever somebody writes in an address or a form: the answer is never that something broke, and never forged."""

from collections.abc import Iterator
from itertools import cycle, islice
from urllib.parse import quote

import pytest
from django.http import HttpResponseBase
from django.test import Client

from kapstok.core.access import Role
from tests.signing import signed_in
from tests.test_access import TABLE, address, undone
from tests.world import World, people, world

pytestmark = pytest.mark.django_db

# What nobody writes by accident: a sign that the database does not take, numbers without end, other scripts.
ODD = ("\0", "9" * 4301, "²é🙈'\"<b>\r\nX: y")
ODD_TYPED = ("\0", "9" * 4301)
ODD_IN_PATH = ("%00", "9" * 30)
DRAWN = ("pdf", "docx", "png", "xlsx")  # reads nothing of its address after the path, and takes long to make
ASKED = (
    "bedrag", "bevindingen", "email", "groep", "instrument", "maatregel", "met", "mist", "na", "naar", "next",
    "organisatie", "over", "overleg", "pagina", "per", "plan", "sector", "soort", "stand", "te-laat", "tot", "van",
    "vanaf", "verbetert", "verder", "voor", "wie", "wordt", "zoek",
)  # fmt: skip
TYPED = (
    "about", "act", "advance-amount", "advance-on", "amount", "amount1", "answered_on", "asked", "count-until",
    "decision", "frm", "line1", "measure1", "most", "outcome", "to1", "way",
    "body", "cancelled", "ends", "form-TOTAL_FORMS", "id", "key", "kind", "leads_to",
    "maximum", "meeting", "more", "municipality", "next", "on", "parties", "party", "pk", "points-TOTAL_FORMS",
    "quarter", "readers", "role", "scope", "seal", "starts", "stand_in", "successor", "text", "themes", "title", "to",
    "topics-INITIAL_FORMS", "topics-TOTAL_FORMS", "version", "what", "why",
)  # fmt: skip


@pytest.fixture
def here() -> World:
    return world()


def asking(client: Client, how: str, where: str, typed: dict[str, str] | None = None) -> HttpResponseBase:
    with undone():
        response: HttpResponseBase = getattr(client, how)(where, typed or {})
    return response


def strange_paths(where: str) -> list[str]:
    """The same address with something odd in each of its places in turn."""
    steps = where.strip("/").split("/")
    ends = "/" if where.endswith("/") else ""
    odd = cycle(ODD_IN_PATH)
    return [f"/{'/'.join([*steps[:at], next(odd), *steps[at + 1 :]])}{ends}" for at in range(2, len(steps))]


def answers(client: Client, where: str) -> Iterator[tuple[str, HttpResponseBase]]:
    """What odd questions and forms get, in a few words: each name with another oddity, and then with the next."""
    for first in range(2):
        odd = islice(cycle(ODD), first, None)
        query = "&".join(f"{one}={quote(next(odd))}" for one in ASKED)
        yield f"get {where}?… ({first})", asking(client, "get", f"{where}?{query}")
    typed = dict(zip(TYPED, cycle(ODD_TYPED), strict=False))
    yield f"post {where}", asking(client, "post", where, typed)
    for strange in strange_paths(where):
        yield f"get {strange[:80]}", asking(client, "get", strange)


@pytest.mark.parametrize("role", [Role.PROGRAMME_MANAGER])
def test_nothing_breaks_whatever_is_asked(role: Role, here: World) -> None:
    client = signed_in(people(here)[role])
    client.raise_request_exception = False
    broken = [
        what
        for name in TABLE
        if not name.endswith(DRAWN)
        for what, response in answers(client, address(name, here, here.own))
        if response.status_code >= 500
    ]
    assert not broken, "\n".join(broken)


def test_a_form_that_another_site_sends_changes_nothing(here: World) -> None:
    client = signed_in(people(here)[Role.PROGRAMME_MANAGER], Client(enforce_csrf_checks=True))
    taken = [
        (name, response.status_code)
        for name in TABLE
        if (response := asking(client, "post", address(name, here, here.own))).status_code not in {403, 404, 405}
    ]
    assert taken == []
