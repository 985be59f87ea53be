from django.urls import path

from kapstok.plans.uploading import preview_views, views

urlpatterns = [
    path("inlezen/", views.upload_page, name="plan-upload"),
    path("inlezen/<int:pk>/", preview_views.preview_page, name="plan-upload-preview"),
    path("inlezen/<int:pk>/weg/", views.drop, name="plan-upload-drop"),
]
