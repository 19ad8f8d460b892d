"""An address that only takes forms, opened by hand."""

import pytest
from django.urls import reverse


@pytest.mark.parametrize("name", ["quota", "make_link"])
def test_the_address_of_a_button_opened_by_hand_gives_a_page(sign_in, tutor, group, name):
    response = sign_in(tutor).get(reverse(f"courses:{name}", args=[group.code]))

    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    assert "Only a button leads here" in response.content.decode()
