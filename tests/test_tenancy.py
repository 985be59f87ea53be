"""The database keeps municipalities apart, for every table there is and every table to come."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from kapstok.core import audit
from kapstok.core.database import as_owner
from kapstok.core.tenancy import AppendOnly, Isolated, SameMunicipality, TenantModel, inside
from kapstok.parties.kinds import PartyKind, Sector
from kapstok.parties.models import Municipality, Party
from kapstok.plans.actions import load_plan
from kapstok.plans.models import Measure, Plan, Theme
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.database_rules]

SHARED = {"core.CacheEntry", "parties.Membership", "parties.Municipality", "parties.Person"}
MODELS = [m for m in apps.get_models(include_auto_created=True) if m._meta.app_config.name.startswith("kapstok")]
TENANT_MODELS = [m for m in MODELS if issubclass(m, TenantModel)]


def name_of(model: type[models.Model]) -> str:
    return model._meta.label


@pytest.fixture
def diemen() -> Municipality:
    return cast.municipality("Diemen", "GM0384")


@pytest.fixture
def putten() -> Municipality:
    return cast.municipality("Putten", "GM0273")


@contextmanager
def refused(kind: type[Exception] = DatabaseError) -> Iterator[None]:
    with pytest.raises(kind), transaction.atomic():
        yield


def test_each_model_is_of_one_municipality_or_knowingly_shared() -> None:
    assert {name_of(m) for m in MODELS if not issubclass(m, TenantModel)} == SHARED


@pytest.mark.parametrize("model", TENANT_MODELS, ids=name_of)
def test_each_tenant_table_carries_its_rules(model: type[models.Model]) -> None:
    rules = model._meta.constraints
    assert any(isinstance(rule, Isolated) for rule in rules)
    assert any(isinstance(rule, models.UniqueConstraint) and rule.fields == ("municipality", "id") for rule in rules)
    to_tenants = {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and issubclass(field.related_model, TenantModel)  # type: ignore[arg-type]
    }
    assert {rule.field for rule in rules if isinstance(rule, SameMunicipality)} == to_tenants


@pytest.mark.parametrize("model", TENANT_MODELS, ids=name_of)
def test_the_database_knows_those_rules(model: type[models.Model]) -> None:
    """What stands in the model also stands in the database as it was migrated."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", [model._meta.db_table])
        assert cursor.fetchone() == (True,)
        cursor.execute("SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass", [model._meta.db_table])
        known = {row[0] for row in cursor.fetchall()}
    wanted = {r.name for r in model._meta.constraints if isinstance(r, SameMunicipality)}
    assert wanted <= known


@pytest.mark.parametrize("model", TENANT_MODELS, ids=name_of)
@pytest.mark.parametrize(
    "query",
    [
        lambda rows: list(rows.all()),
        lambda rows: rows.exists(),
        lambda rows: rows.count(),
        lambda rows: rows.update(municipality_id=1),
        lambda rows: rows.all().delete(),
    ],
    ids=["read", "exists", "count", "update", "delete"],
)
def test_outside_the_door_every_query_raises(
    model: type[models.Model], query: Callable[[Any], Any], diemen: Municipality
) -> None:
    with inside(diemen):
        load_plan(cast.plan(), by="test")
    with refused():
        query(model._default_manager)


def test_the_app_role_owns_nothing_and_cannot_lift_the_rules(diemen: Municipality) -> None:
    for statement in (
        "ALTER TABLE plans_plan DISABLE ROW LEVEL SECURITY",
        "DROP POLICY plans_plan_isolated ON plans_plan",
        "TRUNCATE core_auditentry",
        "DROP TABLE plans_plan",
        "SET ROLE kapstok_owner",
        "CREATE TABLE mine (id int)",
    ):
        with refused(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_another_municipality_sees_writes_and_removes_nothing(diemen: Municipality, putten: Municipality) -> None:
    with inside(diemen):
        mine = load_plan(cast.plan(), by="test").plan
        measure = Measure.objects.get()
    with inside(putten):
        for model in TENANT_MODELS:
            assert not model._default_manager.exists(), model
        assert Plan.objects.filter(pk=mine.pk).update(title="van mij") == 0
        assert Measure.objects.filter(pk=measure.pk).delete()[0] == 0
    with inside(diemen):
        assert Plan.objects.get().title == "Plan"


@pytest.mark.parametrize(
    ("model", "field"),
    [
        (model, rule.field)
        for model in TENANT_MODELS
        for rule in model._meta.constraints
        if isinstance(rule, SameMunicipality)
    ],
    ids=lambda value: value if isinstance(value, str) else name_of(value),
)
def test_no_row_points_across(
    model: type[models.Model], field: str, diemen: Municipality, putten: Municipality
) -> None:
    """Not even the owner, whom row-level security lets through, can make one row point at another municipality's."""
    target = model._meta.get_field(field).related_model
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT pg_get_constraintdef(oid), confrelid::regclass::text FROM pg_constraint
               WHERE conrelid = %s::regclass AND conname = %s AND contype = 'f'""",
            [model._meta.db_table, f"{model._meta.db_table}_{field}_inside"],
        )
        definition, points_at = cursor.fetchone()
    column = model._meta.get_field(field).column
    assert points_at == target._meta.db_table  # type: ignore[union-attr]
    assert definition.startswith(f"FOREIGN KEY (municipality_id, {column}) REFERENCES")
    assert "(municipality_id, id)" in definition


def test_a_pointer_across_is_refused(diemen: Municipality, putten: Municipality) -> None:
    with inside(diemen):
        load_plan(cast.plan(), by="test")
        theme = Theme.objects.get()
    with inside(putten):
        other = load_plan(cast.plan(), by="test").plan
        with refused(IntegrityError):
            Measure.objects.create(plan=other, position=9, key="vreemd", theme_id=theme.pk, name="Vreemd")


def test_writing_for_another_municipality_is_refused(diemen: Municipality, putten: Municipality) -> None:
    with inside(diemen), refused():
        Party.objects.create(municipality=putten, key="a", name="A", kind="organisation", sector="other")


def test_the_door_closes_also_after_an_error_and_nests(diemen: Municipality, putten: Municipality) -> None:
    with inside(diemen):
        Party.objects.create(key="d", name="D", kind="organisation", sector="other")
        with pytest.raises(ZeroDivisionError), inside(putten):
            assert not Party.objects.exists()
            raise ZeroDivisionError
        with inside(putten):
            assert not Party.objects.exists()
        assert Party.objects.get().key == "d"
    with refused():
        Party.objects.exists()


def test_a_door_inside_a_transaction_closes_when_its_work_is_rolled_back(diemen: Municipality) -> None:
    with inside(diemen):
        Party.objects.create(key="d", name="D", kind="organisation", sector="other")
        transaction.set_rollback(True)
    with refused():
        Party.objects.exists()
    with inside(diemen):
        assert not Party.objects.exists()


@pytest.mark.parametrize("as_whom", ["app", "owner"])
@pytest.mark.django_db(transaction=True)
def test_append_only_tables_keep_what_was_written(as_whom: str) -> None:
    diemen = cast.municipality()
    with inside(diemen):
        party = Party.objects.create(key="d", name="D", kind="organisation", sector="other")
        audit.record("party added", party, by="test", after={"name": "D"})
    table = "core_auditentry"
    statements = [f"UPDATE {table} SET by = 'niemand'", f"DELETE FROM {table}"]

    def all_refused() -> None:
        for statement in statements:
            with refused(), inside(diemen), connection.cursor() as cursor:
                cursor.execute(statement)

    if as_whom == "owner":
        with as_owner():
            all_refused()
    else:
        all_refused()


def test_append_only_rule_is_on_the_audit_table() -> None:
    assert any(isinstance(rule, AppendOnly) for rule in apps.get_model("core.AuditEntry")._meta.constraints)


keys = st.sampled_from(["a", "b", "c", "d"])
sides = st.sampled_from(["GM0001", "GM0002"])


class TwoMunicipalities(RuleBasedStateMachine):
    """Random reads and writes as two municipalities, beside what each ought to see by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.sides = {code: cast.municipality(f"Stad {code}", code) for code in ("GM0001", "GM0002")}
        self.expected: dict[str, dict[str, str]] = {code: {} for code in self.sides}
        self.ids: dict[str, int] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @rule(side=sides, key=keys, name=st.text(alphabet="xyz", min_size=1, max_size=3))
    def write(self, side: str, key: str, name: str) -> None:
        fields = {"name": name, "sort_key": name, "kind": PartyKind.ROLE, "sector": Sector.OTHER}
        with inside(self.sides[side]):
            party, _ = Party.objects.update_or_create(key=key, defaults=fields)
        self.expected[side][key] = name
        self.ids[f"{side}{key}"] = party.pk

    @rule(side=sides, key=keys)
    def remove(self, side: str, key: str) -> None:
        with inside(self.sides[side]):
            removed, _ = Party.objects.filter(key=key).delete()
        assert removed == (1 if self.expected[side].pop(key, None) is not None else 0)

    @rule(side=sides, key=keys)
    def meddle(self, side: str, key: str) -> None:
        """By its number, another municipality's row is not there: not to read, not to change, not to remove."""
        other = "GM0002" if side == "GM0001" else "GM0001"
        pk = self.ids.get(f"{other}{key}", 0)
        with inside(self.sides[side]):
            rows = Party.objects.filter(pk=pk)
            assert not rows.exists()
            assert rows.update(name="gekaapt") == 0
            assert rows.delete()[0] == 0

    @rule(side=sides, key=keys)
    def fail_halfway(self, side: str, key: str) -> None:
        with pytest.raises(ZeroDivisionError), inside(self.sides[side]):
            Party.objects.filter(key=key).update(name="half")
            raise ZeroDivisionError

    @invariant()
    def each_sees_exactly_its_own(self) -> None:
        for code, municipality in self.sides.items():
            with inside(municipality):
                rows = list(Party.objects.values_list("key", "name", "municipality_id"))
            assert {key: name for key, name, _ in rows} == self.expected[code]
            assert all(owner == municipality.pk for *_, owner in rows)


def test_two_municipalities_never_meet() -> None:
    run_state_machine_as_test(
        TwoMunicipalities,
        settings=settings(
            max_examples=25, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@given(st.integers(min_value=-(2**40), max_value=2**40))
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_door_of_nobody_shows_nothing(pk: int) -> None:
    with inside(pk):
        assert not Party.objects.exists()
