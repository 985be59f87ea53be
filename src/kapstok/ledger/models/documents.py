"""What a posting rests on: an order, an invoice, a decision, with how it is divided and its evidence."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now, Upper

from kapstok.core.tenancy import AppendOnly, TenantModel, tenant
from kapstok.ledger.kinds import DocumentKind, DocumentStatus
from kapstok.ledger.models.structure import Instrument, Line, known_word, words


class Document(TenantModel):
    """One act on the money. While it is prepared it can change; once entered, its postings stand for good.

    `net`, `vat` and `reclaimable` in euros; the cost is net + vat - reclaimable. `reference`: their number of it.
    `promise`: the order or decision that an invoice or advance is part of.
    """

    grant = models.ForeignKey("grants.Grant", on_delete=models.PROTECT, db_constraint=False, related_name="+")
    kind = models.CharField(max_length=20, choices=words(DocumentKind))
    status = models.CharField(max_length=20, choices=words(DocumentStatus), default=DocumentStatus.ENTERED.value)
    reference = models.CharField(max_length=100, blank=True)
    on = models.DateField()
    delivered = models.DateField()
    description = models.CharField(max_length=500, blank=True)
    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+"
    )
    net = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    vat = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    reclaimable = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    hours = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    rate = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    account = models.CharField(max_length=40, blank=True, help_text="Rekening in het grootboek")
    promise = models.ForeignKey(
        "self", on_delete=models.PROTECT, db_constraint=False, null=True, related_name="under_it"
    )
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, db_constraint=False, null=True, related_name="corrected_by"
    )
    decision = models.ForeignKey(
        "plans.Decision", on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+"
    )
    plan_version = models.ForeignKey(
        "plans.PlanVersion", on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+"
    )
    confirmed_by = models.CharField(max_length=100, blank=True, help_text="Wie de levering heeft bevestigd")
    confirmed_on = models.DateField(null=True)
    prepared_by = models.CharField(max_length=100)
    prepared_at = models.DateTimeField(db_default=Now(), editable=False)
    entered_by = models.CharField(max_length=100, blank=True)
    entered_at = models.DateTimeField(null=True)
    why = models.TextField(blank=True)
    illustrative = models.BooleanField(default=False, help_text="Voorbeeldcijfer")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-on", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["grant", "kind", "-on"], name="ledger_document_of_grant"),
            models.Index(fields=["status", "id"], name="ledger_document_status"),
        ]
        constraints: ClassVar = [
            *tenant("ledger_document", "grant", "party", "promise", "corrects", "decision", "plan_version"),
            known_word("ledger_document", "kind", DocumentKind),
            known_word("ledger_document", "status", DocumentStatus),
            models.UniqueConstraint(
                "municipality",
                "party",
                Upper("reference"),
                "net",
                name="ledger_document_same_invoice",
                condition=models.Q(kind=DocumentKind.INVOICE.value)
                & ~models.Q(status=DocumentStatus.WITHDRAWN.value)
                & ~models.Q(reference=""),
            ),
            models.CheckConstraint(
                condition=models.Q(reclaimable=0)
                | models.Q(vat__gte=0, reclaimable__gt=0, reclaimable__lte=models.F("vat"))
                | models.Q(vat__lte=0, reclaimable__lt=0, reclaimable__gte=models.F("vat")),
                name="ledger_document_reclaimable_vat",
            ),
        ]

    def __str__(self) -> str:
        return self.description or self.reference or self.kind

    @property
    def cost(self) -> Decimal:
        """What it costs the programme, in euros."""
        return self.net + self.vat - self.reclaimable

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat


class Split(TenantModel):
    """A part of a document: what it is for and which line pays. The parts sum to the document's cost."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, db_constraint=False, related_name="splits")
    position = models.PositiveIntegerField()
    line = models.ForeignKey(Line, on_delete=models.PROTECT, db_constraint=False, related_name="+")
    measure = models.ForeignKey(
        "plans.Measure", on_delete=models.PROTECT, db_constraint=False, null=True, related_name="+"
    )
    purpose = models.PositiveSmallIntegerField(null=True)
    cost_type = models.CharField(max_length=80, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering: ClassVar = ["document", "position"]
        constraints: ClassVar = [
            *tenant("ledger_split", "document", "line", "measure"),
            models.UniqueConstraint(fields=["document", "position"], name="ledger_split_once"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.amount}"


class Subsidy(TenantModel):
    """What a decision on a subsidy says beyond its document; the maximum is the document's `net`."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, db_constraint=False, related_name="subsidy")
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, db_constraint=False, related_name="+")
    starts = models.DateField()
    ends = models.DateField()
    conditions = models.TextField(blank=True)
    determined = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    determined_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            *tenant("ledger_subsidy", "document", "instrument"),
            models.CheckConstraint(condition=models.Q(ends__gte=models.F("starts")), name="ledger_subsidy_period"),
        ]

    def __str__(self) -> str:
        return f"subsidie {self.document_id}"


class Evidence(TenantModel):
    """A file that shows that a document is true. Its content stands in the store under `sha256`."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, db_constraint=False, related_name="evidence")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="In bytes")
    at = models.DateTimeField(db_default=Now(), editable=False)
    by = models.CharField(max_length=100)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            *tenant("ledger_evidence", "document"),
            AppendOnly(name="ledger_evidence_append_only"),
            models.UniqueConstraint(fields=["document", "sha256"], name="ledger_evidence_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "sha256"], name="ledger_evidence_content")]

    def __str__(self) -> str:
        return self.name
