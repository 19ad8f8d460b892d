"""Looking for words in the Guide: the same answers on either database."""

import pytest
from django.db import connection

from project_guide import public, search
from project_guide.stems import looked_for, stem
from tests.factories.courses import EnrolmentFactory
from tests.factories.guide import make_guide, make_page


@pytest.fixture
def put(session):
    make_guide()

    def page(title, **fields):
        return make_page(EnrolmentFactory(session=session), title=title, **fields)

    return page


@pytest.fixture
def river(put):
    put("Птицы нашего двора", description="Считаем синиц и снегирей.", tags=["птицы"])
    return put(
        "Прозрачная ли наша река?",
        question="Что река уносит от нас?",
        description="Команды с берегов измеряют воду. Ребёнок ведёт дневник наблюдений.",
        tags=["экология"],
    )


def found(client, words):
    public.forget()
    response = client.get("/guide/", {"q": words})
    assert response.status_code == 200
    return [card["title"] for card in response.context["cards"]]


@pytest.mark.parametrize(
    "words",
    [
        "река",
        "реки",
        "РЕКУ",
        "рекой",
        "наблюдения",
        "экологии",
        "команда",
        "вода измерять",
        "ребенок",
        "ребёнок",
        "наша река",
        "берег, вода!",
        "реки и воды",
        "Observe река",
    ],
)
def test_words_are_found_in_their_forms(client, river, words):
    assert found(client, words) == [river.title]


@pytest.mark.parametrize("words", ["реклама", "река синица", "пингвин", "рекорд", "!!!", "🐦", '"'])
def test_what_does_not_stand_there_is_not_found(client, river, words):
    assert found(client, words) == []


@pytest.mark.parametrize(
    "words",
    [
        "'",
        '"',
        '" OR "a"*',
        "AND",
        "NOT река",
        "река OR",
        "NEAR(a b)",
        "река*",
        "title:река",
        "(река",
        "a:b|c&!d",
        "\\",
        "\0река",
        "%s %(a)s",
        "🐦🐦",
        "я",
        "и",
        "ы",
        "река'; DROP TABLE",
        "--",
        "<script>",
        "река " * 200,
        "я" * 5000,
        "х̆",
        " ",
        "__",
        "5",
        "²",
    ],
)
def test_nothing_a_visitor_types_breaks_the_search(client, river, words):
    found(client, words)


def test_a_long_query_is_cut(client, river):
    response = client.get("/guide/", {"q": "река " + "й" * 500})

    assert len(response.context["look"].words) == 200


def test_search_and_facets_narrow_together(client, put):
    put("Река зимой", grade_bands=["1-4"])
    put("Река летом", grade_bands=["5-9"])

    public.forget()
    response = client.get("/guide/?q=река&grades=5-9")

    assert [card["title"] for card in response.context["cards"]] == ["Река летом"]
    grades = next(g for g in response.context["look"].groups if g["name"] == "grades")
    assert [option["count"] for option in grades["options"]] == [1, 1]


def test_names_of_authors_are_found_only_when_they_agreed(client, session, put):
    named = EnrolmentFactory(session=session, teacher__last_name="Соколова")
    silent = EnrolmentFactory(session=session, teacher__last_name="Воробьёва")
    make_page(named, title="Named", names_shown=True)
    make_page(silent, title="Silent", names_shown=False)

    assert found(client, "Соколовой") == ["Named"]
    assert found(client, "Воробьёва") == []


@pytest.mark.parametrize(
    ("forms", "shared"),
    [
        ("река реки реку рекой рек", "рек"),
        ("экология экологии экологию экологией", "эколог"),
        ("измерение измерения измерений измерениями", "измерен"),
        ("прозрачная прозрачный прозрачных прозрачного", "прозрачн"),
        ("читать читал читаем читают", "чита"),
        ("школа школы школе школьный", None),
        ("возможность возможности возможностями", "возможн"),
        ("важнейший важнейшая", "важн"),
    ],
)
def test_the_forms_of_a_word_share_a_stem(forms, shared):
    stems = {stem(form) for form in forms.split()}

    assert stems == {shared} if shared else len(stems) > 1


def test_single_letters_count_only_when_there_is_nothing_else():
    assert looked_for("реки и воды") == ["рек", "вод"]
    assert looked_for("я") == ["я"]
    assert looked_for("река река") == ["рек"]


def test_bytes_that_are_no_text_are_only_not_found(client, river):
    response = client.get("/guide/?q=%ED%A0%BD%FF&page=%FF&subject=%00&tag=%ED%A0%BD")

    assert response.status_code == 200


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the word index of SQLite")
def test_the_word_index_is_asked_once_whatever_the_number_of_pages(
    river, django_assert_num_queries
):
    """A join would look every page of the Guide up in it: 100 times slower at 10,000 pages."""
    with django_assert_num_queries(1) as asked:
        assert search._ids(("рек",)) == [river.pk]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
        steps = [(row[0], row[1], row[3]) for row in cursor.fetchall()]

    lists = {number for number, _parent, text in steps if text.startswith("LIST SUBQUERY")}
    looks = [parent for _number, parent, text in steps if "VIRTUAL TABLE" in text]
    assert len(looks) == 1 and set(looks) <= lists, steps
