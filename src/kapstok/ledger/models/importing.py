"""What the financial system says: files that were read, the lines that they hold, and how those are coded here."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from kapstok.core.tenancy import TenantModel, tenant
from kapstok.ledger.kinds import Difference, ImportStatus
from kapstok.ledger.models.documents import Document
from kapstok.ledger.models.structure import Line, known_word, words


class JournalColumns(TenantModel):
    """Which columns of an export are what, pointed out once; `fingerprint` is of its row of headings."""

    fingerprint = models.CharField(max_length=64)
    name = models.CharField(max_length=200, help_text="Het bestand waarmee dit is aangewezen")
    columns = models.JSONField()
    used_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            *tenant("ledger_journalcolumns"),
            models.UniqueConstraint(fields=["municipality", "fingerprint"], name="ledger_journalcolumns_once"),
        ]

    def __str__(self) -> str:
        return self.name


class JournalImport(TenantModel):
    """A file of the financial system: looked at, and then taken over or thrown away.

    `accounts` and the days `starts` up to and including `ends`: what the file says everything about. `said` is the
    total that it states itself, `total` the sum of its lines, both in euros. `after` is the import that was taken over
    last when this one was compared.
    """

    name = models.CharField(max_length=200)
    content = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64)
    columns = models.JSONField(null=True)
    status = models.CharField(max_length=20, choices=words(ImportStatus), default=ImportStatus.WAITING.value)
    accounts = models.JSONField(default=list)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    lines = models.PositiveIntegerField(default=0)
    total = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    said = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    counts = models.JSONField(default=dict, help_text="Aantal en bedrag per soort verschil")
    problems = models.JSONField(default=list, help_text="Waar het staat en wat er verwacht werd")
    more_problems = models.PositiveIntegerField(default=0)
    after = models.ForeignKey(
        "self", on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+", db_index=False
    )
    offered_by = models.CharField(max_length=100)
    offered_at = models.DateTimeField(db_default=Now(), editable=False)
    applied_by = models.CharField(max_length=100, blank=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            *tenant("ledger_journalimport", "after"),
            known_word("ledger_journalimport", "status", ImportStatus),
        ]

    def __str__(self) -> str:
        return self.name


class LineFacts(TenantModel):
    """A line as the financial system has it. `amount` in euros: a cost is above 0, a credit below.

    `identity` is the same for the same line in each export; `party_key` is the supplier's name as it is compared.
    """

    identity = models.CharField(max_length=32)
    account = models.CharField(max_length=40)
    account_name = models.CharField(max_length=200, blank=True)
    year = models.PositiveSmallIntegerField()
    booked_on = models.DateField()
    number = models.CharField(max_length=100, blank=True)
    external = models.CharField(max_length=100, blank=True)
    reference = models.CharField(max_length=100, blank=True, help_text="Factuurnummer")
    description = models.CharField(max_length=1000, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    party_name = models.CharField(max_length=200, blank=True)
    party_key = models.CharField(max_length=200, blank=True)
    cost_centre = models.CharField(max_length=60, blank=True)
    taakveld = models.CharField(max_length=60, blank=True)

    class Meta:
        abstract = True


class Coding(TenantModel):
    """What a cost is for: which line pays, what is reported, and the order (`promise`) that it is part of."""

    line = models.ForeignKey(
        Line, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+", db_index=False
    )
    measure = models.ForeignKey(
        "plans.Measure", on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+", db_index=False
    )
    purpose = models.PositiveSmallIntegerField(null=True)
    cost_type = models.CharField(max_length=80, blank=True)
    promise = models.ForeignKey(
        Document, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+", db_index=False
    )

    class Meta:
        abstract = True


class CodingRule(Coding):
    """A coding that was remembered: for lines that meet all of its conditions; what is empty asks nothing.

    `words`: each of these stands in the description. A rule without a line sets aside what is not of the programme.
    """

    account = models.CharField(max_length=40, blank=True)
    cost_centre = models.CharField(max_length=60, blank=True)
    taakveld = models.CharField(max_length=60, blank=True)
    party_name = models.CharField(max_length=200, blank=True)
    party_key = models.CharField(max_length=200, blank=True)
    words = models.CharField(max_length=200, blank=True)
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            *tenant("ledger_codingrule", "line", "measure", "promise"),
            models.UniqueConstraint(
                fields=["municipality", "account", "cost_centre", "taakveld", "party_key", "words"],
                name="ledger_codingrule_once",
                condition=models.Q(dropped_at=None),
            ),
            models.CheckConstraint(
                condition=~models.Q(account="", cost_centre="", taakveld="", party_key="", words=""),
                name="ledger_codingrule_asks_something",
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.account, self.cost_centre, self.taakveld, self.party_name, self.words)))

    @property
    def sets_aside(self) -> bool:
        return self.line_id is None


class JournalLine(LineFacts, Coding):
    """A line of the general ledger, as the last import said it, and what became of it here.

    The coding is what somebody chose for this line alone, before the rule's. `document` is what it was booked with;
    `outdated`: the line changed after that. `missing`: the last import of its account and days does not have it.
    """

    rule = models.ForeignKey(
        CodingRule, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+", db_index=False
    )
    document = models.OneToOneField(
        Document, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="journal_line"
    )
    added_by = models.ForeignKey(
        JournalImport, on_delete=models.PROTECT, db_constraint=False, related_name="+", db_index=False
    )
    changed_by = models.ForeignKey(
        JournalImport, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+", db_index=False
    )
    missing = models.BooleanField(default=False)
    outdated = models.BooleanField(default=False)
    set_aside = models.BooleanField(default=False)
    set_aside_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "account", "year"], name="ledger_journalline_account"),
            models.Index(
                fields=["municipality", "rule", "id"],
                name="ledger_journalline_to_code",
                condition=models.Q(document=None, set_aside=False, missing=False),
            ),
        ]
        constraints: ClassVar = [
            *tenant("ledger_journalline", "line", "measure", "promise", "rule", "document", "added_by", "changed_by"),
            models.UniqueConstraint(fields=["municipality", "identity"], name="ledger_journalline_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.booked_on} {self.amount}"


class StagedLine(LineFacts):
    """A difference between a file that waits and what is here. `known`: the line that it is about.

    `before`: what the fields that change say now.
    """

    file = models.ForeignKey(
        JournalImport, on_delete=models.CASCADE, db_constraint=False, related_name="staged", db_index=False
    )
    difference = models.CharField(max_length=20, choices=words(Difference))
    row = models.PositiveIntegerField(null=True, help_text="De rij in het bestand")
    known = models.ForeignKey(
        JournalLine, on_delete=models.CASCADE, db_constraint=False, null=True, related_name="+", db_index=False
    )
    before = models.JSONField(default=dict)
    rule = models.ForeignKey(
        CodingRule, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+", db_index=False
    )

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["file", "difference", "id"], name="ledger_stagedline_of_file")]
        constraints: ClassVar = [
            *tenant("ledger_stagedline", "file", "known", "rule"),
            known_word("ledger_stagedline", "difference", Difference),
        ]

    def __str__(self) -> str:
        return f"{self.difference} {self.account} {self.amount}"


class ControlTotal(TenantModel):
    """What the general ledger says is the total of an account in a year, in euros, as somebody read it there."""

    account = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    by = models.CharField(max_length=100)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            *tenant("ledger_controltotal"),
            models.UniqueConstraint(fields=["municipality", "account", "year"], name="ledger_controltotal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.year}"
