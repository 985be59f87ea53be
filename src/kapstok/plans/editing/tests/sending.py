"""What a browser sends of a form as it stands."""

from typing import Any

from kapstok.core.forms import KapstokForm
from kapstok.plans.editing.rows import Typed
from kapstok.plans.editing.sheet import Sheet


def as_sent(sheet: Sheet) -> Typed:
    """Every field of the sheet with what it shows, as if nobody touched it."""
    return Typed({name: values for form in sheet.forms for name, values in _fields(form).items()})


def _fields(form: KapstokForm) -> dict[str, list[str]]:
    found = {field.html_name: _values(field.value()) for field in form}
    return {name: values for name, values in found.items() if values is not None}


def _values(value: Any) -> Any:
    match value:
        case bool():
            return ["on"] if value else None
        case list() | tuple():
            return [str(one) for one in value] or None
        case None:
            return [""]
        case _:
            return [str(value).replace("\n", "\r\n")]
