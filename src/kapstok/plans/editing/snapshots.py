"""The version that somebody started from, carried by her form and signed, so that nobody can make one up."""

from dataclasses import dataclass
from typing import Any

from django.core import signing
from pydantic import ValidationError

from kapstok.plans.schema import Measure

SALT = "kapstok.plans.editing"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A measure as it was, and its version then."""

    measure: Measure
    version: int


def sealed(plan_id: int, snapshot: Snapshot) -> str:
    content = snapshot.measure.model_dump(mode="json", exclude_defaults=True)
    return signing.dumps([plan_id, snapshot.version, content], salt=SALT, compress=True)


def opened(text: str, plan_id: int, key: str) -> Snapshot | None:
    """None when it is not ours, or of another measure."""
    try:
        found: Any = signing.loads(text, salt=SALT)
        plan, version, content = found
        measure = Measure.model_validate(content)
    except (signing.BadSignature, ValidationError, ValueError):
        return None
    return Snapshot(measure, version) if (plan, measure.key) == (plan_id, key) else None
