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
        indexes: ClassVar = [models.Index(fields=["municipality", "table", "row", "id"], name="core_auditentry_of_row")]

    def __str__(self) -> str:
        return f"{self.act} {self.table} {self.row}"
