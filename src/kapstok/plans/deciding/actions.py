"""Acts that bring a plan further. The only way its status changes and a version is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from kapstok.core import audit, clock
from kapstok.core.access import Actor, RefusedError, Right, require
from kapstok.parties.models import Meeting
from kapstok.parties.once import one_at_a_time
from kapstok.plans.actions import keep_change, locked_plan, publish_plan
from kapstok.plans.deciding import queries
from kapstok.plans.deciding.rules import may_step, step_between
from kapstok.plans.documents import plan_pdf
from kapstok.plans.models import Comment, Decision, MandateRule, MeetingLink, Plan, PlanVersion, Theme
from kapstok.plans.queries import document_of
from kapstok.plans.reading import read_working
from kapstok.plans.schema import PlanDocument
from kapstok.plans.statuses import MEANINGS, Body, MandateScope, Status
from kapstok.plans.versions import freeze
from kapstok.plans.workbook.write import plan_as_xlsx

# What else has to happen when a plan is adopted, in the same transaction; a RefusedError keeps it from being adopted.
ADOPTED: list[Callable[[Plan, PlanVersion, Actor], object]] = []


@dataclass(frozen=True, slots=True)
class Paper:
    """The decision itself, as a file."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision as it was taken elsewhere. `leads_to`: the status it brings the plan to, if any."""

    body: Body
    on: date
    title: str
    number: str = ""
    text: str = ""
    leads_to: Status | None = None
    paper: Paper | None = None


@transaction.atomic
def take_step(plan_id: int, to: Status, *, by: Actor, why: str = "", show_comments: bool = False) -> PlanVersion:
    """A step that the officers take themselves: share, take back, put forward. Keeps the plan as it is then.

    What colleagues said of a concept stays with them when partners may read it from now on, unless `show_comments`.
    """
    require(by, Right.DECIDE)
    row = locked_plan(plan_id)
    if MEANINGS[to].seen_by_partners and not show_comments:
        _keep_comments_internal(row, by=by)
    return _step(row, to, None, document_of(row), by=by, why=why)


def _keep_comments_internal(row: Plan, *, by: Actor) -> None:
    kept = list(queries.said_of_concept(row).order_by("pk").values_list("pk", flat=True))
    if kept:
        Comment.objects.filter(pk__in=kept).update(internal=True)
        audit.record("comments kept internal", row, by=by, after={"comments": kept})


@transaction.atomic
def register_decision(
    plan_id: int, taken: Taken, *, by: Actor, meeting: Meeting | None = None, corrects: Decision | None = None
) -> Decision:
    """Register what college, council, a mandate holder or the LEA decided elsewhere.

    When it brings the plan further, the plan is kept as it is then: for good, with its PDF and workbook once adopted.
    Sent twice, it is registered once. Raises RefusedError; what was decided on a day to come is refused as well.
    """
    require(by, Right.DECIDE)
    if taken.on > clock.today():
        raise RefusedError("De datum van het besluit ligt in de toekomst. Vul de dag in waarop het besluit is genomen.")
    row = locked_plan(plan_id)
    columns = _columns(taken, meeting, corrects)
    if known := queries.same_decision(row, columns):
        return known
    decision = Decision.objects.create(plan=row, **columns, version=_decided(row, taken, by=by), by=str(by))
    said = {"body": taken.body, "on": taken.on, "number": taken.number, "title": taken.title}
    audit.record("decision registered", decision, by=by, after=said | {"leads_to": taken.leads_to or ""})
    return decision


def _columns(taken: Taken, meeting: Meeting | None, corrects: Decision | None) -> dict[str, Any]:
    return {
        "body": taken.body,
        "on": taken.on,
        "number": taken.number,
        "title": taken.title,
        "text": taken.text,
        "leads_to": taken.leads_to or "",
        "meeting_id": meeting.pk if meeting else None,
        "corrects_id": corrects.pk if corrects else None,
        "document_name": taken.paper.name if taken.paper else "",
        "document_type": taken.paper.content_type if taken.paper else "",
        "document": taken.paper.content if taken.paper else None,
    }


def _decided(row: Plan, taken: Taken, *, by: Actor) -> PlanVersion | None:
    """The version that this decision brings about."""
    if taken.leads_to is None:
        return None
    _refuse_unless_allowed(row, taken.leads_to, taken.body)
    if taken.leads_to == Status.ADOPTED:
        before = document_of(row)
        adopted = before.model_copy(update={"adopted_on": taken.on})
        keep_change(row, before, adopted, by=by, act="plan adopted", why=taken.title)
    return _step(row, taken.leads_to, taken.body, document_of(row), by=by, why=taken.title)


def _refuse_unless_allowed(row: Plan, to: Status, body: Body | None) -> None:
    answer = may_step(Status(row.status), to, body)
    if not answer:
        raise RefusedError(answer.why)


def _step(row: Plan, to: Status, body: Body | None, document: PlanDocument, *, by: Actor, why: str) -> PlanVersion:
    _refuse_unless_allowed(row, to, body)
    before = row.status
    step = step_between(Status(before), to)
    row.status = to
    row.save(update_fields=["status"])
    pdf, xlsx = _papers(row) if to == Status.ADOPTED else (None, None)
    version = freeze(row, document, by=by, why=why, pdf=pdf, xlsx=xlsx)
    if to == Status.ADOPTED:
        publish_plan(row, document, by=by, version=version)
        for follow in ADOPTED:
            follow(row, version, by)
    audit.record(
        "plan status changed",
        row,
        by=by,
        why=why or (step.act if step else ""),
        before={"status": before},
        after={"status": to, "version": version.number},
    )
    return version


def _papers(row: Plan) -> tuple[bytes, bytes]:
    """The PDF and the workbook of the plan as it is adopted."""
    reading = read_working(row, row.municipality)
    today = clock.today()
    pdf = plan_pdf(
        reading.plan, reading.regulation, reading.award, None, municipality=reading.municipality, made_on=today
    )
    return pdf, plan_as_xlsx(reading.plan, reading.regulation, made_on=today)


@transaction.atomic
def publish(plan_id: int, *, by: Actor, why: str = "") -> None:
    """Let everybody see the plan as it is now on the public page."""
    require(by, Right.DECIDE)
    row = locked_plan(plan_id)
    publish_plan(row, document_of(row), by=by, why=why)
    audit.record("plan published", row, by=by, why=why)


@transaction.atomic
def say(plan: Plan, *, about: str, text: str, party: int, internal: bool = False, by: Actor) -> Comment:
    """Say something of a part of the plan: `about` is plan, theme:key or measure:key. Sent twice, it is said once.

    `internal`: only to colleagues who may read a concept.
    """
    require(by, Right.COMMENT, [party])
    if internal:
        require(by, Right.SEE_CONCEPT)
    if party not in by.reach(Right.COMMENT):
        raise RefusedError("U kunt alleen reageren namens een organisatie waarvoor u hier werkt.")
    if not by.is_staff and not MEANINGS[Status(plan.status)].seen_by_partners:
        raise RefusedError("Dit plan is nog niet met u gedeeld.")
    assert by.person is not None
    one_at_a_time(by)
    said = {"about": about, "text": text, "internal": internal}
    columns = {"plan": plan, "person_id": by.person, "party_id": party, **said}
    if known := Comment.objects.filter(**columns, answered_at=None).first():
        return known
    comment = Comment.objects.create(**columns)
    audit.record("comment made", comment, by=by, after=said)
    return comment


@transaction.atomic
def answer(comment: Comment, *, text: str, by: Actor) -> None:
    """Answer what was said. A second answer replaces the first; the history keeps both."""
    require(by, Right.DECIDE)
    locked = Comment.objects.select_for_update().get(pk=comment.pk)
    before = {"answer": locked.answer}
    locked.answer, locked.answered_by_id, locked.answered_at = text, by.person, now()
    locked.save(update_fields=["answer", "answered_by", "answered_at"])
    audit.record("comment answered", locked, by=by, before=before, after={"answer": text})


@transaction.atomic
def set_mandate(*, body: Body, scope: MandateScope, maximum: Decimal | None, source: str, by: Actor) -> MandateRule:
    """Write down what the municipality's own mandate decision lets this body shift; `maximum` None is no limit."""
    require(by, Right.DECIDE)
    known = MandateRule.objects.select_for_update().filter(body=body, scope=scope).first()
    before = {"maximum": known.maximum, "source": known.source} if known else None
    rule, _ = MandateRule.objects.update_or_create(
        body=body, scope=scope, defaults={"maximum": maximum, "source": source}
    )
    audit.record("mandate set", rule, by=by, before=before, after={"maximum": maximum, "source": source})
    return rule


@transaction.atomic
def drop_mandate(rule: MandateRule, *, by: Actor) -> None:
    require(by, Right.DECIDE)
    audit.record("mandate dropped", rule, by=by, before={"maximum": rule.maximum, "source": rule.source})
    rule.delete()


@transaction.atomic
def link_themes(meeting: Meeting, themes: Sequence[Theme], *, by: Actor) -> None:
    """These are the themes that the meeting was about, and no others."""
    require(by, Right.KEEP_MEETINGS)
    Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    known = MeetingLink.objects.filter(meeting=meeting).exclude(theme=None)
    before = sorted(known.values_list("theme", flat=True))
    after = sorted(theme.pk for theme in themes)
    if before == after:
        return
    known.exclude(theme__in=after).delete()
    new = [theme for theme in themes if theme.pk not in before]
    MeetingLink.objects.bulk_create([MeetingLink(meeting=meeting, plan_id=theme.plan_id, theme=theme) for theme in new])
    audit.record("meeting linked", meeting, by=by, before={"themes": before}, after={"themes": after})
