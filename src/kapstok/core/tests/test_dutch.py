"""Amounts and dates as templates write them."""

from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Engine


@pytest.mark.parametrize(
    ("filtered", "shown"),
    [
        ("amount|euro", "€ 13.416,50"),
        ("nothing|euro", "–"),
        ("amount|euro_cents", "€ 13.416,50"),
        ("amount|number", "13.416,5"),
        ("moment|day", "1 februari 2024"),
        ("moment|month", "februari 2024"),
    ],
)
def test_filters_write_dutch(filtered: str, shown: str) -> None:
    engine = Engine(libraries={"dutch": "kapstok.core.templatetags.dutch"})
    template = engine.from_string(f"{{% load dutch %}}{{{{ {filtered} }}}}")
    values = {"amount": Decimal("13416.50"), "nothing": None, "moment": date(2024, 2, 1)}
    assert template.render(Context(values)).replace("\u00a0", " ") == shown
