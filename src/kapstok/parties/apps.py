from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "kapstok.parties"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added  # noqa: PLC0415  apps are ready only now

        from kapstok.parties.signing_in import remember_second_step  # noqa: PLC0415

        authenticator_added.connect(remember_second_step)
