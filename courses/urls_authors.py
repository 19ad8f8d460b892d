from django.urls import path

from courses.views import authors

app_name = "courses_authors"
urlpatterns = [
    path("sessions/courses/<int:course_id>/authors/", authors.authors, name="authors"),
    path(
        "sessions/courses/<int:course_id>/authors/<str:person>/dismiss/",
        authors.dismiss,
        name="dismiss",
    ),
    path("sessions/courses/<int:course_id>/approval/", authors.approval, name="approval"),
]
