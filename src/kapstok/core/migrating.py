"""Adding constraints together: for each one alone Django makes every model of the history anew."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class AddConstraints(Operation):
    """What these operations do one by one. The models are made anew once, when all of them are known."""

    def __init__(self, additions: Sequence[AddConstraint]) -> None:
        self.additions = additions

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        for one in self.additions:
            options = state.models[app_label, one.model_name_lower].options
            options["constraints"] = [*options["constraints"], one.constraint]
        state.reload_models(sorted({(app_label, one.model_name_lower) for one in self.additions}))

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for one in self.additions:
            one.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for one in reversed(self.additions):
            one.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create {len(self.additions)} constraints"


def together(operations: Iterable[Any]) -> list[Any]:
    """The same operations, where constraints that follow each other are added at once."""
    groups = [
        (is_addition, list(following))
        for is_addition, following in groupby(operations, lambda one: isinstance(one, AddConstraint))
    ]
    return [
        one for is_addition, following in groups for one in ([AddConstraints(following)] if is_addition else following)
    ]
