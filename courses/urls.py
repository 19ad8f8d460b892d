from django.contrib.auth.decorators import login_not_required
from django.urls import path

from courses.views import enrolments, groups, joining, lessons, lists, manage, places, sessions

app_name = "courses"
urlpatterns = [
    path("sessions/", login_not_required(sessions.sessions), name="sessions"),
    path("sessions/enrolments/<str:code>/", enrolments.enrolment, name="enrolment"),
    path("sessions/enrolments/<str:code>/track/", enrolments.track, name="track"),
    path("sessions/enrolments/<str:code>/withdraw/", enrolments.withdraw, name="withdraw"),
    path("sessions/enrolments/<str:code>/break/", enrolments.take_break, name="take_break"),
    path("sessions/enrolments/<str:code>/back/", enrolments.come_back, name="come_back"),
    path("sessions/enrolments/<str:code>/reflection/", enrolments.reflection, name="reflection"),
    path("sessions/enrolments/<str:code>/place/", places.give_place, name="give_place"),
    path("sessions/enrolments/<str:code>/group/", places.move_to_group, name="move_to_group"),
    path(
        "sessions/enrolments/<str:code>/lessons/<uuid:key>/done/", lessons.done, name="lesson_done"
    ),
    path(
        "sessions/enrolments/<str:code>/lessons/<uuid:key>/answer/", lessons.answer, name="answer"
    ),
    path("sessions/groups/", groups.groups, name="groups"),
    path("sessions/groups/<str:code>/", groups.group, name="group"),
    path("sessions/groups/<str:code>/quota/", groups.quota, name="quota"),
    path("sessions/groups/<str:code>/tutors/", groups.tutors, name="group_tutors"),
    path("sessions/groups/<str:code>/links/", groups.make_link, name="make_link"),
    path(
        "sessions/groups/<str:code>/links/<str:link>/revoke/",
        groups.revoke_link,
        name="revoke_link",
    ),
    path("sessions/manage/", manage.sessions, name="manage"),
    path("sessions/manage/new/", manage.create, name="create_session"),
    path("sessions/manage/<str:code>/", lists.enrolments, name="enrolments"),
    path("sessions/manage/<str:code>/edit/", manage.edit, name="edit_session"),
    path("sessions/manage/<str:code>/milestones/", manage.milestones, name="milestones"),
    path("sessions/manage/<str:code>/delete/", manage.delete, name="delete_session"),
    path("sessions/manage/<str:code>/exceptions/", places.exception, name="exception"),
    path("sessions/manage/<str:code>/enrolments.xlsx", lists.xlsx, name="enrolments_xlsx"),
    path("sessions/manage/<str:code>/enrolments.csv", lists.csv, name="enrolments_csv"),
    path("sessions/<str:code>/", login_not_required(sessions.session), name="session"),
    path("sessions/<str:code>/enrol/", sessions.enrol, name="enrol"),
    path("sessions/<str:code>/groups/new/", groups.form, name="form_group"),
    path("join/group/<str:token>/", login_not_required(joining.join), name="join_group"),
]
