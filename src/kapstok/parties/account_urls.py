"""The pages of django-allauth that Kapstok uses, under Dutch addresses. What is not here cannot be reached.

Nobody signs up, changes her address or connects accounts here; where django-allauth may still want to lead there, the
name leads to a page that says what to do.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as spare_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as service
from allauth.socialaccount.providers.openid_connect import views as openid
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path

from kapstok.parties import account_views as own
from kapstok.parties.confirming import confirm_first

FRONT_DOOR = account.RequestLoginCodeView.as_view(extra_context={"service": own.service})

SIGNING_IN: list[URLPattern] = [
    path("inloggen/", FRONT_DOOR, name="account_login"),
    path("inloggen/", FRONT_DOOR, name="account_request_login_code"),
    path("inloggen/code/", account.confirm_login_code, name="account_confirm_login_code"),
    path("inloggen/wachtwoord/", account.login, name="password-login"),
    path("inloggen/toegangssleutel/", own.passkey, name="passkey-login"),
    path("inloggen/toegangssleutel/antwoord/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("inloggen/tweede-stap/", second_step.authenticate, name="mfa_authenticate"),
    path("inloggen/afgebroken/", service.login_cancelled, name="socialaccount_login_cancelled"),
    path("inloggen/mislukt/", login_not_required(service.login_error), name="socialaccount_login_error"),
    path("inloggen/<str:provider_id>/heen/", own.to_service, name="openid_connect_login"),
    path("inloggen/<str:provider_id>/terug/", openid.callback, name="openid_connect_callback"),
    path("uitloggen/", account.logout, name="account_logout"),
    path("gesloten/", account.account_inactive, name="account_inactive"),
    path("op-uitnodiging/", own.by_invitation, name="account_signup"),
    path("op-uitnodiging/", own.by_invitation, name="socialaccount_signup"),
    path("op-uitnodiging/", own.by_invitation, name="account_email_verification_sent"),
]

FORGOTTEN: list[URLPattern] = [
    path("wachtwoord/vergeten/", account.password_reset, name="account_reset_password"),
    path("wachtwoord/code/", account.confirm_password_reset_code, name="account_confirm_password_reset_code"),
    path("wachtwoord/nieuw/", account.complete_password_reset, name="account_complete_password_reset"),
    path("wachtwoord/klaar/", account.password_reset_from_key_done, name="account_password_reset_completed"),
]

OWN_ACCOUNT: list[URLPattern] = [
    path("", own.mine, name="my-account"),
    path("", own.mine, name="mfa_index"),
    path("", own.mine, name="mfa_list_webauthn"),
    path("", own.mine, name="socialaccount_connections"),
    path("naam/", own.rename, name="my-name"),
    path("sessie/<int:pk>/uitloggen/", own.end_session, name="end-session"),
    path("andere-sessies/uitloggen/", own.end_other_sessions, name="end-other-sessions"),
    path("wachtwoord/veranderen/", account.password_change, name="account_change_password"),
    path("wachtwoord/kiezen/", confirm_first(account.password_set), name="account_set_password"),
]

SECOND_STEP: list[URLPattern] = [
    path("tweede-stap/", own.second_factor, name="second-factor"),
    path("app/aanzetten/", confirm_first(totp.activate_totp), name="mfa_activate_totp"),
    path("app/uitzetten/", confirm_first(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("toegangssleutel/nieuw/", confirm_first(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("toegangssleutel/<int:pk>/weg/", confirm_first(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
    path("toegangssleutel/<int:pk>/naam/", confirm_first(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("noodcodes/", confirm_first(spare_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("noodcodes/nieuw/", confirm_first(spare_codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("noodcodes/bewaren/", confirm_first(spare_codes.download_recovery_codes), name="mfa_download_recovery_codes"),
]

CONFIRMING: list[URLPattern] = [
    path("bevestigen/wachtwoord/", account.reauthenticate, name="account_reauthenticate"),
    path("bevestigen/code/", second_step.reauthenticate, name="mfa_reauthenticate"),
    path("bevestigen/toegangssleutel/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("bevestigen/opnieuw-inloggen/", own.sign_in_again, name="sign-in-again"),
]

urlpatterns = [*SIGNING_IN, *FORGOTTEN, *OWN_ACCOUNT, *SECOND_STEP, *CONFIRMING]
