from django.urls import path

from kapstok.demo import views

urlpatterns = [path("persona", views.become, name="persona")]
