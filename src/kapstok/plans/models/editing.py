"""What is not finished: drafts of forms, and workbooks that wait for a yes."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from kapstok.core.tenancy import TenantModel, tenant
from kapstok.plans.models.plan import Plan


class Draft(TenantModel):
    """What somebody typed and did not save yet; hers alone. `form` says which: `measure:inloop`, `budget`."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, db_constraint=False, related_name="+")
    person = models.ForeignKey("parties.Person", on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=120)
    fields = models.JSONField()
    saved_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            *tenant("plans_draft", "plan"),
            models.UniqueConstraint(fields=["plan", "person", "form"], name="plans_draft_once"),
        ]

    def __str__(self) -> str:
        return self.form


class Upload(TenantModel):
    """A workbook that somebody offered: kept until she says yes or no to what it would change."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, db_constraint=False, null=True, related_name="+")
    person = models.ForeignKey("parties.Person", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    mapping = models.TextField(blank=True)
    answers = models.JSONField(default=dict)
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints: ClassVar = [*tenant("plans_upload", "plan")]

    def __str__(self) -> str:
        return self.name


class SavedMapping(TenantModel):
    """Which columns of her own workbook are what, pointed out once; `fingerprint` is of the header row."""

    fingerprint = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    mapping = models.TextField()
    used_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            *tenant("plans_savedmapping"),
            models.UniqueConstraint(fields=["municipality", "fingerprint"], name="plans_savedmapping_once"),
        ]

    def __str__(self) -> str:
        return self.name
