from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from core.codes import random_code
from files.sentences import sentence


class Kind(models.TextChoices):
    """What people may send; the words are names of formats, the same in every language."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "DOCX"
    PPTX = "pptx", "PPTX"
    XLSX = "xlsx", "XLSX"
    ODT = "odt", "ODT"
    ODP = "odp", "ODP"
    ODS = "ods", "ODS"
    JPEG = "jpeg", "JPEG"
    PNG = "png", "PNG"
    WEBP = "webp", "WebP"
    ZIP = "zip", "ZIP"

    @property
    def is_image(self) -> bool:
        return self in IMAGES

    @property
    def content_type(self) -> str:
        return f"image/{self.value}" if self.is_image else f"application/{SUBTYPES[self]}"

    @property
    def extension(self) -> str:
        return "jpg" if self is Kind.JPEG else self.value


IMAGES = (Kind.JPEG, Kind.PNG, Kind.WEBP)
SUBTYPES = {
    Kind.PDF: "pdf",
    Kind.DOCX: "vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.PPTX: "vnd.openxmlformats-officedocument.presentationml.presentation",
    Kind.XLSX: "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.ODT: "vnd.oasis.opendocument.text",
    Kind.ODP: "vnd.oasis.opendocument.presentation",
    Kind.ODS: "vnd.oasis.opendocument.spreadsheet",
    Kind.ZIP: "zip",
}


def file_code() -> str:
    return random_code(26)


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def of(self, person: models.Model) -> Self:
        return self.filter(owner=person)

    def images(self) -> Self:
        return self.filter(kind__in=IMAGES)

    def bytes_used(self) -> int:
        return self.aggregate(total=Sum("size"))["total"] or 0

    def keys_in(self, folder: str) -> set[str]:
        """The keys of stored bytes that a row speaks for; `folder` ends with a stroke."""
        return set(self.filter(key__startswith=folder).values_list("key", flat=True))


class StoredFile(models.Model):
    """A file that somebody sent, cleaned or held; its bytes lie in the private storage.

    A held file could not be cleaned: it is as it was sent, and nobody but its owner gets it.

    A person's erasure takes the rows along (CASCADE) and the daily sweep then takes the
    bytes. A room that must keep a file holds it with a PROTECT key of its own.
    """

    code = models.CharField(max_length=26, unique=True, default=file_code, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stored_files"
    )
    name = models.CharField(_("name"), max_length=200)  # as the owner called it; not for reviewers
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices)
    size = models.PositiveBigIntegerField(_("size"))  # bytes
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=60, unique=True)
    held_for = models.PositiveSmallIntegerField(null=True, blank=True)  # the Trouble, when held
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.name

    @property
    def is_held(self) -> bool:
        return self.held_for is not None

    @property
    def why_held(self) -> str:
        """A sentence for the owner, with what to do."""
        return "" if self.held_for is None else sentence(self.held_for)

    @property
    def content_type(self) -> str:
        return Kind(self.kind).content_type

    @property
    def is_image(self) -> bool:
        return Kind(self.kind).is_image
