from typing import Any

from django import forms

from kapstok.core.forms import DayInput, KapstokForm
from kapstok.core.money import parse_amount
from kapstok.parties.models import Meeting, Party
from kapstok.plans.deciding.actions import Paper, Taken
from kapstok.plans.statuses import BODY_LABELS, MANDATE_SCOPE_LABELS, MEANINGS, Body, MandateScope, Status, steps_from

PAPER_TYPES = {
    "pdf": ("application/pdf", b"%PDF"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04"),
}
MOST_BYTES = 10_000_000
MOST_MEETINGS = 200  # to choose from, the newest


class DecisionForm(KapstokForm):
    """What was decided elsewhere. Which steps it can bring depends on how far the plan is."""

    body = forms.ChoiceField(label="Wie besliste", choices=[(k.value, v) for k, v in BODY_LABELS.items()])
    on = forms.DateField(label="Datum van het besluit", widget=DayInput())
    title = forms.CharField(
        label="Besluit", max_length=200, help_text="In een paar woorden, zoals het in de lijst staat"
    )
    number = forms.CharField(label="Nummer of kenmerk", max_length=60, required=False)
    text = forms.CharField(label="Wat is er besloten", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    leads_to = forms.ChoiceField(label="Wat betekent dit voor het plan", required=False)
    meeting = forms.ModelChoiceField(
        label="Overleg waar dit uit voortkwam", queryset=Meeting.objects.none(), required=False, empty_label="Geen"
    )
    paper = forms.FileField(label="Het besluit als bestand", required=False, help_text="PDF of Word, tot 10 MB")

    def __init__(self, *args: Any, status: Status, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leads_to, meeting = self.fields["leads_to"], self.fields["meeting"]
        assert isinstance(leads_to, forms.ChoiceField)
        assert isinstance(meeting, forms.ModelChoiceField)
        leads_to.choices = [("", "Het plan blijft zoals het is")] + [
            (step.to.value, f"Het plan is nu {MEANINGS[step.to].staff}") for step in steps_from(status) if step.bodies
        ]
        newest = Meeting.objects.filter(cancelled=False).order_by("-on", "-id").values("pk")[:MOST_MEETINGS]
        meeting.queryset = Meeting.objects.filter(pk__in=newest).order_by("-on", "-id")

    def clean_paper(self) -> Paper | None:
        file = self.cleaned_data["paper"]
        if file is None:
            return None
        content = file.read()
        kind, start = PAPER_TYPES.get(file.name.rpartition(".")[2].lower(), ("", b"\0"))
        if not content.startswith(start):
            raise forms.ValidationError(f"“{file.name}” is geen PDF of Word-bestand. Bewaar het besluit als PDF.")
        return Paper(file.name[:200], kind, content)

    def taken(self) -> Taken:
        said = self.cleaned_data
        return Taken(
            body=Body(said["body"]),
            on=said["on"],
            title=said["title"],
            number=said["number"],
            text=said["text"],
            leads_to=Status(said["leads_to"]) if said["leads_to"] else None,
            paper=said["paper"],
        )


class StepForm(KapstokForm):
    to = forms.ChoiceField(choices=[(status.value, status.value) for status in Status], widget=forms.HiddenInput())
    why = forms.CharField(label="Toelichting", required=False, widget=forms.Textarea(attrs={"rows": 2}))


class CommentForm(KapstokForm):
    """`may_keep_in`: whether she may say it to colleagues only."""

    about = forms.ChoiceField(label="Waarover")
    text = forms.CharField(label="Uw reactie", widget=forms.Textarea(attrs={"rows": 4}), max_length=5_000)
    party = forms.ModelChoiceField(label="Namens", queryset=Party.objects.none(), empty_label=None)
    internal = forms.BooleanField(
        label="Alleen voor collega's",
        required=False,
        help_text="Partners lezen dit niet, ook niet als u het plan deelt.",
    )

    def __init__(
        self, *args: Any, parts: list[tuple[str, str]], parties: list[int], may_keep_in: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        about, party = self.fields["about"], self.fields["party"]
        assert isinstance(about, forms.ChoiceField)
        assert isinstance(party, forms.ModelChoiceField)
        about.choices = parts
        party.queryset = Party.objects.filter(pk__in=parties)
        if len(parties) == 1:
            party.widget = forms.HiddenInput()
            self.initial.setdefault("party", parties[0])
        if not may_keep_in:
            del self.fields["internal"]


class AnswerForm(KapstokForm):
    text = forms.CharField(label="Uw antwoord", widget=forms.Textarea(attrs={"rows": 3}), max_length=5_000)


class MandateForm(KapstokForm):
    body = forms.ChoiceField(
        label="Wie mag schuiven",
        choices=[(body.value, label) for body, label in BODY_LABELS.items() if body not in (Body.COUNCIL, Body.LEA)],
    )
    scope = forms.ChoiceField(label="Waartussen", choices=[(k.value, v) for k, v in MANDATE_SCOPE_LABELS.items()])
    maximum = forms.CharField(
        label="Tot hoeveel per wijziging", required=False, help_text="In euro's, zoals 10.000. Leeg: zonder grens."
    )
    source = forms.CharField(
        label="Waar dit staat", max_length=200, help_text="Zoals: mandaatbesluit 2023, artikel 4, of het collegebesluit"
    )

    def clean_maximum(self) -> object:
        text = self.cleaned_data["maximum"].strip()
        if not text:
            return None
        try:
            amount = parse_amount(text).high
        except ValueError as error:
            raise forms.ValidationError(f"“{text}” is geen bedrag. Schrijf bijvoorbeeld 10.000 of 1.250,50.") from error
        if amount < 0:
            raise forms.ValidationError("Een grens kan niet onder nul liggen.")
        return amount

    def clean_scope(self) -> MandateScope:
        return MandateScope(self.cleaned_data["scope"])
