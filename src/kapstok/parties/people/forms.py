"""What the page “Mensen en rollen” asks."""

from typing import Any

from django import forms
from django.utils.html import format_html

from kapstok.core.access import ROLE_LABELS, Role
from kapstok.core.forms import KapstokForm
from kapstok.parties.kinds import PartyKind
from kapstok.parties.models import Party
from kapstok.parties.people.roles import MAY


def role_choices() -> list[tuple[str, str]]:
    line = '<span class="role-choice"><strong>{}</strong><span class="soft">{}</span></span>'
    return [(role.value, format_html(line, ROLE_LABELS[role].capitalize(), MAY[role])) for role in Role]


class InviteForm(KapstokForm):
    email = forms.EmailField(
        label="E-mailadres", max_length=254, help_text="Hier gaat de uitnodiging heen, en later elke code."
    )
    name = forms.CharField(label="Naam", max_length=100, required=False, help_text="Zo noemen collega's die persoon.")
    role = forms.ChoiceField(label="Rol", widget=forms.RadioSelect)
    party = forms.ModelChoiceField(
        label="Namens welke organisatie?",
        queryset=Party.objects.none(),
        help_text="Een externe projectleider kan van een andere organisatie zijn dan de gemeente.",
    )
    function = forms.CharField(
        label="Functie", max_length=100, required=False, help_text="Zoals “Directeur”. Anderen zien dit, niet de naam."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role, party = self.fields["role"], self.fields["party"]
        assert isinstance(role, forms.ChoiceField)
        assert isinstance(party, forms.ModelChoiceField)
        role.choices = role_choices()
        party.queryset = Party.objects.filter(kind=PartyKind.ORGANISATION)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        return email.lower()


class EndForm(KapstokForm):
    why = forms.CharField(
        label="Waarom?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Zoals “werkt hier niet meer”. Dit blijft in de geschiedenis staan.",
    )
