from django.urls import path

from kapstok.portal.workspace import mail_views, views

urlpatterns = [
    path("", views.home, name="work-home"),
    path("mail/", mail_views.outgoing, name="outgoing-mail"),
]
