from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "kapstok.portal"
