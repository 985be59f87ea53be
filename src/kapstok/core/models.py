from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now

from kapstok.core.tenancy import AppendOnly, TenantModel, tenant


class AuditEntry(TenantModel):
    """One act on one row. `by` holds an id or a command's name, never contact details."""

    at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.CharField(max_length=100)
    act = models.CharField(max_length=100)
    table = models.CharField(max_length=100)
    row = models.BigIntegerField()
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    why = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [*tenant("core_auditentry"), AppendOnly(name="core_auditentry_append_only")]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "table", "row", "id"], name="core_auditentry_of_row"),
            models.Index(fields=["municipality", "by", "id"], name="core_auditentry_by"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.table} {self.row}"


class CacheEntry(models.Model):
    """Django's cache in the database. Shared: it counts who tries to sign in, and holds nothing of a municipality."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "core_cache"

    def __str__(self) -> str:
        return self.cache_key
