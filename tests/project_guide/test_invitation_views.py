"""What an expert meets: the letter's link, the brief, the answer; and the coordinator's page."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from activity.models import OutgoingMail, Step
from courses.actions import editors
from credentials.models import Document
from people.actions import members
from people.models import User
from project_guide.actions import answers, invitations
from project_guide.models import Expertise, Pause, Review, ReviewInvitation
from tests.factories.people import CentreFactory, UserFactory, member
from tests.factories.projects import (
    hand_in,
    in_expert_review,
    make_project,
    review_by,
    round_of,
)
from tests.reading import text_of

pytestmark = pytest.mark.django_db
State = ReviewInvitation.State


@pytest.fixture(autouse=True)
def unthrottled():
    """What one test has tried does not count in the next."""
    cache.clear()


@pytest.fixture
def version(open_rounds, expert, enrolment, peers, coordinator):
    """With the experts; the only expert of the centre is asked."""
    return in_expert_review(make_project(enrolment), peers[0], coordinator)


@pytest.fixture
def invitation(version):
    return version.invitations.get()


@pytest.fixture
def link(invitation):
    mails = OutgoingMail.objects.filter(to=invitation.person.email, text__contains="/join/review/")
    return re.search(r"/join/review/[^/\s]+/", mails.latest("pk").text).group()


@pytest.fixture
def address(invitation):
    return f"/reviews/invited/{invitation.code}/"


@pytest.fixture
def page(version):
    return f"/reviews/inviting/{version.project.code}/"


def is_in(client, person):
    return client.session.get("_auth_user_id") == str(person.pk)


def tells(response, version):
    """Anything of the piece."""
    words = [version.card["title"], version.card["idea"], version.project.owner.last_name]
    return [word for word in words if word in text_of(response)]


# --- the link of the letter ---------------------------------------------------------------


def test_opening_the_link_does_nothing_and_its_button_signs_in_once(link, address, expert, version):
    for _scanner in range(3):
        opened = Client().get(link)
        assert opened.status_code == 200 and not tells(opened, version)
    client = Client()
    assert client.head(link).status_code == 200
    assert not is_in(client, expert)

    assert client.post(link).headers["Location"] == address
    assert is_in(client, expert)
    assert version.card["idea"] in text_of(client.get(address))
    assert Step.objects.filter(verb="sign_in", by=expert).count() == 1


def test_a_used_link_opens_nothing_to_whoever_has_it_too(link, expert, version, address):
    first = Client()
    first.post(link)

    second = Client()
    for response in (second.get(link), second.post(link)):
        assert response.status_code == 404 and not tells(response, version)
        assert "does not work any more" in text_of(response)
    assert not is_in(second, expert)
    assert first.get(link).headers["Location"] == address  # its owner just goes on


def test_a_forwarded_link_tells_somebody_else_nothing(link, sign_in, stranger, version, expert):
    client = sign_in(stranger)

    for response in (client.get(link), client.post(link)):
        assert response.status_code == 200 and not tells(response, version)
        assert "not for this account" in text_of(response)
        assert expert.email not in text_of(response)
    assert text_of(client.get(link)) == text_of(client.get("/join/review/x/")).replace(
        "/join/review/x/", link
    )
    assert is_in(client, stranger)


@pytest.mark.parametrize("how", ["late", "revoked", "sent again", "declined", "role over", "shut"])
def test_a_link_that_is_over_signs_nobody_in(link, invitation, how, coordinator, expert, version):
    moment = None
    if how == "late":
        moment = invitation.answer_by + timedelta(seconds=1)
    elif how == "revoked":
        invitations.revoke(invitation, by=coordinator)
    elif how == "sent again":
        invitations.resend(invitation, by=coordinator)
    elif how == "declined":
        answers.decline(invitation, decline="time", by=expert)
    elif how == "role over":
        members.end(expert.memberships.get(until=None), by=coordinator)
    else:
        User.objects.filter(pk=expert.pk).update(is_active=False)
    client = Client()
    with time_machine.travel(moment or timezone.now(), tick=False):
        response = client.post(link)

    assert not is_in(client, expert)
    assert not tells(response, version)
    assert response.status_code == 404 or response.headers["Location"].startswith("/accounts/login")


def test_a_link_that_never_was_is_answered_like_one_that_is_over(link, invitation, coordinator):
    invitations.revoke(invitation, by=coordinator)

    over, never = Client().get(link), Client().get("/join/review/nothing/")
    strip = re.compile(r'value="[^"]+"|/join/review/[^/"&]+|%2Fjoin%2Freview%2F[^%"&]+')
    assert (over.status_code, strip.sub("", text_of(over))) == (
        never.status_code, strip.sub("", text_of(never)),
    )  # fmt: skip


@pytest.mark.parametrize("part", ["coordinator", "editor", "factor", "staff", "unconfirmed"])
def test_who_needs_more_than_a_link_signs_in_as_always(link, part, expert, centre, address):
    if part == "coordinator":
        members.give(expert, CentreFactory(), "coordinator", by=None)
    elif part == "editor":
        expert.groups.add(editors.set_up())
    elif part == "factor":
        Authenticator.objects.create(user=expert, type="totp", data={})
    elif part == "staff":
        User.objects.filter(pk=expert.pk).update(is_staff=True)
    else:
        expert.emailaddress_set.update(verified=False)
    client = Client()

    response = client.post(link)

    assert response.headers["Location"].startswith("/accounts/login/?next=/reviews/invited/")
    assert not is_in(client, expert)
    assert ReviewInvitation.objects.get().used_at is None


def test_one_sender_cannot_try_many_links(invitation, link, expert):
    for _ in range(31):
        client = Client()
        response = client.post(link, {})
        ReviewInvitation.objects.update(used_at=None)
    assert response.status_code == 429
    assert not is_in(client, expert)


def test_the_key_of_the_session_changes(link):
    client = Client()
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    client.post(link)

    assert client.session.session_key != before


# --- the brief and the answer -------------------------------------------------------------


def test_the_brief_says_enough_to_decide_and_nothing_of_the_author(
    sign_in, expert, address, version
):
    body = text_of(sign_in(expert).get(address))

    for text in ("Biology, Geography", "Grades 5-9", "4 weeks", "Russian", "about 1 h", "7 days"):
        assert text in body, text
    assert version.card["idea"] in body and str(version.card["question"]) not in body
    for token in (version.card["title"], version.project.owner.last_name, version.project.code):
        assert token not in body


def test_accepting_opens_the_piece(sign_in, expert, address):
    client = sign_in(expert)
    response = client.post(f"{address}accept/")

    slot = expert.review_slots.get()
    assert response.headers["Location"] == f"/reviews/{slot.code}/"
    assert "You have accepted it" in text_of(client.get(address))


def test_after_declining_nothing_of_the_piece_is_open(
    sign_in, expert, address, invitation, version
):
    client = sign_in(expert)
    said = {"decline": "time", "email": "vera@example.org", "name": "Vera"}
    assert client.post(f"{address}decline/", said).status_code == 302

    slot = invitation.slot.code
    for path in (address, f"{address}decline/"):
        response = client.get(path)
        assert "You have declined it" in text_of(response) and not tells(response, version)
    for path in (f"/reviews/{slot}/", f"/reviews/{slot}/files/1/", f"/reviews/{slot}/hand-in/"):
        assert client.get(path).status_code == 404
    assert "You are asked" not in text_of(client.get("/reviews/"))
    invitation.refresh_from_db()
    assert (invitation.suggested_name, invitation.suggested_email) == ("Vera", "vera@example.org")


def test_declining_asks_for_a_reason_and_for_an_address_of_whom_is_suggested(
    sign_in, expert, address
):
    client = sign_in(expert)

    body = text_of(client.post(f"{address}decline/", {"decline": "other", "name": "Vera"}))

    assert "what the reason is" in body and "by what address" in body
    assert ReviewInvitation.objects.get().state == State.SENT


def test_a_late_answer_is_told_so(sign_in, expert, address, invitation, version):
    with time_machine.travel(invitation.answer_by + timedelta(minutes=1), tick=False):
        client = sign_in(expert)
        response = client.get(address)
        assert "The time to answer is over" in text_of(response) and not tells(response, version)
        client.post(f"{address}accept/")
    assert not expert.review_slots.exists()


def test_the_desk_and_the_queue_show_what_waits_for_an_answer_first(sign_in, expert, address):
    client = sign_in(expert)

    for path in ("/desk/", "/reviews/"):
        body = text_of(client.get(path))
        assert "You are asked for a review" in body and address in body


@pytest.mark.parametrize("number", [1, 3])
def test_the_desk_costs_the_same_for_one_invitation_and_for_three(
    sign_in, expert, version, another, peers, coordinator, number, django_assert_max_num_queries
):
    for _ in range(number - 1):
        project = another()
        review_by(peers[1], round_of(project))
        from project_guide.actions import release
        from tests.factories.projects import revise, send

        release.release(project, by=coordinator)
        revise(project)
        send(project)
    client = sign_in(expert)
    client.get("/desk/")
    with django_assert_max_num_queries(14):
        assert text_of(client.get("/desk/")).count("/reviews/invited/") == number + 1
    with django_assert_max_num_queries(16):
        assert text_of(client.get("/reviews/")).count("Read and answer") == number


# --- how much and what --------------------------------------------------------------------


def test_an_expert_says_what_they_review_and_how_much(sign_in, expert):
    client = sign_in(expert)
    said = {"cap": "2", "subjects": ["biology", "art"], "languages": ["ru"]}

    client.post("/reviews/mine/", said)

    found = Expertise.objects.get(person=expert)
    assert (found.cap, found.subjects, found.languages) == (2, ["biology", "art"], ["ru"])
    assert 'value="2"' in text_of(client.get("/reviews/mine/"))
    assert client.post("/reviews/mine/", {**said, "cap": "0"}).status_code == 200
    assert Expertise.objects.get().cap == 2


def test_a_pause_is_planned_and_taken_back(sign_in, expert, coordinator, centre):
    client = sign_in(expert)
    today = timezone.now().date()
    days = {"starts_on": today, "ends_on": today + timedelta(days=5), "note": "Exams"}
    assert client.post("/reviews/mine/pause/", days).status_code == 302
    assert "Exams" in text_of(sign_in(coordinator).get(f"/reviews/experts/{centre.code}/"))

    pause = Pause.objects.get()
    assert sign_in(coordinator).post(f"/reviews/mine/pause/{pause.pk}/end/").status_code == 404
    client.post(f"/reviews/mine/pause/{pause.pk}/end/")
    assert not Pause.objects.exists()


def test_a_pause_ends_after_it_begins(sign_in, expert):
    today = timezone.now().date()
    days = {"starts_on": today, "ends_on": today - timedelta(days=1)}

    body = text_of(sign_in(expert).post("/reviews/mine/pause/", days))

    assert "The last day comes after the first" in body


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_experts_costs_the_same(
    sign_in, coordinator, centre, number, django_assert_max_num_queries
):
    today = timezone.now().date()
    for _ in range(number):
        person = member("expert", centre)
        Expertise.objects.create(person=person, subjects=["art"], saved_at=timezone.now())
        Pause.objects.create(person=person, starts_on=today, ends_on=today)
    client = sign_in(coordinator)

    with django_assert_max_num_queries(8):
        body = text_of(client.get(f"/reviews/experts/{centre.code}/"))
    assert body.count('data-label="Pauses"') == number


# --- the coordinator's page ---------------------------------------------------------------


def test_a_coordinator_sees_who_was_asked_and_asks_another(
    sign_in, coordinator, page, invitation, expert, centre
):
    answers.decline(
        invitation, decline="subject", reason="Not my birds.", by=expert,
        suggestion=answers.Suggestion("Vera", "vera@example.org", "She knows."),
    )  # fmt: skip
    newcomer = member("expert", centre)
    client = sign_in(coordinator)
    body = text_of(client.get(page))
    for text in ("Not my birds.", "vera@example.org", "was asked", "50 %", "0 of 3"):
        assert text in body, text

    client.post(f"{page}{invitation.code}/follow/")
    assert OutgoingMail.objects.filter(to="vera@example.org").count() == 1
    client.post(f"{page}invite/", {"person": newcomer.code})
    assert ReviewInvitation.objects.get(state=State.SENT).person == newcomer


def test_a_coordinator_sends_again_and_withdraws(sign_in, coordinator, page, invitation):
    client = sign_in(coordinator)
    before = invitation.token
    client.post(f"{page}{invitation.code}/resend/")
    invitation.refresh_from_db()
    assert invitation.token != before

    client.post(f"{page}{invitation.code}/revoke/")
    invitation.refresh_from_db()
    assert invitation.state == State.REVOKED


def test_a_coordinator_who_reviews_or_wrote_it_sees_and_does_nothing_here(
    sign_in, coordinator, page, invitation, version, centre
):
    members.give(version.project.owner, centre, "coordinator", by=coordinator)
    client = sign_in(version.project.owner)

    assert invitation.person.last_name not in text_of(client.get(page))
    for deed in ("revoke", "resend", "follow"):
        assert client.post(f"{page}{invitation.code}/{deed}/").status_code == 403
    assert client.post(f"{page}invite/", {"person": invitation.person.code}).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_one_expert_and_for_three(
    sign_in, coordinator, page, centre, number, django_assert_max_num_queries
):
    for _ in range(number - 1):
        member("expert", centre)
    client = sign_in(coordinator)

    with django_assert_max_num_queries(25):
        assert text_of(client.get(page)).count('data-label="Match"') == number


# --- the time it took, and the statement --------------------------------------------------


def test_handing_in_asks_how_long_it_took_and_thanks(sign_in, expert, invitation):
    slot = answers.accept(invitation, by=expert)
    review = slot.review
    from project_guide.actions import reviews
    from tests.factories.projects import sheet

    reviews.save(review, sheet(review), edition=review.edition, by=expert)
    client = sign_in(expert)
    assert "How long did it take you?" in text_of(client.get(f"/reviews/{slot.code}/hand-in/"))
    wrong = client.post(f"/reviews/{slot.code}/hand-in/", {"hours": "1", "minutes": "75"})
    assert wrong.status_code == 200 and Review.objects.get(pk=review.pk).submitted_at is None

    client.post(f"/reviews/{slot.code}/hand-in/", {"hours": "1", "minutes": "20"})

    assert Review.objects.get(pk=review.pk).minutes == 80
    notice = expert.notices.get(key=f"thanks:{slot.pk}")
    assert slot.label in notice.title and "1 h 20 min" in notice.text


def test_nobody_need_say_how_long_it_took(invitation, expert):
    slot = answers.accept(invitation, by=expert)
    hand_in(slot)

    assert Review.objects.get(slot=slot).minutes is None
    assert expert.notices.filter(key=f"thanks:{slot.pk}").count() == 1


def test_a_statement_names_reviews_by_label_and_can_be_verified(
    sign_in, client, invitation, expert, version, centre
):
    slot = answers.accept(invitation, by=expert)
    hand_in(slot)
    Review.objects.filter(slot=slot).update(minutes=95)
    reader = sign_in(expert)
    assert "1 h 35 min" in text_of(reader.get("/reviews/statement/"))

    first = reader.post("/reviews/statement/", {"centre": centre.code})
    again = reader.post("/reviews/statement/", {"centre": centre.code})

    document = Document.objects.get(kind="review_statement")
    assert first.headers["Location"] == again.headers["Location"] == document.get_absolute_url()
    response = client.get(document.get_absolute_url())
    for text in (slot.label, "1 h 35 min", expert.get_full_name(), "Reviews given"):
        assert text in text_of(response), text
    assert not tells(response, version)
    assert client.get(f"{document.get_absolute_url()}document.pdf").content[:5] == b"%PDF-"


def test_a_statement_of_a_centre_where_nothing_was_given_is_not_there(sign_in, expert, version):
    far = CentreFactory()
    client = sign_in(expert)

    assert client.post("/reviews/statement/", {"centre": far.code}).status_code == 404
    assert "No review yet" in text_of(client.get("/reviews/statement/"))
    assert sign_in(UserFactory()).get("/reviews/statement/").status_code == 404


def test_withdrawing_says_who_is_asked_now_or_that_nobody_is(
    sign_in, coordinator, version, invitation, page, centre
):
    client = sign_in(coordinator)
    other = member("expert", centre)
    ReviewInvitation.objects.create(
        round=invitation.round, version=version, person=other, score=1, position=9
    )
    address = f"{page}{invitation.code}/revoke/"

    asked = text_of(client.post(address, follow=True))
    following = version.invitations.get(state=State.SENT)
    nobody = text_of(client.post(f"{page}{following.code}/revoke/", follow=True))

    assert f"{other} is asked now." in asked
    assert "Nobody is in line" in nobody


def test_nobody_suggests_themselves(sign_in, expert, address, invitation):
    data = {"decline": "time", "email": expert.email.upper()}

    answer = sign_in(expert).post(f"{address}decline/", data, follow=True)

    assert "Suggest somebody else" in text_of(answer)
    invitation.refresh_from_db()
    assert invitation.state == State.SENT


def test_a_pause_is_a_year_at_most(sign_in, expert):
    data = {"starts_on": "0001-01-01", "ends_on": "9999-12-31"}

    answer = sign_in(expert).post(reverse("project_guide:pause"), data)

    assert not Pause.objects.exists()
    assert "a year at most" in text_of(answer)
