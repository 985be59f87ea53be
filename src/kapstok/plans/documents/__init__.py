"""A plan as documents to send and to edit: the plan and its budget as PDF, its text for a word processor."""

from kapstok.plans.documents.pdf import plan_pdf

__all__ = ["plan_pdf"]
