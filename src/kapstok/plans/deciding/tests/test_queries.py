import pytest
from tests import cast
from tests.signing import seated

from kapstok.core.access import Role, command
from kapstok.core.tenancy import inside
from kapstok.parties.inviting import own_party
from kapstok.plans.actions import load_plan
from kapstok.plans.deciding.queries import Said, counted_comments
from kapstok.plans.models import Comment


@pytest.mark.django_db
def test_comments_are_counted_per_part_with_what_waits() -> None:
    diemen = cast.municipality()
    person = seated(diemen, Role.PROVIDER)
    with inside(diemen):
        row, party = load_plan(cast.plan(), by=command("test")).plan, own_party(diemen)
        for about, answered in (("plan", None), ("plan", "2024-01-01T00:00Z"), ("measure:voorlezen", None)):
            Comment.objects.create(plan=row, about=about, text="x", person=person, party=party, answered_at=answered)
        assert counted_comments(command("test"), row) == {"plan": Said(2, 1), "measure:voorlezen": Said(1, 1)}
