from datetime import UTC, datetime

import factory
from allauth.account.models import EmailAddress
from factory.django import DjangoModelFactory

from people.models import Centre, Membership, User

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class CentreFactory(DjangoModelFactory[Centre]):
    class Meta:
        model = Centre

    name = factory.Sequence("Centre {}".format)
    kind = Centre.Kind.FORMAL


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence("person{}@example.org".format)
    first_name = factory.Sequence("Anna{}".format)
    last_name = factory.Sequence("Surname{}".format)
    school = factory.Sequence("School {}".format)

    @factory.post_generation
    def verified(self: User, create: bool, extracted: object, **kwargs: object) -> None:
        EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)

    @factory.post_generation
    def password(self: User, create: bool, extracted: str | None, **kwargs: object) -> None:
        self.set_password(extracted or "correct horse battery")
        self.save()


def member(role: str, centre: Centre, **fields: object) -> User:
    """A person who holds a role in a centre."""
    person = UserFactory(**fields)
    Membership.objects.create(person=person, centre=centre, role=role, since=LONG_AGO)
    return person
