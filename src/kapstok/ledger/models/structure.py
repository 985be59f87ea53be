"""Where money comes from and what it was budgeted for: sources, lines and years."""

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models.constraints import BaseConstraint

from kapstok.core.tenancy import TenantModel, tenant
from kapstok.ledger.guards import FollowsAward, KeepsLineBalance, KeepsSourceBalance
from kapstok.ledger.kinds import ControlLevel, LineKind, Recognition, SourceKind, YearState


def words(kind: type[StrEnum]) -> Iterable[tuple[str, str]]:
    return [(member.value, member.value) for member in kind]


def known_word(table: str, field: str, kind: type[StrEnum]) -> BaseConstraint:
    """The database, too, only takes the words that we know."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": [member.value for member in kind]}), name=f"{table}_{field}_known"
    )


class Source(TenantModel):
    """Money for the programme of a grant: the grant itself, or what pays beside it.

    `ceiling` in euros: no more can be budgeted or charged; the grant's own follows its award. What was delivered
    outside `starts` up to and including `ends` cannot be charged.
    """

    grant = models.ForeignKey("grants.Grant", on_delete=models.PROTECT, db_constraint=False, related_name="+")
    plan_source = models.ForeignKey(
        "plans.Source", on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+"
    )
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=words(SourceKind))
    ceiling = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            *tenant("ledger_source", "grant", "plan_source"),
            models.UniqueConstraint(fields=["grant", "key"], name="ledger_source_key"),
            known_word("ledger_source", "kind", SourceKind),
            KeepsSourceBalance(name="ledger_source_balance"),
            FollowsAward(name="ledger_source_award"),
        ]

    def __str__(self) -> str:
        return self.name


class Line(TenantModel):
    """A budget line: what one source has for one control node. `key` names the node: `theme:taal`, `line:onvoorzien`.

    It holds for the whole spending window.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, db_constraint=False, related_name="lines")
    key = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=words(LineKind))
    label = models.CharField(max_length=200)
    theme = models.ForeignKey("plans.Theme", on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+")
    measure = models.ForeignKey(
        "plans.Measure", on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+"
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            *tenant("ledger_line", "source", "theme", "measure"),
            models.UniqueConstraint(fields=["source", "key"], name="ledger_line_key"),
            known_word("ledger_line", "kind", LineKind),
            KeepsLineBalance(name="ledger_line_balance"),
        ]

    def __str__(self) -> str:
        return self.label


class Year(TenantModel):
    """A financial year: open, for the controller only, or frozen for good."""

    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=words(YearState), default=YearState.OPEN.value)
    prepared_by = models.CharField(max_length=100, blank=True, help_text="Wie de afsluiting heeft voorbereid")

    class Meta:
        ordering: ClassVar = ["year"]
        constraints: ClassVar = [
            *tenant("ledger_year"),
            models.UniqueConstraint(fields=["municipality", "year"], name="ledger_year_once"),
            known_word("ledger_year", "state", YearState),
        ]

    def __str__(self) -> str:
        return str(self.year)


class Conventions(TenantModel):
    """How this municipality keeps its money; one row."""

    four_eyes = models.BooleanField(default=False, help_text="Wie iets invoert, keurt het niet zelf goed")
    control_level = models.CharField(max_length=20, choices=words(ControlLevel), default=ControlLevel.THEME.value)

    class Meta:
        constraints: ClassVar = [
            *tenant("ledger_conventions"),
            models.UniqueConstraint(fields=["municipality"], name="ledger_conventions_once"),
            known_word("ledger_conventions", "control_level", ControlLevel),
        ]

    def __str__(self) -> str:
        return self.control_level


class Instrument(TenantModel):
    """A kind of subsidy, and when its cost counts."""

    name = models.CharField(max_length=200)
    recognition = models.CharField(max_length=20, choices=words(Recognition), default=Recognition.UNKNOWN.value)
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            *tenant("ledger_instrument"),
            models.UniqueConstraint(fields=["municipality", "name"], name="ledger_instrument_once"),
            known_word("ledger_instrument", "recognition", Recognition),
        ]

    def __str__(self) -> str:
        return self.name
