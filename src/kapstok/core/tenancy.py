"""Keeping municipalities apart, in the database itself.

Code reads and writes as if there were one municipality. The only way in is `with inside(municipality):`; a query on a
tenant table outside it raises. What makes a table a tenant table stands in its `Meta.constraints` (see `tenant`), so
that migrations carry it: a policy, a key that others can point at, and foreign keys that cannot cross.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models.constraints import BaseConstraint

SETTING = "kapstok.municipality"


class CurrentMunicipality(models.Func):
    """The municipality that this transaction is inside of, as the database knows it."""

    template = f"current_setting('{SETTING}')::bigint"
    arity = 0
    output_field = models.BigIntegerField()
    allowed_default = True


@contextmanager
def inside(municipality: models.Model | int) -> Iterator[None]:
    """The door: one transaction in which only this municipality's rows exist. Doors may nest."""
    pk = municipality if isinstance(municipality, int) else municipality.pk
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _enter(pk, nested)
        yield
        if nested and not connection.needs_rollback:  # what is rolled back is restored by that
            _set(before)


def _enter(pk: int, nested: bool) -> str:
    """Set the municipality until the transaction ends; give back what was set before, to restore in a nested door."""
    before = ""
    if nested:
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [SETTING])
            before = cursor.fetchone()[0]
    _set(str(pk))
    return before


def _set(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, value])


class DatabaseRule(BaseConstraint):
    """A rule written in SQL that migrations carry like any other constraint. Subclasses give `up` and `down`."""

    up = ""
    down = ""

    def names(self, model: type[models.Model]) -> dict[str, str]:
        """What else the SQL names, quoted."""
        return {}

    def create_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        """Nothing now: the statement runs at the end of the migration, when all tables and keys are there."""
        assert schema_editor is not None
        schema_editor.deferred_sql.append(self._statement(self.up, model, schema_editor))

    def constraint_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        self.create_sql(model, schema_editor)

    def remove_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        return self._statement(self.down, model, schema_editor)

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """The database checks it; a form cannot."""

    def _statement(
        self, sql: str, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> Statement:
        assert model is not None
        assert schema_editor is not None
        quote = schema_editor.quote_name
        return Statement(sql, table=Table(model._meta.db_table, quote), name=quote(self.name), **self.names(model))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DatabaseRule) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((type(self), self.name))


class Isolated(DatabaseRule):
    """Row-level security: the app role sees and writes only rows of the municipality it is inside of."""

    up = (
        "ALTER TABLE %(table)s ENABLE ROW LEVEL SECURITY; "
        f"CREATE POLICY %(name)s ON %(table)s USING (municipality_id = current_setting('{SETTING}')::bigint)"
    )
    down = "DROP POLICY %(name)s ON %(table)s; ALTER TABLE %(table)s DISABLE ROW LEVEL SECURITY"


class SameMunicipality(DatabaseRule):
    """A foreign key on (municipality, id), so that a row cannot point at another municipality's row."""

    up = (
        "ALTER TABLE %(table)s ADD CONSTRAINT %(name)s FOREIGN KEY (municipality_id, %(column)s) "
        "REFERENCES %(to)s (municipality_id, id) DEFERRABLE INITIALLY IMMEDIATE"
    )
    down = "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s"

    def __init__(self, *, field: str, name: str) -> None:
        self.field = field
        super().__init__(name=name)

    def names(self, model: type[models.Model]) -> dict[str, str]:
        field = model._meta.get_field(self.field)
        assert isinstance(field, models.ForeignKey)
        return {"column": f'"{field.column}"', "to": f'"{field.remote_field.model._meta.db_table}"'}

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "field": self.field}


class AppendOnly(DatabaseRule):
    """Rows can be added, never changed or removed, not even by the owner."""

    up = (
        "CREATE OR REPLACE FUNCTION kapstok_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only', ERRCODE = 'restrict_violation'; "
        "END $$; "
        "CREATE TRIGGER %(name)s BEFORE UPDATE OR DELETE ON %(table)s "
        "FOR EACH ROW EXECUTE FUNCTION kapstok_append_only()"
    )
    down = "DROP TRIGGER %(name)s ON %(table)s"


class TenantModel(models.Model):
    """A row that belongs to one municipality. Its Meta lists `*tenant(...)` among its constraints."""

    municipality = models.ForeignKey(
        "parties.Municipality",
        on_delete=models.PROTECT,
        db_default=CurrentMunicipality(),
        editable=False,
        related_name="+",
        db_index=False,  # UNIQUE (municipality, id) serves
    )

    class Meta:
        abstract = True


def tenant(table: str, *points_at: str) -> list[BaseConstraint]:
    """The constraints of a tenant table; `points_at` names its foreign keys to other tenant tables."""
    return [
        models.UniqueConstraint(fields=["municipality", "id"], name=f"{table}_tenant_key"),
        Isolated(name=f"{table}_isolated"),
        *(SameMunicipality(field=field, name=f"{table}_{field}_inside") for field in points_at),
    ]
