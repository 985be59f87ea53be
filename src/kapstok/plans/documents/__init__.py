"""A plan as documents to send and to edit: the plan and its budget as PDF, its text for a word processor."""

from kapstok.plans.documents.pdf import budget_pdf, plan_pdf, plan_request
from kapstok.plans.documents.word import plan_docx

__all__ = ["budget_pdf", "plan_docx", "plan_pdf", "plan_request"]
