"""The pages of decisions: prepared, previewed, released together, added to, re-opened."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activity.models import Notice, OutgoingMail
from credentials.models import Document
from people.models import Membership
from project_guide.actions import queue, release, slots
from project_guide.models import Decision, Project
from tests.factories.people import member
from tests.factories.projects import (
    decide,
    hand_in,
    prepared,
    review_by,
    revise,
    round_of,
    send,
)
from tests.reading import text_of

State = Decision.State
TOGETHER = "/reviews/decisions/prepared/"


@pytest.fixture
def judged(peers, coordinator, expert):
    """`judged(project)` brings a project to where its one sheet is in."""

    def bring(project, by=expert):
        if not project.versions.filter(slots__review__submitted_at__isnull=False).exists():
            review_by(peers[0], round_of(project))
        release.release(project, by=coordinator)
        revise(project)
        version = send(project)
        review_by(by, round_of(project, "expert"))
        return version

    return bring


@pytest.fixture
def version(sent, judged):
    return judged(sent)


@pytest.fixture
def desk(sign_in, coordinator, version):
    client = sign_in(coordinator)
    client.address = reverse("project_guide:decision", args=[version.project.code])
    return client


def hidden(page):
    return dict(re.findall(r'<input type="hidden" name="(seen|edition)" value="(\w+)">', page))


def boxes(client, name="decision"):
    page = client.get(TOGETHER).content.decode()
    return re.findall(rf'name="{name}" value="([\d.]+)"', page)


def test_prepare_see_the_letter_release_two_clicks(desk, version):
    page = desk.get(desk.address).content.decode()
    fields = {**hidden(page), "verdict": "ready", "letter": "Well done."}

    page = desk.post(desk.address, fields, follow=True).content.decode()
    assert "nobody is told yet" in page and "Release now" in page
    assert "is accepted: the conclusion is issued" in page  # the subject, before it is sent
    assert version.project.owner.email in page
    desk.post(f"{desk.address}release/", hidden(page))

    assert Decision.objects.get().state == State.RELEASED
    told = OutgoingMail.objects.filter(recipient=version.project.owner).latest("pk")
    assert "Well done." in told.text
    assert "Release now" not in text_of(desk.get(desk.address))


def test_the_authors_see_nothing_of_what_is_prepared(sign_in, version, coordinator):
    prepared(version, letter="A secret so far.", by=coordinator)
    client = sign_in(version.project.owner)

    for name in ("project", "revision"):
        address = reverse(f"project_guide:{name}", args=[version.project.code])
        assert "A secret so far." not in text_of(client.get(address))
    assert "Ready to run" not in text_of(client.get("/desk/"))


def test_whoever_keeps_second_sees_the_other_letter_and_keeps_their_own(
    desk, sign_in, version, centre
):
    page = desk.get(desk.address).content.decode()
    second = sign_in(member("coordinator", centre))
    fields = {**hidden(page), "verdict": "ready"}
    second.post(desk.address, {**fields, "letter": "The first letter."})

    page = desk.post(desk.address, {**fields, "letter": "The second letter."}).content.decode()

    assert "made or prepared on this version meanwhile" in page
    assert "The first letter." in page and "The second letter." in page
    assert Decision.objects.get().letter == "The first letter."
    desk.post(desk.address, {**hidden(page), "verdict": "ready", "letter": "The second letter."})
    assert Decision.objects.get().letter == "The second letter."


def test_the_form_of_what_is_prepared_begins_with_it(desk, version, coordinator):
    page = desk.get(desk.address).content.decode()
    desk.post(
        desk.address,
        {
            **hidden(page),
            "verdict": "revise",
            "letter": "Please rework.",
            "reason": "The dates clash.",
            "differs": "on",
        },
    )

    page = desk.get(desk.address).content.decode()

    form = page[page.index('id="decide"') :]
    assert "Please rework." in form and form.count("The dates clash.") == 1
    assert re.search(r'value="revise"[^>]*checked', form) and "Keep the changes" in form


def test_a_stale_decision_is_shown_as_such_and_cannot_be_ticked(desk, version, coordinator):
    prepared(version, by=coordinator)
    assert len(boxes(desk)) == 1
    late = member("expert", version.project.enrolment.session.centre)
    slots.open_slots(version, round_of(version.project, "expert"), 1)
    hand_in(queue.claim_next(round_of(version.project, "expert"), by=late), 0)

    for address in (TOGETHER, desk.address):
        page = text_of(desk.get(address))
        assert "The sheets have changed since it was prepared" in page
        assert "Release now" not in page
    assert boxes(desk) == []


def test_the_ticked_ones_are_released_and_what_fails_is_said(
    desk, version, another, judged, coordinator
):
    other = judged(another(), member("expert", version.project.enrolment.session.centre))
    first, second = prepared(version, by=coordinator), prepared(other, by=coordinator)
    ticked = boxes(desk)
    assert ticked == [f"{first.pk}.0", f"{second.pk}.0"]
    assert "Tick the decisions" in text_of(desk.post(TOGETHER, {}, follow=True))

    page = text_of(desk.post(TOGETHER, {"decision": [ticked[0], f"{second.pk}.7"]}, follow=True))

    assert "1 decision is released" in page
    assert "is not released: Somebody else has changed" in page
    assert Decision.objects.filter(state=State.RELEASED).get() == first
    page = text_of(desk.post(TOGETHER, {"all": "1", "shown": ticked}, follow=True))
    assert "1 decision is released" in page and "had been released before" in page
    assert Notice.objects.filter(text="Thank you.").count() == 2
    assert "No decision is prepared" in page


def test_forged_boxes_are_nothing(desk, version, coordinator):
    decision = prepared(version, by=coordinator)
    for typed in ("x", "1", "1.", ".1", "999999.0", "-1.0", "1.0.0", "٣.0", "9" * 40):
        assert desk.post(TOGETHER, {"decision": typed}).status_code == 404, typed
    desk.post(TOGETHER, {"decision": f"{decision.pk}.4444444"})
    for name in ("release", "discard"):
        for typed in ("", "x", "-1", "9" * 40):
            desk.post(f"{desk.address}{name}/", {"edition": typed})

    assert Decision.objects.get().state == State.PREPARED


def test_whoever_may_not_decide_meets_neither_verdict_nor_letter(
    sign_in, version, coordinator, expert, centre
):
    decision = prepared(version, letter="The letter.", by=coordinator)
    Membership.objects.create(
        person=expert, centre=centre, role="coordinator", since=timezone.now()
    )
    client = sign_in(expert)

    page = text_of(client.get(TOGETHER))

    assert "You have reviewed this project" in page and boxes(client) == []
    assert "The letter." not in page and "Ready to run" not in page
    refused = text_of(client.post(TOGETHER, {"decision": f"{decision.pk}.0"}, follow=True))
    assert "another coordinator decides" in refused
    assert Decision.objects.get().state == State.PREPARED
    alone = reverse("project_guide:release_decision", args=[version.project.code])
    assert client.post(alone, {"edition": "0"}).status_code == 403


def test_the_page_is_of_ones_own_centre_and_filtered_by_session(
    desk, sign_in, version, coordinator, tutor, stranger
):
    decision = prepared(version, by=coordinator)
    session = version.project.enrolment.session
    assert "Birds of our town" in text_of(desk.get(f"{TOGETHER}?session={session.code}"))
    assert "Birds of our town" in text_of(desk.get(f"{TOGETHER}?session=nonsense"))
    assert sign_in(tutor).get(TOGETHER).status_code == 404
    far = sign_in(stranger)
    for answer in (far.get(TOGETHER), far.post(TOGETHER, {"decision": f"{decision.pk}.0"})):
        assert answer.status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_lists_cost_the_same_for_one_and_for_three(
    desk, version, another, judged, coordinator, number, django_assert_num_queries
):
    centre = version.project.enrolment.session.centre
    versions = [version] + [judged(another(), member("expert", centre)) for _ in range(number - 1)]
    for one in versions:
        prepared(one, by=coordinator)
    desk.get(TOGETHER)  # what is remembered of the first visit is not counted

    with django_assert_num_queries(14):
        page = desk.get(TOGETHER)
    assert page.content.decode().count("Thank you.") == number
    with django_assert_num_queries(7):
        page = desk.get("/reviews/decisions/")
    assert len(re.findall(r'"pill good">prepared<', page.content.decode())) == number


def test_earlier_remarks_stand_beside_the_sheets_with_who_made_them(desk, version, peers):
    page = text_of(desk.get(desk.address))

    table = page[page.index("Earlier remarks") :]
    assert "Reviewer A" in table and str(peers[0]) in table
    assert "Name the dates of stage 2." in table and "Done." in table
    assert "Total of 100" in page


def test_discarding_tells_nobody(desk, version, coordinator):
    prepared(version, by=coordinator)
    before = Notice.objects.count()

    page = desk.post(f"{desk.address}discard/", {"edition": "0"}, follow=True)

    assert "discarded; nobody was told" in text_of(page)
    assert Decision.objects.get().state == State.DISCARDED
    assert Notice.objects.count() == before


# --- after the release --------------------------------------------------------------------


def test_an_addendum_stands_below_the_letter_on_every_page(desk, sign_in, version, coordinator):
    decide(version, by=coordinator)
    page = desk.get(desk.address).content.decode()
    key = re.search(r'name="key" value="(\w+)"', page)[1]
    assert "required" in text_of(desk.post(f"{desk.address}add/", {"text": " ", "key": key}))

    for _ in range(2):
        desk.post(f"{desk.address}add/", {"text": "The dates are <b>new</b>.", "key": key})

    author = sign_in(version.project.owner)
    overview = reverse("project_guide:project", args=[version.project.code])
    for answer in (desk.get(desk.address), author.get(overview)):
        body = answer.content.decode()
        assert body.count("The dates are &lt;b&gt;new&lt;/b&gt;.") == 1
        assert "Addendum" in body and "Thank you." in body


def test_re_opening_is_told_and_the_public_page_says_withdrawn(
    desk, sign_in, client, version, coordinator
):
    document = decide(version, by=coordinator).conclusion.document
    assert "required" in text_of(desk.post(f"{desk.address}reopen/", {"reason": ""}))

    page = text_of(
        desk.post(f"{desk.address}reopen/", {"reason": "A sheet was misread."}, follow=True)
    )

    assert "Decide anew below" in page and "A sheet was misread." in page
    assert 'name="verdict"' in page
    public = client.get(document.get_absolute_url()).content.decode()
    assert "Withdrawn" in public and "was re-opened" in public and "misread" not in public
    overview = reverse("project_guide:project", args=[version.project.code])
    body = text_of(sign_in(version.project.owner).get(overview))
    assert "The decision is made anew" in body and "A sheet was misread." in body
    assert document.number not in body


def test_in_the_guide_it_cannot_be_re_opened(desk, version, coordinator):
    decide(version, by=coordinator)
    Project.objects.filter(pk=version.project_id).update(state=Project.State.PUBLISHED)

    assert f"{desk.address}reopen/" not in text_of(desk.get(desk.address))
    answer = text_of(desk.post(f"{desk.address}reopen/", {"reason": "A."}))

    assert "Take it off first" in answer and Decision.objects.get().state == State.RELEASED


def test_a_conclusion_is_confirmed_by_one_button_with_a_note(desk, client, version, coordinator):
    document = decide(version, by=coordinator).conclusion.document
    assert "Confirm for three more years" not in text_of(desk.get(desk.address))
    ended = timezone.localdate() - timedelta(days=2)
    Document.objects.filter(pk=document.pk).update(valid_until=ended)
    assert "Needs confirmation" in client.get(document.get_absolute_url()).content.decode()
    assert "Birds of our town" in text_of(desk.get("/reviews/decisions/?show=old"))

    assert "required" in text_of(desk.post(f"{desk.address}prolong/", {"note": ""}))
    answer = desk.post(f"{desk.address}prolong/", {"note": "The links were checked."})
    assert answer.status_code == 302

    public = client.get(document.get_absolute_url()).content.decode()
    assert "Confirmed on" in public and "Needs confirmation" not in public
    assert "Birds of our town" not in text_of(desk.get("/reviews/decisions/?show=old"))


def test_nothing_is_added_or_re_opened_where_nothing_stands(desk, version):
    for name in ("add", "reopen", "prolong"):
        answer = desk.post(f"{desk.address}{name}/", {"text": "A.", "reason": "A."}, follow=True)
        assert "No decision stands" in text_of(answer)
    assert not Decision.objects.exists()
