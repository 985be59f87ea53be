"""What is asked about parties and contacts."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from kapstok.core.forms import EMPTY_LABEL, KapstokForm
from kapstok.parties.directory.queries import Lacks
from kapstok.parties.directory.values import ContactCard, PartyFacts
from kapstok.parties.kinds import PARTY_KIND_LABELS, SECTOR_LABELS, PartyKind, Sector
from kapstok.parties.models import Contact

NEW = "nieuw"
PHONE = RegexValidator(
    r"^(?=(.*[0-9]){6})[-0-9 +().]+$", "Dit is geen telefoonnummer. Gebruik cijfers, zoals 020 123 45 67."
)
SECTORS = [(sector.value, label.capitalize()) for sector, label in SECTOR_LABELS.items()]
KINDS = [(kind.value, label.capitalize()) for kind, label in PARTY_KIND_LABELS.items()]
LACKS = [(Lacks.CONTACT.value, "Contact"), (Lacks.STAND_IN.value, "Vervanger")]


class FilterForm(KapstokForm):
    """The filters of the list; they stand in the address."""

    zoek = forms.CharField(label="Zoek op naam of functie", required=False, max_length=100)
    sector = forms.ChoiceField(label="Sector", required=False, choices=[("", "Alle sectoren"), *SECTORS])
    soort = forms.ChoiceField(label="Soort", required=False, choices=[("", "Alle soorten"), *KINDS])
    mist = forms.ChoiceField(label="Mist een", required=False, choices=[("", "Alles"), *LACKS])

    def wanted(self) -> dict[str, Any]:
        """The arguments of `queries.parties`; what cannot be understood does not count."""
        self.is_valid()
        found = self.cleaned_data
        return {
            "search": found.get("zoek", ""),
            "sector": Sector(found["sector"]) if found.get("sector") else None,
            "kind": PartyKind(found["soort"]) if found.get("soort") else None,
            "lacks": Lacks(found["mist"]) if found.get("mist") else None,
        }


class PartyForm(KapstokForm):
    name = forms.CharField(label="Naam", max_length=200, help_text="Een organisatie, werkgroep of rol. Geen mens.")
    kind = forms.ChoiceField(label="Soort", choices=KINDS, widget=forms.RadioSelect, initial=PartyKind.ORGANISATION)
    sector = forms.ChoiceField(label="Sector", choices=[("", EMPTY_LABEL), *SECTORS])

    def facts(self) -> PartyFacts:
        found = self.cleaned_data
        return PartyFacts(found["name"], PartyKind(found["kind"]), Sector(found["sector"]))


def _function(**kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label="Functie", max_length=100, help_text="Een rol, zoals intern begeleider. Geen naam.", **kwargs
    )


def _email(**kwargs: Any) -> forms.EmailField:
    hint = "Liefst een postbus van de functie, zoals directie@school.nl. Die blijft als iemand weggaat."
    return forms.EmailField(label="E-mailadres", help_text=hint, **kwargs)


def _phone() -> forms.CharField:
    return forms.CharField(
        label="Telefoon", max_length=30, required=False, validators=[PHONE], widget=forms.TextInput({"type": "tel"})
    )


class ContactForm(KapstokForm):
    """`stand_ins`: who could stand in, those of the party itself first."""

    function = _function()
    email = _email()
    phone = _phone()
    stand_in = forms.TypedChoiceField(
        label="Vervanger",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="Wie neemt het over bij ziekte of vakantie?",
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, stand_ins: Sequence[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["stand_in"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", "Nog niemand"), *_per_party(stand_ins)]

    def card(self) -> ContactCard:
        given = self.cleaned_data
        return ContactCard(given["function"], given["email"], given["phone"], given["stand_in"])


class HandOverForm(KapstokForm):
    """Who takes over: one of `successors`, or somebody new whose particulars are asked as well."""

    successor = forms.ChoiceField(label="Wie neemt het over?", widget=forms.RadioSelect)
    function = _function(required=False)
    email = _email(required=False)
    phone = _phone()

    def __init__(self, *args: Any, successors: Sequence[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.successors = {str(contact.pk): contact for contact in successors}
        choice = self.fields["successor"]
        assert isinstance(choice, forms.ChoiceField)
        known = [(pk, f"{contact.function}, {contact.email}") for pk, contact in self.successors.items()]
        choice.choices = [*known, (NEW, "Iemand die hier nog niet bij staat")]

    def clean(self) -> dict[str, Any]:
        for name in ("function", "email"):
            if self._is_new() and name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, f"Vul “{self[name].label}” in van wie het overneemt.")
        return self.cleaned_data

    def _is_new(self) -> bool:
        return bool(self.cleaned_data.get("successor") == NEW)

    def chosen(self) -> Contact | ContactCard:
        found = self.cleaned_data
        if self._is_new():
            return ContactCard(found["function"], found["email"], found["phone"])
        return self.successors[found["successor"]]


def _per_party(contacts: Iterable[Contact]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The contacts under the names of their parties, in the order they come in."""
    groups = groupby(contacts, key=lambda contact: contact.party.name)
    return [(party, [(str(contact.pk), contact.function) for contact in members]) for party, members in groups]
