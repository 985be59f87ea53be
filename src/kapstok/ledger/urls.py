from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kapstok.ledger.money.urls")),
    path("", include("kapstok.ledger.documents.urls")),
    path("", include("kapstok.ledger.running.urls")),
    path("", include("kapstok.ledger.journal.urls")),
]
