from django.urls import path

from kapstok.parties.meetings import agreement_views, editing_views, feed_views, point_views, views

urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("nieuw/", editing_views.new, name="meeting-new"),
    path("<int:pk>/", views.meeting, name="meeting"),
    path("<int:pk>/wijzigen/", editing_views.change, name="meeting-change"),
    path("<int:pk>/verslag/", editing_views.report, name="meeting-report"),
    path("<int:pk>/afzeggen/", editing_views.cancel, name="meeting-cancel"),
    path("<int:pk>/overleg.ics", feed_views.one_meeting, name="meeting-file"),
    path("actiepunten/", point_views.points, name="action-points"),
    path("actiepunten/<int:pk>/klaar/", point_views.done, name="action-point-done"),
    path("afspraken/", agreement_views.agreements, name="agreements"),
    path("afspraken/nieuw/", agreement_views.new, name="agreement-new"),
    path("afspraken/<int:pk>/", agreement_views.agreement, name="agreement"),
    path("afspraken/<int:pk>/wijzigen/", agreement_views.change, name="agreement-change"),
    path("agenda/", feed_views.address, name="calendar-address"),
    path("agenda/<str:key>.ics", feed_views.feed, name="calendar-feed"),
]
