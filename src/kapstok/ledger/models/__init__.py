from kapstok.ledger.models.documents import Document, Evidence, Split, Subsidy
from kapstok.ledger.models.postings import LineBalance, Posting, PromiseBalance, SourceBalance, Tally
from kapstok.ledger.models.structure import Conventions, Instrument, Line, Source, Year

__all__ = [
    "Conventions",
    "Document",
    "Evidence",
    "Instrument",
    "Line",
    "LineBalance",
    "Posting",
    "PromiseBalance",
    "Source",
    "SourceBalance",
    "Split",
    "Subsidy",
    "Tally",
    "Year",
]
