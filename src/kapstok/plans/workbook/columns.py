"""What a column of our workbook is: its header, what its cells hold, and where that goes in the plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from enum import StrEnum


class Kind(StrEnum):
    """What a cell holds. YEARS stands for a column for each school year; CALCULATED and PICTURE are never read."""

    NAME = "name"
    TEXT = "text"
    EUROS = "euros"
    NUMBER = "number"
    DAY = "day"
    QUARTER = "quarter"
    YES = "yes"
    CHOICE = "choice"
    CHOICES = "choices"
    REFERENCE = "reference"
    REFERENCES = "references"
    PURPOSES = "purposes"
    KEYS = "keys"
    KEY = "key"
    RANK = "rank"
    YEARS = "years"
    CALCULATED = "calculated"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Column:
    """`choices`: value to the word in the cell; `unsaid`: the one that an empty cell stands for.

    `refers_to`: the rows that a REFERENCE names. `note` shows when the mouse is on the header.
    """

    header: str
    field: str
    kind: Kind = Kind.NAME
    width: int = 14
    note: str = ""
    choices: Mapping[str, str] = made_by(default_factory=dict)
    refers_to: str = ""
    required: bool = False
    unsaid: str = ""

    @property
    def is_read(self) -> bool:
        return self.kind not in (Kind.CALCULATED, Kind.PICTURE)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with a header and rows. `fills_down`: a merged cell holds for all its rows. `total`: sums below it."""

    title: str
    rows: str
    intro: str
    columns: tuple[Column, ...]
    fills_down: bool = True
    total: bool = False
    wide: bool = False

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.field == name)


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the sheet Plan. `further`: what the third column holds. `repeated`: may be there several times."""

    name: str
    field: str
    kind: Kind = Kind.TEXT
    explanation: str = ""
    choices: Mapping[str, str] = made_by(default_factory=dict)
    further: str = ""
    repeated: bool = False
    required: bool = False
