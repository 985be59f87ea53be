"""Migrations of many constraints, in the time of one.

Django renders a model and all that points at it anew for each constraint that a migration adds, which for our tables
took most of a minute. This adds those of one model together.
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import BaseConstraint


class AddConstraints(Operation):
    """As `AddConstraint`, for all constraints of a model at once."""

    def __init__(self, model_name: str, constraints: list[BaseConstraint]) -> None:
        self.model_name, self.constraints = model_name, constraints

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        name = self.model_name.lower()
        options = state.models[app_label, name].options
        options["constraints"] = [*options.get("constraints", []), *self.constraints]
        state.reload_model(app_label, name, delay=True)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        for constraint in self.constraints:
            schema_editor.add_constraint(model, constraint)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        for constraint in reversed(self.constraints):
            schema_editor.remove_constraint(model, constraint)

    def describe(self) -> str:
        return f"Add {len(self.constraints)} constraints to {self.model_name}"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [], {"model_name": self.model_name, "constraints": self.constraints}
