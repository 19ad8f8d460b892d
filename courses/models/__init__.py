from courses.models.authorship import AuthorGroup, Authorship
from courses.models.enrolment import Enrolment, TrackException
from courses.models.group import Group, GroupInvitation, GroupMembership, GroupTutor
from courses.models.milestone import Milestone
from courses.models.pages import CoursePage, CoursesIndexPage, LessonPage, ModulePage
from courses.models.progress import Achievement, LessonDone, Reflection, SelfCheck
from courses.models.session import Track, TrainingSession

__all__ = [
    "Achievement",
    "AuthorGroup",
    "Authorship",
    "CoursePage",
    "CoursesIndexPage",
    "Enrolment",
    "Group",
    "GroupInvitation",
    "GroupMembership",
    "GroupTutor",
    "LessonDone",
    "LessonPage",
    "Milestone",
    "ModulePage",
    "Reflection",
    "SelfCheck",
    "Track",
    "TrackException",
    "TrainingSession",
]
