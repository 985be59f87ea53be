from django.urls import URLPattern, path

from kapstok.ledger.money import council_views, forecast_views, posting_views, views

urlpatterns: list[URLPattern] = [
    path("", views.money, name="money"),
    path("tabel/<str:name>/", views.table, name="money-table"),
    path("boekingen/", posting_views.postings, name="postings"),
    path("boekingen/excel/", posting_views.download, name="postings-table"),
    path("boeking/<int:pk>/", posting_views.posting, name="posting"),
    path("verwachting/", forecast_views.page, name="forecast"),
    path("verwachting/excel/", forecast_views.download, name="forecast-table"),
    path("raad/", council_views.page, name="council"),
]
