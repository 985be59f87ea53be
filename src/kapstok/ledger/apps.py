from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "kapstok.ledger"

    def ready(self) -> None:
        from kapstok.ledger.filling import fill_on_adoption  # noqa: PLC0415  apps are ready only now
        from kapstok.ledger.journal import hooks  # noqa: PLC0415
        from kapstok.ledger.subsidies import register_hooks  # noqa: PLC0415
        from kapstok.plans.deciding.actions import ADOPTED  # noqa: PLC0415

        ADOPTED.append(fill_on_adoption)
        register_hooks()
        hooks.register_hooks()
