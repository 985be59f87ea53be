from datetime import date

import pytest
from django import forms

from kapstok.core.forms import DayInput, KapstokForm

BSN = "123456782"


class Ask(KapstokForm):
    name = forms.CharField(label="Functie", help_text="Een rol, geen naam.", max_length=20)
    note = forms.CharField(label="Toelichting", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label="Soort", choices=[("a", "A"), (BSN, "een sleutel")], widget=forms.RadioSelect)
    email = forms.EmailField(label="E-mailadres", required=False)
    day = forms.DateField(label="Dag", widget=DayInput, required=False)
    agreed = forms.BooleanField(label="Akkoord", required=False)
    back = forms.CharField(widget=forms.HiddenInput, required=False)


class Careless(Ask):
    """A form whose own clean forgets the one above it."""

    def clean(self) -> dict[str, object]:
        return {**self.cleaned_data, "note": self.cleaned_data.get("note", "").strip()}


def _asked(form: type[Ask] = Ask, /, **answers: str) -> Ask:
    return form({"name": "Directeur", "kind": "a", **answers})


@pytest.mark.parametrize("kind", [Ask, Careless])
@pytest.mark.parametrize("field", ["note", "name", "back", "email"])
def test_a_bsn_is_refused_in_every_field_for_text(kind: type[Ask], field: str) -> None:
    form = _asked(kind, **{field: f"{BSN}@school.example" if field == "email" else f"over {BSN}"})
    assert form.errors == {
        field: [f"Dit lijkt een burgerservicenummer: {BSN}. Kapstok bewaart geen BSN. Haal het weg."]
    }
    assert field not in form.cleaned_data


def test_a_choice_is_not_a_text() -> None:
    assert _asked(kind=BSN).is_valid()


def test_what_is_missing_is_asked_for_in_dutch() -> None:
    assert Ask({}).errors == {"name": ["Vul “Functie” in."], "kind": ["Maak een keuze bij “Soort”."]}


def test_a_message_of_the_form_itself_stays() -> None:
    class Own(KapstokForm):
        name = forms.CharField(error_messages={"required": "Hoe heet de functie?"})

    assert Own({}).errors == {"name": ["Hoe heet de functie?"]}


def test_each_field_points_at_its_hint_and_its_error() -> None:
    text = str(Ask({"kind": "a"}))
    assert '<label class="ask__label" for="id_name">Functie</label>' in text
    assert 'aria-describedby="id_name_helptext id_name_error"' in text
    assert '<p class="ask__error" id="id_name_error">Vul “Functie” in.</p>' in text
    assert 'aria-invalid="true"' in text
    assert '<a href="#id_name">Vul “Functie” in.</a>' in text


def test_a_form_without_errors_says_nothing_of_errors() -> None:
    text = str(Ask())
    assert "wrongs" not in text
    assert "aria-invalid" not in text
    assert "(niet verplicht)" in text


def test_choices_are_a_group_with_a_legend_and_their_error_leads_to_them() -> None:
    text = str(Ask({"name": "Directeur"}))
    assert '<legend class="ask__label">Soort</legend>' in text
    assert '<fieldset class="ask ask--wrong" aria-describedby="id_kind_error">' in text
    assert 'href="#id_kind"' in text
    assert 'id="id_kind"' in text


def test_an_error_in_a_field_that_nobody_sees_is_told_all_the_same() -> None:
    assert f"<li>Dit lijkt een burgerservicenummer: {BSN}." in str(_asked(back=BSN))


def test_a_day_is_shown_as_the_browsers_calendar_wants_it() -> None:
    shown = str(Ask(initial={"day": date(2024, 2, 1)})["day"])
    assert 'type="date"' in shown
    assert 'value="2024-02-01"' in shown
    form = _asked(day="2024-02-01")
    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2024, 2, 1)
