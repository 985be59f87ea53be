"""The forms of django-allauth, asking in plain Dutch and in our look."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms

from kapstok.core.forms import KapstokForm

EMAIL = "E-mailadres"
CODE = "Code"
PASSWORD = "Wachtwoord"
NEW_PASSWORD = "Nieuw wachtwoord"
AGAIN = "Nog een keer"
LONG_ENOUGH = "Minstens 12 tekens. Een paar losse woorden achter elkaar werkt goed."
CODE_IN_MAIL = "Staat in de mail die u net kreeg. De streepjes mag u weglaten."


class Asked(forms.Form):
    """Labels and hints for the fields that a form of django-allauth has made."""

    labels: ClassVar[Mapping[str, str]] = {}
    hints: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            field.widget.attrs.pop("placeholder", None)
            if name == "code":
                field.widget.attrs |= {"size": 12, "autocapitalize": "characters", "spellcheck": "false"}


class RequestCodeForm(KapstokForm, Asked, account.RequestLoginCodeForm):  # type: ignore[misc]
    labels: ClassVar = {"email": EMAIL}


class LoginCodeForm(KapstokForm, Asked, account.ConfirmLoginCodeForm):  # type: ignore[misc]
    labels: ClassVar = {"code": CODE}
    hints: ClassVar = {"code": CODE_IN_MAIL}


class PasswordForm(KapstokForm, Asked, account.LoginForm):  # type: ignore[misc]
    labels: ClassVar = {"login": EMAIL, "password": PASSWORD}


class ForgottenPasswordForm(KapstokForm, Asked, account.ResetPasswordForm):  # type: ignore[misc]
    labels: ClassVar = {"email": EMAIL}


class ForgottenCodeForm(KapstokForm, Asked, account.ConfirmPasswordResetCodeForm):  # type: ignore[misc]
    labels: ClassVar = {"code": CODE}
    hints: ClassVar = {"code": CODE_IN_MAIL}


class NewPasswordForm(KapstokForm, Asked, account.ResetPasswordKeyForm):  # type: ignore[misc]
    labels: ClassVar = {"password1": NEW_PASSWORD, "password2": AGAIN}
    hints: ClassVar = {"password1": LONG_ENOUGH}


class FirstPasswordForm(KapstokForm, Asked, account.SetPasswordForm):  # type: ignore[misc]
    labels: ClassVar = {"password1": PASSWORD, "password2": AGAIN}
    hints: ClassVar = {"password1": LONG_ENOUGH}


class ChangePasswordForm(KapstokForm, Asked, account.ChangePasswordForm):  # type: ignore[misc]
    labels: ClassVar = {"oldpassword": "Huidig wachtwoord", "password1": NEW_PASSWORD, "password2": AGAIN}
    hints: ClassVar = {"password1": LONG_ENOUGH}


class ConfirmPasswordForm(KapstokForm, Asked, account.ReauthenticateForm):  # type: ignore[misc]
    labels: ClassVar = {"password": PASSWORD}


class SecondStepForm(KapstokForm, Asked, second_step.AuthenticateForm):  # type: ignore[misc]
    labels: ClassVar = {"code": CODE}
    hints: ClassVar = {"code": "Zes cijfers uit uw app, of een van uw noodcodes."}


class ConfirmSecondStepForm(KapstokForm, Asked, second_step.ReauthenticateForm):  # type: ignore[misc]
    labels: ClassVar = {"code": CODE}
    hints: ClassVar = {"code": "Zes cijfers uit uw app, of een van uw noodcodes."}


class ActivateAppForm(KapstokForm, Asked, ActivateTOTPForm):  # type: ignore[misc]
    labels: ClassVar = {"code": "Code uit de app"}
    hints: ClassVar = {"code": "De zes cijfers die de app nu laat zien."}


class AddKeyForm(KapstokForm, Asked, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    labels: ClassVar = {"name": "Hoe noemt u deze sleutel?", "passwordless": "Ook zonder e-mailadres inloggen"}
    hints: ClassVar = {"passwordless": "U logt dan in met alleen uw vingerafdruk, gezicht of pincode."}


class RenameKeyForm(KapstokForm, Asked, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    labels: ClassVar = {"name": "Naam van deze sleutel"}


class NameForm(KapstokForm):
    """What colleagues see of somebody."""

    name = forms.CharField(label="Naam", max_length=100, help_text="Zo zien collega's u.", required=False)
