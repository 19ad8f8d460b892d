"""Words without their endings, so that a search for «реки» finds «река» on either database.

SQLite knows no word forms. Both what is indexed and what is looked for go through `stem`, the
published Snowball rules for Russian; other languages keep their words whole.
"""

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 12

VOWEL = "аеиоуыэюя"
AFTER_VOWEL = re.compile(f"[{VOWEL}]")
AFTER_CONSONANT = re.compile(f"[{VOWEL}][^{VOWEL}]")
GERUND = re.compile(r"((?<=[ая])(в|вши|вшись)|[иы](в|вши|вшись))$")
REFLEXIVE = re.compile(r"с[яь]$")
ADJECTIVE = re.compile(
    r"(ее|ие|ые|ое|ими|ыми|ей|ий|ый|ой|ем|им|ым|ом|его|ого|ему|ому|их|ых|ую|юю|ая|яя|ою|ею)$"
)
PARTICIPLE = re.compile(r"((?<=[ая])(ем|нн|вш|ющ|щ)|ивш|ывш|ующ)$")
VERB = re.compile(
    r"((?<=[ая])(ла|на|ете|йте|ли|й|л|ем|н|ло|но|ет|ют|ны|ть|ешь|нно)"
    r"|ила|ыла|ена|ейте|уйте|ите|или|ыли|ей|уй|ил|ыл|им|ым|ен|ило|ыло|ено|ят|ует|уют|ит|ыт|ены"
    r"|ить|ыть|ишь|ую|ю)$"
)
NOUN = re.compile(
    r"(а|ев|ов|ие|ье|е|иями|ями|ами|еи|ии|и|ией|ей|ой|ий|й|иям|ям|ием|ем|ам|ом|о|у|ах|иях|ях|ы|ь"
    r"|ию|ью|ю|ия|ья|я)$"
)
QUALITY = re.compile(r"ость?$")
SUPERLATIVE = re.compile(r"ейше?$")


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, «ё» written as «е»."""
    plain = unicodedata.normalize("NFC", text).lower().replace("ё", "е")
    return WORD.findall(plain)


def stems_of(text: str) -> list[str]:
    """Each stem of the text once; fit for the search index."""
    return sorted({stem(word) for word in words_of(text)})


def looked_for(query: str) -> list[str]:
    """The stems a query asks for. Single letters count only when there is nothing else."""
    words = words_of(query)
    long = [word for word in words if len(word) > 1]
    return list(dict.fromkeys(stem(word) for word in (long or words)[:MOST_WORDS]))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The part of a Russian word that its forms share."""
    first = AFTER_VOWEL.search(word)
    if first is None:
        return word
    head, tail = word[: first.end()], word[first.end() :]
    tail = _without_ending(tail).removesuffix("и")
    tail = _without_quality(head, tail)
    shorter = SUPERLATIVE.sub("", tail)
    if shorter.endswith("нн"):
        return head + shorter[:-1]
    return head + (shorter if shorter != tail else tail.removesuffix("ь"))


def _without_ending(tail: str) -> str:
    if GERUND.search(tail):
        return GERUND.sub("", tail)
    tail = REFLEXIVE.sub("", tail)
    if ADJECTIVE.search(tail):
        return PARTICIPLE.sub("", ADJECTIVE.sub("", tail))
    if VERB.search(tail):
        return VERB.sub("", tail)
    return NOUN.sub("", tail)


def _without_quality(head: str, tail: str) -> str:
    """Drop «-ост(ь)» where enough of the word stands before it."""
    word = head + tail
    region = 0
    for _ in range(2):
        found = AFTER_CONSONANT.search(word, region)
        if found is None:
            return tail
        region = found.end()
    ending = QUALITY.search(word, region)
    return word[len(head) : ending.start()] if ending else tail
