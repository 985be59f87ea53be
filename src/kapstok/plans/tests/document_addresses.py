from django.urls import include, path

from kapstok.urls import urlpatterns as others

urlpatterns = [path("<slug:municipality>/", include("kapstok.plans.document_urls")), *others]
