"""The form of a theme: what it says of itself. Where it stands and what hangs under it is changed elsewhere."""

from collections.abc import Sequence

from kapstok.core.forms import KapstokForm
from kapstok.plans.editing.forms import ThemeForm
from kapstok.plans.editing.sheet import Sheet
from kapstok.plans.schema import Party, Theme

FIELDS = ("name", "goal", "result", "description")


class ThemeSheet(Sheet[Theme]):
    def build(self) -> None:
        self.own = ThemeForm(self.typed, initial={name: getattr(self.first, name) for name in FIELDS})

    @property
    def forms(self) -> Sequence[KapstokForm]:
        return (self.own,)

    def read(self) -> tuple[Theme, tuple[Party, ...]]:
        self.is_valid()
        cleaned = self.own.cleaned_data
        said = {name: cleaned[name] for name in FIELDS if name in cleaned and name in self.own.changed_data}
        return self.base.model_copy(update=said), ()
