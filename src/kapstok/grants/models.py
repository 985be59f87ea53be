from decimal import Decimal
from typing import ClassVar

from django.db import models

from kapstok.core.tenancy import TenantModel, tenant


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
