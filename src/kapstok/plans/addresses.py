"""Where the pages of one plan are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse

TABLES = ("begroting", "geldbronnen", "planning", "deelnemers", "betalingen", "doelen")


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of a municipality's plan, by the slugs of both. `newest`: it is the plan her front page shows."""

    municipality: str
    plan: str
    newest: bool = True

    layout: ClassVar[str] = "core/base.html"  # what pages of this plan are set in
    in_work: ClassVar[bool] = False

    @property
    def menu(self) -> tuple[tuple[str, str], ...]:
        """The pages in the order of the menu: what each is called, and where it is."""
        return (
            ("Programma", self.programme),
            ("Plan", self.plan_page),
            ("Begroting", self.budget),
            ("Wie doet mee", self.participants),
            ("Regeling", self.regulation),
        )

    @property
    def programme(self) -> str:
        front = reverse("programme", args=[self.municipality])
        return front if self.newest else f"{front}?plan={self.plan}"

    @property
    def plan_page(self) -> str:
        return self._of_plan("plan")

    @property
    def budget(self) -> str:
        return self._of_plan("budget")

    @property
    def participants(self) -> str:
        return self._of_plan("participants")

    @property
    def regulation(self) -> str:
        return self._of_plan("regulation")

    @property
    def table(self) -> Mapping[str, str]:
        """The name of a table to where its workbook is, for templates: `to.table.begroting`."""
        return {name: self._of_plan("table", name) for name in TABLES}

    @property
    def kapstok(self) -> Mapping[str, str]:
        """The picture, by kind: svg and png."""
        return {kind: self._of_plan(f"kapstok-{kind}") for kind in ("svg", "png")}

    @property
    def documents(self) -> tuple[tuple[str, str], ...]:
        """The plan as a document: what each is called, and where it is."""
        return (
            ("Plan (PDF)", self._of_plan("plan-pdf")),
            ("Plan (Word)", self._of_plan("plan-docx")),
            ("Begroting op A3 (PDF)", self._of_plan("budget-pdf")),
            ("Plan (Excel)", self._of_plan("plan-xlsx")),
            ("Plan als bestand (TOML)", self._of_plan("plan-toml")),
        )

    def theme(self, key: str) -> str:
        return self._of_plan("theme", key)

    def measure(self, key: str) -> str:
        return self._of_plan("measure", key)

    def line(self, key: str) -> str:
        return f"{self.budget}#regel-{key}"

    def _of_plan(self, name: str, *keys: str) -> str:
        return reverse(name, args=[self.municipality, self.plan, *keys])


@dataclass(frozen=True, slots=True)
class InWork(Addresses):
    """The same pages in the workspace, where the plan is worked on: what is wrong leads to where it is put right."""

    layout: ClassVar[str] = "plans/editing/layout.html"
    in_work: ClassVar[bool] = True

    @property
    def menu(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Plan", self.plan_page),
            ("Begroting", self.budget),
            ("Besluiten", self._of_plan("decisions")),
            ("Reacties", self._of_plan("comments")),
            ("Wie doet mee", self.participants),
            ("Regeling", self.regulation),
        )

    @property
    def programme(self) -> str:
        return self.plan_page

    def _of_plan(self, name: str, *keys: str) -> str:
        return reverse(f"work-{name}", args=[self.municipality, self.plan, *keys])
