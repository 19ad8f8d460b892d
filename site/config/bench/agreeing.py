"""How long the figures of the reliability page take, on marks by chance: reading them is a handful
of queries."""

import random
import time

from project_guide.models import ReviewRound
from project_guide.reliability.lines import lines
from project_guide.reliability.sheets import Sheet, among, by_version

REVIEWS, MOST = 1_000, 3  # seconds
OF_ONE = 2  # reviews of a version


def seconds() -> float:
    rubric = ReviewRound.objects.select_related("rubric").order_by("pk")[0].rubric
    criteria = list(rubric.criteria.all())
    dice = random.Random(REVIEWS)  # noqa: S311 - it must be the same every time
    sheets = [
        Sheet(
            reviewer=number % 40,
            project=number // OF_ONE,
            version=1,
            levels={criterion.code: dice.randrange(4) for criterion in criteria},
            total=dice.uniform(0, 100),
        )
        for number in range(REVIEWS)
    ]
    begun = time.perf_counter()
    lines(rubric, by_version(sheets), among(sheets))
    return time.perf_counter() - begun
