from django.urls import path

from kapstok.portal.steps import views

urlpatterns = [path("", views.steps, name="steps")]
