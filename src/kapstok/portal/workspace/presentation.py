"""What waits, in the words and addresses of a page and of a mail. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from kapstok.core.periods import Quarter, format_date
from kapstok.parties.meetings.rules import agreement_words, point_words
from kapstok.plans.presentation.words import count_text, sentence
from kapstok.plans.working.rules import answer_due, days_late, late_words
from kapstok.portal.workspace.rules import SUMMED, Kind, Line, is_late


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits: what it is, what there is to know, and the one act. `point`: the action point to close."""

    what: str
    note: str
    act: str
    url: str
    late: bool = False
    point: int = 0


@dataclass(frozen=True, slots=True)
class More:
    """How many of a kind are not in the list, and where they are."""

    text: str
    url: str


def items(lines: Iterable[Line], slug: str, today: date, *, one_organisation: bool = False) -> list[Item]:
    """`slug`: of the municipality. `one_organisation`: the reader keeps only what is of her own organisation."""
    told = _Told(slug, today, one_organisation)
    return [told.item(line) for line in lines]


def more(lines: Sequence[Line], slug: str) -> list[More]:
    """For the kinds of which only the first few are in the list."""
    shown: dict[Kind, list[Line]] = {}
    for line in lines:
        shown.setdefault(line.kind, []).append(line)
    return [
        More(f"nog {count_text(left, *_MORE[kind][:2])}", reverse(_MORE[kind][2], args=[slug]))
        for kind, of_kind in shown.items()
        if kind in _MORE and (left := of_kind[0].count - len(of_kind)) > 0
    ]


_MORE = {
    Kind.POINT: ("actiepunt", "actiepunten", "action-points"),
    Kind.AGREEMENT: ("afspraak die afloopt", "afspraken die aflopen", "agreements"),
    Kind.DECISION: ("plan dat voor besluit ligt", "plannen die voor besluit liggen", "plan-list"),
    Kind.REPORT: ("overleg zonder verslag", "overleggen zonder verslag", "meetings"),
    Kind.UPLOAD: ("aangeboden werkmap", "aangeboden werkmappen", "plan-list"),
    Kind.DRAFT: ("klad", "kladden", "plan-list"),
    Kind.ANSWER: ("werkplan om in te vullen", "werkplannen om in te vullen", "workplans"),
    Kind.NEED: ("vraag van een ander", "vragen van anderen", "workplans"),
    Kind.STEP: ("stap", "stappen", "workplans"),
}
assert SUMMED.isdisjoint(_MORE)


@dataclass(frozen=True, slots=True)
class _Told:
    """How each kind is said here."""

    slug: str
    today: date
    one_organisation: bool

    def item(self, line: Line) -> Item:
        say: Callable[[Line], Item] = getattr(self, f"_{line.kind.value}")
        return say(line)

    def _decision(self, line: Line) -> Item:
        url = f"{self._to('work-decision-new', line.key)}?wordt=adopted"
        return Item(
            f"“{line.label}” ligt voor besluit", "Is het genomen? Leg het vast, met datum en stuk.", "Leg vast", url
        )

    def _comments(self, line: Line) -> Item:
        waits = "wacht" if line.count == 1 else "wachten"
        what = f"{sentence(count_text(line.count, 'reactie', 'reacties'))} op “{line.label}” {waits} op antwoord"
        return Item(what, self._since("De oudste is van", line), "Beantwoord", self._to("work-comments", line.key))

    def _approvals(self, line: Line) -> Item:
        waits = "wacht" if line.count == 1 else "wachten"
        what = f"{sentence(count_text(line.count, 'stuk', 'stukken'))} {waits} op uw akkoord"
        note = self._since(f"{_longest(line)}, sinds", line)
        return Item(what, note, "Kijk na", self._to("approvals"))

    def _report(self, line: Line) -> Item:
        note = self._since("Het was op", line)
        return Item(
            f"Van “{line.label}” is nog geen verslag", note, "Maak het verslag", self._to("meeting-report", line.pk)
        )

    def _answer(self, line: Line) -> Item:
        note = self._since("Gevraagd op", line)
        if line.day:
            last = answer_due(line.day)
            late = (self.today - last).days
            note = f"{note} {sentence(late_words(late))}." if late > 0 else f"{note} Graag vóór {format_date(last)}."
        url = self._to("workplan-fill", line.pk)
        return Item(f"Vul uw werkplan in voor “{line.label}”", note, "Vul in", url, is_late(line, self.today))

    def _need(self, line: Line) -> Item:
        return self._of_work_plan(line, f"{line.other} heeft dit nodig{self._quarter(line)}")

    def _step(self, line: Line) -> Item:
        note = f"Stap in uw werkplan voor “{line.other}”{self._quarter(line)}"
        return self._of_work_plan(line, note)

    def _of_work_plan(self, line: Line, note: str) -> Item:
        return Item(line.label, note, "Bekijk", self._to("workplan", line.pk), is_late(line, self.today))

    def _quarter(self, line: Line) -> str:
        quarter = Quarter(line.quarter)
        late = days_late(quarter, self.today)
        return f": {late_words(late)}." if late > 0 else f", uiterlijk in {quarter}."

    def _point(self, line: Line) -> Item:
        assert line.day is not None
        words = sentence(point_words(line.day, None, self.today))
        note = f"{words} · actiepunt uit {line.other}" if line.other else f"{words} · actiepunt"
        late = is_late(line, self.today)
        return Item(line.label, note, "Klaar", self._to("action-points"), late, point=line.pk)

    def _agreement(self, line: Line) -> Item:
        assert line.day is not None
        words = agreement_words(date.min, line.day, self.today)
        note = f"Op {format_date(line.day)}. Verlengen of laten aflopen?"
        return Item(f"De afspraak “{line.label}” {words}", note, "Bekijk", self._to("agreement", line.pk))

    def _errors(self, line: Line) -> Item:
        what = f"{sentence(count_text(line.count, 'fout', 'fouten'))} in “{line.label}”"
        return Item(what, "Iets klopt niet of spreekt elkaar tegen.", "Bekijk", self._to("work-plan", line.key))

    def _upload(self, line: Line) -> Item:
        note = self._since("Er is nog niets overgenomen. U bood het aan op", line)
        return Item(f"“{line.label}” wacht op uw ja of nee", note, "Bekijk", self._to("plan-upload-preview", line.pk))

    def _draft(self, line: Line) -> Item:
        form, _, key = line.other.partition(":")
        where, url = self._form(form, key, line.key)
        note = self._since(f"{line.label} · u typte dit op", line)
        return Item(f"U bewaarde {where} nog niet", note, "Ga verder", url)

    def _form(self, form: str, key: str, plan: str) -> tuple[str, str]:
        match form:
            case "measure":
                return "een maatregel", self._to("work-measure", plan, key)
            case "theme":
                return "een thema", self._to("work-theme", plan, key)
            case "budget":
                return "de begroting", self._to("work-budget", plan)
            case _:
                return "een formulier", self._to("work-plan", plan)

    def _late_answers(self, line: Line) -> Item:
        given = "is" if line.count == 1 else "zijn"
        what = f"{sentence(count_text(line.count, 'werkplan', 'werkplannen'))} {given} niet op tijd ingevuld"
        note = self._since(f"{_longest(line)}, gevraagd op", line)
        return Item(what, note, "Bekijk", self._late_ones(), late=True)

    def _late_steps(self, line: Line) -> Item:
        steps = count_text(line.count, "stap uit een werkplan", "stappen uit werkplannen")
        what = f"{sentence(steps)} {_is(line)} te laat"
        return Item(what, self._how_late(line), "Bekijk", self._late_ones(), late=True)

    def _late_needs(self, line: Line) -> Item:
        what = f"{sentence(count_text(line.count, 'vraag', 'vragen'))} van de een aan de ander {_is(line)} te laat"
        return Item(what, self._how_late(line), "Bekijk", self._late_ones(), late=True)

    def _how_late(self, line: Line) -> str:
        return f"{_longest(line)}, {late_words(days_late(Quarter(line.quarter), self.today))}."

    def _late_ones(self) -> str:
        return self._to("workplans-late")

    def _invitations(self, line: Line) -> Item:
        has = "heeft" if line.count == 1 else "hebben"
        what = f"{sentence(count_text(line.count, 'persoon', 'mensen'))} {has} nog nooit ingelogd"
        return Item(what, self._since("De langste wacht sinds", line), "Bekijk", self._to("people"))

    def _no_contact(self, line: Line) -> Item:
        has = "heeft" if line.count == 1 else "hebben"
        what = f"{sentence(count_text(line.count, 'partner', 'partners'))} {has} nog geen contact"
        note = "U weet dan niet wie u daar kunt bereiken."
        return Item(what, note, "Vul aan", f"{self._to('partners')}?mist=contact")

    def _no_stand_in(self, line: Line) -> Item:
        note = "Valt iemand weg, dan ligt het werk stil. Kies een vervanger."
        if self.one_organisation:
            what = f"Niemand valt in bij {line.label}" if line.count == 1 else "Bij uw contacten valt niemand in"
            return Item(what, note, "Kies", self._to("partner", line.key))
        has = "heeft" if line.count == 1 else "hebben"
        what = f"{sentence(count_text(line.count, 'partner', 'partners'))} {has} een contact zonder vervanger"
        return Item(what, note, "Vul aan", f"{self._to('partners')}?mist=vervanger")

    def _since(self, words: str, line: Line) -> str:
        return f"{words} {format_date(line.day)}." if line.day else ""

    def _to(self, name: str, *args: object) -> str:
        return reverse(name, args=[self.slug, *args])


def _is(line: Line) -> str:
    return "is" if line.count == 1 else "zijn"


def _longest(line: Line) -> str:
    return line.label if line.count == 1 else f"Het langst: {line.label}"
