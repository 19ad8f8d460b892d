"""Who is too near to which project, for many people at once, in a handful of queries.

Says the same as `eligibility`, which asks for one person in the middle of a claim; a test holds
the two together.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from courses.models import GroupMembership
from people.models import User
from project_guide.models.conflict import DeclaredConflict
from project_guide.models.project import CoAuthor, Project
from project_guide.models.review_round import ReviewRound
from project_guide.models.ties import person_of

Sets = dict[int, set[int]]


def too_near(
    review_round: ReviewRound, people: Iterable[User], *, only: int | None = None
) -> set[tuple[int, int]]:
    """Pairs of a project of the round's session (`only` this one) and a person who must not
    review it."""
    people = list(people)
    projects = Project.objects.filter(enrolment__session=review_round.session_id)
    near = Nearness(projects if only is None else projects.filter(pk=only), people)
    found = near.bound()
    if review_round.exclude_same_school:
        found |= near.by_school()
    if review_round.exclude_same_group:
        found |= near.by_group()
    return found


class Nearness:
    """What is between people and projects; each question gives pairs of a project and a person."""

    def __init__(self, projects: QuerySet[Project], people: list[User]) -> None:
        self.projects, self.people = projects.order_by(), people
        self.rows = list(self.projects.values_list("pk", "owner", "owner__school_key", "enrolment"))
        named = CoAuthor.objects.filter(project__in=self.projects.values("pk")).order_by()
        self.named = list(
            named.values_list("project", "person", "person__school_key", Lower("email"))
        )
        keys = {person_of(user) for user in people}
        accounts = User.objects.of_people(keys).order_by()
        self.accounts: Sets = defaultdict(set)
        self.account_at: dict[str, int] = {}
        self.schools: dict[int, set[str]] = defaultdict(set)
        rows = accounts.values_list("pk", "first_account", Lower("email"), "school_key")
        for pk, first, email, school in rows:
            self.accounts[first or pk].add(pk)
            self.account_at[email] = pk
            self.schools[first or pk].add(school)

    def bound(self) -> set[tuple[int, int]]:
        """Authors, named co-authors, tutors of any time, and those of whom somebody said that they
        are too near; under any of their accounts."""
        authors, tutors, named = self.authors(), self.tutors(), self.named_accounts()
        declared = self.declared(authors)
        bound = {
            project: authors[project] | tutors[enrolment] | named[project] | declared[project]
            for project, _owner, _school, enrolment in self.rows
        }
        return {
            (project, user.pk)
            for user in self.people
            for project, accounts in bound.items()
            if not accounts.isdisjoint(self.accounts[person_of(user)])
        }

    def authors(self) -> Sets:
        found: Sets = defaultdict(set)
        for project, owner, *_rest in self.rows:
            found[project].add(owner)
        for project, person, *_rest in self.named:
            if person:
                found[project].add(person)
        return found

    def named_accounts(self) -> Sets:
        """Those at the addresses that owners gave, whether they have accepted or not."""
        found: Sets = defaultdict(set)
        for project, _person, _school, email in self.named:
            if account := self.account_at.get(email):
                found[project].add(account)
        return found

    def tutors(self) -> Sets:
        """By enrolment: who ever led a group that it ever was in."""
        found: Sets = defaultdict(set)
        mine = GroupMembership.objects.filter(enrolment__project__in=self.projects.values("pk"))
        led = mine.order_by().values_list("enrolment", "group__tutorships__tutor")
        for enrolment, tutor in led.exclude(group__tutorships=None):
            found[enrolment].add(tutor)
        return found

    def declared(self, authors: Sets) -> Sets:
        """Accounts that must not, by project: of the project itself, or of one of its authors;
        of a person with several, the first."""
        found: Sets = defaultdict(set)
        against: Sets = defaultdict(set)
        standing = DeclaredConflict.objects.standing().order_by()
        rows = list(standing.values_list("person", "other", "email", "project"))
        addresses = {email for _person, _other, email, _project in rows if email}
        known = set().union(*authors.values(), *((row[0], row[1]) for row in rows)) - {None}
        people = User.objects.filter(Q(pk__in=known) | Q(email__in=addresses)).order_by()
        first: dict[int, int] = {}
        named: dict[str, int] = {}
        for pk, account, email in people.values_list("pk", "first_account", Lower("email")):
            first[pk] = account or pk
            named[email] = pk
        for person, other, email, project in rows:
            if project:
                found[project].add(first[person])
            elif met := other or named.get(email):
                against[first[person]].add(first[met])
                against[first[met]].add(first[person])
        for project, mine in authors.items():
            for author in {first[one] for one in mine} & against.keys():
                found[project] |= against[author]
        return found

    def by_school(self) -> set[tuple[int, int]]:
        """An author or a named co-author works at one of the person's schools."""
        schools: dict[str, set[int]] = defaultdict(set)
        for project, _owner, school, _enrolment in self.rows:
            schools[school].add(project)
        for project, _person, school, _email in self.named:
            schools[school or ""].add(project)
        return {
            (project, user.pk)
            for user in self.people
            for key in self.schools[person_of(user)] - {""}
            for project in schools[key]
        }

    def by_group(self) -> set[tuple[int, int]]:
        """The author, or a co-author who accepted, ever was in a group that the person ever
        was in."""
        projects: Sets = defaultdict(set)  # by group
        for project, group in self.groups_of_authors():
            projects[group].add(project)
        groups: Sets = defaultdict(set)  # by account
        rows = GroupMembership.objects.filter(group__in=projects.keys()).order_by()
        for group, account in rows.values_list("group", "enrolment__teacher"):
            groups[account].add(group)
        return {
            (project, user.pk)
            for user in self.people
            for account in self.accounts[person_of(user)]
            for group in groups[account]
            for project in projects[group]
        }

    def groups_of_authors(self) -> Iterator[tuple[int, int]]:
        """A project and a group; a co-author's groups are those of all their sessions."""
        projects = self.projects.values("pk")
        mine = GroupMembership.objects.filter(enrolment__project__in=projects).order_by()
        yield from mine.values_list("enrolment__project", "group")
        theirs = CoAuthor.objects.accepted().filter(
            project__in=projects, person__enrolments__group_memberships__isnull=False
        )
        groups = theirs.order_by().values_list(
            "project", "person__enrolments__group_memberships__group"
        )
        yield from groups.distinct()
