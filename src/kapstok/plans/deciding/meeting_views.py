"""Which themes of which plan a meeting was about."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from kapstok.core import access
from kapstok.core.access import Right, needs
from kapstok.core.forms import KapstokForm
from kapstok.parties.middleware import MunicipalRequest
from kapstok.parties.models import Meeting
from kapstok.plans.deciding import actions
from kapstok.plans.models import MeetingLink, Theme


class ThemesForm(KapstokForm):
    themes = forms.ModelMultipleChoiceField(
        label="Thema's", queryset=Theme.objects.none(), required=False, widget=forms.CheckboxSelectMultiple()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = self.fields["themes"]
        assert isinstance(themes, forms.ModelMultipleChoiceField)
        themes.queryset = Theme.objects.order_by("plan", "position").select_related("plan")
        themes.label_from_instance = lambda theme: f"{theme.name} ({theme.plan.title})"  # type: ignore[method-assign,assignment]


@needs(Right.KEEP_MEETINGS)
def themes(request: MunicipalRequest, pk: int) -> HttpResponse:
    meeting = access.get(Meeting, request, Right.KEEP_MEETINGS, pk=pk)
    now = MeetingLink.objects.filter(meeting=meeting).exclude(theme=None).values_list("theme", flat=True)
    form = ThemesForm(request.POST if request.method == "POST" else None, initial={"themes": list(now)})
    if form.is_valid():
        actions.link_themes(meeting, list(form.cleaned_data["themes"]), by=request.actor)
        messages.success(request, "De thema's staan bij het overleg.")
        return redirect("meeting", request.municipality.slug, meeting.pk)
    about = {"meeting": meeting, "form": form}
    return TemplateResponse(request, "plans/deciding/meeting_themes.html", about, status=422 if form.errors else 200)
