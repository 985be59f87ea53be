from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models

from kapstok.core.tenancy import TenantModel, tenant
from kapstok.parties.kinds import PARTY_KIND_LABELS, SECTOR_LABELS

SLUG = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"


class Municipality(models.Model):
    """A municipality that uses Kapstok. Shared: it is what keeps all other rows apart."""

    slug = models.CharField(max_length=60, unique=True, validators=[RegexValidator(SLUG)])
    name = models.CharField(max_length=100)
    cbs_code = models.CharField(max_length=6, unique=True, help_text="GM + vier cijfers")
    sort_key = models.CharField(max_length=100, help_text="De naam zonder accenten, voor het alfabet")
    headlines = models.JSONField(default=list, help_text="Wat de voorpagina van Kapstok over haar vertelt")

    class Meta:
        ordering: ClassVar = ["sort_key"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(slug__regex=SLUG), name="parties_municipality_slug"),
            models.CheckConstraint(
                condition=models.Q(cbs_code__regex=r"^GM[0-9]{4}$"), name="parties_municipality_cbs"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Party(TenantModel):
    """Who takes part: an organisation, a working group, or a role. Never a person."""

    key = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=[(k.value, v) for k, v in PARTY_KIND_LABELS.items()])
    sector = models.CharField(max_length=30, choices=[(k.value, v) for k, v in SECTOR_LABELS.items()])

    class Meta:
        ordering: ClassVar = ["sort_key"]
        constraints: ClassVar = [
            *tenant("parties_party"),
            models.UniqueConstraint(fields=["municipality", "key"], name="parties_party_key"),
        ]

    def __str__(self) -> str:
        return self.name
