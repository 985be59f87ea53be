from django.urls import path

from kapstok.plans import document_views as views

urlpatterns = [
    path("<slug:plan>/plan.pdf", views.plan_as_pdf, name="plan-pdf"),
    path("<slug:plan>/plan.docx", views.plan_as_docx, name="plan-docx"),
    path("<slug:plan>/plan.xlsx", views.plan_as_workbook, name="plan-xlsx"),
    path("<slug:plan>/plan.toml", views.plan_as_file, name="plan-toml"),
    path("<slug:plan>/begroting.pdf", views.budget_as_pdf, name="budget-pdf"),
]
