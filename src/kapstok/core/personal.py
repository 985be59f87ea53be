"""Numbers of people, which Kapstok must not keep. Pure.

A municipality may use a burgerservicenummer (BSN) only where a law says so (UAVG, article 46); no law does so here.
"""

import re

from stdnum.nl import bsn

# What stands between the groups of a number; also the spaces and dashes that word processors make.
_SPACE = " \u00a0\u2009\u202f"
_SEPARATOR = rf"[.{_SPACE}\-\u2010\u2011\u2013]"
_GROUPS = ((3, 3, 3), (4, 2, 3), (4, 3, 2), (2, 2, 2, 3))  # as people write nine digits


def _grouped(sizes: tuple[int, ...], name: str) -> str:
    """So many digits at a time, with the same sign between the groups."""
    first, second, *others = (f"[0-9]{{{size}}}" for size in sizes)
    return "".join([first, f"(?P<{name}>{_SEPARATOR})", second, *(f"(?P={name}){group}" for group in others)])


_NINE = re.compile(
    r"(?<![0-9])(?<![0-9][.,])"  # not the end of a longer number, nor its decimals
    rf"(?P<number>[0-9]{{9}}|{'|'.join(_grouped(sizes, f's{i}') for i, sizes in enumerate(_GROUPS))})"
    r"(?![0-9])(?![.,][0-9]{1,2}(?![0-9]))"  # nor an amount with cents
)
# Groups of more digits beside it make it part of a longer number, such as a phone number.
_MORE_BEFORE = re.compile(rf"[0-9](?:[0-9][{_SPACE}]|(?![{_SPACE}]){_SEPARATOR})$")
_MORE_AFTER = re.compile(rf"[{_SPACE}][0-9][0-9]|(?![{_SPACE}]){_SEPARATOR}[0-9]")
# What says that it is something else: a country code, an amount, the number of an organisation at the tax service.
_COUNTRY = rf"(?:\+|\b00)[0-9]{{1,3}}{_SEPARATOR}?(?:\(0\))?"
_ELSE_BEFORE = re.compile(rf"(?:{_COUNTRY}|€|\b(?:eur|euro|rsin)(?:-?nummer)?:?)[{_SPACE}]*$", re.IGNORECASE)
_ELSE_AFTER = re.compile(rf"[{_SPACE}]*(?:€|euro\b|eur\b)", re.IGNORECASE)
_FURTHEST = 20  # signs that are looked at before a number


def bsn_like(text: str) -> list[str]:
    """What in this text can be a BSN, as it was written: nine digits that satisfy the elfproef.

    One in eleven numbers of nine digits does so by chance. Amounts in euros, phone numbers and an RSIN that is called
    one are left alone; eight digits (a BSN without its leading zero) would be too many dates and numbers of companies.
    """
    return [found["number"] for found in _NINE.finditer(text) if _is_bsn(found["number"]) and not _other(text, found)]


def _is_bsn(written: str) -> bool:
    return bsn.is_valid(re.sub(r"[^0-9]", "", written))


def _other(text: str, found: re.Match[str]) -> bool:
    """Do the signs around it say that it is no BSN?"""
    before, after = text[max(0, found.start() - _FURTHEST) : found.start()], text[found.end() :][:_FURTHEST]
    if _ELSE_BEFORE.search(before) or _ELSE_AFTER.match(after):
        return True
    in_groups = not found["number"].isdigit()
    return in_groups and bool(_MORE_BEFORE.search(before) or _MORE_AFTER.match(after))
