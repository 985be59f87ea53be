"""How this municipality keeps her money: four eyes, the level of control, and her kinds of subsidy."""

from django.db import IntegrityError, transaction

from kapstok.core import audit
from kapstok.core.access import Actor, Answer, RefusedError, Right, require
from kapstok.ledger.kinds import ControlLevel, DocumentKind, Recognition
from kapstok.ledger.models import Conventions, Document, Instrument, Posting, Subsidy
from kapstok.ledger.refusals import money_act


def may_change_level() -> Answer:
    """The level is fixed from the moment that a plan was adopted: the lines stand at that level."""
    if not Document.objects.filter(kind=DocumentKind.ADOPTION).exists():
        return Answer(True)
    return Answer(
        False,
        "Er is al een plan vastgesteld, en de begroting staat op dit niveau. "
        "Een ander niveau zou elke regel en elke toezegging veranderen.",
    )


@money_act
def set_conventions(*, four_eyes: bool, control_level: ControlLevel, by: Actor) -> Conventions:
    """RefusedError when the level would change after the budget was filled."""
    require(by, Right.SET_MONEY)
    row, _ = Conventions.objects.select_for_update().get_or_create()
    before = {"four_eyes": row.four_eyes, "control_level": row.control_level}
    if control_level != row.control_level and not (answer := may_change_level()):
        raise RefusedError(answer.why)
    row.four_eyes, row.control_level = four_eyes, control_level
    row.save()
    after = {"four_eyes": four_eyes, "control_level": control_level.value}
    if after != before:
        audit.record("conventions set", row, by=by, before=before, after=after)
    return row


@money_act
def add_instrument(*, name: str, recognition: Recognition, note: str, by: Actor) -> Instrument:
    require(by, Right.SET_MONEY)
    row = _named(Instrument(name=name, recognition=recognition, note=note))
    audit.record("instrument added", row, by=by, after=_said(row))
    return row


@money_act
def change_instrument(
    instrument: Instrument, *, name: str, recognition: Recognition, note: str, by: Actor
) -> Instrument:
    """When its costs count changes only while none were counted: otherwise half of them would follow another rule."""
    require(by, Right.SET_MONEY)
    row = Instrument.objects.select_for_update().get(pk=instrument.pk)
    before = _said(row)
    if recognition != row.recognition and not (answer := may_change_recognition(row)):
        raise RefusedError(answer.why)
    row.name, row.recognition, row.note = name, recognition, note
    _named(row)
    audit.record("instrument changed", row, by=by, before=before, after=_said(row))
    return row


def may_change_recognition(instrument: Instrument) -> Answer:
    running = Subsidy.objects.filter(instrument=instrument).values("document")
    if not Posting.objects.filter(document__in=running, kind="expense").exists():
        return Answer(True)
    return Answer(
        False, "Er zijn al kosten geteld volgens deze keuze. Maak een nieuw instrument voor wat u anders wilt tellen."
    )


def _named(row: Instrument) -> Instrument:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise RefusedError(f"Er is al een instrument dat “{row.name}” heet.") from error
    return row


def _said(row: Instrument) -> dict[str, str]:
    return {"name": row.name, "recognition": str(row.recognition), "note": row.note}
