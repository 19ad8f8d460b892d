"""Pictures of Wagtail's library are drawn anew: the file itself carries no EXIF and no place."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from core.refusals import Refused
from files.cleaning import cleaned
from files.kinds import look_at


class RedrawnImageField(WagtailImageField):
    def to_python(self, data: Any) -> Any:
        """Drawn before Wagtail looks at it: a picture that was cut would be an error 500 there."""
        if data in self.empty_values:
            return None
        self.check_image_file_size(data)
        try:
            _redraw(data)
        except Refused as refusal:
            raise ValidationError(str(refusal), code="refused") from refusal
        return super().to_python(data)


class RedrawnImageForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):  # the form for several pictures has none
            self.fields["file"] = RedrawnImageField(
                label=field.label,
                widget=field.widget,
                required=field.required,
                max_length=field.max_length,
            )


def _redraw(upload: File) -> None:
    """In place, so that whoever else holds the upload has no other copy."""
    kind = look_at(upload)
    upload.seek(0)
    drawn = cleaned(upload.read(), kind)
    upload.seek(0)
    upload.truncate()
    upload.write(drawn)
    upload.flush()
    upload.seek(0)
    upload.size = len(drawn)
