"""A field that tells in a sentence why a file is not taken."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.files import File
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.refusals import Refused
from files.actions import receive
from files.kinds import ACCEPT, look_at
from files.models import StoredFile


class UploadField(forms.FileField):
    """Looks at size, ending and first bytes; the rest is found out by `receive`."""

    widget = forms.FileInput
    default_error_messages = {
        "required": _("Choose a file."),
        "empty": _("The file is empty. Look at it on your device and send it again."),
    }

    def to_python(self, data: Any) -> File | None:
        upload = super().to_python(data)
        if upload is not None:
            try:
                look_at(upload)
            except Refused as refusal:
                raise ValidationError(str(refusal), code="refused") from refusal
        return upload

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": ACCEPT}


class UploadForm(forms.Form):
    """One file. A form with more fields inherits from it, or has an `UploadField` of its own."""

    file = UploadField(
        label=_("File"),
        help_text=format_lazy(
            _(
                "PDF; DOCX, PPTX, XLSX; ODT, ODP, ODS; JPEG, PNG, WebP; or a ZIP of them;"
                " up to {limit}."
            ),
            limit=lazy(filesizeformat, str)(settings.UPLOAD_LIMIT),
        ),
    )

    def receive(self, *, by: AbstractBaseUser) -> StoredFile | None:
        """Keep the file of this valid form; or None, and the reason stands beside the field."""
        try:
            return receive(self.cleaned_data["file"], by=by)
        except Refused as refusal:
            self.add_error("file", str(refusal))
            return None
