"""Three centres, the accounts of the sign-in page, and the tutors and experts of the past."""

from datetime import UTC, datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from courses.actions import editors
from desk.demo.world import World, read
from people.demo import ACCOUNTS, PASSWORD
from people.models import Centre, Membership, User

FOUNDED = datetime(2014, 9, 1, tzinfo=UTC)
ZONE = "Asia/Novokuznetsk"
# Which school of the list each account works at: `teacher` shares it with nobody else.
SCHOOLS = {
    "teacher": 0,
    "teacher2": 1,
    "teacher3": 2,
    "teacher4": 3,
    "teacher5": 4,
    "teacher6": 5,
    "tutor": 6,
    "tutor2": 7,
    "expert": 8,
    "expert2": 9,
    "coordinator": 10,
    "editor": 10,
}
TUTORS, EXPERTS = 8, 6  # besides those with accounts


def found_centres(world: World) -> None:
    world.centres = [
        Centre.objects.create(name=entry["name_ru"], kind=entry["kind"], time_zone=ZONE)
        for entry in read("figures")["centres"]
    ]
    world.centres[1].approves_materials = True
    world.centres[1].save(update_fields=["approves_materials"])


def make_accounts(world: World) -> None:
    """Those who sign in with the password that the sign-in page shows."""
    password = make_password(PASSWORD)
    for account in ACCOUNTS:
        person = _person(world, account.email, SCHOOLS.get(account.role, 11))
        person.password = password
        person.is_superuser = person.is_staff = account.role == "admin"
        person.save()
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        world.accounts[account.role] = person
    _give_roles(world)
    world.accounts["editor"].groups.add(editors.set_up())


def _person(world: World, email: str, school: int) -> User:
    given, surname = world.name()
    place = world.school(school)
    return User(
        email=email,
        first_name=given,
        last_name=surname,
        password=make_password(None),
        language="ru",
        time_zone=ZONE,
        country=place["country"],
        region=place["region"],
        school=f"{place['name']}, {place['settlement']}",
    )


def hire(world: World, number: int, label: str, *, first_school: int = 12) -> list[User]:
    """People of the past and the groups' members: they have no password."""
    start = User.objects.count()
    people = [
        _person(world, f"{label}{index}@people.demo.example", first_school + index)
        for index in range(start, start + number)
    ]
    return User.objects.bulk_create(people)


def _give_roles(world: World) -> None:
    first, second, third = world.centres
    accounts = world.accounts
    world.tutors = [accounts["tutor"], accounts["tutor2"], *hire(world, TUTORS, "tutor")]
    world.experts = [accounts["expert"], accounts["expert2"], *hire(world, EXPERTS, "expert")]
    roles = [(accounts["coordinator"], first, "coordinator")]
    for index, centre in enumerate((second, third)):
        roles.append((hire(world, 1, f"coordinator-{index}-")[0], centre, "coordinator"))
    roles += [(tutor, first, "tutor") for tutor in world.tutors[:5]]
    roles += [(tutor, second, "tutor") for tutor in world.tutors[5:8]]
    roles += [(tutor, third, "tutor") for tutor in world.tutors[8:]]
    roles += [(expert, centre, "expert") for expert in world.experts for centre in (first, second)]
    Membership.objects.bulk_create(
        Membership(person=person, centre=centre, role=role, since=FOUNDED)
        for person, centre, role in roles
    )
