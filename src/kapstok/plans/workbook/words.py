"""The words in the cells for what the plan keeps as a code. Without commas: a drop-down splits there."""

from kapstok.parties.kinds import PARTY_KIND_LABELS, SECTOR_LABELS
from kapstok.plans.schema import LineKind, MilestoneKind, Offer, Per, SourceKind, Stage

WHOLE_PLAN = "hele plan"
YES, NO = "ja", "nee"

STAGES = {
    Stage.OUTLINE.value: "plan op hoofdlijnen",
    Stage.EXECUTION.value: "in uitvoering",
    Stage.ACCOUNT.value: "in verantwoording",
}
LINE_KINDS = {
    LineKind.PLANNED.value: "gepland",
    LineKind.COORDINATION.value: "coördinatie",
    LineKind.RESERVATION.value: "reservering",
    LineKind.UNALLOCATED.value: "nog niet verdeeld",
    LineKind.SPENT_BEFORE.value: "al besteed",
    LineKind.DEDUCTION.value: "gaat er eerst af",
    LineKind.CHOICE_BUDGET.value: "keuzebudget",
}
SOURCE_KINDS = {
    SourceKind.GRANT.value: "deze uitkering",
    SourceKind.OTHER_GRANT.value: "andere uitkering",
    SourceKind.SCHOOL_MONEY.value: "geld van scholen",
    SourceKind.OWN_MEANS.value: "eigen geld",
    SourceKind.PARTNER.value: "geld van een partner",
}
MILESTONE_KINDS = {
    MilestoneKind.PREPARE.value: "voorbereiden",
    MilestoneKind.START.value: "uitvoeren",
    MilestoneKind.DELIVER.value: "opleveren",
    MilestoneKind.MONITOR_PLAN.value: "volgen voorbereiden",
    MilestoneKind.MONITOR.value: "volgen",
    MilestoneKind.SUSTAIN.value: "voortzetten",
}
OFFERS = {Offer.FIXED.value: "vast", Offer.CHOICE.value: "keuze"}
PERIODS = {Per.TOTAL.value: "totaal", Per.YEAR.value: "jaar", Per.MONTH.value: "maand"}
FACTOR_KINDS = {
    "count": "aantal",
    "derived": "aantal (berekend)",
    "price": "prijs",
    "price derived": "prijs (berekend)",
}
PARTY_KINDS = {kind.value: label for kind, label in PARTY_KIND_LABELS.items()}
SECTORS = {sector.value: label for sector, label in SECTOR_LABELS.items()}
