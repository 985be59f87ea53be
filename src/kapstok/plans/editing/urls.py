from django.urls import path

from kapstok.plans import download_views
from kapstok.plans import views as shared
from kapstok.plans.document_urls import DOCUMENTS
from kapstok.plans.editing import measure_views, particulars_views, theme_views, views
from kapstok.plans.two_readings import of_working

urlpatterns = [
    path("", views.plan_list, name="plan-list"),
    path("nieuw/", views.new_plan, name="plan-new"),
    path("werkmap-<slug:regulation>.xlsx", views.empty_workbook, name="plan-workbook"),
    path("<slug:plan>/", views.plan_page, name="work-plan"),
    path("<slug:plan>/gegevens/", particulars_views.particulars, name="work-particulars"),
    path("<slug:plan>/thema/<slug:key>/", theme_views.theme, name="work-theme"),
    path("<slug:plan>/thema/<slug:key>/verwijderen/", theme_views.remove_theme, name="work-theme-remove"),
    path("<slug:plan>/maatregel/<slug:key>/", measure_views.measure, name="work-measure"),
    path("<slug:plan>/maatregel/<slug:key>/verwijderen/", theme_views.remove_measure, name="work-measure-remove"),
    path("<slug:plan>/wie-doet-mee/", of_working(shared.participants), name="work-participants"),
    path("<slug:plan>/regeling/", of_working(shared.regulation), name="work-regulation"),
    path("<slug:plan>/tabellen/<slug:name>.xlsx", of_working(download_views.table), name="work-table"),
    path("<slug:plan>/kapstok.svg", of_working(download_views.kapstok), {"kind": "svg"}, name="work-kapstok-svg"),
    path("<slug:plan>/kapstok.png", of_working(download_views.kapstok), {"kind": "png"}, name="work-kapstok-png"),
    *(path(f"<slug:plan>/{file}", of_working(view), name=f"work-{name}") for file, view, name in DOCUMENTS),
]
