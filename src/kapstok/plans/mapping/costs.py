"""What one amount cell means: a number, a phrase, a sentence with amounts, or something that is no amount at all."""

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from pydantic import ValidationError

from kapstok.core.money import LARGEST, Amount, format_euro, format_number
from kapstok.core.periods import format_date
from kapstok.core.sheets.values import Cell, CellError
from kapstok.plans.mapping.noting import Notes, in_euros, shortened
from kapstok.plans.mapping.phrases import Phrase, read_phrase
from kapstok.plans.mapping.prose import MOST_PROSE, read_prose, written
from kapstok.plans.mapping.values import Place
from kapstok.plans.mapping.words import plain
from kapstok.plans.schema import Estimate, Factor, Per

CENT, MONTHS = Decimal("0.01"), Decimal(12)
IMPLAUSIBLE = Decimal(100_000_000)  # more than any municipality gets from one grant


@dataclass(frozen=True, slots=True)
class Cost:
    """`euros` over the whole plan or the whole year; None: on purpose no amount. `note`: what the cell says with it."""

    euros: Decimal | None
    about: bool = False
    estimates: tuple[Estimate, ...] = ()
    note: str = ""


@dataclass(slots=True)
class CostReader:
    """Reads the amount cells of a sheet. `years`: over how many years “per jaar” runs, when that is known."""

    notes: Notes
    years: int | None = None
    thousands: bool = False
    _undated: list[Place] = field(default_factory=list)

    def read(
        self, value: Cell, place: Place, *, in_year: bool = False, header: str = "", prose: bool = False
    ) -> Cost | None:
        """The cost in a cell; None when it is empty or refused. `in_year`: the column is one school year."""
        match value:
            case bool():
                self._refuse(place, "WAAR" if value else "ONWAAR")
            case CellError():
                self.notes.refuse(place, value.text, "de formule geeft een fout; herstel haar, of typ het bedrag")
                return None
            case date():
                self._refuse(place, format_date(value))
            case Decimal():
                yearly = Per.YEAR if "per jaar" in plain(header) and not in_year else Per.TOTAL
                return self._number(value, place, yearly)
            case str():
                return self._text(value, place, in_year, prose)
        return None

    def _refuse(self, place: Place, found: str) -> None:
        self.notes.refuse(place, found, "we verwachten een bedrag, zoals 12500 of € 12.500")

    def _number(self, value: Decimal, place: Place, per: Per) -> Cost | None:
        if not value.is_finite() or not self._fits(value * (1000 if self.thousands else 1), place):
            return None
        euros = value * 1000 if self.thousands else value
        exact = euros.quantize(CENT, ROUND_HALF_UP)
        if abs(exact - euros) > Decimal("0.000001"):
            self.notes.remark(place, f"{shortened(str(value), 20)} is afgerond op {format_euro(exact)}")
        if per is Per.TOTAL:
            return Cost(exact)
        return self._cost(Phrase(Amount(exact, exact), per=per), place, str(value), in_year=False)

    def _fits(self, euros: Decimal, place: Place) -> bool:
        if euros < 0:
            self.notes.refuse(place, str(euros), "een bedrag in een begroting is nooit negatief")
        elif euros > LARGEST:
            self.notes.refuse(place, shortened(str(euros), 30), "dat is te groot voor een bedrag")
        elif euros > IMPLAUSIBLE:
            self.notes.ask(
                place,
                str(euros),
                "Dit is meer dan honderd miljoen euro. Klopt dat?",
                ("het klopt", "er is een punt of komma verkeerd gelezen"),
                "het klopt",
            )
        return 0 <= euros <= LARGEST

    def _text(self, text: str, place: Place, in_year: bool, prose: bool) -> Cost | None:
        try:
            phrase = None if prose else read_phrase(text)
        except ValueError:
            phrase, prose = None, True
        if phrase:
            return self._phrase(phrase, place, text, in_year)
        return self._prose(text, place, in_year) if prose else Cost(None, note=_unsaid(text))

    def _phrase(self, phrase: Phrase, place: Place, text: str, in_year: bool) -> Cost | None:
        once = phrase.once
        if not all(self._fits(euros, place) for euros in {once.low, once.high}):
            return None
        if phrase.unit:
            self._ask_how_many(phrase, place, text)
            return Cost(None, note=_said(text))
        if phrase.ways:
            likely = written(phrase)
            self.notes.ask(
                place, text, "Dit bedrag kan op meer manieren worden gelezen.", (likely, *phrase.ways), likely
            )
        return self._cost(phrase, place, text, in_year)

    def _ask_how_many(self, phrase: Phrase, place: Place, text: str) -> None:
        unit = phrase.unit
        self.notes.ask(
            place,
            text,
            f"Dit is een bedrag per {unit}. Om hoeveel gaat het?",
            (f"schrijf het aantal erbij, zoals “15 x € 2.500”, of “€ 2.500 per {unit} (15 {unit})”",),
            "nog geen bedrag",
        )

    def _prose(self, text: str, place: Place, in_year: bool) -> Cost | None:
        if len(text) > MOST_PROSE:
            self.notes.remark(place, f"deze tekst is te lang; we lezen de eerste {format_number(MOST_PROSE)} tekens")
        proposal = read_prose(text)
        if proposal is None or any(phrase.unit for phrase in proposal.chosen):
            return self._no_proposal(text, place, found=proposal is not None)
        found = [self._cost(phrase, place, text, in_year) for phrase in proposal.chosen]
        costs = [cost for cost in found if cost]
        euros = sum((cost.euros for cost in costs if cost.euros is not None), start=Decimal(0))
        if len(costs) < len(found) or not self._fits(euros, place):
            return None
        chosen = " + ".join(map(written, proposal.chosen))
        one = "In deze tekst staat een bedrag. Is dat wat het kost?"
        asked = one if len(proposal.found) == 1 else "In deze tekst staan bedragen. Welk bedrag telt?"
        self.notes.ask(place, text, asked, proposal.found, chosen)
        return Cost(
            euros,
            any(cost.about for cost in costs),
            tuple(estimate for cost in costs for estimate in cost.estimates),
        )

    def _no_proposal(self, text: str, place: Place, found: bool) -> Cost | None:
        if found:
            self.notes.ask(place, text, "Hier staat een bedrag per stuk. Om hoeveel gaat het?", (), "nog geen bedrag")
            return Cost(None)
        self._refuse(place, text)
        return None

    def _cost(self, phrase: Phrase, place: Place, text: str, in_year: bool) -> Cost | None:
        times, once = self._times(phrase, place, in_year), phrase.once
        if once.high * times > LARGEST:
            self.notes.refuse(place, text, "dat is te groot voor een bedrag")
            return None
        try:
            estimates = _estimates(phrase, times, place, text)
        except ValidationError:
            self.notes.refuse(place, text, "dat kunnen we niet narekenen. Schrijf één bedrag, zoals € 12.500")
            return None
        euros = (once.high * times).quantize(CENT, ROUND_HALF_UP)
        if once.is_range:
            low, high = (in_euros(bound * times) for bound in (once.low, once.high))
            self.notes.ask(place, text, "Hier staan twee grenzen. Met welk bedrag rekenen we?", (low, high), high)
        about = phrase.amount.about or once.is_range
        return Cost(euros, about, estimates, phrase.note)

    def _times(self, phrase: Phrase, place: Place, in_year: bool) -> Decimal:
        """How often the amount comes back in what the column covers."""
        if phrase.per is Per.TOTAL:
            return Decimal(1)
        months = MONTHS if phrase.per is Per.MONTH else Decimal(1)
        if in_year:
            return months
        years = phrase.years or self.years
        if years is None:
            self._undated.append(place)
        return months * (years or 1)

    def ask_years(self) -> None:
        """One question for all amounts “per jaar” of which nobody says for how many years."""
        if not self._undated:
            return
        rows = ", ".join(dict.fromkeys(str(place.row) for place in self._undated[:20]))
        self.notes.ask(
            self._undated[0],
            f"bedragen per jaar of per maand (rij {rows})",
            "Over hoeveel jaren gaat het plan?",
            ("1 jaar", "2 jaar", "3 jaar"),
            "1 jaar",
        )


def _said(text: str) -> str:
    return shortened(text, 500)


def _unsaid(text: str) -> str:
    """“p.m.” tells a reader something, a dash does not."""
    return _said(text) if any(character.isalpha() for character in text) else ""


def _estimates(phrase: Phrase, times: Decimal, place: Place, text: str) -> tuple[Estimate, ...]:
    """The way the amount came about, where the cell says more than one amount."""
    if phrase.per is Per.TOTAL and not phrase.counts and not phrase.amount.is_range:
        return ()
    stated = {"stated_in": shortened(f"{place.sheet}, {place.column}{place.row}", 200), "note": _said(text)}
    often = times / MONTHS if phrase.per is Per.MONTH and times % MONTHS == 0 else times
    often = times if phrase.per is Per.MONTH else often
    if not phrase.counts or phrase.amount.is_range:
        once = phrase.once
        high = once.high if once.is_range else None
        return (Estimate(amount=once.low, high=high, about=once.about, per=phrase.per, times=often, **stated),)
    counted = [Factor(value=count.value, unit=count.unit) for count in phrase.counts]
    price = Factor(value=phrase.amount.low, unit="euro", price=True)
    return (Estimate(factors=(*counted, price), about=phrase.amount.about, per=phrase.per, times=often, **stated),)
