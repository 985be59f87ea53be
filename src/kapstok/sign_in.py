"""How people sign in: the settings of django-allauth, and the municipality's own sign-in service if there is one."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from kapstok import env
from kapstok.env import SettingError


@dataclass(frozen=True, slots=True)
class SignIn:
    """An OpenID provider, and which of its groups mean which seat (`group` to `municipality:role`)."""

    issuer: str = ""
    client: str = ""
    secret: str = ""
    name: str = ""
    claim: str = "groups"
    seats: tuple[tuple[str, str, str], ...] = ()

    @property
    def form_targets(self) -> tuple[str, ...]:
        """Where a form may lead besides this site: the browser follows the redirect to the provider."""
        if not self.issuer:
            return ()
        url = urlsplit(self.issuer)
        return (f"{url.scheme}://{url.netloc}",)

    def settings(self, *, demo: bool, https: bool) -> dict[str, Any]:
        return {
            "AUTH_USER_MODEL": "parties.Person",
            "AUTHENTICATION_BACKENDS": [
                "django.contrib.auth.backends.ModelBackend",
                "allauth.account.auth_backends.AuthenticationBackend",
            ],
            "PASSWORD_HASHERS": ["django.contrib.auth.hashers.ScryptPasswordHasher"],
            "AUTH_PASSWORD_VALIDATORS": [
                {
                    "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
                    "OPTIONS": {"min_length": 12},
                },
                {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
                {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
            ],
            "LOGIN_URL": "account_login",
            "LOGIN_REDIRECT_URL": "my-work",
            "ACCOUNT_ADAPTER": "kapstok.parties.signing_in.Accounts",
            "SOCIALACCOUNT_ADAPTER": "kapstok.parties.signing_in.Providers",
            "ACCOUNT_LOGIN_METHODS": {"email"},
            "ACCOUNT_SIGNUP_FIELDS": ["email*"],
            "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
            "ACCOUNT_EMAIL_VERIFICATION": "none",
            "ACCOUNT_LOGIN_BY_CODE_ENABLED": True,
            "ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED": True,
            "ACCOUNT_LOGOUT_REDIRECT_URL": "/",
            "ACCOUNT_REAUTHENTICATION_TIMEOUT": 900,
            "ACCOUNT_SESSION_REMEMBER": True,
            "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if https else "http",
            "MFA_SUPPORTED_TYPES": ["recovery_codes", "totp", "webauthn"],
            "MFA_PASSKEY_LOGIN_ENABLED": True,
            "MFA_TOTP_ISSUER": "Kapstok",
            "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": demo,
            "USERSESSIONS_TRACK_ACTIVITY": True,
            "SOCIALACCOUNT_EMAIL_AUTHENTICATION": True,
            "SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT": True,
            "SOCIALACCOUNT_AUTO_SIGNUP": True,
            "SOCIALACCOUNT_LOGIN_ON_GET": False,
            "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"APPS": self._apps(), "OAUTH_PKCE_ENABLED": True}},
        }

    def _apps(self) -> list[dict[str, Any]]:
        if not self.issuer:
            return []
        return [
            {
                "provider_id": "gemeente",
                "name": self.name,
                "client_id": self.client,
                "secret": self.secret,
                "settings": {"server_url": self.issuer},
            }
        ]


def configured() -> SignIn:
    """The provider that the environment names; none without KAPSTOK_OIDC_ISSUER."""
    issuer = env.text("KAPSTOK_OIDC_ISSUER")
    if not issuer:
        return SignIn()
    missing = [name for name in ("KAPSTOK_OIDC_CLIENT", "KAPSTOK_OIDC_SECRET") if not env.text(name)]
    if missing:
        raise SettingError(f"KAPSTOK_OIDC_ISSUER is gezet, maar {' en '.join(missing)} nog niet")
    return SignIn(
        issuer=issuer,
        client=env.text("KAPSTOK_OIDC_CLIENT"),
        secret=env.text("KAPSTOK_OIDC_SECRET"),
        name=env.text("KAPSTOK_OIDC_NAME", "account van uw gemeente"),
        claim=env.text("KAPSTOK_OIDC_CLAIM", "groups"),
        seats=tuple(_seat(word) for word in env.words("KAPSTOK_OIDC_ROLES")),
    )


def _seat(word: str) -> tuple[str, str, str]:
    """`group=municipality:role`, such as npo-beleid=diemen:policy_officer."""
    group, _, seat = word.partition("=")
    municipality, _, role = seat.partition(":")
    if not (group and municipality and role):
        raise SettingError(
            f"KAPSTOK_OIDC_ROLES: “{word}” is geen groep=gemeente:rol, zoals beleid=diemen:policy_officer"
        )
    return group, municipality, role
