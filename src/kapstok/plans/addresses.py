"""Where the pages of one plan are."""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of a municipality's plan, by the slugs of both. `newest`: it is the plan her front page shows."""

    municipality: str
    plan: str
    newest: bool = True

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

    def theme(self, key: str) -> str:
        return self._of_plan("theme", key)

    def measure(self, key: str) -> str:
        return self._of_plan("measure", key)

    def line(self, key: str) -> str:
        return f"{self.budget}#regel-{key}"

    def _of_plan(self, name: str, *keys: str) -> str:
        return reverse(name, args=[self.municipality, self.plan, *keys])
