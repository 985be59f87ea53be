from django.urls import path

from kapstok.plans.budgeting import line_views, overrun_views, views

urlpatterns = [
    path("<slug:plan>/begroting/", views.budget_grid, name="work-budget"),
    path("<slug:plan>/begroting/te-hoog/", overrun_views.solve, name="work-budget-overrun"),
    path("<slug:plan>/begroting/regel/", line_views.new_line, name="budget-line-new"),
    path("<slug:plan>/begroting/regel/<slug:key>/", line_views.line, name="budget-line"),
    path("<slug:plan>/begroting/regel/<slug:key>/weg/", line_views.remove, name="budget-line-remove"),
]
