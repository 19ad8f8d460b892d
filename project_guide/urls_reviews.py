from django.urls import path

from project_guide.views import (
    conflicts,
    decisions,
    handing_in,
    queue,
    release,
    reliability,
    review,
    rounds,
    rubrics,
    session_conflicts,
)

urlpatterns = [
    path("reviews/", queue.queue, name="reviews"),
    path("reviews/release/", release.releases, name="releases"),
    path("reviews/release/<str:code>/", release.release, name="release"),
    path("reviews/decisions/", decisions.decisions, name="decisions"),
    path("reviews/decisions/<str:code>/", decisions.decision, name="decision"),
    path("reviews/decisions/<str:code>/confirm/", decisions.confirm, name="confirm_edits"),
    path("reviews/rounds/<str:code>/", rounds.rounds, name="rounds"),
    path("reviews/rounds/<str:code>/plan/", rounds.plan, name="plan_rounds"),
    path("reviews/rounds/<str:code>/conflicts/", session_conflicts.conflicts, name="conflicts"),
    path("reviews/rounds/<str:code>/conflicts.xlsx", session_conflicts.xlsx, name="conflicts_xlsx"),
    path("reviews/rounds/<str:code>/conflicts.csv", session_conflicts.csv, name="conflicts_csv"),
    path(
        "reviews/rounds/<str:code>/conflicts/<int:pk>/end/",
        session_conflicts.end,
        name="end_conflict",
    ),
    path(
        "reviews/rounds/<str:code>/accounts/<str:person>/part/",
        session_conflicts.part,
        name="part_accounts",
    ),
    path("reviews/rounds/<str:code>/reliability/", reliability.reliability, name="reliability"),
    path(
        "reviews/rounds/<str:code>/reliability/criteria.xlsx",
        reliability.xlsx,
        name="reliability_xlsx",
    ),
    path(
        "reviews/rounds/<str:code>/reliability/criteria.csv",
        reliability.csv,
        name="reliability_csv",
    ),
    path(
        "reviews/rounds/<str:code>/reliability/reviewers.xlsx",
        reliability.reviewers_xlsx,
        name="reviewers_xlsx",
    ),
    path(
        "reviews/rounds/<str:code>/reliability/reviewers.csv",
        reliability.reviewers_csv,
        name="reviewers_csv",
    ),
    path("reviews/rounds/<str:code>/<str:round_code>/", rounds.change, name="change_round"),
    path("reviews/rubrics/", rubrics.rubrics, name="rubrics"),
    path("reviews/rubrics/<slug:key>/<int:version>/", rubrics.rubric, name="rubric"),
    path("reviews/rubrics/<slug:key>/<int:version>/change/", rubrics.change, name="change_rubric"),
    path("reviews/conflicts/", conflicts.mine, name="my_conflicts"),
    path("reviews/conflicts/<int:pk>/end/", conflicts.end_mine, name="end_my_conflict"),
    path("reviews/<str:code>/", review.sheet, name="sheet"),
    path("reviews/<str:code>/hand-in/", handing_in.hand_in, name="hand_in"),
    path("reviews/<str:code>/give-back/", handing_in.give_back, name="give_back"),
    path("reviews/<str:code>/files/<int:number>/", handing_in.file, name="review_file"),
]
