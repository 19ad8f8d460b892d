"""What a document of each kind says: typed, checked once when it is issued, then frozen."""

from datetime import date
from types import NoneType, UnionType
from typing import (
    Any,
    Literal,
    TypedDict,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from core.text import tidy

Number = int | float


class Words(TypedDict):
    """A text of the house in both languages; a document shows its own."""

    en: str
    ru: str


Text = str | Words  # as its author wrote it, or in both languages


class CertificateFacts(TypedDict):
    person: str
    centre: str
    course: Text
    session: Text
    season_dates: list[date]  # the first day and the last, as ISO strings
    track: Words
    product_title: Text | None
    product_verdict: Words | None
    hours: Number | None
    lessons_done: int | None
    reviews_given: int | None


class CriterionFacts(TypedDict):
    code: str
    title: Words
    level: Number | None  # None: the criterion does not apply
    max_level: int
    gate: bool


class ConclusionFacts(TypedDict):
    project_title: Text
    project_kind: Words
    authors: list[str]  # empty without the authors' consent
    centre: str
    round_title: Text
    verdict: str
    verdict_label: Words
    total: Number
    max: Literal[100]
    criteria: list[CriterionFacts]
    strengths: list[str]
    must_fix: list[str]
    reviewers: list[str]  # those who agreed to be named
    reviewers_count: int
    version: str | int


class ReviewedFacts(TypedDict):
    """One review somebody gave: what the piece was called to them, never its title."""

    label: str
    day: date
    kind: Words
    session: Text
    minutes: int | None


class ReviewStatementFacts(TypedDict):
    person: str
    centre: str
    reviews: int
    sessions: int
    minutes: int | None  # of the reviews for which the time was told
    pieces: list[ReviewedFacts]  # the oldest first


class BadFactsError(ValueError):
    """A document cannot be issued on these facts: a fault of the code that issues it."""


def frozen(facts: Any, description: type) -> dict[str, Any]:
    """A copy of `facts` that nobody else holds, with no invisible signs in its texts.

    Raises:
        BadFactsError: the facts are not what `description`, a TypedDict of this module, says.
    """
    check(facts, description, "facts")
    copy: dict[str, Any] = _visible(facts)
    return copy


def _visible(value: Any) -> Any:
    if isinstance(value, str):
        return "\n".join(tidy(line) for line in value.splitlines())
    if isinstance(value, dict):
        return {name: _visible(part) for name, part in value.items()}
    return [_visible(part) for part in value] if isinstance(value, list) else value


def check(value: Any, expected: Any, path: str) -> None:
    """Raise BadFactsError unless the value is of the expected type, all the way down."""
    if is_typeddict(expected):
        _check_fields(value, expected, path)
    elif get_origin(expected) is list:
        _check_items(value, get_args(expected)[0], path)
    elif get_origin(expected) in (Union, UnionType):
        _check_one_of(value, get_args(expected), path)
    elif not _is_plain(value, expected):
        raise BadFactsError(f"{path} is {value!r}, which is not {expected}.")


def _check_fields(value: Any, expected: Any, path: str) -> None:
    types = get_type_hints(expected)
    if not isinstance(value, dict) or value.keys() != types.keys():
        raise BadFactsError(f"{path} needs exactly {', '.join(types)}, not {value!r}.")
    for name, kind in types.items():
        check(value[name], kind, f"{path}.{name}")


def _check_items(value: Any, kind: Any, path: str) -> None:
    if not isinstance(value, list):
        raise BadFactsError(f"{path} is not a list.")
    for place, item in enumerate(value):
        check(item, kind, f"{path}[{place}]")


def _check_one_of(value: Any, kinds: tuple[Any, ...], path: str) -> None:
    faults = []
    for kind in kinds:
        try:
            return check(value, kind, path)
        except BadFactsError as fault:
            faults.append(str(fault))
    raise BadFactsError(" ".join(faults))


def _is_plain(value: Any, expected: Any) -> bool:
    if get_origin(expected) is Literal:
        return value in get_args(expected)
    if expected is date:
        return _is_iso_date(value)
    return type(value) is (NoneType if expected is None else expected)


def _is_iso_date(value: Any) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except (TypeError, ValueError):
        return False
