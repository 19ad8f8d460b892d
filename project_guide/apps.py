from django.apps import AppConfig


class ProjectGuideConfig(AppConfig):
    name = "project_guide"
    verbose_name = "Guide to network projects"
