"""The examples that are put back are the examples that were made."""

import pytest
from django.db import IntegrityError, connection, transaction

from kapstok.core.models import AuditEntry
from kapstok.core.tenancy import inside
from kapstok.demo.actions import load_demo
from kapstok.parties.models import Contact, Municipality, Party
from tests.examples import load_examples, put_back, rows_now

pytestmark = pytest.mark.django_db


def test_what_is_put_back_is_what_was_made() -> None:
    with transaction.atomic():
        load_demo(lambda name: None)
        made = rows_now()
        transaction.set_rollback(True)
    assert not Municipality.objects.exists()
    put_back(made)
    assert rows_now() == made
    assert {"parties_contact", "plans_budgetline", "core_auditentry"} <= {table for _, table, _ in made}


def test_the_demo_adds_nothing_to_it() -> None:
    load_examples()
    before = rows_now()
    load_demo(lambda name: None)
    assert rows_now() == before


def test_new_rows_come_after_them_and_keys_are_checked_at_once_again() -> None:
    load_examples()
    diemen, putten = (Municipality.objects.get(slug=slug) for slug in ("diemen", "putten"))
    with inside(putten):
        elsewhere = Party.objects.order_by("pk")[0].pk
    with inside(diemen):
        last = AuditEntry.objects.latest("pk").pk
        assert AuditEntry.objects.create(act="x", by="test", table="x", row="1").pk > last
        with pytest.raises(IntegrityError), transaction.atomic():
            Contact.objects.create(party_id=elsewhere, function="Directeur", email="a@b.example")
        assert not connection.needs_rollback
