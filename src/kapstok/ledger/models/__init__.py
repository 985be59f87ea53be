from kapstok.ledger.models.documents import Document, Evidence, Split, Subsidy
from kapstok.ledger.models.importing import (
    CodingRule,
    ControlTotal,
    JournalColumns,
    JournalImport,
    JournalLine,
    StagedLine,
)
from kapstok.ledger.models.postings import LineBalance, Posting, PromiseBalance, SourceBalance, Tally
from kapstok.ledger.models.structure import Conventions, Instrument, Line, Source, Year

__all__ = [
    "CodingRule",
    "ControlTotal",
    "Conventions",
    "Document",
    "Evidence",
    "Instrument",
    "JournalColumns",
    "JournalImport",
    "JournalLine",
    "Line",
    "LineBalance",
    "Posting",
    "PromiseBalance",
    "Source",
    "SourceBalance",
    "Split",
    "StagedLine",
    "Subsidy",
    "Tally",
    "Year",
]
