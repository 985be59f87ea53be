"""What an organisation finds out about the work of another."""

import pytest

from kapstok.core.access import Role, command
from kapstok.core.tenancy import inside
from kapstok.parties.models import Party
from kapstok.plans.deciding.actions import take_step
from kapstok.plans.models import Measure, Plan, WorkPlan, WorkStep
from kapstok.plans.statuses import Status
from tests.signing import working
from tests.world import world

pytestmark = pytest.mark.django_db

BY = command("test")


def own_step(party: str, what: str) -> None:
    """Something that this party said it would do for a plan that is no longer shared."""
    measure = Measure.objects.get(key="inloop")
    work_plan = WorkPlan.objects.create(plan=measure.plan, measure=measure, party=Party.objects.get(key=party))
    WorkStep.objects.create(work_plan=work_plan, position=1, quarter="Q1 2024", what=what)


def test_the_work_of_another_organisation_is_not_told_on_its_page() -> None:
    here = world()
    with inside(here.municipality):
        WorkStep.objects.all().delete()
        own_step("bieb", "Boeken tellen")
        own_step("sport", "Zaal huren")
        for to in (Status.SHARED, Status.CONCEPT):
            take_step(Plan.objects.get().pk, to, by=BY)
        library = Party.objects.get(key="bieb")
    partner, officer = (
        working(here.municipality, Role.PROVIDER, library),
        working(here.municipality, Role.POLICY_OFFICER),
    )
    for client, own, other in ((partner, True, False), (officer, True, True)):
        for key, what, told in (("bieb", "Boeken tellen", own), ("sport", "Zaal huren", other)):
            page = client.get(f"/diemen/werk/partners/{key}/").content.decode()
            assert (what in page) == told, key
