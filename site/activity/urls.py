from django.contrib.auth.decorators import login_not_required
from django.urls import path

from activity.views import notices

app_name = "activity"
urlpatterns = [
    path("desk/notices/", notices.notices, name="notices"),
    path("desk/notices/read/", notices.read_all, name="read_all"),
    path("demo/mail/", login_not_required(notices.demo_mail), name="demo_mail"),
]
