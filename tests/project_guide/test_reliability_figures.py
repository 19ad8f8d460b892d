"""Sheets side by side: shares within one level, and who marks higher or lower."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from project_guide.reliability.agreement import shares
from project_guide.reliability.severity import severities
from project_guide.reliability.sheets import Sheet, among, by_version, facing


def sheet(reviewer, project=1, version=1, total=50.0, **levels):
    return Sheet(reviewer, project, version, levels or {"L1": 2}, total)


def test_two_versions_of_a_project_are_apart():
    sheets = [sheet(1), sheet(2), sheet(3, version=2), sheet(1, project=2)]

    assert by_version(sheets) == [sheets[:2]]


def test_any_two_who_marked_one_version_are_a_pair():
    assert len(among([sheet(1), sheet(2), sheet(3), sheet(4, version=2)])) == 3


def test_a_peer_is_laid_beside_the_experts_of_the_same_version():
    peer, same, later = sheet(1, version=1), sheet(8, version=1), sheet(9, version=2)

    assert facing([peer], [later, same]) == [(peer, same)]


def test_where_no_expert_read_that_version_the_next_one_they_read_stands_in():
    peer, near, far = sheet(1, version=1), sheet(8, version=2), sheet(9, version=3)

    assert facing([peer], [far, near]) == [(peer, near)]


def test_an_earlier_version_or_another_project_tells_nothing():
    assert facing([sheet(1, version=2)], [sheet(8, version=1), sheet(9, project=2)]) == []


def test_two_experts_of_a_version_are_two_pairs():
    peer, experts = sheet(1), [sheet(8), sheet(9)]

    assert facing([peer], experts) == [(peer, experts[0]), (peer, experts[1])]


def test_shares_count_the_same_and_the_near_and_leave_out_what_does_not_apply():
    pairs = [
        (sheet(1, L1=2), sheet(2, L1=2)),
        (sheet(1, 2, L1=1), sheet(2, 2, L1=2)),
        (sheet(1, 3, L1=3), sheet(2, 3, L1=1)),
        (sheet(1, 4, L1=None), sheet(2, 4, L1=2)),
        (sheet(1, 5, L2=2), sheet(2, 5, L2=2)),
    ]

    found = shares(pairs, "L1")

    assert (found.projects, found.pairs, found.same, found.near) == (3, 3, 1, 2)
    assert (found.same_percent, found.near_percent) == (33, 67)


def test_severity_is_the_distance_from_the_mean_of_the_others():
    strict, mild, third = severities(
        [
            sheet(1, total=40.0, L1=1, L2=1),
            sheet(2, total=60.0, L1=2, L2=3),
            sheet(3, total=80.0, L1=3, L2=None),
        ]
    )

    assert (strict.points, strict.levels) == (-30, pytest.approx((-1.5 - 2) / 2))
    assert (mild.points, mild.levels) == (0, 1)
    assert (third.points, third.levels) == (30, 1.5)


def test_severity_says_on_how_many_versions_it_rests():
    """A version that nobody else has marked is none of them."""
    rows = [sheet(1), sheet(2), sheet(1, project=2), sheet(3, project=2), sheet(1, project=3)]

    assert {row.reviewer: row.versions for row in severities(rows)} == {1: 2, 2: 1, 3: 1}


def test_whoever_shares_no_criterion_with_the_others_has_no_distance_in_levels():
    rows = severities([sheet(1, L1=3, L2=None), sheet(2, L1=None, L2=0)])

    assert [row.levels for row in rows] == [0, 0]


sheets_of_two = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=8)


@given(sheets_of_two, st.integers(-3, 3))
def test_two_who_mark_the_same_versions_are_each_others_mirror(levels, shift):
    rows = []
    for project, (one, other) in enumerate(levels):
        rows.append(sheet(1, project, total=10.0 * one, L1=one))
        rows.append(sheet(2, project, total=10.0 * other + shift, L1=other))

    one, other = severities(rows)

    assert one.points == pytest.approx(-other.points)
    assert one.levels == pytest.approx(-other.levels)
    assert one.versions == other.versions == len(levels)
