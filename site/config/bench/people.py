"""The people whom the measuring adds: never anybody of the demonstration."""

from datetime import datetime

from core.codes import random_code
from courses.models import Enrolment, Track, TrainingSession
from desk.demo.world import read
from people.models import User

ADDRESS = "@bench.example"


def hire(number: int) -> list[User]:
    prose = read("people")
    given, surnames, schools = prose["given_f"], prose["surnames_f"], prose["schools"]
    return User.objects.bulk_create(
        User(
            email=f"{random_code(12).lower()}{ADDRESS}",
            first_name=given[index % len(given)],
            last_name=surnames[index // len(given) % len(surnames)],
            password="!",  # noqa: S106 - nobody can sign in with it
            language="ru",
            region=schools[index % len(schools)]["region"],
            school=f"Школа № {index + 1000}",
        )
        for index in range(number)
    )


def enrol(
    people: list[User], session: TrainingSession, state: str, moment: datetime
) -> list[Enrolment]:
    return Enrolment.objects.bulk_create(
        Enrolment(
            teacher=person,
            session=session,
            track=Track.LOCAL_PROJECT,
            state=state,
            applied_at=moment,
        )
        for person in people
    )
