"""What partners and colleagues say of the plan, and what is answered."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST

from kapstok.core import access
from kapstok.core.access import RefusedError, Right, needs
from kapstok.parties.middleware import MunicipalRequest
from kapstok.plans.addresses import InWork
from kapstok.plans.deciding import actions, queries
from kapstok.plans.deciding.forms import AnswerForm, CommentForm
from kapstok.plans.models import Comment, Plan
from kapstok.plans.models import Measure as MeasureRow
from kapstok.plans.models import Theme as ThemeRow
from kapstok.plans.statuses import MEANINGS, Status
from kapstok.plans.working_copy import plan_row

ON_A_PAGE = 100


def parts_of(row: Plan) -> list[tuple[str, str]]:
    """What can be spoken about: the plan, its themes and measures. 2 queries."""
    themes = ThemeRow.objects.filter(plan=row).order_by("position").values_list("key", "name")
    measures = MeasureRow.objects.filter(plan=row).order_by("position").values_list("key", "name")
    return [
        ("plan", "Het plan als geheel"),
        *((f"theme:{key}", f"Thema: {name}") for key, name in themes),
        *((f"measure:{key}", f"Maatregel: {name}") for key, name in measures),
    ]


@needs(Right.SEE_WORK, writes=Right.COMMENT)
def comments(request: MunicipalRequest, plan: str) -> HttpResponse:
    """All that was said, the unanswered first; and room to say something."""
    row = plan_row(request, plan)
    may_say = request.actor.may(Right.COMMENT)
    parts = parts_of(row)
    form = _form(request, row, parts)
    if request.method == "POST" and may_say and form.is_valid():
        said = form.cleaned_data
        try:
            actions.say(row, **{**said, "party": said["party"].pk}, by=request.actor)
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Dank u. Uw reactie staat erbij.")
            return redirect("work-comments", request.municipality.slug, row.slug)
    names = dict(parts)
    shown = queries.comments_shown(request.actor, row)[:ON_A_PAGE]
    about = {
        "row": row,
        "to": InWork(request.municipality.slug, row.slug),
        "form": form,
        "may_say": may_say,
        "may_answer": request.actor.may(Right.DECIDE),
        "comments": [(comment, names.get(comment.about, "Iets dat er niet meer is")) for comment in shown],
        "answer_form": AnswerForm(),
    }
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "plans/deciding/comments.html", about, status=status)


def _form(request: MunicipalRequest, row: Plan, parts: list[tuple[str, str]]) -> CommentForm:
    """What is said of a concept is for colleagues, unless she says otherwise."""
    return CommentForm(
        request.POST or None,
        parts=parts,
        parties=sorted(request.actor.reach(Right.COMMENT)),
        may_keep_in=bool(request.actor.may(Right.SEE_CONCEPT)),
        initial={
            "about": request.GET.get("over", "plan"),
            "internal": not MEANINGS[Status(row.status)].seen_by_partners,
        },
    )


@needs(Right.DECIDE)
@require_POST
def answer(request: MunicipalRequest, plan: str, pk: int) -> HttpResponse:
    row = plan_row(request, plan)
    comment = access.get(Comment.objects.filter(plan=row), request, Right.DECIDE, pk=pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        actions.answer(comment, text=form.cleaned_data["text"], by=request.actor)
        messages.success(request, "Uw antwoord staat erbij.")
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("work-comments", request.municipality.slug, row.slug)
