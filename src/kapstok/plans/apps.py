from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "kapstok.plans"

    def ready(self) -> None:
        from kapstok.parties.directory.handing import HANDED_OVER  # noqa: PLC0415  apps are ready only now
        from kapstok.parties.directory.queries import TAKES_PART  # noqa: PLC0415
        from kapstok.parties.meetings.feeds import FINDERS as DATES  # noqa: PLC0415
        from kapstok.parties.meetings.slots import FINDERS  # noqa: PLC0415
        from kapstok.plans.elsewhere import led_to, measures_of  # noqa: PLC0415
        from kapstok.plans.working.calendar import own_entries  # noqa: PLC0415
        from kapstok.plans.working.handing import STEPS  # noqa: PLC0415

        HANDED_OVER.append(STEPS)
        TAKES_PART.append(measures_of)
        FINDERS.append(led_to)
        DATES.append(own_entries)
