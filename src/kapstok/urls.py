from django.urls import include, path

urlpatterns = [
    path("", include("kapstok.portal.urls")),
    path("<slug:municipality>/", include("kapstok.plans.urls")),
]
