"""Pictures of the Guide: drawn in two sizes after publication, only looked up when shown."""

from collections.abc import Iterable

from wagtail.images import get_image_model
from wagtail.images.models import AbstractRendition

CARD = "fill-640x360"
BROAD = "max-1280x720"


def drawn(images: Iterable[int | None], size: str) -> dict[int, AbstractRendition]:
    """What has been drawn of the images in this size, by the image; one query, none without any."""
    wanted = {pk for pk in images if pk}
    if not wanted:
        return {}
    model = get_image_model().get_rendition_model()
    found = model.objects.filter(image__in=wanted, filter_spec=size).select_related("image")
    return {rendition.image_id: rendition for rendition in found}


def draw(image_pk: int) -> None:
    """Draw what is missing; doing it twice changes nothing."""
    image = get_image_model().objects.filter(pk=image_pk).first()
    if image is not None:
        for rendition in image.get_renditions(CARD, BROAD).values():
            rendition.file.close()
