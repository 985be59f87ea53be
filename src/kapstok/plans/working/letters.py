"""The mail that asks for work plans: one letter a party, that names everything she has not filled in yet."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction
from django.db.models import QuerySet

from kapstok.core.access import Actor, RefusedError
from kapstok.parties.mailing import MOST_READERS, Letter, send_letter
from kapstok.parties.models import Contact
from kapstok.plans.models import Plan, WorkPlan
from kapstok.plans.working.queries import work_plans


@dataclass(frozen=True, slots=True)
class Words:
    """What every letter says: before the list of work plans and after it."""

    subject: str
    opening: str
    closing: str


@dataclass(frozen=True, slots=True)
class Request:
    """A letter to the contacts of one party, about the work plans that are waited for."""

    letter: Letter
    readers: tuple[Contact, ...]
    work_plans: tuple[WorkPlan, ...]


def waited_for(actor: Actor, plan: Plan) -> QuerySet[WorkPlan]:
    """What was asked and not filled in, party by party."""
    rows = work_plans(actor).filter(plan=plan, given_at=None)
    return rows.order_by("party__sort_key", "party_id", "measure__position", "pk")


def readers(rows: QuerySet[WorkPlan]) -> QuerySet[Contact]:
    """Who can be written to about these work plans."""
    parties = rows.order_by().values("party")
    found = Contact.objects.filter(party__in=parties, ended_on=None).select_related("party")
    return found.order_by("party__sort_key", "function", "pk")[:MOST_READERS]


def requests(
    rows: Iterable[WorkPlan], chosen: Collection[Contact], words: Words, address: Callable[[WorkPlan], str]
) -> list[Request]:
    """A letter for each party that somebody was chosen of. `address` says where a work plan is filled in."""
    made = []
    for party, waited in groupby(rows, key=lambda row: row.party_id):
        of_party, to = tuple(waited), tuple(one for one in chosen if one.party_id == party)
        if to:
            listed = "\n".join(f"- {row.measure}: {address(row)}" for row in of_party)
            text = f"{words.opening.strip()}\n\nHet gaat om:\n{listed}\n\n{words.closing}\n"
            made.append(Request(Letter(words.subject, text), to, of_party))
    return made


@transaction.atomic
def send(asked: Collection[Request], *, by: Actor, missed: Callable[[int], None]) -> int:
    """Send them all; gives how many contacts get one, and `missed` hears of what did not go. Raises RefusedError."""
    count = sum(len(one.readers) for one in asked)
    if not count:
        raise RefusedError("Er is niemand meer om te vragen: alle werkplannen zijn intussen ingevuld.")
    for one in asked:
        send_letter(one.letter, one.readers, about=one.work_plans[0], by=by, missed=missed)
    return count
