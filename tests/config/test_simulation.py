"""A small session whose people fail, replayed with the real engine."""

import pytest
from django.core.management import CommandError, call_command

from config.simulation import report
from config.simulation.course import Course, Setting
from project_guide.models import ReviewSlot
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_with_reviews_at_one_sitting_nobody_is_left_and_most_have_two():
    course = Course(Setting(learners=12, no_show=0, one_sitting=True, seed=3))
    course.run()

    assert report.failures(course) == []
    peers = report.outcome(course.peers)
    assert peers.versions == 12
    assert max(peers.reviews) == 2
    assert sum(number * versions for number, versions in peers.reviews.items()) == len(peers.waits)
    told = "\n".join(report.lines(course))
    assert "12 learners, 0% review nothing" in told and "two or more: " in told
    pairs = ReviewSlot.objects.live().values_list("version", "reviewer")
    assert len(set(pairs)) == len(pairs)


def test_what_was_promised_and_did_not_come_true_is_told():
    course = Course(Setting(learners=4, no_show=1.0, late=0, one_sitting=True))
    course.run()

    assert report.failures(course) == [
        "4 versions have no review",
        "only 0 of 4 versions have two",
    ]


def test_a_database_in_use_is_left_alone():
    UserFactory()

    with pytest.raises(CommandError, match="in use"):
        call_command("simulate_review")
