"""A plan as rows, so that money and people can point at its measures. `queries.document_of` reads it back as one value.

What is pointed at (theme, measure, source, budget line) keeps its row when a plan is stored again; the rest are values.
A `version` goes up by one with each change, so that two people who change the same thing can be told.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.constraints import BaseConstraint

from kapstok.core.tenancy import TenantModel, tenant
from kapstok.plans.schema import LineKind, MilestoneKind, Offer, Per, Precision, SourceKind, Stage
from kapstok.plans.statuses import Status


def _words(kind: type[StrEnum]) -> Iterable[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


def _known_word(table: str, field: str, kind: type[StrEnum]) -> BaseConstraint:
    """The database, too, only takes the words that the schema knows."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": [member.value for member in kind]}), name=f"{table}_{field}_known"
    )


class Plan(TenantModel):
    """A plan for one grant. Lists of plain values (goals, levels, phasing) are kept as the schema writes them."""

    slug = models.CharField(max_length=80)
    grant = models.ForeignKey("grants.Grant", on_delete=models.PROTECT, db_constraint=False, related_name="plans")
    title = models.CharField(max_length=200)
    stage = models.CharField(max_length=20, choices=_words(Stage))
    date = models.DateField()
    date_note = models.TextField(blank=True)
    adopted_on = models.DateField(null=True)
    summary = models.TextField(blank=True)
    document = models.CharField(max_length=200, blank=True)
    stated_total = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    levels = models.JSONField(default=list)
    goals = ArrayField(models.TextField(), default=list)
    principles = ArrayField(models.TextField(), default=list)
    agendas = models.JSONField(default=list)
    phasing = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1, help_text="Gaat één omhoog bij elke verandering van het plan")
    status = models.CharField(max_length=20, choices=_words(Status), default=Status.CONCEPT.value)
    published = models.ForeignKey(
        "plans.PlanVersion",
        on_delete=models.PROTECT,
        db_constraint=False,
        null=True,
        related_name="+",
        help_text="Wat iedereen op de publieke pagina ziet",
    )

    class Meta:
        ordering: ClassVar = ["-date", "id"]
        constraints: ClassVar = [
            *tenant("plans_plan", "grant", "published"),
            _known_word("plans_plan", "status", Status),
            models.UniqueConstraint(fields=["municipality", "slug"], name="plans_plan_slug"),
            _known_word("plans_plan", "stage", Stage),
        ]

    def __str__(self) -> str:
        return self.title


class PlanRow(TenantModel):
    """A row of a plan, in the order of the document."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, db_constraint=False, related_name="+")
    position = models.PositiveIntegerField()

    class Meta:
        abstract = True
        ordering: ClassVar = ["position"]


class PlanParty(PlanRow):
    """A party that the plan names; `participates_at` is its place among those who take part, empty if it does not."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, db_constraint=False, related_name="+")
    participates_at = models.PositiveIntegerField(null=True)

    class Meta(PlanRow.Meta):
        constraints: ClassVar = [
            *tenant("plans_planparty", "plan", "party"),
            models.UniqueConstraint(fields=["plan", "party"], name="plans_planparty_once"),
        ]

    def __str__(self) -> str:
        return str(self.party)


class Consultation(PlanRow):
    """A moment at which the plan was talked about with the field."""

    starts = models.DateField()
    ends = models.DateField(null=True)
    precision = models.CharField(max_length=10, choices=_words(Precision))
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    sectors = ArrayField(models.CharField(max_length=30), default=list)

    class Meta(PlanRow.Meta):
        constraints: ClassVar = [
            *tenant("plans_consultation", "plan"),
            _known_word("plans_consultation", "precision", Precision),
        ]

    def __str__(self) -> str:
        return self.title


class Source(PlanRow):
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=_words(SourceKind))
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    about = models.BooleanField(default=False)
    illustrative = models.BooleanField(default=False)

    class Meta(PlanRow.Meta):
        constraints: ClassVar = [
            *tenant("plans_source", "plan"),
            models.UniqueConstraint(fields=["plan", "key"], name="plans_source_key"),
            models.UniqueConstraint(
                fields=["plan"], condition=models.Q(kind=SourceKind.GRANT), name="plans_source_one_grant"
            ),
            _known_word("plans_source", "kind", SourceKind),
        ]

    def __str__(self) -> str:
        return self.name


class Theme(PlanRow):
    key = models.CharField(max_length=80)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, db_constraint=False, null=True, related_name="+")
    name = models.CharField(max_length=200)
    goal = models.TextField(blank=True)
    result = models.TextField(blank=True)
    description = models.TextField(blank=True)
    stated_total = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    version = models.PositiveIntegerField(default=1, help_text="Gaat één omhoog als het thema zelf verandert")

    class Meta(PlanRow.Meta):
        constraints: ClassVar = [
            *tenant("plans_theme", "plan", "parent"),
            models.UniqueConstraint(fields=["plan", "key"], name="plans_theme_key"),
        ]

    def __str__(self) -> str:
        return self.name


class Measure(PlanRow):
    key = models.CharField(max_length=80)
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, db_constraint=False, related_name="+")
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    target_group = models.TextField(blank=True)
    result = models.TextField(blank=True)
    indicator = models.TextField(blank=True)
    offer = models.CharField(max_length=10, choices=_words(Offer), blank=True)
    lead = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+"
    )
    purposes_illustrative = models.BooleanField(default=False)
    cost_types = ArrayField(models.CharField(max_length=80), default=list)
    version = models.PositiveIntegerField(
        default=1, help_text="Gaat één omhoog als de maatregel verandert, of wat eronder of voor haar begroot staat"
    )

    class Meta(PlanRow.Meta):
        constraints: ClassVar = [
            *tenant("plans_measure", "plan", "theme", "lead"),
            models.UniqueConstraint(fields=["plan", "key"], name="plans_measure_key"),
        ]

    def __str__(self) -> str:
        return self.name


class MeasureRow(PlanRow):
    """A row under a measure; `plan` is there too, so that a whole plan is read in one query per table."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, db_constraint=False, related_name="+")

    class Meta(PlanRow.Meta):
        abstract = True


class Partner(MeasureRow):
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, db_constraint=False, related_name="+")

    class Meta(PlanRow.Meta):
        constraints: ClassVar = [
            *tenant("plans_partner", "plan", "measure", "party"),
            models.UniqueConstraint(fields=["measure", "party"], name="plans_partner_once"),
        ]

    def __str__(self) -> str:
        return str(self.party)


class MeasurePurpose(MeasureRow):
    """The percentage of a measure that serves a spending purpose of the regulation."""

    number = models.PositiveSmallIntegerField()
    share = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta(PlanRow.Meta):
        constraints: ClassVar = [
            *tenant("plans_measurepurpose", "plan", "measure"),
            models.UniqueConstraint(fields=["measure", "number"], name="plans_measurepurpose_once"),
            models.CheckConstraint(
                condition=models.Q(share__gte=0, share__lte=100), name="plans_measurepurpose_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.share} %"


class MeasureFunding(MeasureRow):
    source = models.ForeignKey(Source, on_delete=models.CASCADE, db_constraint=False, related_name="+")
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    about = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    class Meta(PlanRow.Meta):
        constraints: ClassVar = [
            *tenant("plans_measurefunding", "plan", "measure", "source"),
            models.UniqueConstraint(fields=["measure", "source"], name="plans_measurefunding_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.amount}"


class Estimate(MeasureRow):
    """What a measure is thought to cost; `factors` as the schema writes them, decimals as text."""

    label = models.CharField(max_length=200, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    high = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    about = models.BooleanField(default=False)
    factors = models.JSONField(default=list)
    unit = models.CharField(max_length=200, blank=True)
    per = models.CharField(max_length=10, choices=_words(Per))
    times = models.DecimalField(max_digits=12, decimal_places=4)
    counted = models.BooleanField(default=True)
    stated_in = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    class Meta(PlanRow.Meta):
        constraints: ClassVar = [
            *tenant("plans_estimate", "plan", "measure"),
            _known_word("plans_estimate", "per", Per),
        ]

    def __str__(self) -> str:
        return self.label or str(self.amount)


class Milestone(PlanRow):
    """A step in a quarter, of a measure or (without one) of the plan."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, db_constraint=False, null=True, related_name="+")
    quarter = models.CharField(max_length=7)
    until = models.CharField(max_length=7, blank=True)
    what = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=_words(MilestoneKind))

    class Meta(PlanRow.Meta):
        constraints: ClassVar = [
            *tenant("plans_milestone", "plan", "measure"),
            _known_word("plans_milestone", "kind", MilestoneKind),
        ]

    def __str__(self) -> str:
        return f"{self.quarter}: {self.what}"


class BudgetLine(PlanRow):
    """An amount in the plan, for a theme, a measure, or the plan itself; `amount` is empty while not known."""

    key = models.CharField(max_length=80)
    label = models.CharField(max_length=200)
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, db_constraint=False, null=True, related_name="+")
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, db_constraint=False, null=True, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, db_constraint=False, related_name="+")
    kind = models.CharField(max_length=20, choices=_words(LineKind))
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    about = models.BooleanField(default=False)
    activities = models.JSONField(default=list)
    illustrative = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    class Meta(PlanRow.Meta):
        constraints: ClassVar = [
            *tenant("plans_budgetline", "plan", "theme", "measure", "source"),
            models.UniqueConstraint(fields=["plan", "key"], name="plans_budgetline_key"),
            models.CheckConstraint(
                condition=models.Q(theme=None) | models.Q(measure=None), name="plans_budgetline_one_place"
            ),
            _known_word("plans_budgetline", "kind", LineKind),
        ]

    def __str__(self) -> str:
        return self.label


class BudgetYear(PlanRow):
    """What a budget line plans for one school year, in euros."""

    line = models.ForeignKey(BudgetLine, on_delete=models.CASCADE, db_constraint=False, related_name="+")
    school_year = models.CharField(max_length=9)
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta(PlanRow.Meta):
        constraints: ClassVar = [
            *tenant("plans_budgetyear", "plan", "line"),
            models.UniqueConstraint(fields=["line", "school_year"], name="plans_budgetyear_once"),
        ]

    def __str__(self) -> str:
        return f"{self.school_year}: {self.amount}"


class SpentBefore(PlanRow):
    """Money spent before the plan was made, and the budget line that holds it, if one does."""

    label = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, db_constraint=False, related_name="+")
    on = models.DateField(null=True)
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+")
    note = models.TextField(blank=True)

    class Meta(PlanRow.Meta):
        constraints: ClassVar = [*tenant("plans_spentbefore", "plan", "source", "line")]

    def __str__(self) -> str:
        return self.label
