"""Evidence with a document: files that come in with a form, are held while it is not right yet, and are then kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction

from kapstok.core import audit, filing
from kapstok.core.access import Actor, RefusedError, Right, require
from kapstok.core.file_types import TYPES, RefusedFileError
from kapstok.core.filing import Filed
from kapstok.ledger.models import Document, Evidence
from kapstok.parties.models import Municipality

SALT = "kapstok.ledger.evidence"
FIELD, HELD = "evidence", "held"
MOST_HELD = 20


@dataclass(slots=True)
class Offered:
    """The files of a form: `tokens` name those that lie ready for when it is sent again; `wrong` says what was not
    taken, in Dutch."""

    files: list[Filed] = field(default_factory=list)
    tokens: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def offered(uploads: Iterable[Any], held: Sequence[str], *, too_large: bool, here: Municipality, by: Actor) -> Offered:
    """What was chosen now and what was held before; each file once."""
    found = Offered()
    for token in held[:MOST_HELD]:
        _take_up(found, token, here, by)
    for upload in uploads:
        try:
            found.files.append(filing.looked_at(upload.name or "", upload.read()))
        except RefusedFileError as refused:
            found.wrong.append(str(refused))
    if too_large:
        found.wrong.append(
            f"De bestanden zijn samen groter dan {settings.LARGEST_EVIDENCE // 1_000_000} MB. Kies ze opnieuw: "
            "kleiner, of later op de pagina van het stuk."
        )
    found.files = list({file.sha256: file for file in found.files}.values())
    return found


def hold(found: Offered, *, here: Municipality, by: Actor) -> None:
    """Lay the files ready, so that a form that is not right yet does not have to be given them again."""
    for file in found.files[:MOST_HELD]:
        filing.lay_ready(here.pk, file)
        sealed = signing.dumps([file.sha256, file.name, file.kind.content_type, here.pk, str(by)], salt=SALT)
        found.tokens.append((sealed, file.name))


def _take_up(found: Offered, token: str, here: Municipality, by: Actor) -> None:
    try:
        digest, name, content_type, municipality, whose = signing.loads(token, salt=SALT, max_age=filing.READY_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return
    if (municipality, whose) != (here.pk, str(by)):
        return
    content = filing.ready(here.pk, digest)
    if content is None:
        found.wrong.append(f"“{name}” ligt er niet meer. Kies het bestand opnieuw.")
    else:
        found.files.append(Filed(name, TYPES[content_type], content))


@transaction.atomic
def add_evidence(document: Document, file: Filed, *, by: Actor) -> Evidence:
    """Hang a file on a document for good. RefusedError when it hangs there already."""
    require(by, Right.ENTER_MONEY)
    locked = Document.objects.select_for_update(no_key=True).get(pk=document.pk)
    if locked.evidence.filter(sha256=file.sha256).exists():
        raise RefusedError(f"“{file.name}” hangt er al aan.")
    row = Evidence.objects.create(
        document=locked,
        sha256=file.sha256,
        name=file.name,
        content_type=file.kind.content_type,
        size=len(file.content),
        by=str(by),
    )
    filing.keep(locked.municipality_id, file)
    audit.record("evidence added", locked, by=by, after={"evidence": file.name, "sha256": file.sha256})
    return row


def elsewhere(rows: Iterable[Evidence]) -> dict[str, list[Document]]:
    """The other documents on which the same file hangs, by its digest. One query."""
    mine = {row.sha256: row.document_id for row in rows}
    found: dict[str, list[Document]] = {}
    same = Evidence.objects.filter(sha256__in=mine).select_related("document").order_by("document_id")
    for row in same[:100]:
        if row.document_id != mine[row.sha256]:
            found.setdefault(row.sha256, []).append(row.document)
    return found
