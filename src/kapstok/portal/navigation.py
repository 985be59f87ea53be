"""The menu of the workspace: the rooms that this person may enter, in the order of the work."""

from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse

from kapstok.core.access import NOBODY, ActingRequest, Actor, Right
from kapstok.portal.workspace.counting import count_of


@dataclass(frozen=True, slots=True)
class Room:
    """A place in the menu. `address`: the name of its first page; all pages under it count as being there."""

    label: str
    address: str
    right: Right
    under: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """`counts`: how much waits for her stands beside it."""

    label: str
    url: str
    here: bool
    counts: bool = False


ROOMS = (
    Room("Vandaag", "work-home", Right.SEE_WORK),
    Room("Plan", "plan-list", Right.SEE_WORK),
    Room("Geld", "money", Right.SEE_MONEY),
    Room("Werkplannen", "workplans", Right.SEE_WORK_PLANS),
    Room("Overleg", "meetings", Right.SEE_MEETINGS),
    Room("Partners", "partners", Right.SEE_PARTIES),
    Room("Stappen", "steps", Right.SEE_WORK),
)
MANAGEMENT: tuple[Room, ...] = (
    Room("Mensen en rollen", "people", Right.MANAGE_PEOPLE),
    Room("Mail", "outgoing-mail", Right.SEND_MAIL),
    Room("Geschiedenis", "history", Right.READ_HISTORY),
)


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """For all templates: who is signed in, and in the workspace its menu."""
    actor: Actor = getattr(request, "actor", NOBODY)
    municipality = getattr(request, "municipality", None)
    if municipality is None or not actor.seats:
        return {"actor": actor}
    return {
        "actor": actor,
        "waiting_count": partial(
            count_of, cast(ActingRequest, request)
        ),  # asked by the menu of the workspace, and there only
        "rooms": entries(ROOMS, actor, municipality.slug, request.path),
        "management": entries(MANAGEMENT, actor, municipality.slug, request.path),
    }


def entries(rooms: tuple[Room, ...], actor: Actor, slug: str, path: str) -> list[Entry]:
    """What of these this actor may enter; the one whose address is the longest start of the path is where she is."""
    found = [(room, reverse(room.address, args=[slug])) for room in rooms if actor.may(room.right)]
    home = reverse("work-home", args=[slug])
    return [
        Entry(room.label, url, path == url or (url != home and path.startswith(url)), counts=url == home)
        for room, url in found
    ]
