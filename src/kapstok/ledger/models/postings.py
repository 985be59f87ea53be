"""Postings, and the balances that the database keeps of them. Nobody but the database writes a balance."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from kapstok.core.tenancy import AppendOnly, TenantModel, tenant
from kapstok.ledger.guards import KeepsBalances
from kapstok.ledger.kinds import PostingKind, Uncovered
from kapstok.ledger.models.documents import Document
from kapstok.ledger.models.structure import Line, Source, known_word, words

ZERO = Decimal(0)


class Posting(TenantModel):
    """An amount in euros that stands for good. A mistake is put right by a posting that reverses it.

    `delivered` gives the school year; `year` is the financial year that it is booked in: that of `delivered`, or a
    later one when that was frozen, and then `corrects_year` names it. A reservation or commitment is a promise:
    `adjusts` names the one that it raises or lowers, `uses_up` the one that this takes the place of, for `used` euros.
    What still has to be covered says why in `uncovered`, and which line it was meant for in `intended`.
    """

    line = models.ForeignKey(
        Line, on_delete=models.PROTECT, db_constraint=False, related_name="postings", db_index=False
    )
    document = models.ForeignKey(Document, on_delete=models.PROTECT, db_constraint=False, related_name="postings")
    kind = models.CharField(max_length=20, choices=words(PostingKind))
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    delivered = models.DateField()
    year = models.PositiveSmallIntegerField()
    corrects_year = models.PositiveSmallIntegerField(null=True)
    measure = models.ForeignKey(
        "plans.Measure", on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+"
    )
    purpose = models.PositiveSmallIntegerField(null=True)
    cost_type = models.CharField(max_length=80, blank=True)
    adjusts = models.ForeignKey(
        "self", on_delete=models.PROTECT, db_constraint=False, null=True, related_name="adjusted_by"
    )
    uses_up = models.ForeignKey(
        "self", on_delete=models.PROTECT, db_constraint=False, null=True, related_name="used_by"
    )
    used = models.DecimalField(max_digits=14, decimal_places=2, default=ZERO)
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, db_constraint=False, null=True, related_name="reversed_by"
    )
    intended = models.ForeignKey(
        Line, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+", db_index=False
    )
    uncovered = models.CharField(max_length=20, choices=words(Uncovered), blank=True)
    at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.CharField(max_length=100)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["line", "kind", "id"], name="ledger_posting_of_line"),
            models.Index(fields=["municipality", "year", "kind", "id"], name="ledger_posting_of_year"),
        ]
        constraints: ClassVar = [
            *tenant("ledger_posting", "line", "document", "measure", "adjusts", "uses_up", "reverses", "intended"),
            AppendOnly(name="ledger_posting_append_only"),
            KeepsBalances(name="ledger_posting_balances"),
            known_word("ledger_posting", "kind", PostingKind),
            models.CheckConstraint(
                condition=models.Q(uses_up=None, used=0) | ~models.Q(uses_up=None), name="ledger_posting_uses_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class Balance(TenantModel):
    """Kept by the database alone: the app reads it."""

    app_rights = "SELECT"

    class Meta:
        abstract = True


def _euros() -> "models.DecimalField[Decimal, Decimal]":
    return models.DecimalField(max_digits=14, decimal_places=2, default=ZERO, db_default=ZERO)


class SourceBalance(Balance):
    """What stands on a source, over its lines. `received` is what came in less what was given back."""

    source = models.OneToOneField(Source, on_delete=models.PROTECT, db_constraint=False, related_name="balance")
    ceiling = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    budget = _euros()
    expense = _euros()
    received = _euros()

    class Meta:
        constraints: ClassVar = [
            *tenant("ledger_sourcebalance", "source"),
            models.CheckConstraint(
                condition=models.Q(ceiling=None) | models.Q(budget__lte=models.F("ceiling")),
                name="ledger_source_within_award",
            ),
            models.CheckConstraint(
                condition=models.Q(ceiling=None) | models.Q(expense__gte=0, expense__lte=models.F("ceiling")),
                name="ledger_source_spent_within_award",
            ),
        ]

    def __str__(self) -> str:
        return f"bron {self.source_id}"


class LineBalance(Balance):
    """What stands on a line. `committed` is what is still open of commitments, `expense` what is charged to it."""

    line = models.OneToOneField(Line, on_delete=models.PROTECT, db_constraint=False, related_name="balance")
    has_ceiling = models.BooleanField()
    budget = _euros()
    reserved = _euros()
    committed = _euros()
    expense = _euros()
    paid = _euros()

    class Meta:
        constraints: ClassVar = [
            *tenant("ledger_linebalance", "line"),
            models.CheckConstraint(
                condition=models.Q(has_ceiling=False)
                | models.Q(budget__gte=models.F("reserved") + models.F("committed") + models.F("expense")),
                name="ledger_line_within_budget",
            ),
            models.CheckConstraint(
                condition=models.Q(budget__gte=0, reserved__gte=0, committed__gte=0)
                & (models.Q(has_ceiling=False) | models.Q(expense__gte=0)),
                name="ledger_line_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"regel {self.line_id}"

    @property
    def promised(self) -> Decimal:
        return self.reserved + self.committed

    @property
    def free(self) -> Decimal:
        """What can still be promised or spent, in euros."""
        return self.budget - self.promised - self.expense


class PromiseBalance(Balance):
    """A reservation or commitment, by the posting that made it: for how much, and how much of it is used up."""

    posting = models.OneToOneField(Posting, on_delete=models.PROTECT, db_constraint=False, related_name="balance")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, db_constraint=False, related_name="+")
    kind = models.CharField(max_length=20, choices=words(PostingKind))
    amount = _euros()
    used = _euros()

    class Meta:
        constraints: ClassVar = [
            *tenant("ledger_promisebalance", "posting", "line"),
            models.CheckConstraint(
                condition=models.Q(used__gte=0, used__lte=models.F("amount")), name="ledger_promise_not_overused"
            ),
        ]

    def __str__(self) -> str:
        return f"toezegging {self.posting_id}"

    @property
    def open(self) -> Decimal:
        return self.amount - self.used


class Tally(Balance):
    """The sum of all postings that are alike, by month of delivery: what pages add up."""

    line = models.ForeignKey(
        Line, on_delete=models.PROTECT, db_constraint=False, related_name="tallies", db_index=False
    )
    kind = models.CharField(max_length=20, choices=words(PostingKind))
    measure = models.ForeignKey(
        "plans.Measure", on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+"
    )
    purpose = models.PositiveSmallIntegerField(null=True)
    cost_type = models.CharField(max_length=80, blank=True)
    year = models.PositiveSmallIntegerField()
    month = models.DateField(help_text="De eerste dag van de maand van levering")
    amount = _euros()
    used = models.DecimalField(max_digits=14, decimal_places=2, default=ZERO, db_default=ZERO)

    class Meta:
        constraints: ClassVar = [
            *tenant("ledger_tally", "line", "measure"),
            models.UniqueConstraint(
                fields=["line", "kind", "measure", "purpose", "cost_type", "year", "month"],
                name="ledger_tally_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.month} {self.amount}"
