from django.urls import path

from desk.views import desk

app_name = "desk"
urlpatterns = [path("desk/", desk.desk, name="desk")]
