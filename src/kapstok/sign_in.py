"""How people sign in: the settings of django-allauth, and the municipality's own sign-in service if there is one."""

from dataclasses import dataclass
from typing import Any

from kapstok import env
from kapstok.core.access import Role
from kapstok.env import SettingError

PROVIDER = "gemeente"  # in the address that the sign-in service leads back to
CONFIRMED_SECONDS = 15 * 60  # after this long, a dangerous act asks again who you are

ACCOUNT_FORMS = {
    "login": "PasswordForm",
    "request_login_code": "RequestCodeForm",
    "confirm_login_code": "LoginCodeForm",
    "reset_password": "ForgottenPasswordForm",
    "confirm_password_reset_code": "ForgottenCodeForm",
    "reset_password_from_key": "NewPasswordForm",
    "set_password": "FirstPasswordForm",
    "change_password": "ChangePasswordForm",
    "reauthenticate": "ConfirmPasswordForm",
}
SECOND_STEP_FORMS = {
    "authenticate": "SecondStepForm",
    "reauthenticate": "ConfirmSecondStepForm",
    "activate_totp": "ActivateAppForm",
    "add_webauthn": "AddKeyForm",
    "edit_webauthn": "RenameKeyForm",
}


@dataclass(frozen=True, slots=True)
class GroupSeat:
    """What a group of the sign-in service means here: a role in a municipality, named by its slug."""

    group: str
    municipality: str
    role: Role


@dataclass(frozen=True, slots=True)
class SignIn:
    """An OpenID provider and which of its groups mean which seat; without an issuer there is none.

    `vouches`: the service hands out no address that it does not manage itself, so that its word for an address will
    do even when it does not say `email_verified`.
    """

    issuer: str = ""
    client: str = ""
    secret: str = ""
    name: str = ""
    claim: str = "groups"
    seats: tuple[GroupSeat, ...] = ()
    vouches: bool = False

    def settings(self, *, demo: bool, https: bool) -> dict[str, Any]:
        return {
            **_people(demo),
            **_account(https),
            **_second_step(demo),
            **self._provider(),
            "ALLAUTH_TRUSTED_PROXY_COUNT": proxies(https),
            "USERSESSIONS_TRACK_ACTIVITY": False,  # a write on every page, to say something about a minute ago
        }

    def _provider(self) -> dict[str, Any]:
        return {
            "SOCIALACCOUNT_ADAPTER": "kapstok.parties.signing_in.Providers",
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
                "provider_id": PROVIDER,
                "name": self.name,
                "client_id": self.client,
                "secret": self.secret,
                "settings": {"server_url": self.issuer, "verified_email": self.vouches},
            }
        ]


def _people(demo: bool) -> dict[str, Any]:
    # In the demo a persona signs in by her own backend: a session of hers is worth nothing where that is not there.
    one_click = ["kapstok.demo.personas.OneClick"] if demo else []
    validation = "django.contrib.auth.password_validation"
    return {
        "AUTH_USER_MODEL": "parties.Person",
        "AUTHENTICATION_BACKENDS": [
            "django.contrib.auth.backends.ModelBackend",
            "allauth.account.auth_backends.AuthenticationBackend",
            *one_click,
        ],
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.ScryptPasswordHasher"],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"{validation}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
            {"NAME": f"{validation}.CommonPasswordValidator"},
            {
                "NAME": f"{validation}.UserAttributeSimilarityValidator",
                "OPTIONS": {"user_attributes": ("email", "name")},
            },
        ],
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "my-work",
    }


def _account(https: bool) -> dict[str, Any]:
    return {
        "ACCOUNT_ADAPTER": "kapstok.parties.signing_in.Accounts",
        "ACCOUNT_FORMS": {name: f"kapstok.parties.account_forms.{form}" for name, form in ACCOUNT_FORMS.items()},
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1"],  # without a password here, nobody is ever asked for one
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
        "ACCOUNT_LOGIN_BY_CODE_ENABLED": True,
        "ACCOUNT_LOGIN_BY_CODE_TIMEOUT": 10 * 60,
        "ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED": True,
        "ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT": 10 * 60,
        "ACCOUNT_PREVENT_ENUMERATION": True,
        # Of one address no more codes an hour than a person who mistypes needs: a stranger may ask for them too.
        "ACCOUNT_RATE_LIMITS": {
            "request_login_code": "20/m/ip,6/h/key",
            "reset_password": "20/m/ip,6/h/key",
            "login_failed": "10/m/ip,5/5m/key",
        },
        "ACCOUNT_LOGOUT_REDIRECT_URL": "/",
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": CONFIRMED_SECONDS,
        "ACCOUNT_SESSION_REMEMBER": True,
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if https else "http",
    }


def _second_step(demo: bool) -> dict[str, Any]:
    return {
        "MFA_ADAPTER": "kapstok.parties.signing_in.SecondSteps",
        "MFA_FORMS": {name: f"kapstok.parties.account_forms.{form}" for name, form in SECOND_STEP_FORMS.items()},
        "MFA_SUPPORTED_TYPES": ["recovery_codes", "totp", "webauthn"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_TOTP_ISSUER": "Kapstok",
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": demo,
    }


def proxies(https: bool) -> int:
    """How many of our own servers stand before this one: the address they saw counts, not what a visitor writes."""
    value = env.text("KAPSTOK_PROXIES", "1" if https else "0")
    if not (value.isascii() and value.isdigit()):
        raise SettingError(f"KAPSTOK_PROXIES is “{value}”; verwacht een getal, zoals 1")
    return int(value)


def configured() -> SignIn:
    """The provider that the environment names; none without KAPSTOK_OIDC_ISSUER. Raises SettingError."""
    issuer = env.text("KAPSTOK_OIDC_ISSUER").rstrip("/")
    if not issuer:
        return SignIn()
    if not issuer.startswith(("https://", "http://")):
        raise SettingError(f"KAPSTOK_OIDC_ISSUER is “{issuer}”; verwacht een adres, zoals https://login.gemeente.nl")
    missing = [name for name in ("KAPSTOK_OIDC_CLIENT", "KAPSTOK_OIDC_SECRET") if not env.text(name)]
    if missing:
        raise SettingError(f"KAPSTOK_OIDC_ISSUER is gezet, maar {' en '.join(missing)} nog niet")
    return SignIn(
        issuer=issuer,
        client=env.text("KAPSTOK_OIDC_CLIENT"),
        secret=env.text("KAPSTOK_OIDC_SECRET"),
        name=env.text("KAPSTOK_OIDC_NAME", "het account van uw gemeente"),
        claim=env.text("KAPSTOK_OIDC_CLAIM", "groups"),
        seats=tuple(_seat(word) for word in env.words("KAPSTOK_OIDC_ROLES")),
        vouches=env.flag("KAPSTOK_OIDC_VOUCHES"),
    )


def _seat(word: str) -> GroupSeat:
    """`group=municipality:role`, such as npo-beleid=diemen:policy_officer. A group may have signs of its own."""
    group, _, seat = word.rpartition("=")
    municipality, _, role = seat.partition(":")
    if not (group and municipality and role):
        raise SettingError(
            f"KAPSTOK_OIDC_ROLES: “{word}” is geen groep=gemeente:rol, zoals beleid=diemen:policy_officer"
        )
    if role not in list(Role):
        raise SettingError(f"KAPSTOK_OIDC_ROLES: rol “{role}” bestaat niet; kies uit: {', '.join(Role)}")
    return GroupSeat(group, municipality, Role(role))
