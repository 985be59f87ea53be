"""Financial years: open, for the controller only, and frozen for good by two people."""

from collections.abc import Callable

from kapstok.core import audit
from kapstok.core.access import Actor, RefusedError, Right, require
from kapstok.core.money import format_euro
from kapstok.ledger.kinds import YearState
from kapstok.ledger.models import Year
from kapstok.ledger.refusals import money_act
from kapstok.ledger.running import queries

LAST_YEAR = 2100


def nothing_to_cover(year: int) -> list[str]:
    """A year in which something still has to be covered stays open."""
    found = queries.to_cover(year=year)
    if not found.count:
        return []
    what = "kost moet" if found.count == 1 else "kosten moeten"
    return [f"{found.count} {what} nog gedekt worden, samen {format_euro(found.amount, cents=True)}."]


# Why a year cannot be frozen yet, as Dutch sentences; each package adds what it knows.
BLOCKS: list[Callable[[int], list[str]]] = [nothing_to_cover]


def blocked(year: int) -> list[str]:
    return [why for block in BLOCKS for why in block(year)]


@money_act
def open_year(year: int, *, by: Actor) -> Year:
    """A year in which can be booked from now on."""
    require(by, Right.CLOSE_YEARS)
    if not 2000 <= year <= LAST_YEAR:
        raise RefusedError(f"{year} is geen boekjaar.")
    row, made = Year.objects.get_or_create(year=year)
    if not made:
        raise RefusedError(f"Boekjaar {year} is er al.")
    audit.record("year opened", row, by=by, after={"state": row.state})
    return row


@money_act
def keep_for_controller(year: int, *, why: str, by: Actor) -> None:
    """From now on only the controller books in this year."""
    require(by, Right.CLOSE_YEARS)
    row = _locked(year)
    if row.state != YearState.OPEN:
        raise RefusedError(f"Boekjaar {year} is al niet meer voor iedereen open.")
    _become(row, YearState.CONTROLLER, act="year kept for the controller", why=why, by=by)


@money_act
def reopen(year: int, *, why: str, by: Actor) -> None:
    """Everybody books in it again. A frozen year never opens: what comes after is a correction in a later one."""
    require(by, Right.CLOSE_YEARS)
    row = _locked(year)
    _refuse_frozen(row)
    if row.state == YearState.OPEN:
        raise RefusedError(f"Boekjaar {year} is al open.")
    if not why.strip():
        raise RefusedError("Schrijf op waarom dit jaar weer opengaat.")
    _become(row, YearState.OPEN, act="year reopened", why=why, by=by)


@money_act
def prepare_freeze(year: int, *, by: Actor) -> None:
    """The first of two acts: say that this year is ready. Somebody else confirms it."""
    require(by, Right.CLOSE_YEARS)
    row = _locked(year)
    _refuse_frozen(row)
    if row.prepared_by:
        raise RefusedError(f"De afsluiting van {year} is al voorbereid.")
    _refuse_blocked(year)
    row.prepared_by = str(by)
    _become(row, YearState.CONTROLLER, act="year freeze prepared", by=by, prepared_by=str(by))


@money_act
def withdraw_freeze(year: int, *, why: str, by: Actor) -> None:
    """Not yet after all. The year stays with the controller."""
    require(by, Right.CONFIRM_YEARS)
    row = _locked(year)
    _refuse_frozen(row)
    if not row.prepared_by:
        raise RefusedError(f"De afsluiting van {year} is niet voorbereid.")
    _become(row, YearState.CONTROLLER, act="year freeze withdrawn", why=why, by=by)


@money_act
def confirm_freeze(year: int, *, by: Actor) -> None:
    """The second act, by somebody else: this year stands for good. Waits for postings under way, then looks again."""
    require(by, Right.CONFIRM_YEARS)
    row = _locked(year)
    _refuse_frozen(row)
    if not row.prepared_by:
        raise RefusedError("Eerst bereidt de controller de afsluiting voor; daarna bevestigt een collega haar.")
    if row.prepared_by == str(by):
        raise RefusedError("U hebt deze afsluiting zelf voorbereid. Een collega moet haar bevestigen.")
    _refuse_blocked(year)
    _become(row, YearState.FROZEN, act="year frozen", by=by, prepared_by=row.prepared_by)


def _locked(year: int) -> Year:
    """The year, kept from postings until the end of the transaction: a posting holds its year as well."""
    row = Year.objects.select_for_update().filter(year=year).first()
    if row is None:
        raise RefusedError(f"Boekjaar {year} is er niet.")
    return row


def _refuse_frozen(row: Year) -> None:
    if row.state == YearState.FROZEN:
        raise RefusedError(
            f"Boekjaar {row.year} is afgesloten en blijft dat. Wat er nog bij komt, boekt Kapstok in een later jaar, "
            f"als correctie op {row.year}."
        )


def _refuse_blocked(year: int) -> None:
    if why := blocked(year):
        raise RefusedError(f"Boekjaar {year} kan nog niet dicht. {' '.join(why)}")


def _become(row: Year, state: YearState, *, act: str, by: Actor, why: str = "", prepared_by: str = "") -> None:
    before = {"state": row.state}
    row.state, row.prepared_by = state, prepared_by
    row.save(update_fields=["state", "prepared_by"])
    audit.record(act, row, by=by, before=before, after={"state": row.state}, why=why)
