"""How the projects of the past were reviewed: two peers, then experts, then a decision."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from activity.actions import record
from core.codes import random_code
from courses.models import Milestone, TrainingSession
from credentials.actions import confirm, issue
from credentials.models import Document
from desk.demo.world import World
from people.models import User
from project_guide.actions.conclusions import GOOD_FOR, facts_of
from project_guide.models import (
    Conclusion,
    Criterion,
    Decision,
    Mark,
    Project,
    ProjectVersion,
    Remark,
    Review,
    ReviewRound,
    ReviewSlot,
    Verdict,
)
from project_guide.models.card import snapshot
from project_guide.models.ground import arithmetic
from project_guide.models.verdict import propose

LETTER = (
    "Уважаемые авторы! Проект прошёл общественно-профессиональную экспертизу. "
    "Замечания экспертов и сильные стороны — в их листах ниже."
)
CONFIRMED = "Материалы проверены: ссылки открываются, проект можно проводить."
ANSWER = "Исправлено: дописано в карточке, в разделе об этапах."


class Reviewing:
    """The reviews of one session; sheets are collected and written at once."""

    def __init__(self, world: World, session: TrainingSession, teachers: list[User]) -> None:
        self.world, self.session, self.teachers = world, session, teachers
        self.rounds = {
            (found.project_kind, found.reviewers): found
            for found in session.review_rounds.select_related("rubric")
        }
        self.criteria = {
            found.rubric_id: list(Criterion.objects.filter(rubric=found.rubric_id))
            for found in self.rounds.values()
        }
        dates = {found.kind: found.starts_on for found in session.milestones.all()}
        self.peer_day = self._at(dates[Milestone.Kind.PEER_REVIEW])
        self.expert_day = self._at(dates[Milestone.Kind.EXPERT_REVIEW])
        self.turn = 0
        self.marks: list[Mark] = []
        self.remarks: list[Remark] = []

    def _at(self, day: date) -> datetime:
        return timezone.make_aware(datetime.combine(day, time(12)))

    def carry(self, project: Project, *, returned: bool) -> bool:
        """Take a project from its first version to a decision; True when it was accepted."""
        first = self._version(project, 1, self.peer_day)
        for peer in self._peers(project):
            self._sheet(first, project, "peer", peer, self.peer_day, weak=returned)
        second = self._version(project, 2, self.expert_day)
        experts = self._experts(project)
        sheets = [
            self._sheet(second, project, "expert", expert, self.expert_day, weak=returned)
            for expert in experts
        ]
        self._decide(project, second, sheets)
        return not returned

    def _version(self, project: Project, number: int, moment: datetime) -> ProjectVersion:
        return ProjectVersion.objects.create(
            project=project,
            number=number,
            key=random_code(20),
            card=snapshot(project, project.kind),
            kind=project.kind,
            authors=[{"code": project.owner.code, "name": project.owner.get_full_name()}],
            letter="" if number == 1 else "Учтены замечания рецензентов.",
            submitted_by=project.owner,
            submitted_at=moment,
            grace_until=moment + timedelta(hours=1),
            pooled_at=moment + timedelta(hours=1),
        )

    def _peers(self, project: Project) -> list[User]:
        others = [person for person in self.teachers if person != project.owner]
        self.turn += 2
        return [others[(self.turn + step) % len(others)] for step in (0, 1)]

    def _experts(self, project: Project) -> list[User]:
        number = self.rounds[project.kind, "expert"].wanted
        self.turn += 1
        experts = self.world.experts
        return [experts[(self.turn + step) % len(experts)] for step in range(number)]

    def _sheet(
        self,
        version: ProjectVersion,
        project: Project,
        reviewers: str,
        reviewer: User,
        moment: datetime,
        *,
        weak: bool,
    ) -> dict[str, int | None]:
        review_round = self.rounds[project.kind, reviewers]
        review = self._review(version, project, review_round, reviewer, moment)
        levels: dict[str, int | None] = {}
        for criterion in self.criteria[review_round.rubric_id]:
            level = self._level(criterion, weak=weak)
            levels[criterion.code] = level
            self.marks.append(
                Mark(
                    review=review,
                    criterion=criterion,
                    level=level,
                    comment=self.world.comment(criterion.code, level),
                )
            )
        for position, text in enumerate(review.must_fix, start=1):
            self.remarks.append(
                Remark(
                    review=review,
                    position=position,
                    text=text,
                    answer=ANSWER,
                    answered_at=moment + timedelta(days=6),
                )
            )
        return levels

    def _level(self, criterion: Criterion, *, weak: bool) -> int:
        if weak:
            return 1
        return self.world.dice.choice([2, 2, 3] if criterion.is_gate else [2, 2, 2, 3, 3])

    def _review(
        self,
        version: ProjectVersion,
        project: Project,
        review_round: ReviewRound,
        reviewer: User,
        moment: datetime,
    ) -> Review:
        slot = ReviewSlot.objects.create(
            code=random_code(26),
            round=review_round,
            version=version,
            author=project.owner,
            reviewer=reviewer,
            state=ReviewSlot.State.SUBMITTED,
            opened_at=moment,
            leased_at=moment + timedelta(days=1),
            lease_until=moment + timedelta(days=4),
        )
        prose = self.world.prose
        return Review.objects.create(
            slot=slot,
            rubric=review_round.rubric,
            strengths=self.world.dice.sample(prose["strengths"], 2),
            must_fix=self.world.dice.sample(prose["must_fix"], 1),
            name_shown=review_round.is_for_experts,
            minutes=50 + slot.pk % 7 * 10 if review_round.is_for_experts else None,
            saved_at=moment + timedelta(days=2),
            submitted_at=moment + timedelta(days=2),
            released_at=moment + timedelta(days=4),
        )

    def _decide(
        self, project: Project, version: ProjectVersion, sheets: list[dict[str, int | None]]
    ) -> None:
        self.write()
        found = propose(sheets, self.rounds[project.kind, "expert"].yardstick())
        moment = self.expert_day + timedelta(days=8)
        decider = self.session.centre.memberships.get(role="coordinator").person
        decision = Decision.objects.create(
            version=version,
            verdict=found.verdict,
            proposed=found.verdict,
            total=f"{float(found.total):.6f}",
            arithmetic=arithmetic(found),
            letter=LETTER,
            state=Decision.State.RELEASED,
            prepared_by=decider,
            prepared_at=moment,
            released_by=decider,
            released_at=moment,
        )
        accepted = found.verdict == Verdict.READY
        state = Project.State.ACCEPTED if accepted else Project.State.RETURNED
        Project.objects.filter(pk=project.pk).update(state=state)
        project.state = state
        record(
            project, "move", by=decider, at=moment, before=Project.State.EXPERT_REVIEW, after=state
        )
        if accepted:
            self._conclude(decision, version, decider, moment)

    def _conclude(
        self, decision: Decision, version: ProjectVersion, decider: User, moment: datetime
    ) -> None:
        document = issue(
            Document.Kind.CONCLUSION,
            key=f"conclusion:{version.pk}",
            centre=self.session.centre,
            person=version.project.owner,
            language="ru",
            facts=facts_of(decision, version),
            by=decider,
            valid_for=GOOD_FOR,
            at=moment,
        )
        Conclusion.objects.create(decision=decision, version=version, document=document)
        if version.pk % 8:  # of every eighth the three years are over
            until = timezone.localdate() + timedelta(days=200 + version.pk % 700)
            confirm(document, until=until, note=CONFIRMED, by=decider)

    def write(self) -> None:
        """Write the collected marks and remarks."""
        Mark.objects.bulk_create(self.marks)
        Remark.objects.bulk_create(self.remarks)
        self.marks, self.remarks = [], []
