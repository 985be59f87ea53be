"""Verschuiven: asking to move budget, with what that does while one fills it in; and a colleague's answer."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers

from kapstok.core import access, clock
from kapstok.core.access import RefusedError, Right, needs
from kapstok.core.asked import number
from kapstok.core.forms import KapstokForm
from kapstok.core.money import parse_amount
from kapstok.ledger.kinds import STATUS_LABELS, DocumentKind, DocumentStatus
from kapstok.ledger.models import Document
from kapstok.ledger.running import queries
from kapstok.ledger.running.fields import EuroField, budget_lines, line_choices
from kapstok.ledger.running.showing import decide, may_decide, page, people
from kapstok.ledger.transfers import MOST_LINES, Move, Outcome, ask_transfer, outcome
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.models import Decision
from kapstok.plans.statuses import BODY_LABELS, Body

MOST_DECISIONS = 100
LATELY = 10
ROWS = range(1, MOST_LINES + 1)


def _row(at: int) -> tuple[forms.ChoiceField, EuroField]:
    which = f", regel {at}" if at > 1 else ""
    return (
        forms.ChoiceField(label=f"Naar{which}", required=at == 1),
        EuroField(label=f"Bedrag{which}", required=at == 1),
    )


class TransferForm(KapstokForm):
    """`frm` gives; `to1` to `to4` get `amount1` to `amount4`."""

    frm = forms.ChoiceField(label="Van")
    decision = forms.ChoiceField(
        label="Besluit dat dit toestaat", required=False, help_text="Nodig als het mandaat niet ver genoeg gaat."
    )
    to1, amount1 = _row(1)
    to2, amount2 = _row(2)
    to3, amount3 = _row(3)
    to4, amount4 = _row(4)
    why = forms.CharField(label="Waarom", max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, lines: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("frm", *(f"to{at}" for at in ROWS)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = lines
        decision = self.fields["decision"]
        assert isinstance(decision, forms.ChoiceField)
        decision.choices = [("", "Geen: onder mandaat"), *_decisions()]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for at in ROWS:
            to, amount = said.get(f"to{at}"), said.get(f"amount{at}")
            if to and amount is None and f"amount{at}" not in self.errors:
                self.add_error(f"amount{at}", "Vul in hoeveel er naar deze regel gaat.")
            if amount is not None and not to:
                self.add_error(f"to{at}", "Kies naar welke regel dit bedrag gaat.")
        return said

    def moves(self) -> list[Move]:
        said = self.cleaned_data
        return [Move(int(said[f"to{at}"]), said[f"amount{at}"]) for at in ROWS if said.get(f"to{at}")]

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"to{at}"], self[f"amount{at}"]) for at in ROWS]


def _decisions() -> list[tuple[str, str]]:
    rows = Decision.objects.defer("document").order_by("-on", "-id")[:MOST_DECISIONS]
    return [(str(row.pk), f"{row.title} ({BODY_LABELS[Body(row.body)]}, {row.on:%d-%m-%Y})"[:120]) for row in rows]


@needs(Right.SEE_MONEY, writes=Right.ENTER_MONEY)
def new(request: MunicipalRequest) -> HttpResponse:
    """`?van=`, `?naar=` and `?bedrag=` fill it in. `act=ask` asks; anything else says what it would do."""
    lines = line_choices(budget_lines())
    if request.method != "POST":
        asked = {"frm": request.GET.get("van"), "to1": request.GET.get("naar"), "amount1": _amount(request)}
        return _page(request, TransferForm(initial=asked, lines=lines), None)
    form = TransferForm(request.POST, lines=lines)
    if request.headers.get("HX-Request"):
        return _living(request, form)
    if not form.is_valid():
        return _page(request, form, None, status=422)
    effect = outcome(int(form.cleaned_data["frm"]), form.moves())
    if request.POST.get("act") != "ask":
        return _page(request, form, effect)
    try:
        found = _ask(request, form)
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return _page(request, form, effect, status=422)
    messages.success(request, "De verschuiving wacht op het akkoord van een collega.")
    return redirect("transfer", request.municipality.slug, found.pk)


@needs(Right.SEE_MONEY, writes=Right.ENTER_MONEY)
def transfer(request: MunicipalRequest, pk: int) -> HttpResponse:
    rows = Document.objects.filter(kind=DocumentKind.TRANSFER).select_related("decision")
    row = access.get(rows, request, Right.SEE_MONEY, pk=pk)
    refused = ""
    if request.method == "POST":
        try:
            messages.success(request, decide(request, row))
            return redirect("transfer", request.municipality.slug, pk)
        except RefusedError as error:
            refused = str(error)
    return page(request, "transfer", _about(request, row) | {"refused": refused}, status=422 if refused else 200)


def _ask(request: MunicipalRequest, form: TransferForm) -> Document:
    said = form.cleaned_data
    return ask_transfer(
        frm=int(said["frm"]), moves=form.moves(), on=clock.today(), why=said["why"],
        decision=number(said["decision"]), by=request.actor,
    )  # fmt: skip


def _living(request: MunicipalRequest, form: TransferForm) -> HttpResponse:
    """What it would do with what is filled in so far; nothing while that says nothing yet."""
    form.is_valid()
    said = form.cleaned_data
    moves = [
        Move(int(said[f"to{at}"]), said[f"amount{at}"])
        for at in ROWS
        if said.get(f"to{at}") and said.get(f"amount{at}") is not None
    ]
    effect = outcome(int(said["frm"]), moves) if said.get("frm") and moves else None
    response = page(request, "_outcome", {"effect": effect, "decided": bool(said.get("decision"))})
    patch_vary_headers(response, ["HX-Request"])
    return response


def _page(request: MunicipalRequest, form: TransferForm, effect: Outcome | None, *, status: int = 200) -> HttpResponse:
    waiting = list(queries.transfers(DocumentStatus.PREPARED)[:LATELY])
    done = list(queries.transfers(DocumentStatus.ENTERED, DocumentStatus.WITHDRAWN)[:LATELY])
    about = {
        "form": form,
        "effect": effect,
        "decided": bool(form.is_bound and form.data.get("decision")),
        "waiting": waiting,
        "done": [(row, STATUS_LABELS[DocumentStatus(row.status)]) for row in done],
        "may_enter": request.actor.may(Right.ENTER_MONEY),
    }
    response = page(request, "transfer_new", about, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _about(request: MunicipalRequest, row: Document) -> dict[str, Any]:
    splits = list(row.splits.select_related("line__source", "line__balance"))
    waits = row.status == DocumentStatus.PREPARED
    names = people({row.prepared_by, row.entered_by} - {""})
    giving = next((split.line_id for split in splits if split.amount < 0), 0)
    moves = [Move(split.line_id, split.amount) for split in splits if split.amount > 0]
    return {
        "document": row,
        "splits": splits,
        "waits": waits,
        "status": STATUS_LABELS[DocumentStatus(row.status)],
        "effect": outcome(giving, moves) if waits else None,
        "decided": row.decision_id is not None,
        "asked_by": names.get(row.prepared_by, ""),
        "approved_by": names.get(row.entered_by, ""),
        "may_approve": may_decide(row, request.actor),
        "may_enter": request.actor.may(Right.ENTER_MONEY),
    }


def _amount(request: MunicipalRequest) -> Any:
    text = request.GET.get("bedrag", "")[:40]
    try:
        return parse_amount(text).low if text else None
    except ValueError:
        return None
