from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from kapstok.parties.account_views import second_factor
from kapstok.portal.workspace.views import my_work

WORKSPACE: list[URLPattern | URLResolver] = [
    path("", include("kapstok.portal.workspace.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kapstok.portal.urls")),
    path("werk/", my_work, name="my-work"),
    path("account/tweede-stap/", second_factor, name="second-factor"),
    path("account/", include("allauth.urls")),
    path("<slug:municipality>/werk/", include(WORKSPACE)),
    path("<slug:municipality>/", include("kapstok.plans.urls")),
]

if settings.DEMO:
    urlpatterns.insert(0, path("-/demo/", include("kapstok.demo.urls")))
