"""Organisations out of cells: “Gemeente i.s.m. onderwijs, JGZ en Putten voor Elkaar” has a lead and three partners."""

import re
from dataclasses import dataclass, field

from kapstok.parties.kinds import PartyKind, Sector
from kapstok.plans.mapping.naming import Keys
from kapstok.plans.mapping.noting import shortened
from kapstok.plans.mapping.words import plain
from kapstok.plans.schema import Party

_WITH = re.compile(r"\s*\b(?:i\.?s\.?m\.?|in samenwerking met|samen met)(?=\s)\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[,;\n•+]|/| & )\s*")
_NOBODY = re.compile(
    r"-+|\?+|n\.?v\.?t\.?|n\.?t\.?b\.?|n\.?n\.?b\.?|p\.?m\.?|nog onbekend|onbekend|x|(?:nog |nader )?te bepalen",
    re.IGNORECASE,
)
_SECTORS = (
    (r"samenwerkingsverband|\bswv\b", Sector.SPECIAL_NEEDS_PARTNERSHIP),
    (r"leerplicht|leerlingzaken|\brmc\b", Sector.COMPULSORY_EDUCATION),
    (r"kinderopvang|voorschool|peuter|\bvve\b|kindcentr", Sector.CHILDCARE),
    (r"\bggd\b|jgz|huisarts|gezondheid|consultatiebureau", Sector.HEALTH),
    (r"jeugdhulp|jeugdzorg|wijkteam|veilig thuis|\bcjg\b", Sector.YOUTH_CARE),
    (r"bibliotheek", Sector.LIBRARY),
    (r"welzijn|jongerenwerk|buurt", Sector.WELFARE),
    (r"sport|cultuur|muziek|museum|theater|kunst", Sector.SPORT_CULTURE),
    (r"school|scholen|onderwijs|college|\b[pv]o\b|\bmbo\b", Sector.EDUCATION),
    (r"gemeente|beleid", Sector.MUNICIPALITY),
)


MOST_NAMES = 200  # in one cell: as many partners as a measure can have
MOST_PARTIES = 2_000  # in a plan


class TooManyError(Exception):
    """More organisations than a plan can hold; the Dutch reason says how many that is."""


@dataclass(slots=True)
class Parties:
    """The organisations met so far, each once."""

    rows: dict[str, Party] = field(default_factory=dict)
    _keys: Keys = field(default_factory=Keys)

    def lead_and_partners(self, lead: str, partners: str) -> tuple[str | None, tuple[str, ...]]:
        """Keys, from the texts of the two columns. Of several leads the first leads, the others are partners."""
        first, *with_whom = _WITH.split(lead, maxsplit=1)
        leads = self._all(first, ands=False)
        others = [*leads[1:], *self._all("\n".join(with_whom), ands=True), *self._all(partners, ands=True)]
        if len(self.rows) > MOST_PARTIES:
            raise TooManyError(
                f"tot hier zijn er meer dan {MOST_PARTIES} trekkers en partners; een plan heeft er minder"
            )
        head = leads[0] if leads else None
        return head, tuple(key for key in dict.fromkeys(others) if key != head)

    def _all(self, text: str, ands: bool) -> list[str]:
        names = [name for part in _BETWEEN.split(text) for name in (re.split(r" en (?=\S)", part) if ands else [part])]
        if len(names) > MOST_NAMES:
            raise TooManyError(
                f"hier staan meer dan {MOST_NAMES} namen in één cel; kies een andere kolom, of kort haar in"
            )
        return [
            self._key(name.strip(" .-")) for name in names if name.strip(" .-") and not _NOBODY.fullmatch(name.strip())
        ]

    def _key(self, name: str) -> str:
        said = plain(name)
        if said not in self.rows:
            sector = next((sector for pattern, sector in _SECTORS if re.search(pattern, said)), Sector.OTHER)
            kind = PartyKind.WORKING_GROUP if "werkgroep" in said else PartyKind.ORGANISATION
            key = self._keys.new(name, "partij")
            self.rows[said] = Party(key=key, name=shortened(name, 200), kind=kind, sector=sector)
        return self.rows[said].key
