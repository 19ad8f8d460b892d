from django.contrib.auth.decorators import login_not_required
from django.urls import path

from pages import views

app_name = "pages"
urlpatterns = [path("components/", login_not_required(views.components), name="components")]
