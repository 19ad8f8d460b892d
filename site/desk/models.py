from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page


class HomePage(Page):
    """The first page of a visitor: what this is, the open session, recent projects."""

    lead = models.TextField(_("what this is, in two sentences"), max_length=400, blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    max_count = 1
    template = "desk/home_page.html"

    class Meta:
        verbose_name = _("home page")
