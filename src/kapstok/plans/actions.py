"""Acts on a plan. The screen, the command and the demo all call these."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from pydantic import ValidationError

from kapstok.core import audit
from kapstok.core.access import Actor, RefusedError, Right, require
from kapstok.core.money import cents
from kapstok.core.sheets.values import Problem
from kapstok.errors import UserError
from kapstok.grants.actions import register_award
from kapstok.grants.models import Grant
from kapstok.parties.models import Municipality, Party
from kapstok.plans.models import Plan, PlanVersion
from kapstok.plans.parts import differing_parts
from kapstok.plans.problems import problems
from kapstok.plans.queries import document_of, versions_of
from kapstok.plans.schema import PlanDocument
from kapstok.plans.statuses import MEANINGS, Status
from kapstok.plans.storing import store_rows
from kapstok.plans.storing_columns import plan_columns
from kapstok.plans.versions import freeze, published_document


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did: `changed` is False when the plan was already there, word for word.

    `other_award`: what was registered as awarded, when the plan names another amount. `named_here`: what parties are
    called here, by what the plan calls them, where that is something else.
    """

    plan: Plan
    created: bool
    changed: bool
    other_award: Decimal | None = None
    named_here: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change did: the plan's row as it is now, and its value before and after, equal when nothing changed."""

    plan: Plan
    before: PlanDocument
    after: PlanDocument

    @property
    def changed(self) -> bool:
        return self.before != self.after


class OvertakenError(UserError):
    """Somebody else changed the same thing in the meantime, so nothing was stored.

    `document` is the plan as it is now, `versions` its versions, and `keys` those that are not as expected.
    """

    def __init__(self, document: PlanDocument, versions: Mapping[str, int], keys: tuple[str, ...]) -> None:
        self.document, self.versions, self.keys = document, versions, keys
        super().__init__("Iemand anders heeft dit intussen veranderd. Vergelijk de twee teksten en bewaar opnieuw.")


class IncoherentError(UserError):
    """The change would leave a plan that does not hold together; `problems` says everything that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


@transaction.atomic
def load_plan(document: PlanDocument, *, by: Actor | str, why: str = "", publish: bool = True) -> Loaded:
    """Put this plan in the municipality we are inside of, in place of the plan with the same slug.

    With `publish` everybody may see it at once, as a plan that was made elsewhere and is loaded to be shown. The grant
    of its regulation is used. As long as no award was registered, it follows what the published plan says of it; a
    registered award stays what it is. A party that is known here keeps its name, kind and sector. Loading the same plan
    again changes nothing and leaves no trace.
    """
    _require_edit(by)
    document, named_here = _with_known_parties(document)
    grant = _grant_of(document, follow=publish)
    other = grant.award if grant.award != document.grant_source.amount else None
    row, created = (
        Plan.objects.select_for_update()
        .select_related("grant")
        .get_or_create(slug=document.slug, defaults={**plan_columns(document), "grant": grant})
    )
    before = None if created else document_of(row)
    if before == document:
        if publish:
            publish_plan(row, document, by=by, why=why)
        return Loaded(row, created=False, changed=False, other_award=other, named_here=named_here)
    _require_editable(row)
    _store(row, before, document, grant)
    if publish:
        publish_plan(row, document, by=by, why=why)
    audit.record(
        "plan loaded",
        row,
        by=by,
        why=why,
        before=before.model_dump(mode="json", exclude_defaults=True) if before else None,
        after=document.model_dump(mode="json", exclude_defaults=True),
    )
    return Loaded(row, created=created, changed=True, other_award=other, named_here=named_here)


def _with_known_parties(document: PlanDocument) -> tuple[PlanDocument, dict[str, str]]:
    """The plan with its parties as they are known here, and which of them have another name."""
    rows = Party.objects.filter(key__in=[party.key for party in document.parties])
    known = {row.key: {"name": row.name, "kind": row.kind, "sector": row.sector} for row in rows}
    parties = tuple(
        party.model_validate(party.model_dump() | known[party.key]) if party.key in known else party
        for party in document.parties
    )
    pairs = zip(document.parties, parties, strict=True)
    named = {party.name: here.name for party, here in pairs if party.name != here.name}
    return document.model_copy(update={"parties": parties}), named


@transaction.atomic
def change_plan(
    plan_id: int,
    change: Callable[[PlanDocument], PlanDocument],
    *,
    by: Actor | str,
    act: str,
    about: str = "",
    why: str = "",
    expected: Mapping[str, int] | None = None,
) -> Changed:
    """Change a plan: `change` gets it as it is now and gives it as it should be.

    `act` and `about` (`measure:inloop`) say in the history what was done and to what. `expected` holds the versions
    that the change was made from (`{"measure:inloop": 3}`, see `versions_of`; 0: it was not there yet). A change that
    changes nothing leaves no trace. Raises Plan.DoesNotExist, OvertakenError, IncoherentError, and RefusedError when
    this actor may not, when the plan lies with others to decide, or when something else holds on to what would go.
    """
    _require_edit(by)
    row = locked_plan(plan_id)
    before = document_of(row)
    _check_expected(row, before, expected or {})
    after = _changed(before, change)
    if after != before:
        _require_editable(row)
        keep_change(row, before, after, by=by, act=act, about=about, why=why)
    return Changed(row, before, after)


def keep_change(
    row: Plan, before: PlanDocument, after: PlanDocument, *, by: Actor | str, act: str, about: str = "", why: str = ""
) -> None:
    """Store a change and write it down. The caller holds the plan's row and has asked whether it may be changed."""
    _store(row, before, after, _grant_of(after, follow=row.published_id is None))
    was, now = differing_parts(before, after)
    audit.record(act, row, by=by, why=why, before=was, after={**now, "about": about} if about else now)


def _require_edit(by: Actor | str) -> None:
    if isinstance(by, Actor):
        require(by, Right.EDIT_PLAN)


def _require_editable(row: Plan) -> None:
    """On every route: what lies with the council, or was adopted, stays as it is."""
    meaning = MEANINGS[Status(row.status)]
    if not meaning.editable:
        raise RefusedError(f"“{row.title}” is {meaning.staff}. Bereid eerst een wijziging voor.")


def locked_plan(plan_id: int) -> Plan:
    """The plan, kept from others until the end. Its grant first, as in every act: then none waits for another."""
    Grant.objects.select_for_update(of=("self",)).filter(plans=plan_id).first()
    return Plan.objects.select_for_update(of=("self",)).select_related("grant").get(pk=plan_id)


def _check_expected(row: Plan, document: PlanDocument, expected: Mapping[str, int]) -> None:
    versions = versions_of(row) if expected else {}
    keys = tuple(key for key, version in expected.items() if versions.get(key, 0) != version)
    if keys:
        raise OvertakenError(document, versions, keys)


def _changed(before: PlanDocument, change: Callable[[PlanDocument], PlanDocument]) -> PlanDocument:
    """The plan after the change, looked over as if it came from a file: copies of a value are not checked."""
    content: dict[str, object] = {}
    try:
        content = change(before).model_dump(mode="json", warnings=False)
        after = PlanDocument.model_validate(content)
    except ValidationError as error:
        raise IncoherentError(problems(error, content, PlanDocument if content else None)) from error
    if after.slug != before.slug:
        raise IncoherentError([Problem("slug", f"het adres van dit plan is {before.slug} en kan niet veranderen")])
    return after


def _store(row: Plan, before: PlanDocument | None, after: PlanDocument, grant: Grant) -> None:
    """Make the plan say `after`, by difference. A plan that was just made is version 1."""
    if before:
        for name, value in {**plan_columns(after), "grant": grant, "version": row.version + 1}.items():
            setattr(row, name, value)
        row.save()
    store_rows(row, after, before)


def publish_plan(
    row: Plan, document: PlanDocument, *, by: Actor | str, why: str = "", version: PlanVersion | None = None
) -> None:
    """Let everybody see the plan as it is now, kept as `version` or a new one. The caller holds the plan's row."""
    if version or published_document(row) != document:
        row.published = version or freeze(row, document, by=by, why=why)
        row.save(update_fields=["published"])
    row.grant = _grant_of(document, follow=True)
    _headline(row)


def _grant_of(document: PlanDocument, *, follow: bool) -> Grant:
    """The grant that the plan is for. With `follow` its award is what this plan says, unless one was registered.

    What is still being worked on does not change an award that everybody can see.
    """
    source = document.grant_source
    told = {
        "provisional_award": source.amount,
        "about": source.about,
        "illustrative": source.illustrative,
        "source": (document.document or document.title)[:200],
        "from_plan": document.slug,
    }
    grant, created = Grant.objects.select_for_update().get_or_create(regulation=document.regulation, defaults=told)
    follows = follow and not created and grant.from_plan == document.slug
    if follows and any(getattr(grant, name) != value for name, value in told.items()):
        Grant.objects.filter(pk=grant.pk).update(**told)
        grant.refresh_from_db()
    return grant


@transaction.atomic
def register_award_for_plans(*, regulation: str, award: Decimal, source: str, by: str) -> Grant:
    """Register what was awarded, and tell the front page of it."""
    grant = register_award(regulation=regulation, provisional_award=award, source=source, by=by)
    for plan in Plan.objects.filter(grant=grant).exclude(published=None).select_related("grant"):
        _headline(plan)
    return grant


def _headline(plan: Plan) -> None:
    """What everybody may see on the front page, kept with the municipality: her rows cannot be read from outside."""
    municipality = Municipality.objects.select_for_update(no_key=True).get(pk=plan.municipality_id)
    assert plan.published
    others = [line for line in municipality.headlines if line["slug"] != plan.slug]
    award = plan.grant.award
    mine = {
        "slug": plan.slug,
        "regulation": plan.grant.regulation,
        "title": plan.published.document["title"],
        "award": None if award is None else str(cents(award)),
        "about": plan.grant.about,
    }
    headlines = sorted([*others, mine], key=lambda line: line["slug"])
    if municipality.headlines != headlines:
        municipality.headlines = headlines
        municipality.save(update_fields=["headlines"])
