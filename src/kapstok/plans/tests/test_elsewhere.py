"""What a meeting and a party show of plans."""

from datetime import date

import pytest
from tests import cast
from tests.signing import working

from kapstok.core.access import Role, command
from kapstok.core.tenancy import inside
from kapstok.parties.models import Attendance, Meeting, Party
from kapstok.plans import schema
from kapstok.plans.actions import load_plan
from kapstok.plans.deciding.actions import Taken, register_decision, take_step
from kapstok.plans.elsewhere import measures_of
from kapstok.plans.models import Theme
from kapstok.plans.statuses import Body, Status

pytestmark = pytest.mark.django_db

BY = command("test")


def test_a_meeting_shows_the_themes_and_decisions_it_led_to() -> None:
    diemen = cast.municipality()
    with inside(diemen):
        plan = load_plan(cast.plan(), by=BY, publish=False).plan
        meeting = Meeting.objects.create(title="LEA", on=date(2022, 11, 17))
        register_decision(plan.pk, Taken(Body.LEA, date(2022, 11, 17), "Draagvlak"), by=BY, meeting=meeting)
        theme = Theme.objects.get()
    client = working(diemen, Role.POLICY_OFFICER)
    where = f"/diemen/werk/plan/-/overleg/{meeting.pk}/themas/"
    assert client.post(where, {"themes": [theme.pk]}).status_code == 302
    text = client.get(f"/diemen/werk/overleg/{meeting.pk}/").content.decode()
    assert f'href="/diemen/werk/plan/npo/thema/{theme.key}/"' in text
    assert "Draagvlak" in text
    assert client.post(where, {"themes": []}).status_code == 302
    assert "thema/taal" not in client.get(f"/diemen/werk/overleg/{meeting.pk}/").content.decode()


def test_a_partner_sees_nothing_of_a_plan_that_was_not_shared() -> None:
    diemen = cast.municipality()
    parties = (schema.Party(key="bieb", name="Bibliotheek"),)
    measures = (schema.Measure(key="voorlezen", theme="taal", name="Voorlezen", lead="bieb"),)
    with inside(diemen):
        plan = load_plan(cast.plan(parties=parties, measures=measures), by=BY, publish=False).plan
        party = Party.objects.get(key="bieb")
        meeting = Meeting.objects.create(title="LEA", on=date(2022, 11, 17))
        Attendance.objects.create(meeting=meeting, party=party)
        register_decision(plan.pk, Taken(Body.LEA, date(2022, 11, 17), "Draagvlak"), by=BY, meeting=meeting)
        assert measures_of(party).links == ()
    client = working(diemen, Role.PROVIDER, party)
    assert "Draagvlak" not in client.get(f"/diemen/werk/overleg/{meeting.pk}/").content.decode()
    with inside(diemen):
        take_step(plan.pk, Status.SHARED, by=BY)
        assert [link.label for link in measures_of(party).links] == ["Voorlezen"]
    assert "Draagvlak" in client.get(f"/diemen/werk/overleg/{meeting.pk}/").content.decode()
