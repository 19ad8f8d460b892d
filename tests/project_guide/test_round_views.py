"""The page of a session's rounds."""

import pytest
from django.urls import reverse

from tests.factories.courses import make_group, place_in
from tests.reading import text_of


def test_a_coordinator_plans_the_rounds(sign_in, coordinator, session):
    client = sign_in(coordinator)
    address = reverse("project_guide:rounds", args=[session.code])
    assert "No rounds are planned yet" in text_of(client.get(address))

    client.post(reverse("project_guide:plan_rounds", args=[session.code]))

    assert session.review_rounds.count() == 4  # peers and experts, local and network
    assert "Change the rules" in text_of(client.get(address))


def test_rounds_are_closed_to_everybody_else(sign_in, session, open_rounds, tutor, expert, teacher):
    found = session.review_rounds.first()
    for person in (tutor, expert, teacher):
        client = sign_in(person)
        assert client.get(reverse("project_guide:rounds", args=[session.code])).status_code == 404
        plan = reverse("project_guide:plan_rounds", args=[session.code])
        assert client.post(plan).status_code == 404
        change = reverse("project_guide:change_round", args=[session.code, found.code])
        assert client.get(change).status_code == client.post(change).status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_of_rounds_costs_the_same_at_any_size(
    sign_in, coordinator, open_rounds, size, django_assert_max_num_queries
):
    for number in range(size):
        place_in(make_group(open_rounds, name=f"Group {number}"))
    client = sign_in(coordinator)

    with django_assert_max_num_queries(15):
        client.get(reverse("project_guide:rounds", args=[open_rounds.code]))
