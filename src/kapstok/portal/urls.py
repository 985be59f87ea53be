from django.urls import path

from kapstok.portal import views

urlpatterns = [
    path("", views.municipalities, name="municipalities"),
    path("over/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("-/health", views.health, name="health"),
    path("-/ready", views.ready, name="ready"),
    path("<slug:municipality>/", views.programme, name="programme"),
]
