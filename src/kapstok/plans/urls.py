from django.urls import path

from kapstok.plans import views

urlpatterns = [
    path("<slug:plan>/plan/", views.plan_page, name="plan"),
    path("<slug:plan>/thema/<slug:key>/", views.theme, name="theme"),
    path("<slug:plan>/maatregel/<slug:key>/", views.measure, name="measure"),
    path("<slug:plan>/begroting/", views.budget_page, name="budget"),
    path("<slug:plan>/wie-doet-mee/", views.participants, name="participants"),
    path("<slug:plan>/regeling/", views.regulation, name="regulation"),
]
