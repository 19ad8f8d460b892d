from django.urls import path, re_path

from desk.views import desk

app_name = "desk"
urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    re_path("^desk/(?P<role>coordinator|tutor|expert|editor|teacher)/$", desk.desk, name="screen"),
]
