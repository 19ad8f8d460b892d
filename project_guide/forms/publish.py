"""What the coordinator adds to an accepted project before it enters the Guide."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.images.models import AbstractImage
from wagtail.models import Collection

from core.forms import Lines
from core.text import tidy
from project_guide.forms.fields import Tags
from project_guide.models import ProjectPage

PICTURES = ".jpg,.jpeg,.png,.webp"


class Publish(forms.Form):
    tags = Tags(
        label=_("Tags"),
        required=False,
        help_text=_("Up to 8 words a colleague would look for, with commas between them."),
    )
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        allow_empty_file=True,  # the library says what is wrong with it
        widget=forms.FileInput(attrs={"accept": PICTURES}),
        help_text=_("JPEG, PNG or WebP, best 16 to 9. No pupils' faces or names."),
    )
    alt = forms.CharField(
        label=_("What the picture shows"),
        required=False,
        max_length=255,
        help_text=_("Read aloud to whoever does not see it, e.g. “Two buckets on a river bank”."),
    )
    without_picture = forms.BooleanField(label=_("Take the present picture away"), required=False)

    def __init__(self, *args: Any, page: ProjectPage, **kwargs: Any) -> None:
        self.page = page
        super().__init__(*args, **kwargs)
        self.initial = {
            "tags": [str(tag) for tag in page.tags.all()],
            "alt": page.picture.description if page.picture else "",
        }
        if page.picture is None:
            del self.fields["without_picture"]

    def clean_alt(self) -> str:
        return tidy(self.cleaned_data["alt"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.new_picture: AbstractImage | None = None
        upload = cleaned.get("picture")
        if upload:
            if not cleaned.get("alt"):
                self.add_error("alt", _("Say in a few words what the picture shows."))
            self.new_picture = self._drawn(upload)
        return cleaned

    def _drawn(self, upload: Any) -> AbstractImage | None:
        """The picture as the library takes it, not saved yet; or None, and the reason is told."""
        form = get_image_form(get_image_model())(
            {
                "title": self.page.title,
                "description": self.cleaned_data.get("alt", ""),
                "collection": Collection.get_first_root_node().pk,
            },
            {"file": upload},
        )
        if not form.is_valid():
            reasons = [str(error) for errors in form.errors.values() for error in errors]
            self.add_error("picture", ValidationError(reasons))
            return None
        return form.save(commit=False)

    @property
    def kept_picture(self) -> AbstractImage | None:
        """The present picture, unless it is to be taken away."""
        return None if self.cleaned_data.get("without_picture") else self.page.picture


class TakeOff(forms.Form):
    reason = Lines(
        label=_("Why it is taken off"),
        max_length=1000,
        rows=3,
        help_text=_("The authors will read this."),
    )
