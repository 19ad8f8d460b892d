from django.db import models
from django.utils.translation import gettext_lazy as _

from core.codes import random_code
from people.models import User


class Thread(models.Model):
    """A conversation that knows nothing of what it is about: an upper room holds it."""

    code = models.CharField(max_length=12, unique=True, default=random_code, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.code


class Post(models.Model):
    """What somebody said in a thread; changed or taken back by nobody."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="posts")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("text"), max_length=4000)
    at = models.DateTimeField()
    key = models.CharField(max_length=40, unique=True)  # of the form: sent twice, posted once

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
