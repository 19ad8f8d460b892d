from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.enrolment import Enrolment
from courses.models.pages import LessonPage


class LessonDone(models.Model):
    """The teacher says: I have done this lesson."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="lessons_done")
    lesson = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "lesson"], name="lesson_done_once")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.lesson}"


class SelfCheck(models.Model):
    """The last answer to a self-check question of a lesson; never a mark."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="self_checks")
    lesson = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="+")
    question = models.UUIDField()  # the block's id in the lesson's text; a copied lesson shares it
    answer = models.PositiveSmallIntegerField()
    is_correct = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson", "question"], name="one_answer_a_question"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.question}"


class Achievement(models.Model):
    """Something the completion rule asks for, reached in this enrolment.

    `amount` counts (reviews given); `facts` go into the certificate.
    """

    class What(models.TextChoices):
        LESSONS = "lessons", _("Lessons")
        REVIEWS = "reviews", _("Reviews given")
        PRODUCT = "product", _("Accepted project")
        RUN = "run", _("Run with pupils")
        REFLECTION = "reflection", _("Reflection")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="achievements")
    what = models.CharField(max_length=12, choices=What.choices)
    amount = models.PositiveSmallIntegerField(default=1)
    facts = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "what"], name="one_achievement_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.get_what_display()}"


class Reflection(models.Model):
    """What the teacher takes from the session, in their own words; the tutor reads it."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="reflection")
    text = models.TextField(_("reflection"), max_length=6000)
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.enrolment)
