"""Acts on remembered codings: made, changed, dropped; each time the proposals of all open lines follow."""

from dataclasses import dataclass

from django.utils.timezone import now

from kapstok.core import audit
from kapstok.core.access import Actor, RefusedError, Right, require
from kapstok.ledger.journal.booking import Target
from kapstok.ledger.journal.bulk import update
from kapstok.ledger.journal.coding import NOT_CODED
from kapstok.ledger.journal.lines import party_key
from kapstok.ledger.journal.matching import Rulebook, searched
from kapstok.ledger.kinds import Difference, ImportStatus
from kapstok.ledger.models import CodingRule, JournalLine, StagedLine
from kapstok.ledger.refusals import money_act


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """When a rule holds; what is empty asks nothing."""

    account: str = ""
    cost_centre: str = ""
    taakveld: str = ""
    party_name: str = ""
    words: str = ""


@money_act
def remember(asked: Asked, target: Target | None, *, by: Actor) -> CodingRule:
    """Code lines like these so from now on; without a target they are not of the programme.

    A rule that asks the same is replaced. What was booked already stays as it is.
    """
    require(by, Right.ENTER_MONEY)
    key = party_key(asked.party_name) if asked.party_name else ""
    words = searched(asked.words)
    if not any((asked.account, asked.cost_centre, asked.taakveld, key, words)):
        raise RefusedError("Kies ten minste één kenmerk waaraan Kapstok de regels herkent.")
    same = CodingRule.objects.filter(
        account=asked.account, cost_centre=asked.cost_centre, taakveld=asked.taakveld, party_key=key, words=words,
        dropped_at=None,
    )  # fmt: skip
    same.update(dropped_at=now())
    rule = CodingRule.objects.create(
        account=asked.account, cost_centre=asked.cost_centre, taakveld=asked.taakveld, party_name=asked.party_name,
        party_key=key, words=words, made_by=str(by),
        **({} if target is None else _coding(target)),
    )  # fmt: skip
    audit.record("coding rule made", rule, by=by, after={"asks": str(rule)} | _coding(target))
    propose()
    return rule


@money_act
def forget(rule: CodingRule, *, by: Actor) -> None:
    """Propose this no more."""
    require(by, Right.ENTER_MONEY)
    CodingRule.objects.filter(pk=rule.pk, dropped_at=None).update(dropped_at=now())
    audit.record("coding rule dropped", rule, by=by)
    propose()


def propose() -> None:
    """Work out again which rule each open line and each line that is offered meets. A few queries."""
    rules = Rulebook(CodingRule.objects.filter(dropped_at=None))
    open_lines = JournalLine.objects.filter(NOT_CODED, missing=False, set_aside=False)
    offered = StagedLine.objects.exclude(difference=Difference.MISSING).filter(file__status=ImportStatus.WAITING)
    for rows in (open_lines, offered):
        asked = rows.values_list("pk", "account", "cost_centre", "taakveld", "party_key", "description", "rule")
        found = [
            (pk, rule)
            for pk, account, centre, taakveld, party, description, now_is in asked
            if (rule := rules.rule_of((account, centre, taakveld, party), description)) != now_is
        ]
        if found:
            update(rows.model, [pk for pk, _ in found], {"rule": [rule for _, rule in found]})


def _coding(target: Target | None) -> dict[str, object]:
    if target is None:
        return {}
    return {
        "line_id": target.line,
        "measure_id": target.measure,
        "purpose": target.purpose,
        "cost_type": target.cost_type,
        "promise_id": target.promise,
    }
