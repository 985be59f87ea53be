from django.urls import path

from kapstok.parties.directory import contact_views, views

urlpatterns = [
    path("", views.partners, name="partners"),
    path("partners.xlsx", views.partners_table, name="partners-table"),
    path("-/nieuw/", views.add_partner, name="partner-add"),
    path("-/contact/<int:pk>/", contact_views.change, name="contact-change"),
    path("-/contact/<int:pk>/overdragen/", contact_views.hand_over, name="contact-hand-over"),
    path("-/contact/<int:pk>/beeindigen/", contact_views.end, name="contact-end"),
    path("<slug:key>/", views.partner, name="partner"),
    path("<slug:key>/veranderen/", views.change_partner, name="partner-change"),
    path("<slug:key>/contact/", contact_views.add, name="contact-add"),
]
