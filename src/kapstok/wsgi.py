import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kapstok.settings")
application = get_wsgi_application()
if not settings.HAS_OWN_KEY:
    raise ImproperlyConfigured("KAPSTOK_SECRET_KEY ontbreekt; zonder eigen sleutel serveert Kapstok niet.")
