"""Every act that the code writes down, and every table of ours, has Dutch words."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

import kapstok
from kapstok.core.tenancy import TenantModel
from kapstok.portal.history.words import ACTS, NOUNS

SOURCE = Path(kapstok.__file__).parent


def acts_in(code: str) -> Iterator[str]:
    """The acts of `audit.record("…", …)` and of `act="…"`, also where one of two is chosen."""
    for call in ast.walk(ast.parse(code)):
        if isinstance(call, ast.Call):
            named = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            given = [*(call.args[:1] if named == "record" else ()), *(k.value for k in call.keywords if k.arg == "act")]
            for value in given:
                yield from _texts(value)


def _texts(value: ast.expr) -> Iterator[str]:
    match value:
        case ast.Constant(value=str() as text):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from _texts(one)
            yield from _texts(other)


def test_each_act_has_a_verb() -> None:
    files = [path for path in SOURCE.rglob("*.py") if "tests" not in path.parts]
    acts = {act for path in files for act in acts_in(path.read_text("utf-8"))}
    assert "seat given" in acts
    assert sorted(acts - ACTS.keys()) == [], "zet deze handelingen in portal/history/words.py"


def test_each_table_has_a_noun() -> None:
    tables = {model._meta.label_lower for model in apps.get_models() if issubclass(model, TenantModel)}
    inner = {table for table in tables if table.startswith("plans.")} - NOUNS.keys()
    assert inner <= {
        f"plans.{name}"
        for name in ("budgetyear", "consultation", "estimate", "measurefunding", "measurepurpose", "milestone",
                     "partner", "planparty", "spentbefore")
    }  # fmt: skip
    assert tables - inner <= NOUNS.keys()
