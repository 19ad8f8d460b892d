"""Renditions are public; originals, documents and all else are not reached through them."""

from pathlib import Path

import pytest
from django.conf import settings


@pytest.mark.django_db
@pytest.mark.parametrize("folder", ["original_images", "documents"])
@pytest.mark.parametrize("up", ["..", "%2e%2e", ".%2e", "x/../.."])
def test_no_way_leads_from_renditions_to_their_neighbours(client, folder, up):
    secret = Path(settings.MEDIA_ROOT) / folder / "secret.txt"
    secret.parent.mkdir(parents=True, exist_ok=True)
    secret.write_text("place where it was taken")

    response = client.get(f"/media/images/{up}/{folder}/secret.txt")

    assert response.status_code in {400, 404}
