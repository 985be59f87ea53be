from django.urls import path

from kapstok.plans import download_views, views
from kapstok.plans.document_urls import urlpatterns as documents

urlpatterns = [
    path("<slug:plan>/plan/", views.plan_page, name="plan"),
    path("<slug:plan>/thema/<slug:key>/", views.theme, name="theme"),
    path("<slug:plan>/maatregel/<slug:key>/", views.measure, name="measure"),
    path("<slug:plan>/begroting/", views.budget_page, name="budget"),
    path("<slug:plan>/wie-doet-mee/", views.participants, name="participants"),
    path("<slug:plan>/regeling/", views.regulation, name="regulation"),
    path("<slug:plan>/tabellen/<slug:name>.xlsx", download_views.table, name="table"),
    path("<slug:plan>/kapstok.svg", download_views.kapstok, {"kind": "svg"}, name="kapstok-svg"),
    path("<slug:plan>/kapstok.png", download_views.kapstok, {"kind": "png"}, name="kapstok-png"),
    *documents,
]
