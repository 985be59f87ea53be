from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.signals import post_migrate, pre_migrate


class CoreConfig(AppConfig):
    name = "kapstok.core"

    def ready(self) -> None:
        pre_migrate.connect(name_no_municipality, sender=self, dispatch_uid="kapstok-no-municipality")
        post_migrate.connect(grant_to_app_role, sender=self, dispatch_uid="kapstok-grants")


def name_no_municipality(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Before migrating: PostgreSQL works out the default of a column that is added, and that asks in which municipality
    we are. 0 is none: a row that would get it is refused by its foreign key.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SET kapstok.municipality = 0")


def grant_to_app_role(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """After migrating: the app role may use the tables, and on append-only tables only read and add."""
    from kapstok.core.tenancy import AppendOnly  # noqa: PLC0415  models are not ready when apps load

    with connections[using].cursor() as cursor:
        cursor.execute("RESET kapstok.municipality")
    app_role = settings.DATABASE_APP.get("USER")
    if not app_role or app_role == connections[using].settings_dict["USER"]:
        return
    quote = connections[using].ops.quote_name
    with connections[using].cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {quote(app_role)}")
        cursor.execute(f"GRANT SELECT ON django_migrations TO {quote(app_role)}")
        for model in apps.get_models(include_auto_created=True):
            if not model._meta.managed or model._meta.proxy:
                continue
            append_only = any(isinstance(rule, AppendOnly) for rule in model._meta.constraints)
            rights = "SELECT, INSERT" if append_only else getattr(model, "app_rights", "SELECT, INSERT, UPDATE, DELETE")
            table = quote(model._meta.db_table)
            cursor.execute(f"REVOKE ALL ON {table} FROM {quote(app_role)}")
            cursor.execute(f"GRANT {rights} ON {table} TO {quote(app_role)}")
