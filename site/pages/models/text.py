from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from pages.blocks import PlainBlock
from pages.models.site_page import SitePage


class TextPage(SitePage):
    """A plain page: about, rules, a piece of news."""

    body = StreamField(PlainBlock(), verbose_name=_("text"))

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("body")]
    template = "pages/text_page.html"

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")
