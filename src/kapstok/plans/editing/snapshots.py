"""The version that somebody started from, carried by her form and signed, so that nobody can make one up."""

from dataclasses import dataclass
from typing import Any, Generic

from django.core import signing
from pydantic import ValidationError

from kapstok.plans.editing.merging import V

SALT = "kapstok.plans.editing"


@dataclass(frozen=True, slots=True)
class Snapshot(Generic[V]):
    """What she edits as it was when she started. `there`: whether it stood in the plan then; somebody else may have
    taken it out, and she wants it back."""

    value: V
    there: bool = True


def sealed(plan_id: int, name: str, snapshot: Snapshot[V]) -> str:
    """`name`: what it is, `measure:inloop`."""
    content = snapshot.value.model_dump(mode="json", exclude_defaults=True)
    return signing.dumps([plan_id, name, snapshot.there, content], salt=SALT, compress=True)


def opened(text: str, plan_id: int, name: str, model: type[V]) -> Snapshot[V] | None:
    """None when it is not ours, or of something else."""
    try:
        found: Any = signing.loads(text, salt=SALT)
        plan, called, there, content = found
        if (plan, called) != (plan_id, name):
            return None
        return Snapshot(model.model_validate(content), bool(there))
    except (signing.BadSignature, ValidationError, ValueError):
        return None
