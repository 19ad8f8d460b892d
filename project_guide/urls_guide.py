from django.urls import path, re_path

from project_guide.views import guide, publish

urlpatterns = [
    re_path(r"^(guide/(?:[\w\-]+/)*)$", guide.serve, name="guide"),
    path("projects/<str:code>/publish/", publish.publish, name="publish"),
    path("projects/<str:code>/publish/preview/", publish.preview, name="publish_preview"),
    path("projects/<str:code>/publish/take-off/", publish.take_off, name="take_off"),
]
