"""The tracks of a session as one reader may choose them."""

from dataclasses import dataclass

from courses.actions.enrolment import refusal_of_track
from courses.models import Track, TrainingSession
from courses.models.session import ABOUT_TRACK, OFFERED
from people.models import User


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    about: str
    refusal: str
    chosen: bool


def choices(session: TrainingSession, person: User | None, chosen: str = "") -> list[Choice]:
    """Every track the session offers, the refused ones with the reason."""
    offered = [track for track in OFFERED if track in session.tracks]
    refusals = {
        track: refusal_of_track(person, session, track) if person else "" for track in offered
    }
    first = next((track for track in offered if not refusals[track]), None)
    return [
        Choice(
            value=track.value,
            label=str(Track(track).label),
            about=str(ABOUT_TRACK[track]),
            refusal=refusals[track],
            chosen=track == (chosen or first),
        )
        for track in offered
    ]
