from django.urls import path

from kapstok.parties.people import views

urlpatterns = [
    path("", views.people, name="people"),
    path("uitnodigen/", views.invite_somebody, name="invite"),
    path("<int:pk>/beeindigen/", views.end, name="end-seat"),
]
