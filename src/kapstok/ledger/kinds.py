"""The words of the ledger, and what each is called on a page."""

from enum import StrEnum


class SourceKind(StrEnum):
    """Where money comes from. `to_cover` is no money: there stands what still has to be paid from something."""

    GRANT = "grant"
    OTHER_GRANT = "other_grant"
    SCHOOL_MONEY = "school_money"
    OWN_MEANS = "own_means"
    PARTNER = "partner"
    TO_COVER = "to_cover"


class LineKind(StrEnum):
    """What a line is for. `cash` holds what a source received and gave back."""

    BUDGET = "budget"
    UNALLOCATED = "unallocated"
    TO_COVER = "to_cover"
    CASH = "cash"


class PostingKind(StrEnum):
    BUDGET = "budget"
    RESERVATION = "reservation"
    COMMITMENT = "commitment"
    EXPENSE = "expense"
    PAYMENT = "payment"
    RECEIPT = "receipt"
    REPAYMENT = "repayment"


POSTING_LABELS = {
    PostingKind.BUDGET: "budget",
    PostingKind.RESERVATION: "gereserveerd",
    PostingKind.COMMITMENT: "verplicht",
    PostingKind.EXPENSE: "besteed",
    PostingKind.PAYMENT: "betaald",
    PostingKind.RECEIPT: "ontvangen",
    PostingKind.REPAYMENT: "terugbetaald",
}


class Uncovered(StrEnum):
    """Why a fact stands under “te dekken”."""

    NO_ROOM = "no_room"
    OUTSIDE_WINDOW = "outside_window"
    NOT_ELIGIBLE = "not_eligible"


UNCOVERED_LABELS = {
    Uncovered.NO_ROOM: "meer dan er in de regel over is",
    Uncovered.OUTSIDE_WINDOW: "geleverd buiten de termijn van de uitkering",
    Uncovered.NOT_ELIGIBLE: "de uitkering mag dit niet betalen",
}


class DocumentKind(StrEnum):
    """The act behind a posting."""

    ADOPTION = "adoption"
    TRANSFER = "transfer"
    RESERVATION = "reservation"
    ORDER = "order"
    SUBSIDY = "subsidy"
    RELEASE = "release"
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    OWN_HOURS = "own_hours"
    MUNICIPALITY_OUT = "municipality_out"
    MUNICIPALITY_IN = "municipality_in"
    JOURNAL = "journal"
    ADVANCE = "advance"
    DETERMINATION = "determination"
    RECEIPT = "receipt"
    REPAYMENT = "repayment"
    PAYMENT = "payment"
    COVER = "cover"
    CORRECTION = "correction"


DOCUMENT_LABELS = {
    DocumentKind.ADOPTION: "vaststelling van het plan",
    DocumentKind.TRANSFER: "verschuiving van budget",
    DocumentKind.RESERVATION: "reservering",
    DocumentKind.ORDER: "opdracht",
    DocumentKind.SUBSIDY: "subsidie",
    DocumentKind.RELEASE: "vrijgave",
    DocumentKind.INVOICE: "factuur",
    DocumentKind.CREDIT_NOTE: "creditnota",
    DocumentKind.OWN_HOURS: "eigen uren",
    DocumentKind.MUNICIPALITY_OUT: "overboeking naar een gemeente",
    DocumentKind.MUNICIPALITY_IN: "overboeking van een gemeente",
    DocumentKind.JOURNAL: "regel uit de administratie",
    DocumentKind.ADVANCE: "voorschot",
    DocumentKind.DETERMINATION: "vaststelling van een subsidie",
    DocumentKind.RECEIPT: "ontvangst van het Rijk",
    DocumentKind.REPAYMENT: "terugbetaling aan het Rijk",
    DocumentKind.PAYMENT: "betaling",
    DocumentKind.COVER: "dekking",
    DocumentKind.CORRECTION: "herstelde boeking",
}

# Who prepares one of these never approves it, whatever the municipality's setting says.
ALWAYS_FOUR_EYES = frozenset({DocumentKind.TRANSFER, DocumentKind.SUBSIDY, DocumentKind.DETERMINATION})

# What a promise is made by, and what records something that happened.
PROMISES = frozenset({DocumentKind.RESERVATION, DocumentKind.ORDER, DocumentKind.SUBSIDY})


class DocumentStatus(StrEnum):
    PREPARED = "prepared"
    ENTERED = "entered"
    WITHDRAWN = "withdrawn"


STATUS_LABELS = {
    DocumentStatus.PREPARED: "wacht op akkoord",
    DocumentStatus.ENTERED: "geboekt",
    DocumentStatus.WITHDRAWN: "ingetrokken",
}


class YearState(StrEnum):
    OPEN = "open"
    CONTROLLER = "controller"
    FROZEN = "frozen"


YEAR_LABELS = {
    YearState.OPEN: "open",
    YearState.CONTROLLER: "alleen de controller",
    YearState.FROZEN: "afgesloten",
}


class Recognition(StrEnum):
    """When the cost of a subsidy counts. The controller says which; the law leaves it to the accounts."""

    UNKNOWN = "unknown"
    AT_AWARD = "at_award"
    OVER_PERIOD = "over_period"
    AT_ADVANCE = "at_advance"
    AT_DETERMINATION = "at_determination"


RECOGNITION_LABELS = {
    Recognition.UNKNOWN: "nog niet gekozen",
    Recognition.AT_AWARD: "alles bij het besluit",
    Recognition.OVER_PERIOD: "gelijk verdeeld over de periode",
    Recognition.AT_ADVANCE: "bij elk voorschot",
    Recognition.AT_DETERMINATION: "bij de vaststelling",
}


class ControlLevel(StrEnum):
    """The level that was adopted: budgets hold there and are guarded there."""

    PLAN = "plan"
    THEME = "theme"
    MEASURE = "measure"


CONTROL_LABELS = {
    ControlLevel.PLAN: "het hele plan",
    ControlLevel.THEME: "elk thema",
    ControlLevel.MEASURE: "elke maatregel",
}


class ImportStatus(StrEnum):
    """What became of a file of the financial system."""

    WAITING = "waiting"
    APPLIED = "applied"
    DROPPED = "dropped"


class Difference(StrEnum):
    """How a line of a file differs from what is here. `back`: it was missing before."""

    NEW = "new"
    CHANGED = "changed"
    MISSING = "missing"
    BACK = "back"


DIFFERENCE_LABELS = {
    Difference.NEW: "nieuw",
    Difference.CHANGED: "veranderd",
    Difference.MISSING: "niet meer in de administratie",
    Difference.BACK: "terug in de administratie",
}
