"""What needs attention now, by the euros that are at risk, each with the one act that helps. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kapstok.core.access import Actor, Right
from kapstok.core.periods import add_months, format_date
from kapstok.ledger.forecast import Course, Forecast, about, said
from kapstok.ledger.kinds import UNCOVERED_LABELS, Uncovered
from kapstok.ledger.money.links import link
from kapstok.ledger.state import DIVIDED, ZERO, GrantMoney, share_of
from kapstok.plans.presentation.words import count_text, listed, sentence
from kapstok.plans.schema import PlanDocument

LATE_AFTER = 3  # months after the one in which it was to be delivered
MOST_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """`button` leads to `url`; without a page there is only the message. `mine`: it waits for this very reader."""

    what: str
    why: str
    euros: Decimal
    button: str = ""
    url: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The documents that wait for approval; `since` is the date on the oldest."""

    count: int = 0
    euros: Decimal = ZERO
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncovering:
    """One cost that still has to be paid from something."""

    grant: int
    reason: Uncovered
    delivered: date
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What there is to know of one programme; `plans` are as they were when they made its budget.

    `uncovered`: its only open cost, None when there are more. `late`: by line, what should have been delivered by now
    of what was promised. `illustrative`: what was booked is made up, to show how it looks.
    """

    money: GrantMoney
    plans: tuple[PlanDocument, ...]
    whole: Forecast | None
    of_line: Mapping[int, Forecast]
    courses: Mapping[int, Course]
    late: Mapping[int, Decimal]
    uncovered: Uncovering | None
    illustrative: bool


# What another part of the ledger finds that needs attention: given the municipality's slug and who reads.
FOUND_ELSEWHERE: list[Callable[[str, Actor], Iterable[Attention]]] = []


def attentions(known: Iterable[Known], waiting: Waiting, slug: str, actor: Actor, today: date) -> list[Attention]:
    """The most euros first."""
    found = [
        one
        for programme in known
        for one in (*_undivided(programme, slug), *_to_cover(programme, slug), *_too_slow(programme, slug),
                    *_late(programme, slug, today))
    ]  # fmt: skip
    found += _waiting(waiting, slug, actor)
    found += [one for find in FOUND_ELSEWHERE for one in find(slug, actor)]
    return sorted(found, key=lambda one: -one.euros)


def _undivided(known: Known, slug: str) -> Iterator[Attention]:
    euros = known.money.undivided
    if euros <= 0:
        return
    part = share_of(euros, known.money.granted)
    yield Attention(
        what=f"Nog niet verdeeld: {part} % van wat is toegekend." if part else "Nog niet alles is verdeeld.",
        why=_goes_back(known) or "Zolang het geen bestemming heeft, kan niemand het besteden.",
        euros=euros,
        button="Verdelen",
        url=link("transfer-new", slug),
    )


def _goes_back(known: Known) -> str:
    if known.whole is None or about(known.whole.left_high) <= 0:
        return ""
    return f"Op dit tempo gaat {said(known.whole.left_low, known.whole.left_high)} terug naar het Rijk."


def _to_cover(known: Known, slug: str) -> Iterator[Attention]:
    euros, one = known.money.to_cover, known.uncovered
    if not euros:
        return
    yield Attention(
        what=f"Te dekken: {one.what}." if one else "Te dekken: kosten die nog niemand betaalt.",
        why=(
            f"Geleverd op {format_date(one.delivered)}: {UNCOVERED_LABELS[one.reason]}."
            if one
            else "Zolang dit openstaat, kan het boekjaar niet worden afgesloten."
        ),
        euros=euros,
        button="Dekken",
        url=link("to-cover", slug),
    )


def _too_slow(known: Known, slug: str) -> Iterator[Attention]:
    """Lines of which money is left even when all goes as planned."""
    lines = {line.id: line for line in known.money.lines if line.kind in DIVIDED}
    slow = {pk: one for pk, one in known.of_line.items() if about(one.left_low) > 0 and one.points}
    planned = {pk: one for pk, one in slow.items() if known.courses[pk].planned}
    low = sum((one.left_low for one in planned.values()), ZERO)
    if about(low) <= 0:
        return
    worst = sorted(planned, key=lambda pk: -planned[pk].left_low)
    names = [f"“{lines[pk].label}”" for pk in worst[:MOST_NAMED]]
    more = len(worst) - len(names)
    where = listed([*names, count_text(more, "andere post", "andere posten")] if more else names)
    yield Attention(
        what=f"Het gaat te langzaam bij {where}.",
        why=f"Ook als het verder volgens plan gaat, blijft daar {said(low, low)} over.",
        euros=about(low),
        button="Bekijken",
        url=link("forecast", slug),
    )


def _late(known: Known, slug: str, today: date) -> Iterator[Attention]:
    late = {line: known.late[line.id] for line in known.money.lines if known.late.get(line.id)}
    if not late:
        return
    names = listed([f"“{line.label}”" for line in sorted(late, key=lambda line: -late[line])[:MOST_NAMED]])
    yield Attention(
        what=f"Toegezegd, maar langer dan een kwartaal te laat: {names}.",
        why="Vraag of het nog geleverd wordt. Gaat het niet door, geef het dan vrij.",
        euros=sum(late.values(), ZERO),
        button="Bekijken",
        url=link("postings", slug, soort="commitment", tot=f"{add_months(today, -LATE_AFTER - 1):%Y-%m}"),
    )


def overdue(still_open: Decimal, committed: Mapping[date, Decimal], today: date) -> Decimal:
    """Euros of the open commitments of a line that at least should have been delivered a quarter ago.

    `committed` is by month of delivery. What was delivered counts for the oldest first, so this is never too much.
    """
    since = add_months(today, -LATE_AFTER)
    later = sum((euros for month, euros in committed.items() if month >= since), ZERO)
    return min(max(still_open - later, ZERO), max(still_open, ZERO))


def _waiting(waiting: Waiting, slug: str, actor: Actor) -> Iterator[Attention]:
    if not waiting.count or waiting.since is None:
        return
    mine = bool(actor.may(Right.APPROVE_MONEY))
    wait = "wacht" if waiting.count == 1 else "wachten"
    whose = "uw akkoord" if mine else "akkoord"
    yield Attention(
        what=f"{sentence(count_text(waiting.count, 'stuk', 'stukken'))} {wait} op {whose}.",
        why=f"{'Het' if waiting.count == 1 else 'Het oudste'} is van {format_date(waiting.since)}.",
        euros=waiting.euros,
        button="Nakijken" if mine else "Bekijken",
        url=link("approvals", slug),
        mine=mine,
    )
