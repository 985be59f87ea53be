from django.urls import URLPattern, URLResolver, path

from kapstok.ledger.running import (
    convention_views,
    covering_views,
    question_views,
    subsidy_views,
    transfer_views,
    year_views,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("dekken/", covering_views.to_cover, name="to-cover"),
    path("dekken/<int:pk>/", covering_views.cover, name="cover"),
    path("dekken/<int:pk>/terug/", covering_views.undo, name="cover-undo"),
    path("verschuiven/", transfer_views.new, name="transfer-new"),
    path("verschuiven/<int:pk>/", transfer_views.transfer, name="transfer"),
    path("jaren/", year_views.years, name="years"),
    path("jaren/<int:number>/", year_views.year, name="year"),
    path("subsidies/", subsidy_views.subsidies, name="subsidies"),
    path("subsidies/lijst.xlsx", subsidy_views.table, name="subsidies-xlsx"),
    path("subsidies/nieuw/", subsidy_views.new, name="subsidy-new"),
    path("subsidies/<int:pk>/", subsidy_views.subsidy, name="subsidy"),
    path("subsidies/<int:pk>/voorschot/", subsidy_views.advance, name="subsidy-advance"),
    path("subsidies/<int:pk>/kosten/", subsidy_views.recognise, name="subsidy-recognise"),
    path("subsidies/<int:pk>/vaststellen/", subsidy_views.determine, name="subsidy-determine"),
    path("voorschot/<int:pk>/", subsidy_views.paid, name="advance-paid"),
    path("afspraken/", convention_views.conventions, name="money-conventions"),
    path("afspraken/instrument/", convention_views.new_instrument, name="instrument-new"),
    path("afspraken/instrument/<int:pk>/", convention_views.instrument, name="instrument"),
    path("vragen/", question_views.questions, name="eligibility"),
    path("vragen/begin/", question_views.start, name="eligibility-start"),
    path("vragen/nieuw/", question_views.new, name="eligibility-new"),
    path("vragen/<int:pk>/", question_views.question, name="eligibility-question"),
    path("vragen/<int:pk>/verplaatsen/", question_views.move, name="eligibility-move"),
]
