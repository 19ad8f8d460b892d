from django.contrib.auth.decorators import login_not_required
from django.urls import path

from credentials.views import verify

app_name = "credentials"
urlpatterns = [
    path("verify/", login_not_required(verify.verify), name="verify"),
    path("verify/<str:code>/", login_not_required(verify.document), name="document"),
    path("verify/<str:code>/document.pdf", login_not_required(verify.pdf), name="pdf"),
]
