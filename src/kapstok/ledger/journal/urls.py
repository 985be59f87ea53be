from django.urls import URLPattern, path

from kapstok.ledger.journal import coding_views, import_views, reconciliation_views

urlpatterns: list[URLPattern] = [
    path("inlezen/", import_views.journal, name="journal"),
    path("inlezen/coderen/", coding_views.coding_page, name="journal-coding"),
    path("inlezen/regel/<int:pk>/", coding_views.line_page, name="journal-line"),
    path("inlezen/vaste-keuzes/", coding_views.rules_page, name="journal-rules"),
    path("inlezen/<int:pk>/", import_views.import_page, name="journal-import"),
    path("inlezen/<int:pk>/kolommen/", import_views.columns_page, name="journal-columns"),
    path("inlezen/<int:pk>/verschillen.xlsx", import_views.differences_table, name="journal-differences"),
    path("aansluiting/", reconciliation_views.reconciliation, name="reconciliation"),
    path("aansluiting/aansluiting.xlsx", reconciliation_views.reconciliation_table, name="reconciliation-table"),
    path(
        "aansluiting/<int:year>/<path:account>/verschillen.xlsx",
        reconciliation_views.account_table,
        name="reconciliation-lines",
    ),
    path("aansluiting/<int:year>/<path:account>/", reconciliation_views.account_page, name="reconciliation-account"),
]
