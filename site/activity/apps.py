from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "activity"

    def ready(self) -> None:
        from activity import tasks  # noqa: F401 - registers the room's jobs
