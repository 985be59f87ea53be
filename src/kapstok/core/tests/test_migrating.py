"""Constraints that are added together make the same tables as constraints that are added one by one."""

from typing import Any

import pytest
from django.db import connection, models
from django.db.migrations import AddConstraint, AddField, CreateModel, Migration
from django.db.migrations.state import ProjectState

from kapstok.core.migrating import AddConstraints, together

pytestmark = pytest.mark.django_db


def above(name: str, field: str, value: int) -> AddConstraint:
    rule = models.CheckConstraint(condition=models.Q(**{f"{field}__gt": value}), name=f"{name}_{field}_{value}")
    return AddConstraint(name, rule)


ONE_BY_ONE = [
    CreateModel("coat", [("id", models.BigAutoField(primary_key=True)), ("size", models.IntegerField())]),
    CreateModel("hook", [("id", models.BigAutoField(primary_key=True)), ("size", models.IntegerField())]),
    above("coat", "size", 1),
    above("hook", "size", 2),
    above("coat", "size", 3),
    AddField("hook", "height", models.IntegerField(null=True)),
    above("hook", "height", 4),
]


def played(operations: list[Any], *, back: bool = False) -> tuple[list[str], ProjectState]:
    """The SQL of these operations, or of taking them back, and what the tables are then."""
    migration: Migration = type("Wardrobe", (Migration,), {"operations": operations})("0001_initial", "wardrobe")
    before = ProjectState()
    with connection.schema_editor(collect_sql=True) as editor:
        if back:
            return editor.collected_sql, migration.unapply(before, editor)
        return editor.collected_sql, migration.apply(before, editor)


def statements(operations: list[Any], *, back: bool = False) -> list[str]:
    return [str(one) for one in played(operations, back=back)[0]]


def test_only_constraints_that_follow_each_other_go_together() -> None:
    kinds = [type(one) for one in together(ONE_BY_ONE)]
    assert kinds == [CreateModel, CreateModel, AddConstraints, AddField, AddConstraints]


@pytest.mark.parametrize("back", [False, True])
def test_the_database_is_asked_the_same(back: bool) -> None:
    alone, at_once = statements(ONE_BY_ONE, back=back), statements(together(ONE_BY_ONE), back=back)
    assert at_once == alone
    assert sum("CONSTRAINT" in one for one in at_once) == 4


def test_later_migrations_know_the_same_tables() -> None:
    alone, at_once = played(ONE_BY_ONE)[1], played(together(ONE_BY_ONE))[1]
    assert at_once == alone
    rules = at_once.apps.get_model("wardrobe", "coat")._meta.constraints
    assert [rule.name for rule in rules] == ["coat_size_1", "coat_size_3"]
