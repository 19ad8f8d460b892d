"""Example works: made with consent, blind, fixed once somebody was measured by them."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from activity.models import Notice
from core.refusals import Refused
from files.actions import receive
from project_guide.actions import anchors
from project_guide.blotting import BLOT
from project_guide.examples import examples
from project_guide.models import Anchor, ProjectFile, ProjectVersion
from project_guide.models.review_copy import SHOWN
from tests.factories.anchors import calibrate, codes, give_anchors, make_anchor, mark_next
from tests.factories.courses import SessionFactory
from tests.factories.guide import make_version
from tests.factories.people import CentreFactory, member
from tests.factories.projects import decided, round_of
from tests.project_guide.test_calibration import in_expert_review_of

AGREED = {"consent": "By letter, 12 March", "hides": True, "with_files": False}


@pytest.fixture
def accepted(sent, peers, expert, coordinator) -> ProjectVersion:
    """A decided version whose card names its author."""
    owner = sent.owner
    owner.first_name, owner.last_name, owner.school = "Feodosia", "Canaryeva", "Canary lyceum 7"
    owner.save()
    sent.description = "Written by Feodosia Canaryeva of Canary lyceum 7."
    sent.links = ["https://example.org/canaryeva"]
    sent.save()
    version = in_expert_review_of(sent, peers[0], coordinator)
    decided(version, expert, coordinator)
    return version


@pytest.fixture
def client(sign_in, coordinator):
    return sign_in(coordinator)


def make(client, centre, version, **fields):
    data = {"version": version.code, "consent": "By letter, 12 March", **fields}
    return client.post(reverse("project_guide:make_anchor", args=[centre.code]), data)


def test_words_that_tell_the_author_are_shown_before_anything_is_saved(client, accepted, centre):
    answer = make(client, centre, accepted)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "These words stand in the card" in page and "Canary" in page
    assert "By letter, 12 March" in page
    assert not Anchor.objects.exists()


def test_blotted_out_no_word_of_the_author_is_left(client, accepted, centre):
    assert make(client, centre, accepted, words="hide").status_code == 302

    anchor = Anchor.objects.get()
    assert set(anchor.card) <= SHOWN - {"links"}
    assert "canary" not in str(anchor.card).lower()
    assert "feodosia" not in str(anchor.card).lower()
    assert anchor.card["description"].startswith(f"Written by {BLOT}")
    page = client.get(reverse("project_guide:anchor", args=[anchor.code])).content.decode()
    assert "canary" not in page.lower()


def test_words_may_be_left_when_they_tell_nothing(client, accepted, centre):
    make(client, centre, accepted, words="leave")

    assert "Feodosia" in Anchor.objects.get().card["description"]


def test_authors_are_told_once_each(client, accepted, centre):
    make(client, centre, accepted, words="hide")

    told = Notice.objects.filter(key__startswith="anchor:")
    assert [notice.recipient for notice in told] == [accepted.project.owner]


def test_without_consent_nothing_is_made(client, accepted, centre):
    assert "field is required" in make(client, centre, accepted, consent="").content.decode()
    with pytest.raises(IntegrityError):
        anchors.from_version(
            accepted, centre=centre, consent="", hides=True, with_files=False, by=None
        )


def test_only_accepted_projects_of_the_centre_are_offered(
    client, accepted, enrolment, centre, coordinator, peers
):
    unfinished = make_version(peers[1].enrolments.get())
    assert make(client, centre, unfinished).status_code == 200
    with pytest.raises(Refused, match="Only accepted"):
        anchors.from_version(unfinished, centre=centre, by=coordinator, **AGREED)
    with pytest.raises(Refused, match="Only accepted"):
        anchors.from_version(accepted, centre=CentreFactory(), by=coordinator, **AGREED)


def test_a_shipped_example_is_taken_once(client, centre):
    take = reverse("project_guide:take_example", args=[centre.code])
    for _time in range(2):
        client.post(take, {"example": "local-1"})

    anchor = Anchor.objects.get()
    assert anchor.reference()["L1"] == examples()["local-1"].marks["L1"]["level"]
    page = client.get(reverse("project_guide:make_anchor", args=[centre.code])).content.decode()
    assert 'value="local-1"' not in page and 'value="local-2"' in page
    assert client.post(take, {"example": "nothing"}).status_code == 404


def marks_data(review_round, level="1", **fields):
    data = {"title": "A strong one"}
    for code in codes(review_round):
        data |= {f"level_{code}": level, f"text_{code}": f"Reason {code}"}
    return data | fields


def test_marks_can_be_changed_until_somebody_was_measured(client, peer_round, peers, coordinator):
    anchor = give_anchors(peer_round, coordinator)[0]
    address = reverse("project_guide:anchor", args=[anchor.code])
    assert client.post(address, marks_data(peer_round)).status_code == 302
    assert set(anchor.reference().values()) == {1}

    mark_next(peers[0], peer_round)

    assert "stay as they are" in client.get(address).content.decode()
    answer = client.post(address, marks_data(peer_round, "3", text_L1="My new reason"))
    assert answer.status_code == 409
    assert "My new reason" in answer.content.decode()
    assert set(anchor.reference().values()) == {1}


def test_a_mark_without_a_reason_is_refused_and_nothing_typed_is_lost(client, peer_round):
    anchor = make_anchor(peer_round)
    data = marks_data(peer_round, text_L2="", text_L3="Typed <b>words</b>")

    page = client.post(reverse("project_guide:anchor", args=[anchor.code]), data)

    assert page.status_code == 200
    assert "Say why: reviewers read it" in page.content.decode()
    assert "Typed &lt;b&gt;words" in page.content.decode()
    assert set(anchor.reference().values()) == {2}


def test_a_copy_can_be_changed_again(client, peer_round, peers, coordinator):
    anchor = give_anchors(peer_round, coordinator)[0]
    mark_next(peers[0], peer_round)

    client.post(reverse("project_guide:copy_anchor", args=[anchor.code]))

    copied = Anchor.objects.latest("pk")
    assert (copied.title, copied.card) == ("Example 0 (copy)", anchor.card)
    assert copied.reference() == anchor.reference()
    client.post(reverse("project_guide:anchor", args=[copied.code]), marks_data(peer_round))
    assert set(copied.reference().values()) == {1}


def test_a_retired_one_is_offered_to_no_new_round_and_stays_in_the_old(
    client, peer_round, peers, coordinator
):
    anchor = give_anchors(peer_round, coordinator)[0]
    for _time in range(2):
        client.post(reverse("project_guide:retire_anchor", args=[anchor.code]))

    assert anchor not in Anchor.objects.usable_in(peer_round)
    calibrate(peers[0], peer_round)
    assert peers[0].trials.count() == 2


def test_a_retired_one_stays_where_it_is_when_the_pairs_are_saved_again(
    client, peer_round, coordinator
):
    made = give_anchors(peer_round, coordinator)
    anchors.retire(made[0], by=coordinator)

    assert choose(client, peer_round, made[0], made[1], None, None).status_code == 302
    assert places(peer_round) == made[:2]


def test_kind_rubric_centre_and_marks_decide_where_an_anchor_can_be_used(sent, centre, coordinator):
    peer, expert = round_of(sent), round_of(sent, "expert")
    network = sent.enrolment.session.review_rounds.get(reviewers="peer", project_kind="network")
    anchor = make_anchor(peer)

    assert anchor in Anchor.objects.usable_in(peer)
    assert anchor in Anchor.objects.usable_in(expert)
    assert anchor not in Anchor.objects.usable_in(network)
    anchor.marks.all().delete()
    assert anchor not in Anchor.objects.usable_in(peer)


def choose(client, review_round, *chosen):
    address = reverse(
        "project_guide:choose_anchors", args=[review_round.session.code, review_round.code]
    )
    data = {f"place_{place}": one.code if one else "" for place, one in enumerate(chosen, 1)}
    return client.post(address, data)


def places(review_round):
    return [row.anchor for row in review_round.anchors.select_related("anchor")]


def test_pairs_are_chosen_on_the_page_of_the_rules(client, peer_round):
    made = [make_anchor(peer_round, title=f"Work {number}") for number in range(4)]

    assert choose(client, peer_round, *made).status_code == 302
    assert places(peer_round) == made
    assert choose(client, peer_round, made[3], made[0], None, None).status_code == 302
    assert places(peer_round) == [made[3], made[0]]
    assert choose(client, peer_round, None, None, None, None).status_code == 302
    assert places(peer_round) == []


@pytest.mark.parametrize(
    ("chosen", "error"),
    [
        ((0, None, None, None), "A pair has two works"),
        ((0, 1, 2, None), "A pair has two works"),
        ((None, None, 0, 1), "Choose the first pair first"),
        ((0, 0, None, None), "The same work stands twice"),
        ((0, 1, 2, 1), "The same work stands twice"),
    ],
)
def test_half_pairs_and_the_same_work_twice_are_refused(client, peer_round, chosen, error):
    made = [make_anchor(peer_round, title=f"Work {number}") for number in range(3)]

    answer = choose(client, peer_round, *(None if n is None else made[n] for n in chosen))

    assert error in answer.content.decode()
    assert places(peer_round) == []


def test_an_anchor_of_another_centre_is_no_choice(client, peer_round):
    own, foreign = make_anchor(peer_round), make_anchor(peer_round)
    Anchor.objects.filter(pk=foreign.pk).update(centre=CentreFactory())

    assert choose(client, peer_round, own, foreign).status_code == 200
    assert places(peer_round) == []


def test_pairs_stay_once_somebody_has_marked(client, peer_round, peers, coordinator):
    made = give_anchors(peer_round, coordinator)
    mark_next(peers[0], peer_round)

    page = choose(client, peer_round, made[2], made[3], None, None)

    assert "so they stay" in page.content.decode()
    assert places(peer_round) == made


def test_the_lists_cost_the_same_for_one_and_three(
    client, peer_round, peers, coordinator, django_assert_num_queries
):
    centre = peer_round.session.centre
    list_page = reverse("project_guide:anchors", args=[centre.code])
    table = reverse("project_guide:calibrated", args=[peer_round.session.code, peer_round.code])
    make_anchor(peer_round)
    for page in (list_page, table):
        client.get(page)
    with django_assert_num_queries(6):
        client.get(list_page)
    give_anchors(peer_round, coordinator, pairs=1)
    calibrate(peers[0], peer_round)
    with django_assert_num_queries(8):
        assert client.get(table).content.decode().count("<tr>") == 2

    make_anchor(peer_round)
    for peer in peers[1:]:
        calibrate(peer, peer_round)

    with django_assert_num_queries(6):
        client.get(list_page)
    with django_assert_num_queries(8):
        assert client.get(table).content.decode().count("<tr>") == 4


def test_the_table_says_whose_reviews_count_to_coordinators_of_the_centre_only(
    sign_in, client, peer_round, peers, coordinator, tutor
):
    give_anchors(peer_round, coordinator)
    calibrate(peers[0], peer_round, (0, 0, 0, 0))
    calibrate(peers[1], peer_round)
    mark_next(peers[2], peer_round)
    table = reverse("project_guide:calibrated", args=[peer_round.session.code, peer_round.code])

    page = client.get(table).content.decode()

    assert "0; 0" in page and ">100<" in page
    assert page.count("feedback to the authors only") == 1
    assert page.count("still marking") == 1
    for other in (tutor, peers[0], member("coordinator", SessionFactory().centre)):
        assert sign_in(other).get(table).status_code == 404


def test_a_far_coordinator_finds_no_anchor(sign_in, peer_round):
    anchor = make_anchor(peer_round)
    far = sign_in(member("coordinator", CentreFactory()))

    assert far.get(reverse("project_guide:anchor", args=[anchor.code])).status_code == 404


def test_files_come_along_when_asked_under_neutral_names(client, accepted, centre, coordinator):
    attach(accepted)
    without = anchors.from_version(accepted, centre=centre, by=coordinator, **AGREED)
    with_files = {**AGREED, "with_files": True}
    anchor = anchors.from_version(accepted, centre=centre, by=coordinator, **with_files)

    assert without.attached() == []
    page = client.get(reverse("project_guide:anchor", args=[anchor.code])).content.decode()
    link = reverse("project_guide:anchor_file", args=[anchor.code, 1])
    assert link in page and "canary-plan" not in page
    answer = client.get(link)
    assert b"".join(answer) and f"project-{anchor.label}-1.png" in answer["Content-Disposition"]
    assert client.get(link.replace("/1/", "/2/")).status_code == 404


def attach(version):
    drawn = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(drawn, "PNG")
    upload = SimpleUploadedFile("canary-plan.png", drawn.getvalue(), "image/png")
    stored = receive(upload, by=version.project.owner)
    kept = ProjectFile.objects.create(
        project=version.project, file=stored, about="canary-plan", added_at=timezone.now()
    )
    version.files.add(kept)
