"""The documents of a plan: the file, what makes it, and the name of its address."""

from kapstok.plans import document_views as views
from kapstok.plans.two_readings import Page

DOCUMENTS: tuple[tuple[str, Page, str], ...] = (
    ("plan.pdf", views.plan_as_pdf, "plan-pdf"),
    ("plan.docx", views.plan_as_docx, "plan-docx"),
    ("plan.xlsx", views.plan_as_workbook, "plan-xlsx"),
    ("plan.toml", views.plan_as_file, "plan-toml"),
    ("begroting.pdf", views.budget_as_pdf, "budget-pdf"),
)
