from django import forms

from kapstok.core.forms import KapstokForm


class ReasonForm(KapstokForm):
    """Why an act is done; it stays to be read."""

    why = forms.CharField(
        label="Waarom",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="De accountant leest dit later terug.",
    )
