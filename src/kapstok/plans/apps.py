from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "kapstok.plans"

    def ready(self) -> None:
        from kapstok.parties.directory.handing import HANDED_OVER  # noqa: PLC0415  apps are ready only now
        from kapstok.plans.working.handing import STEPS  # noqa: PLC0415

        HANDED_OVER.append(STEPS)
