"""The open steps of a work plan as dates in a calendar: each on the last day of its last quarter."""

from collections.abc import Callable, Iterable, Iterator

from kapstok.parties.meetings.calendar import Entry
from kapstok.parties.meetings.rules import When
from kapstok.plans.models import WorkStep
from kapstok.plans.working.lateness import quarters_of


def entries(steps: Iterable[WorkStep], place: str, address: Callable[[WorkStep], str]) -> Iterator[Entry]:
    """`place`: the slug of the municipality; `address` says where a step stands. Steps that are done are left out."""
    for step in steps:
        if not step.done_on:
            yield _entry(step, place, address(step))


def _entry(step: WorkStep, place: str, url: str) -> Entry:
    _, last = quarters_of(step)
    return Entry(
        uid=f"werkstap-{step.pk}@{place}.kapstok",
        title=f"Klaar: {step.what}",
        when=When(last.end),
        text=f"Uit het werkplan voor: {step.work_plan.measure}",
        url=url,
        busy=False,
    )
