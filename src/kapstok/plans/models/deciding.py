"""Versions of a plan that stay as they were, the decisions about it, and what people said of it."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from kapstok.core.tenancy import AppendOnly, TenantModel, tenant
from kapstok.plans.models.plan import Plan, Theme
from kapstok.plans.statuses import BODY_LABELS, MANDATE_SCOPE_LABELS, Status


class PlanVersion(TenantModel):
    """The plan as it was at a moment, for good. `pdf` and `xlsx` are the very files of an adopted version."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, db_constraint=False, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=20, choices=[(status.value, status.value) for status in Status])
    document = models.JSONField()
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.CharField(max_length=100)
    why = models.TextField(blank=True)
    pdf = models.BinaryField(null=True)
    xlsx = models.BinaryField(null=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            *tenant("plans_planversion", "plan"),
            AppendOnly(name="plans_planversion_append_only"),
            models.UniqueConstraint(fields=["plan", "number"], name="plans_planversion_once"),
        ]

    def __str__(self) -> str:
        return f"versie {self.number}"


class Decision(TenantModel):
    """A decision that was taken elsewhere and is registered here. A mistake is put right by one that names it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, db_constraint=False, related_name="decisions")
    body = models.CharField(max_length=20, choices=[(k.value, v) for k, v in BODY_LABELS.items()])
    on = models.DateField()
    number = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    leads_to = models.CharField(max_length=20, blank=True, choices=[(s.value, s.value) for s in Status])
    version = models.ForeignKey(
        PlanVersion, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="decisions"
    )
    meeting = models.ForeignKey(
        "parties.Meeting", on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+"
    )
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, db_constraint=False, null=True, related_name="corrected_by"
    )
    document_name = models.CharField(max_length=200, blank=True)
    document_type = models.CharField(max_length=100, blank=True)
    document = models.BinaryField(null=True)
    registered_at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.CharField(max_length=100)

    class Meta:
        ordering: ClassVar = ["-on", "-id"]
        constraints: ClassVar = [
            *tenant("plans_decision", "plan", "version", "meeting", "corrects"),
            AppendOnly(name="plans_decision_append_only"),
        ]

    def __str__(self) -> str:
        return self.title


class MandateRule(TenantModel):
    """Who may move how much within what, as the municipality's own mandate decision says."""

    body = models.CharField(max_length=20, choices=[(k.value, v) for k, v in BODY_LABELS.items()])
    scope = models.CharField(max_length=20, choices=[(k.value, v) for k, v in MANDATE_SCOPE_LABELS.items()])
    maximum = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, help_text="In euro's per wijziging; leeg is geen grens"
    )
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            *tenant("plans_mandaterule"),
            models.UniqueConstraint(fields=["municipality", "body", "scope"], name="plans_mandaterule_once"),
            models.CheckConstraint(
                condition=models.Q(maximum=None) | models.Q(maximum__gte=0), name="plans_mandaterule_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.scope}"


class Comment(TenantModel):
    """What a partner or colleague says of a part of the plan, and what is answered.

    `internal`: only colleagues who may read a concept see it, also when partners may read the plan.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, db_constraint=False, related_name="comments")
    about = models.CharField(max_length=100, help_text="plan, theme:sleutel of measure:sleutel")
    text = models.TextField()
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, db_constraint=False, related_name="+")
    internal = models.BooleanField(default=False)
    at = models.DateTimeField(db_default=Now(), editable=False)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [*tenant("plans_comment", "plan", "party")]
        indexes: ClassVar = [models.Index(fields=["plan", "about", "id"], name="plans_comment_about")]

    def __str__(self) -> str:
        return self.text[:60]

    def party_ids(self) -> tuple[int, ...]:
        return (self.party_id,)


class MeetingLink(TenantModel):
    """What a meeting was about or led to: a theme of a plan, or the plan itself."""

    meeting = models.ForeignKey("parties.Meeting", on_delete=models.CASCADE, db_constraint=False, related_name="links")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, db_constraint=False, related_name="meeting_links")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, db_constraint=False, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *tenant("plans_meetinglink", "meeting", "plan", "theme"),
            models.UniqueConstraint(
                fields=["meeting", "plan", "theme"], name="plans_meetinglink_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.plan_id}"
