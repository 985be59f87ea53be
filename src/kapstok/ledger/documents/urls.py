from django.urls import URLPattern, path

from kapstok.ledger.documents import approval_views, document_views, entry_views, evidence_views, list_views

urlpatterns: list[URLPattern] = [
    path("stukken/", list_views.documents, name="documents"),
    path("stukken/stukken.xlsx", list_views.documents_table, name="documents-table"),
    path("stukken/nieuw/<slug:kind>/", entry_views.new, name="document-new"),
    path("stuk/<int:pk>/", document_views.document, name="document"),
    path("stuk/<int:pk>/wijzigen/", entry_views.change, name="document-change"),
    path("stuk/<int:pk>/akkoord/", document_views.approve, name="document-approve"),
    path("stuk/<int:pk>/bewijs/", document_views.more_evidence, name="document-evidence"),
    path("stuk/<int:pk>/intrekken/", document_views.withdraw_one, name="document-withdraw"),
    path("stuk/<int:pk>/terugdraaien/", document_views.take_back, name="document-take-back"),
    path("stuk/<int:pk>/vrijgeven/", document_views.release, name="document-release"),
    path("akkoord/", approval_views.approvals, name="approvals"),
    path("bewijs/<int:pk>/", evidence_views.evidence, name="evidence"),
]
