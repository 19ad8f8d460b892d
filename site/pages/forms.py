"""Pictures of Wagtail's library are drawn anew: the file itself carries no EXIF and no place."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from wagtail.images.forms import BaseImageForm

from core.refusals import Refused
from files.cleaning import cleaned
from files.handlers import TooBig
from files.kinds import look_at, refuse_size


class RedrawnImageForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("file")
        if field and isinstance(self.files.get(self.add_prefix("file")), TooBig):
            field.error_messages["invalid_image"] = field.error_messages[
                "file_too_large_unknown_size"
            ]

    def clean_file(self) -> Any:
        """The picture without its metadata, or the reason why it cannot be drawn."""
        upload = self.cleaned_data["file"]
        if isinstance(upload, UploadedFile):
            try:
                _redraw(upload)
            except Refused as refusal:
                raise ValidationError(str(refusal), code="refused") from refusal
        return upload


def _redraw(upload: UploadedFile) -> None:
    """In place, so that whoever else holds the upload has no other copy."""
    kind = look_at(upload)
    upload.seek(0)
    drawn = cleaned(upload.read(), kind)
    refuse_size(len(drawn))
    upload.seek(0)
    upload.truncate()
    upload.write(drawn)
    upload.flush()
    upload.seek(0)
    upload.size = len(drawn)
