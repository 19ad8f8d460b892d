"""What the tests of the room share."""

from typing import Any

import pytest
from wagtail.models import Page

from courses.models import CoursePage, LessonPage
from people.models import User
from tests.factories.people import CentreFactory, member


@pytest.fixture
def other_coordinator(db: None) -> User:
    return member("coordinator", CentreFactory(), email="elsewhere@example.org")


@pytest.fixture
def other_tutor(session: Any) -> User:
    """A tutor of the same centre who leads no group."""
    return member("tutor", session.centre, email="other-tutor@example.org")


@pytest.fixture
def lesson(course: CoursePage) -> LessonPage:
    return course.lessons()[0]


@pytest.fixture
def address() -> Any:
    """`address(page)` is where a page is read."""

    def of(page: Page) -> str:
        return page.get_url() or ""

    return of


@pytest.fixture
def text_of() -> Any:
    def of(response: Any) -> str:
        return response.content.decode()

    return of


@pytest.fixture
def image(db: None) -> Any:
    from wagtail.images import get_image_model
    from wagtail.images.tests.utils import get_test_image_file

    return get_image_model().objects.create(title="River", file=get_test_image_file())


@pytest.fixture
def document(db: None) -> Any:
    from django.core.files.base import ContentFile
    from wagtail.documents import get_document_model

    return get_document_model().objects.create(
        title="Plan", file=ContentFile(b"a plan", name="plan.txt")
    )
