from django.urls import path

from kapstok.plans.deciding import comment_views, mandate_views, meeting_views, sharing_views, views

urlpatterns = [
    path("-/overleg/<int:pk>/themas/", meeting_views.themes, name="meeting-themes"),
    path("mandaat/", mandate_views.mandate, name="mandate"),
    path("mandaat/<int:pk>/weg/", mandate_views.drop, name="mandate-drop"),
    path("<slug:plan>/besluiten/", views.decisions, name="work-decisions"),
    path("<slug:plan>/besluiten/stap/", views.step, name="work-step"),
    path("<slug:plan>/besluiten/nieuw/", views.register, name="work-decision-new"),
    path("<slug:plan>/besluiten/<int:pk>/stuk", views.paper, name="work-decision-paper"),
    path("<slug:plan>/publiceren/", views.publish, name="work-publish"),
    path("<slug:plan>/delen/", sharing_views.share, name="work-share"),
    path("<slug:plan>/versies/<int:number>/", views.version, name="work-version"),
    path("<slug:plan>/versies/<int:number>/plan.<str:kind>", views.version_file, name="work-version-file"),
    path("<slug:plan>/wijziging/", views.amendment, name="work-amendment"),
    path("<slug:plan>/reacties/", comment_views.comments, name="work-comments"),
    path("<slug:plan>/reacties/<int:pk>/antwoord/", comment_views.answer, name="work-comment-answer"),
]
