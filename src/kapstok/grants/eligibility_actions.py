"""Acts on the register of questions: starting it, asking and answering."""

from dataclasses import asdict, dataclass
from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction

from kapstok.core import audit, clock
from kapstok.core.access import Actor, RefusedError, Right, require
from kapstok.grants.costs import cost_key, key_of
from kapstok.grants.models import Answerer, EligibilityQuestion, Grant, Outcome
from kapstok.grants.regulation import regulations
from kapstok.grants.regulation_parts import DoubtfulCost


class OvertakenAnswerError(RefusedError):
    """Somebody else changed it meanwhile; `row` is the question as it is now."""

    def __init__(self, row: EligibilityQuestion) -> None:
        self.row = row
        super().__init__("Iemand anders heeft dit antwoord intussen veranderd. Vergelijk het met het uwe.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer as somebody gives it."""

    outcome: Outcome
    answered_by: Answerer = Answerer.NOBODY
    answered_on: date | None = None
    motivation: str = ""
    conditions: str = ""
    source: str = ""


@transaction.atomic
def start_register(grant: Grant, *, by: Actor) -> int:
    """Put the regulation's doubtful costs in the register, with what was known of them. Gives how many were added.

    What stands there stays as it is, so doing it again changes nothing.
    """
    require(by, Right.ENTER_MONEY)
    known = regulations(settings.KAPSTOK_REGULATIONS).get(grant.regulation)
    there = set(EligibilityQuestion.objects.filter(grant=grant).values_list("cost_type", flat=True))
    fresh = [cost for cost in known.doubtful_costs if cost_key(cost) not in there] if known else []
    if known is None or not fresh:
        return 0
    rows = [_started(grant, cost) for cost in fresh]
    added = len(EligibilityQuestion.objects.bulk_create(rows, ignore_conflicts=True))
    audit.record("eligibility register started", grant, by=by, after={"number": added})
    return added


@transaction.atomic
def ask(grant: Grant, *, name: str, question: str, by: Actor) -> EligibilityQuestion:
    """A question about another type of cost. `name` is what people call that cost."""
    require(by, Right.ENTER_MONEY)
    key = key_of(name)
    if not key:
        raise RefusedError("Geef de kosten een naam met letters of cijfers.")
    try:
        with transaction.atomic():
            row = EligibilityQuestion.objects.create(grant=grant, cost_type=key, question=question)
    except IntegrityError as error:
        raise RefusedError(f"Over ‘{name}’ staat al een vraag in de lijst.") from error
    audit.record("eligibility asked", row, by=by, after={"question": question})
    return row


@transaction.atomic
def answer(question: EligibilityQuestion, given: Given, *, version: int, by: Actor) -> EligibilityQuestion:
    """Write down what was answered, by whom and when. From now on it binds what is booked for this type of cost."""
    require(by, Right.ENTER_MONEY)
    row = EligibilityQuestion.objects.select_for_update(no_key=True).get(pk=question.pk)
    if row.version != version:
        raise OvertakenAnswerError(row)
    _check(given)
    said = asdict(given)
    before = {name: getattr(row, name) for name in said}
    for name, value in said.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    audit.record("eligibility answered", row, by=by, before=before, after=said)
    return row


def _check(given: Given) -> None:
    if given.outcome is not Outcome.UNCLEAR and not (given.answered_by and given.answered_on):
        raise RefusedError("Vul in wie dit heeft geantwoord, en wanneer.")
    if given.answered_on and given.answered_on > clock.today():
        raise RefusedError("De datum van het antwoord ligt in de toekomst.")
    if given.outcome is Outcome.CONDITIONAL and not given.conditions.strip():
        raise RefusedError("Schrijf op welke voorwaarden er zijn.")


def _started(grant: Grant, cost: DoubtfulCost) -> EligibilityQuestion:
    outcome = Outcome(cost.status)
    answered = outcome is not Outcome.UNCLEAR
    return EligibilityQuestion(
        grant=grant,
        cost_type=cost_key(cost),
        question=f"Mag de uitkering dit betalen: {cost.name[:1].lower()}{cost.name[1:]}?",
        outcome=outcome,
        motivation=cost.position,
        conditions=cost.position if outcome is Outcome.CONDITIONAL else "",
        answered_by=Answerer.MEETING if answered else Answerer.NOBODY,
        answered_on=cost.stated_on if answered else None,
        source=cost.source.description[:300],
    )
