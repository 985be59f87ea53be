"""What people fill in about a question: may the grant pay this?"""

from typing import Any

from django import forms

from kapstok.core.forms import DayInput, KapstokForm
from kapstok.grants.costs import Answerer, Outcome
from kapstok.grants.eligibility import ANSWERER_LABELS, OUTCOME_LABELS
from kapstok.grants.eligibility_actions import Given
from kapstok.grants.models import EligibilityQuestion


class QuestionForm(KapstokForm):
    name = forms.CharField(label="Welke kosten", max_length=80, help_text="In een paar woorden, zoals: zwembad huren.")
    question = forms.CharField(
        label="Wat is de vraag",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Schrijf erbij waarom u twijfelt, en bij welk doel het hoort.",
    )


class AnswerForm(KapstokForm):
    """`version`: of what she saw when she began."""

    outcome = forms.ChoiceField(
        label="Antwoord",
        choices=[(one.value, label) for one, label in OUTCOME_LABELS.items()],
        widget=forms.RadioSelect,
    )
    answered_by = forms.ChoiceField(
        label="Wie antwoordde",
        choices=[(one.value, label) for one, label in ANSWERER_LABELS.items()],
        required=False,
    )
    answered_on = forms.DateField(label="Wanneer", widget=DayInput(), required=False)
    conditions = forms.CharField(
        label="Voorwaarden",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Vul in bij “mag onder voorwaarden”.",
    )
    motivation = forms.CharField(
        label="Motivering", required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    source = forms.CharField(
        label="Waar het antwoord staat", required=False, max_length=300, help_text="Zoals: mail van 12 januari."
    )
    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=0, max_value=2**31)

    def given(self) -> Given:
        said = self.cleaned_data
        return Given(
            outcome=Outcome(said["outcome"]),
            answered_by=Answerer(said["answered_by"]),
            answered_on=said["answered_on"],
            motivation=said["motivation"],
            conditions=said["conditions"],
            source=said["source"],
        )


def filled_with(row: EligibilityQuestion) -> dict[str, Any]:
    names = ("outcome", "answered_by", "answered_on", "conditions", "motivation", "source", "version")
    return {name: getattr(row, name) for name in names}
