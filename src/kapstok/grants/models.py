from decimal import Decimal
from typing import ClassVar

from django.db import models

from kapstok.core.tenancy import TenantModel, tenant
from kapstok.grants.costs import Answerer, Outcome

__all__ = ["Answerer", "EligibilityQuestion", "Grant", "Outcome"]


class Grant(TenantModel):
    """What the state awarded this municipality under one regulation, in euros. The terms are in the regulation."""

    regulation = models.CharField(max_length=80, help_text="De sleutel van de regeling (een bestand met gegevens)")
    provisional_award = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    provisional_on = models.DateField(null=True)
    definitive_award = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    definitive_on = models.DateField(null=True)
    about = models.BooleanField(default=False, help_text="Het bedrag is alleen ongeveer bekend")
    illustrative = models.BooleanField(default=False, help_text="Voorbeeldcijfer")
    award_letter = models.CharField(max_length=100, blank=True, help_text="Nummer van de beschikking")
    source = models.CharField(max_length=200, blank=True, help_text="Waar het bedrag vandaan komt")
    from_plan = models.CharField(
        max_length=80, blank=True, help_text="Het plan dat dit bedrag noemde; leeg zodra de toekenning is vastgelegd"
    )

    class Meta:
        constraints: ClassVar = [
            *tenant("grants_grant"),
            models.UniqueConstraint(fields=["municipality", "regulation"], name="grants_grant_once"),
            models.CheckConstraint(
                condition=models.Q(provisional_award__gte=0) & models.Q(definitive_award__gte=0),
                name="grants_grant_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regulation} {self.award}"

    @property
    def award(self) -> Decimal | None:
        """The definitive award, or else the provisional one; None while neither is known."""
        return self.provisional_award if self.definitive_award is None else self.definitive_award


class EligibilityQuestion(TenantModel):
    """May this grant pay this type of cost? Asked, answered by whom and when; an answer binds the postings of it."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, db_constraint=False, related_name="questions")
    cost_type = models.CharField(max_length=80)
    question = models.TextField()
    outcome = models.CharField(
        max_length=20, choices=[(one.value, one.value) for one in Outcome], default=Outcome.UNCLEAR.value
    )
    motivation = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    answered_by = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in Answerer])
    answered_on = models.DateField(null=True)
    source = models.CharField(max_length=300, blank=True, help_text="Waar het antwoord staat")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["cost_type"]
        constraints: ClassVar = [
            *tenant("grants_eligibilityquestion", "grant"),
            models.UniqueConstraint(fields=["grant", "cost_type"], name="grants_eligibilityquestion_once"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=[one.value for one in Outcome]),
                name="grants_eligibilityquestion_outcome_known",
            ),
        ]

    def __str__(self) -> str:
        return self.cost_type
