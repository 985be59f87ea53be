"""The address at which somebody's calendar program fetches her own dates."""

from typing import ClassVar

from django.db import models

from kapstok.core.tenancy import TenantModel, tenant


class CalendarFeed(TenantModel):
    """Whether a person's calendar address works. `serial` is signed into the address: raise it and the old one ends."""

    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    serial = models.PositiveIntegerField(default=1)
    closed = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            *tenant("parties_calendarfeed"),
            models.UniqueConstraint(fields=["municipality", "person"], name="parties_calendarfeed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.serial}"
