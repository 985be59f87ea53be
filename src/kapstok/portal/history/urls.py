from django.urls import path

from kapstok.portal.history import views

urlpatterns = [
    path("", views.history, name="history"),
    path("alles.<str:kind>", views.download, name="history-download"),
    path("<int:entry>/", views.entry, name="history-entry"),
    path("<str:table>/<int:row>/", views.record, name="history-record"),
]
