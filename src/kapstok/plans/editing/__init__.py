"""Editing a plan in the workspace: themes, measures and what they are thought to cost."""
