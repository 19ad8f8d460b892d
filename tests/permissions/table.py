"""Who may open what, and who may do what: one line for each address of the house.

`sees`: GET is answered with 200 (in `leads`: with a redirect). `does`: POST is taken, with an empty
form or with what stands in `sends`. None: there is no such method, 405. `barred`: may know of the
thing but not do this, 403. To everybody else who is signed in there is no such thing, 404; whoever
is not signed in is sent to the sign-in, and never told whether anything is there.

Words without "=" in `takes` are things of a world; the first decides who is the owner.
"""

from tests.permissions.roles import (
    AUTHORS,
    COAUTHOR,
    COLLEAGUE,
    COORDINATOR,
    COORDINATORS,
    EDITOR,
    EVERYBODY,
    EXPERT,
    EXPERTS,
    INVITED,
    LEADERS,
    OTHER_TUTOR,
    OWNER,
    PEER,
    READERS,
    SIGNED_IN,
    STUDYING,
    TUTOR,
    TUTORS,
    WITH_A_ROLE,
    Rule,
)

PEOPLE = [
    Rule("people:profile", sees=SIGNED_IN, does=SIGNED_IN),
    Rule("people:kept", sees=SIGNED_IN, leads=SIGNED_IN),
    Rule("people:language", "=ru", sees=EVERYBODY, leads=EVERYBODY),
    Rule("people:members", "centre", sees=COORDINATOR, does=COORDINATOR),
    Rule("people:members_xlsx", "centre", sees=COORDINATOR),
    Rule("people:members_csv", "centre", sees=COORDINATOR),
    Rule("people:end_membership", "membership", does=COORDINATOR),
    Rule("people:revoke_invitation", "invitation", does=COORDINATOR),
    Rule("people:invitation", "invitation_token", sees=EVERYBODY, does=SIGNED_IN),
    Rule("activity:notices", sees=SIGNED_IN),
    Rule("activity:read_all", does=SIGNED_IN),
    Rule("activity:demo_mail", sees=EVERYBODY),  # of the demonstration only
    Rule("desk:desk", sees=SIGNED_IN),
    Rule("desk:screen", "=coordinator", sees=COORDINATORS),
    Rule("desk:screen", "=tutor", sees=TUTORS),
    Rule("desk:screen", "=expert", sees=EXPERTS),
    Rule("desk:screen", "=editor", sees=EDITOR),
    Rule("desk:screen", "=teacher", sees=SIGNED_IN - WITH_A_ROLE - EDITOR),
    Rule("credentials:verify", sees=EVERYBODY),
    Rule("credentials:document", "document", sees=EVERYBODY),
    Rule("credentials:pdf", "document", sees=EVERYBODY),
    Rule("pages:components", sees=EVERYBODY),
    Rule("health_live", sees=EVERYBODY),
    Rule("health_ready", sees=EVERYBODY),
]
COURSES = [
    Rule("courses_authors:authors", "course", sees=COORDINATOR, does=COORDINATOR),
    Rule("courses_authors:dismiss", "course author", does=COORDINATOR),
    Rule("courses_authors:approval", "course", does=COORDINATOR),
    Rule("courses:sessions", sees=EVERYBODY),
    Rule("courses:session", "session", sees=EVERYBODY),
    Rule("courses:enrol", "session", does=SIGNED_IN),
    Rule("courses:enrolment", "enrolment", sees=OWNER | LEADERS),
    Rule("courses:track", "enrolment", does=OWNER, barred=LEADERS),
    Rule("courses:withdraw", "enrolment", does=OWNER, barred=LEADERS),
    Rule("courses:take_break", "enrolment", does=OWNER, barred=LEADERS),
    Rule("courses:come_back", "enrolment", does=OWNER, barred=LEADERS),
    Rule("courses:reflection", "enrolment", does=OWNER, barred=LEADERS),
    Rule("courses:give_place", "enrolment", does=COORDINATOR, barred=OWNER | TUTOR),
    Rule("courses:move_to_group", "enrolment", does=COORDINATOR, barred=OWNER | TUTOR),
    Rule("courses:lesson_done", "enrolment lesson", does=OWNER, barred=LEADERS),
    Rule("courses:answer", "enrolment lesson", does=OWNER, barred=LEADERS),
    Rule("courses:groups", sees=SIGNED_IN),
    Rule("courses:group", "group", sees=LEADERS),
    Rule("courses:quota", "group", does=LEADERS),
    Rule("courses:group_tutors", "group", sees=COORDINATOR, does=COORDINATOR, barred=TUTOR),
    Rule("courses:make_link", "group", does=LEADERS),
    Rule("courses:revoke_link", "group link", does=LEADERS),
    Rule("courses:join_group", "link_token", sees=EVERYBODY, does=SIGNED_IN),
    Rule("courses:form_group", "session", sees=LEADERS | OTHER_TUTOR, does=LEADERS | OTHER_TUTOR),
    Rule("courses:manage", sees=COORDINATORS),
    Rule("courses:create_session", sees=COORDINATORS, does=COORDINATORS),
    Rule("courses:enrolments", "session", sees=COORDINATOR),
    Rule("courses:enrolments_xlsx", "session", sees=COORDINATOR),
    Rule("courses:enrolments_csv", "session", sees=COORDINATOR),
    Rule("courses:edit_session", "session", sees=COORDINATOR, does=COORDINATOR),
    Rule("courses:milestones", "session", sees=COORDINATOR, does=COORDINATOR),
    Rule("courses:delete_session", "session", does=COORDINATOR),
    Rule("courses:exception", "session", sees=COORDINATOR, does=COORDINATOR),
]
PROJECTS = [
    Rule("project_guide:projects", sees=SIGNED_IN),
    Rule("project_guide:begin", "enrolment", does=OWNER),
    *(
        Rule("project_guide:project", state, sees=READERS)
        for state in (
            "draft",
            "fresh",
            "reviewed",
            "revised",
            "examined",
            "judged",
            "accepted",
        )
    ),
    Rule("project_guide:withdraw", "reviewed", does=OWNER, barred=COAUTHOR | LEADERS),
    Rule("project_guide:section", "draft =idea", sees=READERS, does=AUTHORS, barred=LEADERS),
    Rule("project_guide:comment", "draft =idea", does=READERS),
    Rule("project_guide:files", "draft", sees=READERS, does=AUTHORS, barred=LEADERS),
    Rule("project_guide:file", "draft file", sees=READERS),
    Rule("project_guide:remove_file", "draft file", does=AUTHORS, barred=LEADERS),
    Rule("project_guide:authors", "draft", sees=READERS, does=OWNER, barred=COAUTHOR | LEADERS),
    Rule(
        "project_guide:remove_author",
        "draft",
        does=AUTHORS,
        barred=LEADERS,
        sends={"email": "coauthor_email"},
    ),
    Rule(
        "project_guide:coauthor",
        "draft",
        sees=INVITED | AUTHORS,
        leads=AUTHORS,
        does=INVITED | AUTHORS,
    ),
    Rule("project_guide:send", "draft", sees=AUTHORS, does=AUTHORS, barred=LEADERS),
    Rule("project_guide:version", "reviewed =1", sees=READERS),
    Rule("project_guide:receipt", "reviewed =1", sees=READERS),
    Rule("project_guide:take_back", "fresh =1", does=AUTHORS, barred=LEADERS),
    Rule(
        "project_guide:revision",
        "revised",
        sees=READERS,
        does=AUTHORS,
        barred=LEADERS,
        sends={"remark": "remark"},
    ),
    Rule("project_guide:run", "accepted", sees=OWNER, does=OWNER, barred=COAUTHOR | LEADERS),
    # The words of the card enter the vocabulary of tags when the page to be is looked at.
    Rule(
        "project_guide:publish",
        "accepted",
        sees=COORDINATOR,
        does=COORDINATOR,
        barred=AUTHORS | TUTOR,
        notes="taggit_tag",
    ),
    Rule(
        "project_guide:publish_preview",
        "accepted",
        sees=COORDINATOR,
        barred=AUTHORS | TUTOR,
        notes="taggit_tag",
    ),
    Rule("project_guide:take_off", "accepted", does=COORDINATOR, barred=AUTHORS | TUTOR),
    # Wagtail's pages answer every method alike, and write nothing.
]
REVIEWS = [
    Rule("project_guide:reviews", sees=SIGNED_IN, does=STUDYING, sends={"round": "round"}),
    Rule("project_guide:reviews", "", sees=SIGNED_IN, does=EXPERT, sends={"round": "expert_round"}),
    Rule("project_guide:sheet", "slot", sees=PEER, does=PEER),
    Rule("project_guide:sheet", "expert_slot", sees=EXPERT, does=EXPERT),
    Rule("project_guide:hand_in", "slot", sees=PEER, does=PEER),
    Rule("project_guide:give_back", "slot", sees=PEER, does=PEER),
    Rule("project_guide:review_file", "slot =1", sees=PEER),
    Rule("project_guide:releases", sees=TUTORS | COORDINATORS),
    Rule("project_guide:release", "reviewed", sees=LEADERS, does=LEADERS),
    Rule("project_guide:decisions", sees=COORDINATORS),
    Rule("project_guide:decision", "judged", sees=COORDINATOR, does=COORDINATOR),
    Rule("project_guide:confirm_edits", "judged", does=COORDINATOR),
    Rule("project_guide:rubrics", sees=COORDINATORS),
    Rule("project_guide:rubric", "=local =1", sees=COORDINATORS),
    Rule("project_guide:change_rubric", "=local =1", sees=COORDINATORS, does=COORDINATORS),
    Rule("project_guide:my_conflicts", sees=SIGNED_IN, does=SIGNED_IN),
    Rule("project_guide:rounds", "session", sees=COORDINATOR),
    Rule("project_guide:conflicts", "session", sees=COORDINATOR, does=COORDINATOR),
    Rule("project_guide:end_my_conflict", "my_conflict", does=COLLEAGUE),
    Rule("project_guide:end_conflict", "session conflict", does=COORDINATOR),
    Rule("project_guide:part_accounts", "session tutor_code", does=COORDINATOR),
    Rule("project_guide:conflicts_xlsx", "session", sees=COORDINATOR),
    Rule("project_guide:conflicts_csv", "session", sees=COORDINATOR),
    Rule("project_guide:plan_rounds", "session", does=COORDINATOR),
    Rule("project_guide:change_round", "session round", sees=COORDINATOR, does=COORDINATOR),
]
RULES = [*PEOPLE, *COURSES, *PROJECTS, *REVIEWS]

# allauth's own pages: for whoever is about to sign in, and for one's own account alone.
ACCOUNTS_OPEN = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_confirm_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
}
ACCOUNTS_OWN = {
    "account_reauthenticate",
    "account_email",
    "account_change_password",
    "account_set_password",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
}
# The editor's own doors, which lead to ours.
LEAD_TO_SIGN_IN = {"cms/login/", "_util/login/", "cms/password_reset/"}
# Whole branches, each with the reason why its addresses are not listed one by one.
BRANCHES = {
    "cms/": "Wagtail's editor asks for its own right at every view; authors of courses pass a "
    "door that is shut by default (courses.authors_door, tests/courses/test_authors*.py)",
    "picture": "renditions of the pictures of published pages, by the name of the address",
    "documents/": "Wagtail serves documents of its library, which holds public materials only",
    "^((?:[\\w\\-]+/)*)$": "Wagtail serves published pages; lessons are closed by a hook "
    "(courses.reading, tests/courses/test_reading.py)",
}
