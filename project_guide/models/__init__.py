from project_guide.models.anchor import Anchor, AnchorMark, RoundAnchor, Trial
from project_guide.models.card import Kind
from project_guide.models.conflict import DeclaredConflict
from project_guide.models.decision import Addendum, Conclusion, Decision
from project_guide.models.expertise import Expertise, Pause
from project_guide.models.moderation import Adjustment, Moderation
from project_guide.models.pages import GuideIndexPage, ProjectPage
from project_guide.models.project import (
    CoAuthor,
    Project,
    ProjectFile,
    ProjectVersion,
    SectionThread,
)
from project_guide.models.repair import RepairMove, RepairRun
from project_guide.models.review import Mark, Remark, Review
from project_guide.models.review_invitation import ReviewInvitation
from project_guide.models.review_round import ReviewRound
from project_guide.models.review_slot import ReviewSlot
from project_guide.models.rubric import Criterion, Rubric
from project_guide.models.run import RunRecord
from project_guide.models.stamp import GuideStamp
from project_guide.models.verdict import Verdict

__all__ = [
    "Addendum",
    "Adjustment",
    "Anchor",
    "AnchorMark",
    "CoAuthor",
    "Conclusion",
    "Criterion",
    "Decision",
    "DeclaredConflict",
    "Expertise",
    "GuideIndexPage",
    "GuideStamp",
    "Kind",
    "Mark",
    "Moderation",
    "Pause",
    "Project",
    "ProjectFile",
    "ProjectPage",
    "ProjectVersion",
    "Remark",
    "RepairMove",
    "RepairRun",
    "Review",
    "ReviewInvitation",
    "ReviewRound",
    "ReviewSlot",
    "RoundAnchor",
    "Rubric",
    "RunRecord",
    "SectionThread",
    "Trial",
    "Verdict",
]
