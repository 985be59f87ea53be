"""How a document stands, in words. Pure."""

from dataclasses import dataclass

from kapstok.ledger.kinds import STATUS_LABELS, DocumentStatus
from kapstok.ledger.models import Document


@dataclass(frozen=True, slots=True)
class Stand:
    """`tone`: how it is marked: waiting, done or gone."""

    label: str
    tone: str


def stand_of(row: Document) -> Stand:
    status = DocumentStatus(row.status)
    match status:
        case DocumentStatus.WITHDRAWN if row.entered_at:
            return Stand("teruggedraaid", "gone")
        case DocumentStatus.WITHDRAWN:
            return Stand(STATUS_LABELS[status], "gone")
        case DocumentStatus.PREPARED:
            return Stand(STATUS_LABELS[status], "waiting")
        case _:
            return Stand(STATUS_LABELS[status], "done")
