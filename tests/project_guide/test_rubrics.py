"""A rubric by which somebody has marked is never changed: a change makes its next version."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core.refusals import Refused
from people.models import Centre
from project_guide.actions import queue, reviews, rounds, rubrics
from project_guide.forms.rubric import form_of, rows_of
from project_guide.models import Rubric
from tests.factories.people import CentreFactory, member
from tests.factories.projects import hand_in, round_of, sheet


def data_of(rubric, **changes):
    """What the form of the rubric sends when nothing is changed; `changes` are other fields."""
    form, rows = form_of(rubric), rows_of(rubric)
    data = {name: form[name].value() for name in form.fields}
    data |= {f"criteria-{name}": value for name, value in rows.management_form.initial.items()}
    for row in rows:
        for name in row.fields:
            value = row[name].value()
            if value not in (None, False):
                data[row.add_prefix(name)] = str(value)
    return {**data, **changes}


def text_of(rubric, **changes):
    from project_guide.forms.rubric import text_of as as_text

    data = data_of(rubric, **changes)
    form, rows = form_of(rubric, data), rows_of(rubric, data)
    assert form.is_valid(), form.errors
    assert rows.is_valid(), (rows.errors, rows.non_form_errors())
    return as_text(form, rows)


@pytest.fixture
def shipped(db):
    return Rubric.objects.get(key="local", version=1)


@pytest.fixture
def own(shipped, centre, coordinator):
    return rubrics.change(shipped, text_of(shipped, ready="70"), centre=centre, by=coordinator)


def test_what_came_with_tuetor_is_copied_never_changed(shipped, own, centre):
    shipped.refresh_from_db()

    assert (own.key, own.version, own.centre, own.ready) == ("local", 2, centre, 70)
    assert (shipped.ready, shipped.criteria.count()) == (60, own.criteria.count())
    assert [row.code for row in own.criteria.all()] == [row.code for row in shipped.criteria.all()]
    assert own.no_zero_in == shipped.no_zero_in


def test_as_long_as_nobody_marked_by_it_a_rubric_is_changed_in_place(own, centre, coordinator):
    again = rubrics.change(own, text_of(own, ready="72"), centre=centre, by=coordinator)

    assert (again.pk, again.version, again.ready) == (own.pk, 2, 72)


def test_a_rubric_in_use_stays_and_its_next_version_carries_the_change(
    own, centre, coordinator, sent, peers
):
    peer_round = round_of(sent)
    peer_round.rubric = own
    rounds.change(peer_round, by=coordinator)
    slot = queue.claim_next(peer_round, by=peers[0])
    reviews.save(slot.review, sheet(slot.review), edition=0, by=peers[0])

    text = text_of(own, **{"criteria-0-title": "Another question"})
    changed = rubrics.change(own, text, centre=centre, by=coordinator)

    own.refresh_from_db()
    assert (changed.version, own.version) == (3, 2)
    assert own.criteria.first().title != "Another question"
    hand_in(slot)
    assert slot.review.rubric == own
    assert {mark.criterion.rubric_id for mark in slot.review.marks.all()} == {own.pk}


def test_a_changed_text_is_the_same_in_all_languages_others_keep_theirs(
    shipped, centre, coordinator
):
    text = text_of(shipped, **{"criteria-0-level_2": "Seen by every pupil."})
    changed = rubrics.change(shipped, text, centre=centre, by=coordinator)
    first, old = changed.criteria.first(), shipped.criteria.first()

    assert first.levels[2] == {"en": "Seen by every pupil."}
    assert first.levels[1] == old.levels[1]
    assert first.titles == old.titles


def test_criteria_can_be_added_and_left_out(shipped, centre, coordinator):
    number = shipped.criteria.count()
    last = shipped.criteria.last()
    new = {
        f"criteria-{number - 1}-DELETE": "on",
        f"criteria-{number}-title": "Reach",
        f"criteria-{number}-weight": str(last.weight),
        **{f"criteria-{number}-level_{level}": f"Level {level}" for level in range(4)},
    }
    text = text_of(shipped, **new)
    changed = rubrics.change(shipped, text, centre=centre, by=coordinator)

    codes = [row.code for row in changed.criteria.all()]
    assert len(codes) == number
    assert codes[-1] == "N1"
    assert last.code not in codes


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"criteria-0-weight": "1"}, "to be 100"),
        ({"criteria-0-weight": "NaN"}, "Enter a number"),
        ({"criteria-0-weight": "1e309"}, "no more than"),
        ({"ready_after_edits": "90"}, "Not above the line"),
        ({"ready": ""}, "required"),
        ({"criteria-0-title": ""}, "required"),
        ({"criteria-TOTAL_FORMS": "9999"}, ""),
        ({"criteria-TOTAL_FORMS": "x"}, ""),
    ],
)
def test_nonsense_is_told_and_makes_no_version(sign_in, coordinator, shipped, changes, words):
    address = reverse("project_guide:change_rubric", args=["local", 1])

    answer = sign_in(coordinator).post(address, data_of(shipped, **changes))

    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert Rubric.objects.filter(key="local").count() == 1


def test_the_action_asks_for_whole_weights_too(shipped, centre, coordinator):
    text = text_of(shipped)
    text.criteria[0].weight += Decimal(1)

    with pytest.raises(Refused, match="100 together"):
        rubrics.change(shipped, text, centre=centre, by=coordinator)


def test_a_coordinator_makes_a_version_and_reads_it(sign_in, coordinator, shipped, centre):
    client = sign_in(coordinator)
    address = reverse("project_guide:change_rubric", args=["local", 1])

    page = client.post(address, data_of(shipped, title="Our own"), follow=True)

    assert "Our own" in page.content.decode()
    assert Rubric.objects.get(key="local", version=2).centre == centre
    assert "Our own" in client.get(reverse("project_guide:rubrics")).content.decode()


def test_another_centres_rubric_is_not_there(sign_in, own):
    stranger = member("coordinator", CentreFactory())
    client = sign_in(stranger)

    for name in ("rubric", "change_rubric"):
        assert client.get(reverse(f"project_guide:{name}", args=["local", 2])).status_code == 404
    assert client.get(reverse("project_guide:rubric", args=["local", 1])).status_code == 200


def test_a_round_offers_the_rubrics_of_its_own_centre(own, open_rounds, shipped, coordinator):
    from project_guide.forms.round import RoundForm

    foreign = Centre.objects.create(name="Elsewhere", kind="formal")
    theirs = rubrics.change(shipped, text_of(shipped), centre=foreign, by=coordinator)
    found = open_rounds.review_rounds.get(project_kind="local", reviewers="peer")

    offered = set(RoundForm(instance=found).fields["rubric"].queryset)

    assert offered == {shipped, own}
    assert theirs not in offered


def test_the_list_costs_the_same_for_any_number(
    sign_in, coordinator, own, shipped, centre, django_assert_num_queries
):
    client = sign_in(coordinator)
    page = reverse("project_guide:rubrics")
    client.get(page)
    with django_assert_num_queries(5):
        client.get(page)
    for _ in range(2):
        rubrics.change(shipped, text_of(shipped), centre=centre, by=coordinator)
    with django_assert_num_queries(5):
        client.get(page)
