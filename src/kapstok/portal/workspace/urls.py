from django.urls import path

from kapstok.portal.workspace import views

urlpatterns = [path("", views.home, name="work-home")]
