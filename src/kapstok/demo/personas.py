"""Who a visitor of the demo can be, in one click."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from kapstok.core.access import Role
from kapstok.parties.models import Municipality, Person

RESIDENT = "inwoner"
BACKEND = "kapstok.demo.personas.OneClick"


class OneClick(ModelBackend):
    """Whom the bar signs in. The settings name this only in the demo, so that elsewhere no session of hers is valid."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:  # type: ignore[override]
        """Nothing that somebody fills in leads to a persona."""


@dataclass(frozen=True, slots=True)
class Persona:
    """A seat in a municipality of the demo. `party`: the key of an organisation that the plan names."""

    key: str
    label: str
    role: Role
    function: str
    party: str

    def email(self, municipality: str) -> str:
        return f"{self.key}@{municipality}.example"


@cache
def personas() -> dict[str, tuple[Persona, ...]]:
    """Per municipality (its slug) the personas of personas.toml."""
    content = tomllib.loads(files("kapstok.demo").joinpath("personas.toml").read_text("utf-8"))
    return {
        slug: tuple(Persona(key=key, **{**facts, "role": Role(facts["role"])}) for key, facts in seats.items())
        for slug, seats in content.items()
    }


def find(municipality: str, key: str) -> Persona | None:
    return next((persona for persona in personas().get(municipality, ()) if persona.key == key), None)


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """For the bar at the top of every page of the demo. A persona of elsewhere sees what a resident sees."""
    municipality: Municipality | None = getattr(request, "municipality", None)
    if not settings.DEMO or municipality is None or municipality.slug not in personas():
        return {}
    here = personas()[municipality.slug]
    email = request.user.email if isinstance(request.user, Person) else ""
    now = next((persona.key for persona in here if persona.email(municipality.slug) == email), RESIDENT)
    return {"personas": here, "persona_now": now, "resident": RESIDENT}
