"""The blocks of which training materials and plain pages are made."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

RICH = ["bold", "italic", "ol", "ul", "link", "document-link", "h3", "blockquote"]


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alternative = blocks.CharBlock(
        label=_("What the picture shows"),
        help_text=_("For those who do not see it, e.g. “A table with the dates of four stages”."),
        max_length=250,
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "pages/blocks/picture.html"


class VideoBlock(blocks.StructBlock):
    """A film of a named host, which is loaded only after a click."""

    address = blocks.URLBlock(
        label=_("Address of the player"),
        help_text=_("The address from “Embed”, e.g. https://rutube.ru/play/embed/…"),
    )
    title = blocks.CharBlock(label=_("What the film shows"), max_length=150)
    minutes = blocks.IntegerBlock(label=_("Minutes"), min_value=1, required=False)
    transcript = blocks.RichTextBlock(
        label=_("What is said, in short"), features=RICH, required=False
    )

    class Meta:
        icon = "media"
        label = _("Video")
        template = "pages/blocks/video.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned["address"].startswith(tuple(f"{host}/" for host in settings.VIDEO_HOSTS)):
            hosts = ", ".join(settings.VIDEO_HOSTS)
            raise blocks.StructBlockValidationError(
                block_errors={
                    "address": ValidationError(
                        _("Films can be shown from these hosts only: %(hosts)s") % {"hosts": hosts}
                    )
                }
            )
        return cleaned


class FileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("File"))
    about = blocks.CharBlock(label=_("What is in it"), max_length=200, required=False)

    class Meta:
        icon = "doc-full"
        label = _("File")
        template = "pages/blocks/file.html"


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("tip", _("Tip")), ("warning", _("Warning")), ("example", _("Example"))],
        default="tip",
    )
    text = blocks.RichTextBlock(label=_("Text"), features=RICH)

    class Meta:
        icon = "help"
        label = _("Callout")
        template = "pages/blocks/callout.html"


class StepBlock(blocks.StructBlock):
    task = blocks.TextBlock(label=_("What to do"), rows=2)
    result = blocks.TextBlock(label=_("What comes out of it"), rows=2, required=False)


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title of the task"), max_length=150)
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=1)

    class Meta:
        icon = "list-ol"
        label = _("Task, step by step")
        template = "pages/blocks/steps.html"


class AnswerBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Answer"), rows=2)
    correct = blocks.BooleanBlock(label=_("Correct"), required=False)
    explanation = blocks.TextBlock(label=_("Why"), rows=2, required=False)


class QuestionBlock(blocks.StructBlock):
    """A self-check question: one answer is chosen, and the reader is told at once why."""

    question = blocks.TextBlock(label=_("Question"), rows=2)
    answers = blocks.ListBlock(
        AnswerBlock(), label=_("Answers"), min_num=2, max_num=6, default=[{}, {}]
    )

    class Meta:
        icon = "circle-check"
        label = _("Self-check question")
        template = "pages/blocks/question.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not any(answer["correct"] for answer in cleaned["answers"]):
            raise blocks.StructBlockValidationError(
                non_block_errors=[_("Mark at least one answer as correct.")]
            )
        return cleaned


class MaterialBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(
        label=_("Heading"), icon="title", template="pages/blocks/heading.html", max_length=150
    )
    text = blocks.RichTextBlock(label=_("Text"), features=RICH, template="pages/blocks/text.html")
    image = PictureBlock()
    video = VideoBlock()
    file = FileBlock()
    callout = CalloutBlock()
    steps = StepsBlock()
    question = QuestionBlock()


class PlainBlock(blocks.StreamBlock):
    """For pages that teach nothing: news, rules, about."""

    heading = blocks.CharBlock(
        label=_("Heading"), icon="title", template="pages/blocks/heading.html", max_length=150
    )
    text = blocks.RichTextBlock(label=_("Text"), features=RICH, template="pages/blocks/text.html")
    image = PictureBlock()
    file = FileBlock()
    callout = CalloutBlock()
