from django.urls import path

from kapstok.plans import download_views, views
from kapstok.plans.document_urls import DOCUMENTS
from kapstok.plans.two_readings import of_published

urlpatterns = [
    path("<slug:plan>/plan/", of_published(views.plan_page), name="plan"),
    path("<slug:plan>/thema/<slug:key>/", of_published(views.theme), name="theme"),
    path("<slug:plan>/maatregel/<slug:key>/", of_published(views.measure), name="measure"),
    path("<slug:plan>/begroting/", of_published(views.budget_page), name="budget"),
    path("<slug:plan>/wie-doet-mee/", of_published(views.participants), name="participants"),
    path("<slug:plan>/regeling/", of_published(views.regulation), name="regulation"),
    path("<slug:plan>/tabellen/<slug:name>.xlsx", of_published(download_views.table), name="table"),
    path("<slug:plan>/kapstok.svg", of_published(download_views.kapstok), {"kind": "svg"}, name="kapstok-svg"),
    path("<slug:plan>/kapstok.png", of_published(download_views.kapstok), {"kind": "png"}, name="kapstok-png"),
    *(path(f"<slug:plan>/{file}", of_published(view), name=name) for file, view, name in DOCUMENTS),
]
