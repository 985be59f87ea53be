"""The history in a real browser: axe finds nothing and a phone need not scroll sideways."""

from pytest_django.live_server_helper import LiveServer

from kapstok.core import audit
from kapstok.core.access import Role
from kapstok.core.tenancy import inside
from kapstok.parties.models import Meeting
from kapstok.plans.actions import load_plan
from tests import cast
from tests.browsing import DESKTOP, IN_BROWSER, browser_page, problems_of
from tests.signing import working

pytestmark = IN_BROWSER
HERE = "/diemen/werk/geschiedenis/"


def test_axe_finds_nothing_and_nothing_sticks_out(live_server: LiveServer) -> None:
    diemen = cast.municipality()
    client = working(diemen, Role.AUDITOR)
    before = {"text": f"{'Wie komt er naar het overleg? ' * 9}", "outcome": "", "zo_lang": "z" * 300}
    after = {"text": f"{'Wie komt er naar het overleg? ' * 9}Iedereen.", "outcome": "advice", "zo_lang": "y" * 300}
    with inside(diemen):
        load_plan(cast.many_measures(30), by="test")
        meeting = Meeting.objects.create(title="L" * 190, on="2024-02-08")
        number = audit.record("meeting changed", meeting, by="test", before=before, after=after, why="w" * 200).pk
        audit.record("cow milked", meeting, by="test", before={"a": {"b": {"c": "d" * 90}}}, after={})
    addresses = ["", "?van=2024-02-02&tot=2024-02-01", "?van=2090-01-01", f"{number}/", f"{number - 1}/"]
    problems = []
    with browser_page(DESKTOP) as page:
        page.context.add_cookies(
            [{"name": "kapstok", "value": client.cookies["kapstok"].value, "url": live_server.url}]
        )
        for address in [*addresses, f"parties.meeting/{meeting.pk}/"]:
            page.goto(f"{live_server.url}{HERE}{address}")
            assert "eschiedenis" in page.title(), page.title()
            problems += problems_of(page)
    assert not problems, "\n".join(problems)
