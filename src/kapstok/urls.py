from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from kapstok.parties.digest_views import own_choice
from kapstok.portal.workspace.views import my_work

WORKSPACE: list[URLPattern | URLResolver] = [
    path("overleg/", include("kapstok.parties.meetings.urls")),
    path("partners/", include("kapstok.parties.directory.urls")),
    path("stappen/", include("kapstok.portal.steps.urls")),
    path("mensen/", include("kapstok.parties.people.urls")),
    path("plan/", include("kapstok.plans.uploading.urls")),
    path("plan/", include("kapstok.plans.budgeting.urls")),
    path("plan/", include("kapstok.plans.deciding.urls")),
    path("plan/", include("kapstok.plans.editing.urls")),
    path("geld/", include("kapstok.ledger.urls")),
    path("werkplannen/", include("kapstok.plans.working.urls")),
    path("", include("kapstok.portal.workspace.urls")),
    path("geschiedenis/", include("kapstok.portal.history.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("werk/", my_work, name="my-work"),  # before what may be a municipality
    path("werk/mail/", own_choice, name="my-digest"),
    path("account/", include("kapstok.parties.account_urls")),
    path("", include("kapstok.portal.urls")),
    path("<slug:municipality>/werk/", include(WORKSPACE)),
    path("<slug:municipality>/", include("kapstok.plans.urls")),
]

if settings.DEMO:
    urlpatterns.insert(0, path("-/demo/", include("kapstok.demo.urls")))
