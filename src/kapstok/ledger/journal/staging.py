"""Acts on a file of the financial system: offered, read with other columns, taken over, or thrown away."""

import hashlib
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.timezone import now

from kapstok.core import audit
from kapstok.core.access import Actor, RefusedError, Right, require
from kapstok.core.sheets.values import Workbook
from kapstok.ledger.journal.bulk import among, insert
from kapstok.ledger.journal.columns import Columns, columns_in, fingerprint, guessed, header, recognised, sheet_of
from kapstok.ledger.journal.differences import COSTS, Found, KnownLine, differences
from kapstok.ledger.journal.lines import FileLine, Lines, read_lines
from kapstok.ledger.journal.matching import Rulebook
from kapstok.ledger.journal.opening import opened
from kapstok.ledger.kinds import Difference, ImportStatus
from kapstok.ledger.models import CodingRule, JournalColumns, JournalImport, JournalLine, StagedLine
from kapstok.ledger.refusals import money_act

ZERO = Decimal(0)
COPIED = tuple(name for name in FileLine._fields if name != "row")
SAME = "same"


class SeenOtherError(RefusedError):
    """Another file was taken over since this one was compared; it was compared again, and nothing was taken over."""

    def __init__(self) -> None:
        super().__init__(
            "Intussen is een ander bestand overgenomen. Er is nog niets overgenomen uit dit bestand. "
            "Kijk hieronder wat er nu verandert."
        )


@dataclass(frozen=True, slots=True)
class Scope:
    """What a file says everything about: these accounts, from and up to and including these days."""

    accounts: Sequence[str]
    starts: date
    ends: date


@money_act
def offer(name: str, content: bytes, *, by: Actor) -> JournalImport:
    """Keep a file and compare it with what is here. Raises SheetError when it cannot be read at all."""
    require(by, Right.ENTER_MONEY)
    book = opened(content, name)
    saved = {kept.fingerprint: kept.columns for kept in JournalColumns.objects.all()}
    known = recognised(book, saved)
    columns = known or guessed(book)
    file = JournalImport.objects.create(
        name=name[:200], content=content, sha256=hashlib.sha256(content).hexdigest(),
        columns=columns.as_json() | {"recognised": known is not None}, offered_by=str(by),
    )  # fmt: skip
    _stage(file, book, columns)
    return file


@money_act
def point_out(file: JournalImport, columns: Columns, *, by: Actor) -> None:
    """Read the file with these columns from now on, and know them the next time."""
    require(by, Right.ENTER_MONEY)
    row = _waiting(file.pk)
    book = opened(bytes(row.content or b""), row.name)
    row.columns = columns.as_json() | {"recognised": False}
    row.starts = row.ends = None
    if not columns.missing():
        _remember(book, columns, row.name)
    _stage(row, book, columns)


@money_act
def set_period(file: JournalImport, starts: date, ends: date, *, by: Actor) -> None:
    """Say about which days the file says everything: what it lacks between them is missing."""
    require(by, Right.ENTER_MONEY)
    if ends < starts:
        raise RefusedError("De laatste dag ligt vóór de eerste.")
    row = _waiting(file.pk)
    row.starts, row.ends = starts, ends
    _stage(row, opened(bytes(row.content or b""), row.name), columns_in(row.columns or {}))


@money_act
def apply(file: JournalImport, *, by: Actor) -> JournalImport:
    """Make the lines here what this file says: add, change, mark as missing. Nothing is booked by that."""
    require(by, Right.ENTER_MONEY)
    row = _waiting(file.pk)
    if row.problems or row.total is None:
        raise RefusedError("Dit bestand kan nog niet worden overgenomen. Kijk eerst wat er anders moet.")
    if row.after_id != _last_applied():
        _restage(row)
        return row
    _take_over(row.pk)
    columns = columns_in(row.columns or {})
    book = opened(bytes(row.content or b""), row.name) if not (row.columns or {}).get("recognised") else None
    if book:
        _remember(book, columns, row.name)
    row.status, row.applied_by, row.applied_at, row.content = ImportStatus.APPLIED, str(by), now(), None
    row.save(update_fields=["status", "applied_by", "applied_at", "content"])
    audit.record("journal taken over", row, by=by, after={"name": row.name, "counts": row.counts})
    return row


@money_act
def drop(file: JournalImport, *, by: Actor) -> None:
    """Throw a file away that was not taken over; that it was offered stays to be seen."""
    require(by, Right.ENTER_MONEY)
    row = _waiting(file.pk)
    row.staged.all().delete()
    row.status, row.content = ImportStatus.DROPPED, None
    row.save(update_fields=["status", "content"])
    audit.record("journal dropped", row, by=by, after={"name": row.name})


def _waiting(pk: int) -> JournalImport:
    row = JournalImport.objects.select_for_update(no_key=True).get(pk=pk)
    if row.status != ImportStatus.WAITING:
        said = "overgenomen" if row.status == ImportStatus.APPLIED else "weggegooid"
        raise RefusedError(f"Dit bestand is al {said}.")
    return row


def _last_applied() -> int | None:
    last = JournalImport.objects.filter(status=ImportStatus.APPLIED).order_by("-applied_at", "-pk")
    return last.values_list("pk", flat=True).first()


def _restage(row: JournalImport) -> None:
    _stage(row, opened(bytes(row.content or b""), row.name), columns_in(row.columns or {}))


def _remember(book: Workbook, columns: Columns, name: str) -> None:
    JournalColumns.objects.update_or_create(
        fingerprint=fingerprint(header(book, columns)),
        defaults={"name": name[:200], "columns": columns.as_json(), "used_at": now()},
    )


def _stage(row: JournalImport, book: Workbook, columns: Columns) -> None:
    """Compare the file with what is here and keep only what differs, in place of what was kept before."""
    row.staged.all().delete()
    sheet = sheet_of(book, columns)
    found = read_lines(sheet, columns) if sheet and not columns.missing() else Lines()
    row.problems = [[problem.place, problem.text] for problem in found.problems]
    row.more_problems, row.said, row.lines = found.more, found.said, len(found.lines)
    row.total, row.counts, row.after_id = None, {}, _last_applied()
    if found.lines and not found.problems:
        scope = scope_of(found.lines, row.starts, row.ends)
        row.accounts, row.starts, row.ends = list(scope.accounts), scope.starts, scope.ends
        row.total = found.total
        staged = compare(found.lines, scope)
        row.counts = counts(staged, found.lines)
        _keep(row, staged)
    row.save()


def scope_of(lines: Sequence[FileLine], starts: date | None, ends: date | None) -> Scope:
    """What these lines are likely all of: whole months, unless somebody said otherwise."""
    first, last = min(line.booked_on for line in lines), max(line.booked_on for line in lines)
    month_end = last.replace(day=monthrange(last.year, last.month)[1])
    accounts = sorted({line.account for line in lines})
    return Scope(accounts, starts or first.replace(day=1), ends or month_end)


def compare(lines: Sequence[FileLine], scope: Scope) -> list[Found]:
    """What the file would change here. Two queries, whatever its size."""
    rows = JournalLine.objects.filter(identity__in=among([line.identity for line in lines]))
    known = {one.identity: one for one in _known(rows)}
    within = JournalLine.objects.filter(
        account__in=scope.accounts, booked_on__range=(scope.starts, scope.ends), missing=False
    )
    return differences(lines, known, _known(within))


def _known(rows: Any) -> Iterable[KnownLine]:
    return map(KnownLine._make, rows.values_list("pk", *KnownLine._fields[1:]))


def counts(staged: Iterable[Found], lines: Sequence[FileLine]) -> dict[str, list[Any]]:
    """By kind of difference, and for what is the same: how many, and how many euros as text."""
    met: dict[str, list[Decimal]] = {kind.value: [] for kind in Difference}
    for found in staged:
        side = found.line or found.known
        assert side is not None
        met[found.kind.value].append(side.amount)
    differing = [euros for kind in (Difference.NEW, Difference.CHANGED, Difference.BACK) for euros in met[kind]]
    same = sum((line.amount for line in lines), ZERO) - sum(differing, ZERO)
    said = {kind: [len(amounts), str(sum(amounts, ZERO))] for kind, amounts in met.items()}
    return said | {SAME: [len(lines) - len(differing), str(same)]}


def _keep(row: JournalImport, staged: Sequence[Found]) -> None:
    if not staged:
        return
    rules = Rulebook(CodingRule.objects.filter(dropped_at=None))
    sides = [found.line or found.known for found in staged]
    each: dict[str, list[object]] = {name: [getattr(side, name, "") for side in sides] for name in COPIED}
    each |= {
        "difference": [found.kind.value for found in staged],
        "row": [found.line.row if found.line else None for found in staged],
        "known": [found.known.pk if found.known else None for found in staged],
        "before": [dict(found.before) for found in staged],
        "rule": [
            rules.rule_of((side.account, side.cost_centre, side.taakveld, side.party_key), side.description)
            if found.line and (side := found.line)
            else None
            for found in staged
        ],
    }
    insert(StagedLine, each, {"file": row.pk})


def _take_over(file: int) -> None:
    copied = ", ".join(COPIED)
    given = ", ".join(f"{name} = s.{name}" for name in COPIED if name != "identity")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO ledger_journalline ({copied}, rule_id, added_by_id, missing, outdated, set_aside, "
            f"set_aside_by, cost_type) SELECT {copied}, rule_id, file_id, false, false, false, '', '' "
            "FROM ledger_stagedline WHERE file_id = %s AND difference = 'new' ORDER BY id",
            [file],
        )
        cursor.execute(
            f"UPDATE ledger_journalline l SET {given}, missing = false, changed_by_id = s.file_id, "
            "rule_id = CASE WHEN l.document_id IS NULL THEN s.rule_id ELSE l.rule_id END, "
            "outdated = l.outdated OR (l.document_id IS NOT NULL AND s.before ?| %s) "
            "FROM ledger_stagedline s WHERE s.file_id = %s AND s.known_id = l.id "
            "AND s.difference IN ('changed', 'back')",
            [sorted(COSTS), file],
        )
        cursor.execute(
            "UPDATE ledger_journalline l SET missing = true, changed_by_id = s.file_id FROM ledger_stagedline s "
            "WHERE s.file_id = %s AND s.known_id = l.id AND s.difference = 'missing'",
            [file],
        )
