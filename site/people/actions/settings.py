"""What the house sets for people who have not chosen it themselves."""

from people.models import User

UNCHOSEN = User._meta.get_field("time_zone").get_default()


def keep_time_of(person: User, zone: str) -> None:
    """Whoever has chosen no time zone is shown the times of `zone` from now on."""
    if person.time_zone == UNCHOSEN:
        person.time_zone = zone
        User.objects.filter(pk=person.pk, time_zone=UNCHOSEN).update(time_zone=zone)
