from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kapstok.core.documents.pdf import DocumentError, made_now, plain, request
from kapstok.core.documents.typesetting import ROOT


@dataclass(frozen=True, slots=True)
class Pair:
    name: str
    amounts: tuple[Decimal, ...]


def test_values_become_what_json_knows_with_only_text_that_can_be_shown() -> None:
    pair = Pair("a\x00日", (Decimal("1.50"),))
    assert plain({"pair": pair, "n": None}) == {"pair": {"name": "a□", "amounts": ["1.50"]}, "n": None}


def test_a_document_that_cannot_be_made_says_why() -> None:
    with pytest.raises(DocumentError, match=r"no-such\.typ"):
        made_now(request(ROOT / "no-such.typ", {}, made_on=date(2024, 2, 1)))


def test_a_template_lies_inside_the_package() -> None:
    with pytest.raises(ValueError, match="subpath"):
        request(Path("/etc/passwd"), {}, made_on=date(2024, 2, 1))
