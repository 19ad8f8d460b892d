from django.apps import AppConfig


class ProjectGuideConfig(AppConfig):
    name = "project_guide"
    verbose_name = "Guide to network projects"

    def ready(self) -> None:
        from project_guide import publication, tasks  # noqa: F401 - handlers and jobs
