"""Conflicts of many people at once: the same answers as for one person in the middle of a claim."""

import random

import pytest
from django.utils import timezone

from courses.actions import groups
from people.models import User
from project_guide.actions import conflicts
from project_guide.models import CoAuthor, Project
from project_guide.models.eligibility import conflict_free
from project_guide.models.nearness import too_near
from tests.factories.courses import make_group, place_in
from tests.factories.people import UserFactory, member
from tests.factories.projects import make_project, round_of, send

SCHOOLS = ["", "Lyceum 1", "LYCEUM  1", "School 2"]


def by_the_queue(review_round, people):
    """Pairs that the question for one person shuts out, asked for each."""
    projects = set(
        Project.objects.filter(enrolment__session=review_round.session).values_list("pk", flat=True)
    )
    return {
        (project, person.pk)
        for person in people
        for project in projects
        - set(conflict_free(person, review_round).values_list("project", flat=True))
    }


def crowd(session, dice):
    """Groups, projects and accounts, with everything between them that can be in the way."""
    tutors = [member("tutor", session.centre, school=dice.choice(SCHOOLS)) for _ in range(4)]
    rooms = [make_group(session, tutor, name=f"Room {tutor.pk}") for tutor in tutors]
    places = [
        place_in(dice.choice(rooms), UserFactory(school=dice.choice(SCHOOLS))) for _ in range(10)
    ]
    projects = [make_project(place) for place in places[:5]]
    for project in projects:
        send(project)
    people = [place.teacher for place in places] + tutors
    people += [UserFactory(first_account=dice.choice(people[:8])) for _ in range(4)]
    return rooms, places, projects, people


def entangle(rooms, places, projects, people, coordinator, dice):
    now = timezone.now()
    for project in projects[:4]:
        guest = dice.choice([one for one in people if one != project.owner])
        CoAuthor.objects.create(
            project=project, email=guest.email.upper(), added_at=now,
            person=dice.choice([guest, None]),
        )  # fmt: skip
    CoAuthor.objects.filter(person__isnull=False, pk__in=CoAuthor.objects.all()[:2]).update(
        accepted_at=now
    )
    for place in dice.sample(places, 3):
        groups.join(place, dice.choice(rooms), by=place.teacher)
    for one, other in (dice.sample(people[:10], 2) for _ in range(3)):
        conflicts.declare(one, other, by=coordinator)
    conflicts.declare_about(projects[0], person=dice.choice(people), by=coordinator)
    conflicts.end(conflicts.declare(people[0], people[1], by=coordinator), by=coordinator)


@pytest.mark.parametrize(
    ("seed", "school", "group"),
    [(1, True, True), (2, True, True), (3, False, True), (4, True, False), (5, False, False)],
)
def test_many_at_once_get_the_answers_that_each_would_get(
    open_rounds, coordinator, seed, school, group
):
    dice = random.Random(seed)
    rooms, places, projects, people = crowd(open_rounds, dice)
    entangle(rooms, places, projects, people, coordinator, dice)
    review_round = round_of(projects[0])
    review_round.exclude_same_school, review_round.exclude_same_group = school, group
    people = list(User.objects.filter(pk__in=[one.pk for one in people]))

    found = too_near(review_round, people)

    assert found == by_the_queue(review_round, people)
    assert found and len(found) < len(people) * len(projects)


@pytest.mark.parametrize("size", [1, 3])
def test_the_queries_are_a_handful_for_any_number_of_people(
    open_rounds, another, size, django_assert_num_queries
):
    projects = [another() for _ in range(size)]
    people = [place_in(make_group(open_rounds, name=f"Of {n}")).teacher for n in range(size)]
    review_round = round_of(projects[0])

    with django_assert_num_queries(9):
        assert too_near(review_round, people) == set()
