"""Who may do what: rights, roles, and the one table between them.

A person sits in a municipality with a role, on behalf of a party (an organisation). Some rights reach everything in
the municipality, others only what is of one's own party. Every view says which right it needs; every act asks again.
An answer is yes, or no with the reason, so that a page can say why a button is missing.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, Protocol, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from kapstok.errors import UserError

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Right(StrEnum):
    SEE_WORK = "see_work"
    SEE_CONCEPT = "see_concept"
    EDIT_PLAN = "edit_plan"
    COMMENT = "comment"
    DECIDE = "decide"
    SEE_MEETINGS = "see_meetings"
    KEEP_MEETINGS = "keep_meetings"
    CLOSE_ACTION_POINTS = "close_action_points"
    SEE_PARTIES = "see_parties"
    KEEP_PARTIES = "keep_parties"
    ADD_PARTIES = "add_parties"
    SEE_WORK_PLANS = "see_work_plans"
    KEEP_WORK_PLANS = "keep_work_plans"
    ASK_WORK_PLANS = "ask_work_plans"
    MANAGE_PEOPLE = "manage_people"
    READ_HISTORY = "read_history"
    SEND_MAIL = "send_mail"
    SEE_MONEY = "see_money"
    ENTER_MONEY = "enter_money"
    APPROVE_MONEY = "approve_money"
    CLOSE_YEARS = "close_years"
    CONFIRM_YEARS = "confirm_years"
    SET_MONEY = "set_money"


class Role(StrEnum):
    PROGRAMME_MANAGER = "programme_manager"
    POLICY_OFFICER = "policy_officer"
    CONTROLLER = "controller"
    AUDITOR = "auditor"
    SCHOOL = "school"
    PROVIDER = "provider"
    ADMINISTRATOR = "administrator"


class Scope(StrEnum):
    ALL = "all"
    OWN = "own"  # only what is of the person's own party


ROLE_LABELS: Mapping[Role, str] = {
    Role.PROGRAMME_MANAGER: "programmamanager",
    Role.POLICY_OFFICER: "beleidsmedewerker",
    Role.CONTROLLER: "controller",
    Role.AUDITOR: "accountant",
    Role.SCHOOL: "school",
    Role.PROVIDER: "partner",
    Role.ADMINISTRATOR: "beheerder",
}

# Who sees everything, money included, signs in with a second factor.
STAFF = frozenset({Role.PROGRAMME_MANAGER, Role.POLICY_OFFICER, Role.CONTROLLER, Role.AUDITOR, Role.ADMINISTRATOR})

_READS = dict.fromkeys(
    (
        Right.SEE_WORK,
        Right.SEE_CONCEPT,
        Right.SEE_MEETINGS,
        Right.SEE_PARTIES,
        Right.SEE_WORK_PLANS,
        Right.READ_HISTORY,
        Right.SEE_MONEY,
    ),
    Scope.ALL,
)
_RUNS = _READS | dict.fromkeys(
    (
        Right.EDIT_PLAN, Right.COMMENT, Right.DECIDE, Right.KEEP_MEETINGS, Right.KEEP_PARTIES, Right.ADD_PARTIES,
        Right.KEEP_WORK_PLANS,
        Right.ASK_WORK_PLANS, Right.SEND_MAIL, Right.CLOSE_ACTION_POINTS,
        Right.ENTER_MONEY,
    ),
    Scope.ALL,
)  # fmt: skip
_TAKES_PART = {
    Right.SEE_WORK: Scope.ALL,
    Right.COMMENT: Scope.OWN,
    Right.SEE_MEETINGS: Scope.OWN,
    Right.CLOSE_ACTION_POINTS: Scope.OWN,
    Right.SEE_PARTIES: Scope.ALL,
    Right.KEEP_PARTIES: Scope.OWN,
    Right.SEE_WORK_PLANS: Scope.ALL,
    Right.KEEP_WORK_PLANS: Scope.OWN,
}

RIGHTS: Mapping[Role, Mapping[Right, Scope]] = {
    Role.PROGRAMME_MANAGER: _RUNS
    | dict.fromkeys((Right.MANAGE_PEOPLE, Right.APPROVE_MONEY, Right.SET_MONEY, Right.CONFIRM_YEARS), Scope.ALL),
    Role.POLICY_OFFICER: _RUNS,
    Role.CONTROLLER: _READS
    | dict.fromkeys(
        (
            Right.COMMENT,
            Right.ENTER_MONEY,
            Right.APPROVE_MONEY,
            Right.CLOSE_YEARS,
            Right.CONFIRM_YEARS,
            Right.SET_MONEY,
        ),
        Scope.ALL,
    )
    | {Right.CLOSE_ACTION_POINTS: Scope.OWN},
    Role.AUDITOR: _READS,
    Role.SCHOOL: _TAKES_PART,
    Role.PROVIDER: _TAKES_PART,
    Role.ADMINISTRATOR: {
        Right.SEE_WORK: Scope.ALL,
        Right.SEE_PARTIES: Scope.ALL,
        Right.MANAGE_PEOPLE: Scope.ALL,
        Right.READ_HISTORY: Scope.ALL,
    },
}


class RefusedError(UserError):
    """The act was not done; the message says why, in Dutch, and what would be needed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes, or no with the reason in a Dutch sentence."""

    allowed: bool
    why: str = ""

    def __bool__(self) -> bool:
        return self.allowed


@dataclass(frozen=True, slots=True)
class Seat:
    """A role that somebody has in this municipality, on behalf of a party (its id)."""

    role: Role
    party: int


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person in the municipality of the request, or a command on the server, which may do everything.

    `by` is what the history keeps: `person:12`, or the command. `weak`: a second factor is needed and was not given.
    `elsewhere`: has seats in another municipality, too.
    """

    by: str
    seats: tuple[Seat, ...] = ()
    person: int | None = None
    name: str = ""
    is_command: bool = False
    weak: bool = field(default=False, compare=False)
    elsewhere: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        return self.by

    @property
    def parties(self) -> frozenset[int]:
        return frozenset(seat.party for seat in self.seats)

    @property
    def is_staff(self) -> bool:
        return self.is_command or any(seat.role in STAFF for seat in self.seats)

    def scope(self, right: Right) -> Scope | None:
        """How far this right reaches; None when it is not there at all."""
        if self.is_command:
            return Scope.ALL
        reaches = {RIGHTS[seat.role].get(right) for seat in self.seats}
        return Scope.ALL if Scope.ALL in reaches else Scope.OWN if Scope.OWN in reaches else None

    def reach(self, right: Right) -> frozenset[int]:
        """The parties for which this right holds when it reaches no further than one's own."""
        return frozenset(seat.party for seat in self.seats if right in RIGHTS[seat.role])

    def may(self, right: Right, parties: Collection[int] | None = None) -> Answer:
        """May this actor do this? `parties`: of whom the row is; leave out to ask whether it is possible at all."""
        match self.scope(right):
            case Scope.ALL:
                return Answer(True)
            case Scope.OWN if parties is None or self.reach(right) & frozenset(parties):
                return Answer(True)
            case Scope.OWN:
                return Answer(False, "Dit is van een andere organisatie. U kunt alleen veranderen wat van u is.")
            case _:
                return Answer(False, f"Dit kan {who_may(right)} doen.")


def command(name: str) -> Actor:
    """The actor of a command on the server."""
    return Actor(by=name, name=name, is_command=True)


NOBODY = Actor(by="", name="bezoeker")


def who_may(right: Right) -> str:
    """In Dutch, whom to ask: “een programmamanager of een beleidsmedewerker”."""
    roles = [f"een {ROLE_LABELS[role]}" for role, rights in RIGHTS.items() if rights.get(right) == Scope.ALL]
    return f"{', '.join(roles[:-1])} of {roles[-1]}" if len(roles) > 1 else "".join(roles) or "niemand"


def require(by: Actor, right: Right, parties: Collection[int] | None = None) -> None:
    """For acts: raises RefusedError with the reason when this actor may not."""
    answer = by.may(right, parties)
    if not answer:
        raise RefusedError(answer.why)


class OfParties(Protocol):
    """A row that is of one or more parties."""

    def party_ids(self) -> Collection[int]: ...


class ActingRequest(HttpRequest):
    """A request in the workspace, as its views receive it: somebody acts."""

    actor: Actor


M = TypeVar("M", bound=models.Model)
R = TypeVar("R", bound=HttpRequest)
P = TypeVar("P", bound=Callable[..., HttpResponseBase])


def get(rows: type[M] | models.QuerySet[M], request: ActingRequest, right: Right, **lookup: Any) -> M:
    """The row that an address is about; what is not there or not yours is a 404."""
    row: M = get_object_or_404(rows, **lookup)
    parties = row.party_ids() if hasattr(row, "party_ids") else None
    if request.actor.scope(right) != Scope.ALL and parties is None:
        raise Http404("niet van u")
    if not request.actor.may(right, parties):
        raise Http404("niet van u")
    return row


def public(view: P) -> P:
    """Everybody may see this page, signed in or not."""
    setattr(view, "right", None)  # noqa: B010  read by the access test
    return login_not_required(view)


def needs(
    right: Right, *, writes: Right | None = None
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """A page of the workspace. Who has no seat in this municipality finds nothing; who lacks the right hears why.

    `writes`: another right that sending a form to this page needs.
    """

    def decorate(
        view: Callable[Concatenate[Any, ...], HttpResponseBase],
    ) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor: Actor = request.actor
            if not actor.seats:
                raise Http404("geen plek in deze gemeente")
            if actor.weak:
                return redirect(f"{reverse('second-factor')}?next={request.path}")
            answer = actor.may(right if writes is None or request.method in SAFE else writes)
            if not answer:
                return TemplateResponse(request, "core/refused.html", {"why": answer.why}, status=403)
            return view(request, *args, **kwargs)

        setattr(guarded, "right", right)  # noqa: B010  read by the access test
        return guarded

    return decorate
