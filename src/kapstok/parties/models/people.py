"""People who sign in, and the seats they have. Shared tables: one person can sit in several municipalities."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Now

from kapstok.core.access import ROLE_LABELS
from kapstok.core.tenancy import SameMunicipality


class People(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """A person who signs in with a code by e-mail; without a password nobody can sign in with one."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who can sign in. Nothing but an address and a name to be called by."""

    email = models.EmailField("e-mailadres", unique=True)
    name = models.CharField("naam", max_length=100, blank=True, help_text="Zoals collega's u zien")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(db_default=Now(), editable=False)
    wants_digest = models.BooleanField(default=True, help_text="Wil een mail met wat er wacht")
    digest_sent_at = models.DateTimeField(null=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = []

    objects = People()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(email=models.functions.Lower("email")), name="parties_person_lower"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email


class Membership(models.Model):
    """A person's seat in a municipality: a role, on behalf of a party. Ended, never removed: history points at it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    municipality = models.ForeignKey("parties.Municipality", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, choices=[(k.value, v) for k, v in ROLE_LABELS.items()])
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, db_constraint=False, related_name="+")
    from_provider = models.BooleanField(default=False, help_text="Volgt de groepen van de inlogdienst")
    started_at = models.DateTimeField(db_default=Now(), editable=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            SameMunicipality(field="party", name="parties_membership_party_inside"),
            models.UniqueConstraint(
                fields=["person", "municipality", "role", "party"],
                condition=models.Q(ended_at=None),
                name="parties_membership_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.municipality_id}"
