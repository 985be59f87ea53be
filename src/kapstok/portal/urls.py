from django.urls import path

from kapstok.portal import views
from kapstok.portal.tryout.views import take_along, try_out_page

urlpatterns = [
    path("", views.municipalities, name="municipalities"),
    path("over/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("-/health", views.health, name="health"),
    path("-/ready", views.ready, name="ready"),
    path("probeer/", try_out_page, name="try-out"),
    path("probeer/<str:what>", take_along, name="take-along"),
    path("<slug:municipality>/", views.programme, name="programme"),
]
