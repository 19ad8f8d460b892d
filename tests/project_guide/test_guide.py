"""The public Guide: what visitors find, and how it is counted."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from courses.models import TrainingSession
from project_guide import guide, public, shelf
from project_guide.actions import runs
from project_guide.models import GuideStamp, ProjectPage
from project_guide.models.pages import ProjectTag
from tests.factories.courses import EnrolmentFactory
from tests.factories.guide import make_guide, make_page

FIRST = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture
def put(session: TrainingSession):
    """`put(title=…, subjects=…)` puts a page into the Guide, each newer than the one before."""
    made = []

    def page(**fields):
        made.append(
            make_page(EnrolmentFactory(session=session), at=FIRST + timedelta(len(made)), **fields)
        )
        return made[-1]

    make_guide()
    return page


@pytest.fixture(autouse=True)
def nothing_kept():
    public.forget()


def titles(client, **query):
    public.forget()
    response = client.get("/guide/", query)
    assert response.status_code == 200
    return [card["title"] for card in response.context["cards"]]


def counts(client, facet, **query):
    public.forget()
    groups = client.get("/guide/", query).context["look"].groups
    options = next((group["options"] for group in groups if group["name"] == facet), [])
    return {option["value"]: option["count"] for option in options}


def test_the_newest_project_stands_first(client, put):
    put(title="Older")
    put(title="Newer")

    assert titles(client) == ["Newer", "Older"]


def test_within_a_facet_any_value_will_do(client, put):
    put(title="Rivers", subjects=["biology"])
    put(title="Words", subjects=["russian"])
    put(title="Sums", subjects=["mathematics"])

    assert titles(client, subject=["biology", "russian"]) == ["Words", "Rivers"]


def test_every_facet_must_be_met(client, put):
    put(title="Rivers", subjects=["biology"], grade_bands=["5-9"])
    put(title="Birds", subjects=["biology"], grade_bands=["1-4"])

    assert titles(client, subject="biology", grades="1-4") == ["Birds"]


def test_the_counts_of_a_facet_ignore_its_own_choice(client, put):
    put(subjects=["biology"], grade_bands=["5-9"])
    put(subjects=["russian"], grade_bands=["5-9"])
    put(subjects=["russian"], grade_bands=["1-4"])

    assert counts(client, "subject", subject="biology") == {"biology": 1, "russian": 2}
    assert counts(client, "grades", subject="biology") == {"1-4": 0, "5-9": 1}


def test_durations_are_three(client, put):
    for weeks in (1, 4, 5, 8, 9, 40):
        put(weeks=weeks, title=f"{weeks} weeks")

    assert counts(client, "weeks") == {"4": 2, "8": 2, "more": 2}
    assert titles(client, weeks="8") == ["8 weeks", "5 weeks"]


def test_tags_differ_by_letters_and_not_by_their_size(client, put):
    put(title="One", tags=["Экология"])
    put(title="Two", tags=["экология", "река"])

    assert counts(client, "tag") == {"экология": 2, "река": 1}
    assert titles(client, tag="ЭКОЛОГИЯ") == ["Two", "One"]


def test_a_rare_tag_is_listed_once_it_is_chosen(client, put):
    for number in range(shelf.POPULAR):
        put(tags=[f"often{number}", "everywhere"])
        put(tags=[f"often{number}"])
    put(title="Rare", tags=["zebra"])

    assert "zebra" not in counts(client, "tag")
    assert counts(client, "tag", tag="zebra")["zebra"] == 1
    assert titles(client, tag="zebra") == ["Rare"]


def test_what_the_guide_does_not_know_is_ignored(client, put):
    put(title="Rivers")

    assert titles(client, subject="alchemy", kind="'; --", tag="nothing", weeks="x") == ["Rivers"]


@pytest.mark.parametrize("page", ["0", "-3", "999999", "x", "9" * 5000, "1.5", ""])
def test_an_absurd_page_number_is_brought_to_one_that_exists(client, put, page):
    put(title="Rivers")

    assert titles(client, page=page) == ["Rivers"]


def test_a_page_of_the_list_holds_24(client, put):
    for number in range(25):
        put(title=f"Project {number}")

    assert len(titles(client)) == 24
    assert titles(client, page="2") == ["Project 0"]
    assert titles(client, page="2", subject="biology") == ["Project 0"]


def test_chosen_filters_can_be_taken_off_one_by_one(client, put):
    put(subjects=["biology", "russian"], tags=["птицы"])
    look = client.get("/guide/?subject=biology&subject=russian&tag=птицы&q=birds").context["look"]

    addresses = {pill.label: pill.url for pill in look.pills()}

    assert len(addresses) == 4
    assert "subject=russian" in addresses["Biology"] and "biology" not in addresses["Biology"]
    assert "tag" not in addresses["птицы"] and "q=birds" in addresses["птицы"]
    assert "q=" not in addresses["“birds”"]


def test_an_empty_result_says_how_to_widen_it(client, put):
    put(title="Rivers")

    response = client.get("/guide/?q=penguins")

    assert response.context["cards"] == []
    assert "Show all projects" in response.content.decode()


def test_an_empty_guide_is_a_page(client, db):
    make_guide()

    response = client.get("/guide/")

    assert response.status_code == 200
    assert "The first projects are on their way" in response.content.decode()


def test_drafts_and_private_pages_are_nowhere(client, put):
    put(title="Seen", tags=["birds"], subjects=["biology"])
    hidden = {
        "title": "Hidden",
        "description": "Unheard",
        "tags": ["unheard"],
        "subjects": ["music"],
    }
    draft = put(**hidden, live=False)
    private = put(**hidden)
    PageViewRestriction.objects.create(page=private, restriction_type="login")

    assert titles(client) == ["Seen"]
    assert titles(client, q="unheard") == []
    assert counts(client, "tag") == {"birds": 1}
    assert counts(client, "subject") == {"biology": 1}
    assert titles(client, tag="unheard") == ["Seen"]
    assert client.get(f"/guide/{draft.slug}/").status_code == 404


def naive(pages, chosen):
    """The ids that meet every facet, found one by one."""
    return [
        pk
        for pk, values in pages
        if all(not wanted or wanted & values[facet] for facet, wanted in chosen.items())
    ]


def values_of(page):
    names = ProjectTag.objects.filter(content_object=page).values_list("tag__name", flat=True)
    return {
        "kind": {page.kind},
        "grades": set(page.grade_bands),
        "subject": set(page.subjects),
        "language": set(page.languages),
        "weeks": {shelf.band_of(page.weeks)},
        "tag": set(names),
    }


def test_counts_and_results_agree_with_counting_one_by_one(rf, put):
    dice = random.Random(7)
    subjects, grades = ["biology", "russian", "music", "art"], ["1-4", "5-9", "10-11"]
    for _ in range(40):
        put(
            kind=dice.choice(["local", "network"]),
            subjects=dice.sample(subjects, dice.randint(1, 3)),
            grade_bands=dice.sample(grades, dice.randint(1, 2)),
            languages=dice.sample(["ru", "be", "en"], dice.randint(1, 2)),
            weeks=dice.randint(1, 12),
            tags=dice.sample([f"t{n}" for n in range(20)], dice.randint(0, 4)),
        )
    newest_first = ProjectPage.objects.order_by("-first_published_at")
    pages = [(page.pk, values_of(page)) for page in newest_first]
    known = {
        facet: sorted({v for _, found in pages for v in found[facet]}) for facet in guide.TITLES
    }
    for _ in range(60):
        chosen = {f: set(dice.sample(v, dice.choice([0, 0, 1, 2]))) for f, v in known.items()}
        query = {facet: sorted(values) for facet, values in chosen.items()}

        look = guide.Look(rf.get("/guide/", query).GET)

        assert look.found[:100] == naive(pages, chosen)
        for group in look.groups:
            others = {**chosen, group["name"]: set()}
            for option in group["options"]:
                alone = {**others, group["name"]: {option["value"]}}
                assert option["count"] == len(naive(pages, alone))


@pytest.mark.parametrize("number", [1, 3, 100])
def test_the_list_costs_the_same_for_any_number_of_projects(
    client, put, django_assert_num_queries, number
):
    for _ in range(number):
        put(tags=["birds"])
    client.get("/guide/?q=birds")

    with django_assert_num_queries(2):
        client.get("/guide/?subject=biology&q=birds")


def test_what_was_shown_to_one_visitor_is_kept_for_the_next(client, put, django_assert_num_queries):
    put(title="Rivers")
    first = client.get("/guide/")

    with django_assert_num_queries(1):
        again = client.get("/guide/")

    assert again.content == first.content
    assert [again[name] for name in ("ETag", "Vary", "Cache-Control", "Content-Type")] == [
        first[name] for name in ("ETag", "Vary", "Cache-Control", "Content-Type")
    ]
    assert "Content-Security-Policy" in again


def test_pages_kept_are_few(rf, put):
    for number in range(public.MOST_KEPT + 10):
        public._keep(f"tag{number}", b"page")

    assert len(public._pages) == public.MOST_KEPT and "tag0" not in public._pages


def test_a_publication_is_seen_at_once_and_the_shelf_is_kept_between(
    client, put, django_assert_num_queries
):
    put(title="First")
    assert titles(client) == ["First"]
    kept = shelf.current()

    assert shelf.current() is kept
    put(title="Second")
    assert titles(client) == ["Second", "First"]
    assert shelf.current() is not kept


def test_the_stamp_never_repeats_a_number(db):
    GuideStamp.objects.bump()
    first = GuideStamp.objects.current()
    GuideStamp.objects.bump()
    second = GuideStamp.objects.current()
    GuideStamp.objects.all().delete()
    GuideStamp.objects.bump()

    assert 0 < first < second < GuideStamp.objects.current()


def test_without_javascript_it_is_a_form_by_get_and_visitors_get_no_token(client, put):
    put(title="Rivers")

    response = client.get("/guide/")
    page = response.content.decode()

    assert '<form action="/guide/" method="get"' in page
    assert "csrf" not in page and "htmx-2" not in page
    assert not response.cookies


def test_htmx_brings_only_the_part_that_changes(sign_in, stranger, put):
    put(title="Rivers")
    headers = {"HX-Request": "true", "HX-Target": "guide", "HX-Boosted": "true"}

    page = sign_in(stranger).get("/guide/", headers=headers).content.decode()

    assert page.startswith('<div class="split split-left" id="guide"')
    assert "Rivers" in page and "<html" not in page


# --- kept by readers and proxies -------------------------------------------------------------


@pytest.fixture
def page(put):
    return put(title="Rivers")


@pytest.mark.parametrize("path", ["/guide/", "/guide/?subject=biology&q=birds", "/guide/rivers/"])
def test_who_has_the_page_already_is_answered_304(client, page, path):
    first = client.get(path)

    again = client.get(path, headers={"If-None-Match": first["ETag"]})

    assert first["Cache-Control"] == "public, max-age=60"
    assert {"Cookie", "Accept-Language"} <= set(first["Vary"].replace(" ", "").split(","))
    assert again.status_code == 304 and not again.content
    assert again["ETag"] == first["ETag"] and again["Cache-Control"] == first["Cache-Control"]


def test_a_tag_of_another_page_or_any_tag_is_no_reason_for_304(client, page):
    etag = client.get("/guide/")["ETag"]

    assert client.get("/guide/rivers/", headers={"If-None-Match": etag}).status_code == 200
    assert client.get("/guide/none/", headers={"If-None-Match": "*"}).status_code == 404


def test_a_corrected_run_is_seen_by_who_has_the_page(client, page):
    etag = client.get("/guide/rivers/")["ETag"]
    facts = {"starts_on": FIRST.date(), "ends_on": FIRST.date(), "grade_band": "5-9", "pupils": 17}

    runs.record_run(
        page.version.project, {**facts, "results": "A map."}, by=page.version.project.owner
    )
    response = client.get("/guide/rivers/", headers={"If-None-Match": etag})

    assert response.status_code == 200 and "17 pupils" in response.content.decode()


def test_a_304_of_the_list_asks_the_database_little(client, page, django_assert_num_queries):
    etag = client.get("/guide/")["ETag"]

    with django_assert_num_queries(1):
        client.get("/guide/", headers={"If-None-Match": etag})


def test_another_language_query_or_publication_is_another_page(client, put, page):
    first = client.get("/guide/")["ETag"]

    russian = client.get("/guide/", headers={"Accept-Language": "ru"})["ETag"]
    filtered = client.get("/guide/?kind=local")["ETag"]
    put(title="Birds")

    assert len({first, russian, filtered, client.get("/guide/")["ETag"]}) == 4


def test_signed_in_people_get_a_page_of_their_own(sign_in, stranger, page):
    response = sign_in(stranger).get("/guide/")

    assert "private" in response["Cache-Control"] and "no-store" in response["Cache-Control"]
    assert "Cookie" in response["Vary"]


def test_a_message_for_one_visitor_is_not_kept_for_others(page):
    client = Client()
    client.cookies["messages"] = "something"

    assert "no-store" in client.get("/guide/")["Cache-Control"]
