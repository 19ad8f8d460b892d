"""What tests of the editor share: files, forms of a lesson, an author at work."""

import io
import json

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from courses.actions import editors
from people.models import User
from tests.factories.people import UserFactory


def editor(**fields: str) -> User:
    person = UserFactory(**fields)
    person.groups.add(editors.set_up())
    return person


def png(width: int = 8) -> io.BytesIO:
    file = io.BytesIO()
    Picture.new("RGB", (width, 8), "teal").save(file, "PNG")
    file.name = f"{width}.png"
    file.seek(0)
    return file


def make_image(title: str, collection: Collection, *tags: str, width: int = 8):
    image = get_image_model().objects.create(
        title=title,
        collection=collection,
        file=ImageFile(png(width), name=f"picture{width}.png"),
        width=width,
        height=8,
    )
    image.tags.add(*tags)
    return image


def make_document(title: str, collection: Collection, *tags: str):
    document = get_document_model().objects.create(
        title=title, collection=collection, file=ContentFile(title.encode(), name="list.txt")
    )
    document.tags.add(*tags)
    return document


def lesson_form(title: str, *blocks: tuple[str, dict[str, str]], **more: str) -> dict[str, str]:
    """What the browser posts for a lesson; without blocks, one heading."""
    blocks = blocks or (("heading", {"": "A heading"}),)
    form = {
        "title": title,
        "slug": "",
        "summary": "In short.",
        "minutes": "20",
        "body-count": str(len(blocks)),
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    }
    for number, (kind, values) in enumerate(blocks):
        form |= {
            f"body-{number}-deleted": "",
            f"body-{number}-order": str(number),
            f"body-{number}-type": kind,
        }
        form |= {f"body-{number}-value{name}": value for name, value in values.items()}
    return form | more


def picture(pk: int) -> tuple[str, dict[str, str]]:
    return "image", {"-image": str(pk), "-alternative": "A table", "-caption": ""}


def file(pk: int) -> tuple[str, dict[str, str]]:
    return "file", {"-document": str(pk), "-about": ""}


def text_with_link(kind: str, pk: int) -> tuple[str, dict[str, str]]:
    """A paragraph whose words lead to a page ("LINK") or a document ("DOCUMENT")."""
    content = {
        "blocks": [
            {
                "key": "a1",
                "text": "Look here",
                "type": "unstyled",
                "depth": 0,
                "inlineStyleRanges": [],
                "entityRanges": [{"offset": 0, "length": 4, "key": 0}],
            }
        ],
        "entityMap": {"0": {"type": kind, "mutability": "MUTABLE", "data": {"id": pk}}},
    }
    return "text", {"": json.dumps(content)}
