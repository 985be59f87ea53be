"""Acts on agreements between parties."""

from typing import Any

from django.db import transaction

from kapstok.core import audit
from kapstok.core.access import Actor, RefusedError, Right, require
from kapstok.core.overtaken import OvertakenError
from kapstok.parties.meetings import snapshots
from kapstok.parties.meetings.actions import known_parties
from kapstok.parties.meetings.values import Terms
from kapstok.parties.models import Agreement, AgreementParty, Meeting
from kapstok.parties.once import one_at_a_time


@transaction.atomic
def add_agreement(terms: Terms, *, by: Actor) -> Agreement:
    """Register what parties agreed; sent twice, it is made once. Raises RefusedError."""
    require(by, Right.KEEP_MEETINGS)
    one_at_a_time(by)
    columns = _columns(terms)
    known = Agreement.objects.filter(**columns).prefetch_related("signed") if by.person is not None else ()
    for same in known:
        if frozenset(same.party_ids()) == terms.parties:
            return same
    agreement = Agreement.objects.create(**columns)
    _sign(agreement, terms.parties)
    audit.record("agreement added", agreement, by=by, after=snapshots.of_agreement(agreement))
    return agreement


@transaction.atomic
def change_agreement(agreement: Agreement, terms: Terms, *, version: int, by: Actor) -> Agreement:
    """Give an agreement other terms. Raises OvertakenError when `version` is not the one in the database."""
    require(by, Right.KEEP_MEETINGS)
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if locked.version != version:
        raise OvertakenError
    before = snapshots.of_agreement(locked)
    Agreement.objects.filter(pk=locked.pk).update(**_columns(terms))
    _sign(locked, terms.parties)
    was, became = snapshots.difference(before, snapshots.of_agreement(locked))
    if became:
        Agreement.objects.filter(pk=locked.pk).update(version=version + 1)
        audit.record("agreement changed", locked, by=by, before=was, after=became)
    return Agreement.objects.get(pk=locked.pk)


def _columns(terms: Terms) -> dict[str, Any]:
    if not terms.title.strip():
        raise RefusedError("Geef de afspraak een naam.")
    if terms.ends and terms.ends < terms.starts:
        raise RefusedError("De afspraak eindigt vóór zij begint.")
    if len(terms.parties) < 2:
        raise RefusedError("Een afspraak maakt u met ten minste twee organisaties.")
    if terms.meeting is not None and not Meeting.objects.filter(pk=terms.meeting).exists():
        raise RefusedError("Dat overleg bestaat niet in deze gemeente.")
    return {
        "title": terms.title.strip(),
        "kind": terms.kind,
        "starts": terms.starts,
        "ends": terms.ends,
        "text": terms.text,
        "where": terms.where.strip(),
        "meeting_id": terms.meeting,
    }


def _sign(agreement: Agreement, parties: frozenset[int]) -> None:
    held = set(agreement.signed.values_list("party", flat=True))
    AgreementParty.objects.bulk_create(
        AgreementParty(agreement=agreement, party_id=party) for party in sorted(known_parties(parties) - held)
    )
    agreement.signed.exclude(party__in=parties).delete()
