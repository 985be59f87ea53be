"""What an upload would change: the plan before and after, side by side. Pure."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from pydantic import ValidationError

from kapstok.core.sheets.values import Problem
from kapstok.grants.regulation import Regulation
from kapstok.plans import checks
from kapstok.plans.difference_words import WHAT_LABELS
from kapstok.plans.differences import CHANGE_LABELS, Change, Difference, differences
from kapstok.plans.findings import Finding
from kapstok.plans.mapping.naming import Keys, slug
from kapstok.plans.mapping.trying import TryOut, Way
from kapstok.plans.mapping.values import ColumnMapping, Draft, Orientation
from kapstok.plans.mapping.words import Role
from kapstok.plans.problems import problems
from kapstok.plans.rules import Budget, budget
from kapstok.plans.schema import BudgetLine, Measure, PlanDocument, Theme
from kapstok.plans.uploading.matching import name_of
from kapstok.plans.uploading.merging import Merged, Offered, merge
from kapstok.plans.uploading.said import Said

MOST_ALIKE = 200  # rows of the plan to choose from


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
    """What is planned under each top theme, for the whole plan, and all together."""
    was = _sums(budget(shown.before)) if shown.before else {}
    now = _sums(budget(shown.after))
    zero = Decimal(0)
    return [
        Shift(label, was.get(key, ("", zero))[1], now.get(key, ("", zero))[1])
        for key, (label, _) in (was | now).items()
    ]


def _sums(found: Budget) -> dict[str, tuple[str, Decimal]]:
    themes = {
        group.theme.key if group.theme else "": (group.theme.name if group.theme else "Voor het hele plan", group.total)
        for group in found.groups
    }
    return themes | {"totaal": ("Totaal gepland", found.total)}


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the checks find afterwards that they did not find before, and what is solved."""

    new: tuple[Finding, ...]
    solved: tuple[Finding, ...]
    after: tuple[Finding, ...]


def weighed(shown: Preview, regulation: Regulation | None, award: Decimal | None) -> Weighed:
    was = checks.run(shown.before, regulation, award=award) if shown.before else []
    now = checks.run(shown.after, regulation, award=award)
    said, says = ({(one.code, one.message) for one in found} for found in (was, now))
    return Weighed(
        new=tuple(one for one in now if (one.code, one.message) not in said),
        solved=tuple(one for one in was if (one.code, one.message) not in says),
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


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row that seems new. `options`: the rows of the plan that the workbook does not have, likeliest first."""

    id: str
    what: str
    name: str
    chosen: str
    options: tuple[tuple[str, str], ...]


def doubts(before: PlanDocument, draft: PlanDocument, merged: Merged, said: Said) -> list[Doubt]:
    """What would come into the plan beside what is there, and may only be called otherwise."""
    found = list[Doubt]()
    for kind, label, rows, there, taken in (
        ("theme", "thema", draft.themes, before.themes, merged.matches.themes),
        ("measure", "maatregel", draft.measures, before.measures, merged.matches.measures),
        ("line", "begrotingsregel", _own(draft, merged), before.lines, merged.matches.lines),
    ):
        used = set(taken.values())
        free = [row for row in there if row.key not in used]
        for row in rows:
            one = f"{kind}:{row.key}"
            chosen = said.same.get(one, "")
            if (one in merged.matches.new and free) or chosen:
                mine = [other for other in there if other.key == chosen]
                found.append(Doubt(one, label, name_of(row), chosen, _options(row, [*mine, *free])))
    return found


def _own(draft: PlanDocument, merged: Merged) -> list[BudgetLine]:
    """The lines that do not come along with a new theme or measure."""
    new = merged.matches.new
    return [line for line in draft.lines if f"measure:{line.measure}" not in new and f"theme:{line.theme}" not in new]


Row = Theme | Measure | BudgetLine


def _options(row: Row, there: Sequence[Row]) -> tuple[tuple[str, str], ...]:
    name = slug(name_of(row))
    ranked = sorted(there, key=lambda other: -SequenceMatcher(None, name, slug(name_of(other))).ratio())
    return tuple((other.key, name_of(other)) for other in ranked[:MOST_ALIKE])


@dataclass(frozen=True, slots=True)
class Absent:
    """What the plan has and the workbook does not. `held`: why it cannot leave; `with_it`: what would go along."""

    id: str
    what: str
    name: str
    with_it: str
    leaves: bool
    held: str = ""
