"""What an upload would change: the plan before and after, side by side. Pure."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pydantic import ValidationError

from kapstok.core.sheets.values import Problem
from kapstok.grants.regulation import Regulation
from kapstok.plans import checks
from kapstok.plans.difference_words import WHAT_LABELS
from kapstok.plans.differences import CHANGE_LABELS, Change, Difference, differences
from kapstok.plans.findings import Finding
from kapstok.plans.mapping.naming import Keys
from kapstok.plans.mapping.trying import TryOut, Way
from kapstok.plans.mapping.values import ColumnMapping, Draft, Orientation
from kapstok.plans.mapping.words import Role
from kapstok.plans.problems import problems
from kapstok.plans.rules import Budget, budget
from kapstok.plans.schema import PlanDocument
from kapstok.plans.uploading.merging import Merged, Offered, merge
from kapstok.plans.uploading.said import Said


@dataclass(frozen=True, slots=True)
class Preview:
    """`before` is None for a new plan. `merged` is None when the file says the whole plan."""

    before: PlanDocument | None
    after: PlanDocument
    merged: Merged | None

    @property
    def seal(self) -> str:
        """The same as long as a yes would do the same; what a new plan is called does not count."""
        content = [one.model_dump_json() if one else "" for one in (self.before, self.after)]
        if not self.before:
            content = [self.after.model_copy(update={"title": "", "slug": ""}).model_dump_json()]
        return hashlib.sha256("\n".join(content).encode()).hexdigest()[:32]

    @property
    def differences(self) -> list[Difference]:
        return differences(self.before, self.after) if self.before else []


def preview(before: PlanDocument, tried: TryOut, said: Said) -> Preview | list[Problem]:
    """What the file would make of this plan; or why it would not hold together."""
    draft = _draft(tried)
    if tried.way is Way.OURS:
        return _held(before, draft.plan.model_copy(update={"slug": before.slug}), None)
    merged = merge(before, offered(draft, tried.mapping), said.choices)
    return _held(before, merged.plan, merged)


def new_plan(tried: TryOut, said: Said, taken: Sequence[str]) -> Preview | list[Problem]:
    """The plan that the file would make. `taken`: the addresses of the plans that are there."""
    plan = _draft(tried).plan
    key = plan.slug if tried.way is Way.OURS else plan.regulation
    new = {"slug": Keys(taken).new(key, "plan"), "title": said.title or plan.title}
    return _held(None, plan.model_copy(update=new), None)


def _draft(tried: TryOut) -> Draft:
    assert tried.draft is not None
    return tried.draft


def _held(before: PlanDocument | None, after: PlanDocument, merged: Merged | None) -> Preview | list[Problem]:
    content = after.model_dump(mode="json", warnings=False)
    try:
        return Preview(before, PlanDocument.model_validate(content), merged)
    except ValidationError as error:
        return list(problems(error, content, PlanDocument))


def offered(draft: Draft, mapping: ColumnMapping | None) -> Offered:
    """What her own workbook speaks of, by the columns it has."""
    if mapping is None:
        return Offered(draft.plan)
    years = frozenset(column.year for column in mapping.columns if column.year)
    years |= {label.year for label in mapping.labels if label.year}
    years |= {year for line in draft.plan.lines for year in line.years}
    side_by_side = mapping.orientation is Orientation.THEME_COLUMNS
    themed = side_by_side or len(mapping.sheets) > 1 or Role.THEME in mapping.roles
    return Offered(draft.plan, years, themed=themed, noted=Role.NOTE in mapping.roles)


@dataclass(frozen=True, slots=True)
class Shift:
    """A sum before and after, in euros."""

    label: str
    before: Decimal
    after: Decimal

    @property
    def differs(self) -> bool:
        return self.before != self.after


def shifts(shown: Preview) -> list[Shift]:
    """What is planned under each top theme, for the whole plan, and last all together."""
    was, now = (_sums(budget(plan)) if plan else {} for plan in (shown.before, shown.after))
    zero = Decimal(0)
    found = [
        Shift(label, was.get(key, (label, zero))[1], now.get(key, (label, zero))[1])
        for key, (label, _) in {**now, **{key: row for key, row in was.items() if key not in now}}.items()
    ]
    before, after = (sum((amount for _, amount in sums.values()), start=zero) for sums in (was, now))
    return [*found, Shift("Totaal gepland", before, after)]


def _sums(found: Budget) -> dict[str, tuple[str, Decimal]]:
    return {
        group.theme.key if group.theme else "": (group.theme.name if group.theme else "Voor het hele plan", group.total)
        for group in found.groups
    }


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the checks find afterwards that they did not find before, and what is solved."""

    new: tuple[Finding, ...]
    solved: tuple[Finding, ...]
    after: tuple[Finding, ...]


def weighed(shown: Preview, regulation: Regulation | None, award: Decimal | None) -> Weighed:
    was = checks.run(shown.before, regulation, award=award) if shown.before else []
    now = checks.run(shown.after, regulation, award=award)
    said, says = {(one.code, one.message) for one in was}, {one.code for one in now}
    return Weighed(
        new=tuple(one for one in now if (one.code, one.message) not in said),
        solved=tuple(one for one in was if one.code not in says),
        after=tuple(now),
    )


@dataclass(frozen=True, slots=True)
class ShownDifference:
    what: str
    name: str
    label: str
    old: str
    new: str


def told(found: Sequence[Difference], change: Change) -> list[ShownDifference]:
    return [
        ShownDifference(
            WHAT_LABELS[one.what], f"{one.of}: {one.name}" if one.of else one.name, one.label, one.old, one.new
        )
        for one in found
        if one.change is change
    ]


def counts(found: Sequence[Difference]) -> list[tuple[str, int]]:
    """`toegevoegd`, `veranderd` and `vervallen`, with how many."""
    return [(label, sum(one.change is change for one in found)) for change, label in CHANGE_LABELS.items()]
