"""The form that all forms of the workspace are made of.

`class ContactForm(KapstokForm): ...`, and in the template `{{ form }}` inside `<form method="post" novalidate>`: errors
at the top with links to their fields, then each field with its label, hint and error. A field by itself:
`{% include "core/_field.html" with field=form.email %}`. A form with errors is answered with status 422.
"""

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.formsets import BaseFormSet

from kapstok.core.personal import bsn_like

if TYPE_CHECKING:
    Rows = BaseFormSet[Any]
else:
    Rows = BaseFormSet  # Django's own is no generic class when it runs

REQUIRED = forms.Field.default_error_messages["required"]
EMPTY_LABEL = "Maak een keuze"


class KapstokForm(forms.Form):
    """Asks in Dutch, can be read by everybody, and refuses a BSN in any field for text."""

    template_name = "core/_form.html"
    use_required_attribute = False  # the server's answer says more than the browser's, and in Dutch

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            _ask_in_dutch(field, str(self[name].label))
            _dress(field.widget)

    def full_clean(self) -> None:
        super().full_clean()
        for name in list(getattr(self, "cleaned_data", {})):
            if name in self.fields and (why := bsn_refused(self.fields[name], self.cleaned_data[name])):
                self.add_error(name, why)

    def left_out(self) -> list[forms.BoundField]:
        """The fields that cannot be seen but have an error, which would otherwise be told nowhere."""
        return [field for field in self.hidden_fields() if field.errors]


def bsn_refused(field: forms.Field, value: object) -> str:
    """Why this field does not take this text; empty when it does."""
    found = bsn_like(value) if isinstance(field, forms.CharField) and isinstance(value, str) else []
    if not found:
        return ""
    return f"Dit lijkt een burgerservicenummer: {', '.join(found)}. Kapstok bewaart geen BSN. Haal het weg."


class DayInput(forms.DateInput):
    """A day, with the calendar of the browser."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def _ask_in_dutch(field: forms.Field, label: str) -> None:
    if field.error_messages["required"] is REQUIRED:
        choice = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
        field.error_messages["required"] = f"Maak een keuze bij “{label}”." if choice else f"Vul “{label}” in."
    if isinstance(field, forms.ModelChoiceField) and field.empty_label:
        field.empty_label = field.empty_label if field.empty_label.strip("-") else EMPTY_LABEL


def _dress(widget: forms.Widget) -> None:
    match widget:
        case forms.Textarea():
            widget.attrs.setdefault("class", "utrecht-textarea")
        case forms.Select():
            widget.attrs.setdefault("class", "utrecht-select")
        case forms.TextInput() | forms.NumberInput() | forms.EmailInput() | forms.URLInput() | forms.PasswordInput():
            widget.attrs.setdefault("class", "utrecht-textbox")
