from django.contrib.auth.decorators import login_not_required
from django.urls import path

from people.views import kept, members, profile

app_name = "people"
urlpatterns = [
    path("accounts/profile/", profile.profile, name="profile"),
    path("accounts/kept/", kept.kept, name="kept"),
    path("language/<str:code>/", login_not_required(profile.language), name="language"),
    path("desk/centres/<str:code>/people/", members.members, name="members"),
    path("desk/centres/<str:code>/people.xlsx", members.xlsx, name="members_xlsx"),
    path("desk/centres/<str:code>/people.csv", members.csv, name="members_csv"),
    path("desk/memberships/<int:pk>/end/", members.end, name="end_membership"),
    path("desk/invitations/<str:code>/revoke/", members.revoke, name="revoke_invitation"),
    path("join/centre/<str:token>/", login_not_required(members.invitation), name="invitation"),
]
