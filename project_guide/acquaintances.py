"""Finding other people of a session in a text: no name alone, but names that stand together."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from people.models import User

SHORTEST = 3  # letters of a name that is looked for in its other cases too
SHORTEST_SCHOOL = 6  # letters; "Lyceum" alone would point at any lyceum, so it has two words too
LONGEST_ENDING = 3
WITHIN = 2  # words from a surname to a given name or an initial
WORD = re.compile(r"\w+(?:['’ʼ-]\w+)*")

Span = tuple[int, int]
Words = Sequence[re.Match[str]]


def stem(name: str) -> str:
    """The part of a name that stays in most cases of Russian, Ukrainian and Belarusian."""
    if name.isdecimal():
        return name
    if len(name) > 5:
        return name[:-2]
    return name[:-1] if len(name) > SHORTEST else name


def is_form_of(word: str, name: str) -> bool:
    if len(name) < SHORTEST or name.isdecimal():
        return word == name
    return word.startswith(stem(name)) and len(word) - len(stem(name)) <= LONGEST_ENDING


def alike(text: str) -> str:
    """The text as it is searched, letter under letter."""
    low = text.lower().replace("ё", "е")
    return low if len(low) == len(text) else text


class ByWord:
    """What is known by a word, found by any form of it."""

    def __init__(self) -> None:
        self.known: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)

    def add(self, word: str, more: list[str]) -> None:
        self.known[stem(word)].append((word, more))

    def of(self, word: str) -> Iterator[list[str]]:
        for ending in range(min(LONGEST_ENDING + 1, len(word))):
            for name, more in self.known.get(word[: len(word) - ending], ()):
                if is_form_of(word, name):
                    yield more


def school_words(school: str) -> Iterator[list[str]]:
    """The words by which a school is told: all before the town, and its kind with its number.

    "Lyceum" alone points at no school; "Lyceum 3" does.
    """
    words = WORD.findall(school.partition(",")[0])
    if len(words) > 1 and len(school) >= SHORTEST_SCHOOL:
        yield words
    for place, word in enumerate(words):
        kinds = [one for one in words[:place] if len(one) > SHORTEST]
        if word.isdecimal() and kinds:
            yield [kinds[-1], word]


class Acquaintances:
    """Finds schools of these people, and surnames beside a given name, patronymic or initial.

    A surname or a given name alone would point at innocent words. Every word of the text is
    looked up, so the cost hardly grows with the number of people.
    """

    def __init__(self, people: Iterable[User]) -> None:
        self.given, self.schools = ByWord(), ByWord()
        for person in people:
            if surname := alike(person.last_name):
                self.given.add(surname, alike(person.first_name).split())
            for first, *more in school_words(alike(person.school)):
                self.schools.add(first, more)

    def spans(self, text: str) -> Iterator[Span]:
        """Where somebody is told, line by line; places may overlap."""
        low = alike(text)
        for line in re.finditer(r"[^\n]+", low):
            words = list(WORD.finditer(low, *line.span()))
            for place, word in enumerate(words):
                for names in self.given.of(word.group()):
                    yield from _beside(words, place, names)
                for school in self.schools.of(word.group()):
                    yield from _followed(words, place, school)


def _followed(words: Words, place: int, school: Sequence[str]) -> Iterator[Span]:
    after = words[place + 1 : place + 1 + len(school)]
    if len(after) == len(school) and all(
        is_form_of(word.group(), name) for word, name in zip(after, school, strict=True)
    ):
        yield words[place].start(), after[-1].end()


def _beside(words: Words, place: int, names: Iterable[str]) -> Iterator[Span]:
    for other in range(max(0, place - WITHIN), min(len(words), place + WITHIN + 1)):
        if other != place and (width := _length_of_given(words[other], names)):
            start = min(words[place].start(), words[other].start())
            yield start, max(words[place].end(), words[other].start() + width)


def _length_of_given(word: re.Match[str], names: Iterable[str]) -> int:
    """Of a form of one of the names, or of its initial with the full stop; 0 if it is neither."""
    found = word.group()
    if len(found) > 1:
        return len(found) if any(is_form_of(found, name) for name in names) else 0
    is_initial = word.string[word.end() : word.end() + 1] == "."
    return 2 if is_initial and any(name.startswith(found) for name in names) else 0
