from django import forms
from django.utils.translation import gettext_lazy as _

from core.codes import ALPHABET
from credentials.models import Document


def bare_code(typed: str) -> str:
    """A code as it is stored, from one that was typed with spaces, dashes or small letters."""
    return "".join(sign for sign in typed.upper() if sign in ALPHABET)


class Verify(forms.Form):
    """The code printed on a document; valid when there is such a document."""

    code = forms.CharField(
        label=_("Code of the document"),
        help_text=_(
            "26 letters and figures beside the square code. "
            "Spaces, dashes and small letters do no harm."
        ),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        code = bare_code(self.cleaned_data["code"])
        if not Document.objects.filter(code=code).exists():
            raise forms.ValidationError(
                _(
                    "No document has this code. Compare it with the paper sign by sign; "
                    "if it is the same, the document was not issued here."
                ),
                code="unknown",
            )
        return code
