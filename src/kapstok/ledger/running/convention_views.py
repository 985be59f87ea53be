"""Afspraken: four eyes, the level of control, and the kinds of subsidy with when their cost counts."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from kapstok.core import access
from kapstok.core.access import Answer, RefusedError, Right, needs
from kapstok.core.forms import KapstokForm
from kapstok.ledger import conventions as acts
from kapstok.ledger.kinds import ALWAYS_FOUR_EYES as ALWAYS
from kapstok.ledger.kinds import CONTROL_LABELS, DOCUMENT_LABELS, RECOGNITION_LABELS, ControlLevel, Recognition
from kapstok.ledger.models import Conventions, Instrument
from kapstok.ledger.running.showing import page
from kapstok.ledger.running.subsidy_forms import InstrumentForm
from kapstok.parties.middleware import MunicipalRequest


class ConventionsForm(KapstokForm):
    four_eyes = forms.BooleanField(
        label="Altijd vier ogen: wie iets invoert, keurt het niet zelf goed",
        required=False,
    )
    control_level = forms.ChoiceField(
        label="Waarop de begroting wordt bewaakt",
        choices=[(level.value, label) for level, label in CONTROL_LABELS.items()],
        widget=forms.RadioSelect(),
    )

    def __init__(self, *args: Any, level: Answer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["control_level"].disabled = not level
        self["control_level"].help_text = level.why or (
            "Toezeggingen worden op dit niveau tegengehouden. Vast vanaf het vaststellen van het eerste plan."
        )


@needs(Right.SEE_MONEY, writes=Right.SET_MONEY)
def conventions(request: MunicipalRequest) -> HttpResponse:
    kept = Conventions.objects.first() or Conventions()
    first = {"four_eyes": kept.four_eyes, "control_level": kept.control_level}
    given = request.POST if request.method == "POST" else None
    form = ConventionsForm(given, initial=first, level=acts.may_change_level())
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        level = ControlLevel(said["control_level"])
        acts.set_conventions(four_eyes=said["four_eyes"], control_level=level, by=request.actor)
        messages.success(request, "De afspraken zijn bewaard.")
        return redirect("money-conventions", request.municipality.slug)
    about = {
        "form": form,
        "kept": kept,
        "level": CONTROL_LABELS[ControlLevel(kept.control_level)],
        "always": sorted(DOCUMENT_LABELS[kind] for kind in ALWAYS),
        "instruments": [(row, RECOGNITION_LABELS[Recognition(row.recognition)]) for row in Instrument.objects.all()],
        "may_set": request.actor.may(Right.SET_MONEY),
    }
    return page(request, "conventions", about, status=422 if request.method == "POST" else 200)


@needs(Right.SET_MONEY)
def new_instrument(request: MunicipalRequest) -> HttpResponse:
    return _instrument(request, None)


@needs(Right.SET_MONEY)
def instrument(request: MunicipalRequest, pk: int) -> HttpResponse:
    return _instrument(request, access.get(Instrument, request, Right.SET_MONEY, pk=pk))


def _instrument(request: MunicipalRequest, row: Instrument | None) -> HttpResponse:
    first = {"name": row.name, "recognition": row.recognition, "note": row.note} if row else {}
    form = InstrumentForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        words = {"name": said["name"], "recognition": Recognition(said["recognition"]), "note": said["note"]}
        try:
            if row:
                acts.change_instrument(row, **words, by=request.actor)
            else:
                acts.add_instrument(**words, by=request.actor)
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"“{said['name']}” is bewaard.")
            return redirect("money-conventions", request.municipality.slug)
    about = {"form": form, "row": row, "may_change": acts.may_change_recognition(row) if row else None}
    return page(request, "instrument", about, status=422 if form.is_bound else 200)
