"""What would tell a reviewer who wrote a text: pointed out, and innocent words are not."""

import pytest

from files.actions import receive
from people.models import User
from project_guide.models import ProjectFile
from project_guide.tell_tales import MOST_SHOWN, Find, names_in, tell_tales, tell_tales_in
from tests.factories.courses import make_group, place_in
from tests.factories.people import UserFactory, member
from tests.factories.projects import make_project
from tests.files.samples import jpeg, upload


def anna(**fields) -> User:
    found = {"first_name": "Анна Ивановна", "last_name": "Кузнецова", "school": "Школа № 7"}
    return User(email="anna@school7.example", **{**found, **fields})


def found_in(text: str, authors=(), others=()) -> list[str]:
    return [one.found for one in tell_tales_in({"it": text}, authors, others).get("it", [])]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ведёт Анна Кузнецова.", "Анна Кузнецова"),
        ("Спросите Кузнецову Анну Ивановну", "Кузнецову Анну Ивановну"),
        ("Автор: А. И. Кузнецова", "А. И. Кузнецова"),
        ("Автор: Кузнецова А.И.", "Кузнецова А.И."),
        ("Написала КУЗНЕЦОВА а. и.", "КУЗНЕЦОВА а. и."),
        ("Опыт школы №7 города", "школы №7"),
    ],
)
def test_a_colleague_is_found_by_surname_with_a_given_name_and_by_school(text, found):
    assert found_in(text, others=[anna()]) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "Кузнецова тут нет.",
        "Анна читает «Анну Каренину».",
        "Кузнецова пишет о том, как Анна ушла",  # too far apart
        "Кузнецова\nАнна",  # two lines of a list
        "Кузнецова а потом",
        "Школа № 77, школа 8, лицей № 7",
        "Наша школа.",
    ],
)
def test_innocent_words_are_left_alone(text):
    assert found_in(text, others=[anna()]) == []


NUMBERED = "Демонстрационная школа № 3, Ясногорье"


@pytest.mark.parametrize("of", ["authors", "others"])
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("в Демонстрационной школе № 3", True),
        ("на сайте школы №3", True),
        ("в школе № 31", False),
        ("в 3 школах", False),
    ],
)
def test_a_school_is_known_by_its_kind_and_number(text, found, of):
    assert bool(found_in(text, **{of: [anna(school=NUMBERED)]})) is found


@pytest.mark.parametrize(("text", "found"), [("Our school no. 12", True), ("see no. 12", False)])
def test_a_numbered_school_in_english(text, found):
    author = anna(school="Green school No. 12, Riga")

    assert bool(found_in(text, authors=[author])) is found


def test_every_name_of_the_author_in_a_letter_is_told():
    found = names_in("Ваша Анна Кузнецова, школа № 7, опять Анна", [anna()])

    assert found == ["Анна", "Кузнецова", "школа № 7"]


def test_a_school_of_one_word_points_at_nobody():
    assert found_in("Гимназия", others=[anna(school="Гимназия")]) == []


def test_the_letter_yo_makes_no_difference():
    assert found_in("Семен Алёхин", others=[anna(first_name="Семён", last_name="Алехин")])


@pytest.mark.parametrize(
    "text",
    [
        "someone.else+x@mail.example.org",
        "+7 (495) 123-45-67",
        "8 495 123-45-67",
        "89161234567",
        "+380 50 123 45 67",
        "050 123 45 67",
        "(4012) 12-34-56",
    ],
)
def test_any_address_and_any_telephone_is_found(text):
    assert found_in(f"Пишите: {text}, ждём.") == [text]


@pytest.mark.parametrize(
    "text", ["12.05.2026 и 2024-2025", "1 000 000 рублей", "https://example.org/89161234567", "5-9"]
)
def test_numbers_that_are_no_telephones_are_left_alone(text):
    assert found_in(text) == []


def test_each_place_stands_between_the_words_around_it():
    text = "Слово " * 20 + "Кузнецова" + " слово" * 20 + "\nКузнецовой нет"

    first, second = tell_tales_in({"it": text}, [anna()])["it"]

    assert (first.before[:7], first.found, first.after[-6:]) == ("…Слово ", "Кузнецова", "слово…")
    assert second == Find("", "Кузнецовой", " нет")


def test_only_some_places_of_a_field_are_shown_and_the_rest_counted(enrolment):
    project = make_project(enrolment, goals="a@b.example " * (MOST_SHOWN + 2))

    (tale,) = tell_tales(project, [enrolment.teacher])

    assert (len(tale.finds), tale.more) == (MOST_SHOWN, 2)


def test_whoever_is_known_in_the_session_is_looked_for(enrolment, session):
    other = make_group(session, member("tutor", session.centre, **named("Тутова")), "Other")
    place_in(other, UserFactory(**named("Слушалова")))
    member("expert", session.centre, **named("Судилова"))
    UserFactory(**named("Чужакова"))
    names = ["Вера Тутова", "Вера Слушалова", "Вера Судилова"]
    project = make_project(enrolment, results="\n".join([*names, "Вера Чужакова"]))

    (tale,) = tell_tales(project, [enrolment.teacher])

    assert [find.found for find in tale.finds] == names


def named(surname: str) -> dict[str, str]:
    return {"first_name": "Вера", "last_name": surname}


def test_what_is_said_of_a_file_is_looked_at_and_its_name_is_not(enrolment, settings, tmp_path):
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "private": private}
    project = make_project(enrolment)
    stored = receive(upload(jpeg(), "Surname plan.jpg"), by=project.owner)
    ProjectFile.objects.create(
        project=project, file=stored, about=f"Plan of {project.owner.last_name}",
        added_at=project.saved_at,
    )  # fmt: skip

    (tale,) = tell_tales(project, [project.owner])

    assert (tale.section, tale.finds[0].found) == ("", project.owner.last_name)


def test_a_card_without_names_is_not_accused(enrolment):
    teacher = UserFactory(first_name="Anna", last_name="Li", school="")

    assert tell_tales(make_project(enrolment), [teacher]) == []
