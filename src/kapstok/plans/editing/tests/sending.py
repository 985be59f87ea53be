"""What a browser sends of a form as it stands."""

import re
from html import unescape
from typing import Any

from kapstok.core.forms import KapstokForm
from kapstok.plans.editing.rows import Typed
from kapstok.plans.editing.sheet import Sheet


def as_sent(sheet: Sheet[Any]) -> Typed:
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


def filled_in(page: str) -> dict[str, Any]:
    """What the form of this page would send as it stands."""
    form = page[page.index('<form id="blad"') : page.index("</form>", page.index('<form id="blad"'))]
    fields: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        found = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        if "name" in found and ("checked" in tag or found.get("type") not in ("checkbox", "radio")):
            fields[found["name"]] = unescape(found.get("value", "on" if found.get("type") == "checkbox" else ""))
    for name, inner in re.findall(r'<textarea name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        fields[name] = unescape(inner).removeprefix("\n")
    for name, inner in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        fields[name] = unescape(chosen[1]) if chosen else ""
    return fields
