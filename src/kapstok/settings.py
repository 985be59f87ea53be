"""Django settings. Every name in the environment is explained in docs/beheer/instellingen.md; a test compares them."""

from pathlib import Path
from typing import Any

from kapstok import __version__, env, sign_in
from kapstok.embedded.folder import data_folder

BASE = Path(__file__).resolve().parent

DEBUG = env.flag("KAPSTOK_DEBUG")
DEMO = env.flag("KAPSTOK_DEMO")
KAPSTOK_TODAY = env.day("KAPSTOK_TODAY")
KAPSTOK_REGULATIONS = env.folder("KAPSTOK_REGULATIONS")
KAPSTOK_DATA = env.folder("KAPSTOK_DATA") or data_folder(None)
LARGEST_EVIDENCE = env.whole_number("KAPSTOK_EVIDENCE_MEGABYTES", 10) * 1_000_000

SECRET_KEY = env.text("KAPSTOK_SECRET_KEY") or "only-for-commands-that-never-serve"
HAS_OWN_KEY = bool(env.text("KAPSTOK_SECRET_KEY"))
ALLOWED_HOSTS = env.words("KAPSTOK_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
HTTPS = env.flag("KAPSTOK_HTTPS")
KAPSTOK_ADDRESS = env.text("KAPSTOK_ADDRESS").rstrip("/")

INSTALLED_APPS = [
    "kapstok.core",
    "kapstok.parties",
    "kapstok.grants",
    "kapstok.plans",
    "kapstok.ledger",
    "kapstok.portal",
    "kapstok.demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "kapstok.parties.middleware.EnterMunicipality",  # last: it calls the view itself
]

ROOT_URLCONF = "kapstok.urls"
WSGI_APPLICATION = "kapstok.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kapstok.core.pages.surroundings",
                "kapstok.portal.navigation.surroundings",
                *(["kapstok.demo.personas.surroundings"] if DEMO else []),
            ]
        },
    }
]

_APP = env.database("DATABASE_URL") or {"NAME": "kapstok"}
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "options": "-c statement_timeout=30000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000"
        },
        **_APP,
    }
}
# Two roles on one database. The owner has the tables: only migrations, backups and checks of everything work as it.
DATABASE_APP = dict(_APP)
DATABASE_OWNER = env.database("DATABASE_OWNER_URL")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Limits on signing in are kept here: every process of the server has to see them.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}}

LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True

# The version in the address lets a browser keep the files for a year without ever showing old ones.
STATIC_URL = f"/static/{__version__}/"
STATICFILES_DIRS = [BASE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 0 if DEBUG else 31_536_000

SIGN_IN = sign_in.configured()
locals().update(SIGN_IN.settings(demo=DEMO, https=HTTPS))

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a measure may have 50 estimates of 20 numbers each, and all that in one form
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # Strict would lose the way back from the sign-in service
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_NAME = "kapstok"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

locals().update(env.mail("KAPSTOK_MAIL_URL"))
DEFAULT_FROM_EMAIL = env.text("KAPSTOK_MAIL_FROM", "Kapstok <kapstok@localhost>")
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^-/"]  # a load balancer asks for health without https
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
