"""Work plans: what each executing party does for a measure, where it is present, and what it needs from others."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from kapstok.core.tenancy import TenantModel, tenant
from kapstok.plans.models.plan import Measure, Plan


class WorkPlan(TenantModel):
    """The part of a measure that one party carries out. Asked first; `given_at` once the party filled it in."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, db_constraint=False, related_name="work_plans")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, db_constraint=False, related_name="work_plans")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, db_constraint=False, related_name="+")
    text = models.TextField(blank=True)
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    given_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            *tenant("plans_workplan", "plan", "measure", "party"),
            models.UniqueConstraint(fields=["measure", "party"], name="plans_workplan_once"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.party_id}"

    def party_ids(self) -> tuple[int, ...]:
        return (self.party_id,)


class WorkStep(TenantModel):
    """Something the party will do in a quarter, and when it was done."""

    work_plan = models.ForeignKey(WorkPlan, on_delete=models.CASCADE, db_constraint=False, related_name="steps")
    position = models.PositiveIntegerField()
    quarter = models.CharField(max_length=7)
    until = models.CharField(max_length=7, blank=True)
    what = models.CharField(max_length=200)
    owner = models.ForeignKey(
        "parties.Contact", on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+"
    )
    done_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["quarter", "position", "id"]
        constraints: ClassVar = [*tenant("plans_workstep", "work_plan", "owner")]

    def __str__(self) -> str:
        return self.what

    def party_ids(self) -> tuple[int, ...]:
        return self.work_plan.party_ids()


class Presence(TenantModel):
    """The hours per week that the party is present at a school or other place, in a period."""

    work_plan = models.ForeignKey(WorkPlan, on_delete=models.CASCADE, db_constraint=False, related_name="presences")
    place = models.ForeignKey("parties.Party", on_delete=models.PROTECT, db_constraint=False, related_name="+")
    hours_per_week = models.DecimalField(max_digits=5, decimal_places=2)
    starts = models.DateField()
    ends = models.DateField()

    class Meta:
        ordering: ClassVar = ["starts", "id"]
        constraints: ClassVar = [
            *tenant("plans_presence", "work_plan", "place"),
            models.CheckConstraint(condition=models.Q(ends__gte=models.F("starts")), name="plans_presence_order"),
            models.CheckConstraint(
                condition=models.Q(hours_per_week__gt=0, hours_per_week__lte=168), name="plans_presence_hours"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id}: {self.hours_per_week}"


class Need(TenantModel):
    """What the party needs from another party to do its part, and by which quarter."""

    work_plan = models.ForeignKey(WorkPlan, on_delete=models.CASCADE, db_constraint=False, related_name="needs")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, db_constraint=False, related_name="+")
    what = models.CharField(max_length=200)
    quarter = models.CharField(max_length=7)
    met_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["quarter", "id"]
        constraints: ClassVar = [*tenant("plans_need", "work_plan", "party")]

    def __str__(self) -> str:
        return self.what

    def party_ids(self) -> tuple[int, ...]:
        """Of whom it is asked, and who asks."""
        return (self.party_id, *self.work_plan.party_ids())
