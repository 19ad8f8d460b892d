from django.urls import path

from project_guide.views import publish

urlpatterns = [
    path("projects/<str:code>/publish/", publish.publish, name="publish"),
    path("projects/<str:code>/publish/preview/", publish.preview, name="publish_preview"),
    path("projects/<str:code>/publish/take-off/", publish.take_off, name="take_off"),
]
