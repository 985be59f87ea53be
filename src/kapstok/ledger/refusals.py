"""What the database refuses, in Dutch. An act asks first and says it with figures; this is for what came in between."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, transaction

from kapstok.core.access import RefusedError

SAID = {
    "ledger_line_within_budget": "Zoveel is er in deze regel niet meer over. Kijk op de pagina Geld wat nog vrij is.",
    "ledger_line_not_negative": "Er kan niet meer weggehaald worden dan er in deze regel staat.",
    "ledger_source_within_award": "De begrotingen zijn samen hoger dan wat is toegekend.",
    "ledger_source_spent_within_award": "Er zou meer besteed zijn dan is toegekend.",
    "ledger_promise_not_overused": "Van deze toezegging is niet zoveel meer over.",
    "ledger_promise_known": "Een toezegging kan alleen gebruikt worden in haar eigen begrotingsregel.",
    "ledger_year_open": "Dit boekjaar is afgesloten of nog niet geopend.",
    "ledger_expense_in_window": "Dit is geleverd buiten de termijn van de uitkering.",
    "ledger_document_same_invoice": "Deze factuur is al ingevoerd: zelfde organisatie, nummer en bedrag.",
    "ledger_posting_reverses_id_key": "Deze boeking is al teruggedraaid.",
    "ledger_source_key": "Deze bron is er al.",
}
P = ParamSpec("P")
R = TypeVar("R")


def money_act(act: Callable[P, R]) -> Callable[P, R]:
    """One transaction; a refusal of the database becomes a RefusedError, and leaves nothing behind."""

    @wraps(act)
    def whole(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with transaction.atomic():
                return act(*args, **kwargs)
        except IntegrityError as error:
            said = SAID.get(broken_rule(error))
            if said is None:
                raise
            raise RefusedError(said) from error

    return whole


def broken_rule(error: IntegrityError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", None) or "")
