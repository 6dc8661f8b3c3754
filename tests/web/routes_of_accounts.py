"""Every route that only accounts have, and how it answers whom. A new route needs a row here."""

from tests.web.routes import (
    COLLEAGUES_CHANGE,
    COLLEAGUES_PAGE,
    OPEN_CHANGE_TO_ALL,
    OPEN_PAGE_TO_ALL,
    ROWS,
    Form,
    Row,
    WithAccounts,
    all_but,
)
from tests.web.routes_of_assignments import ASSIGNMENTS
from tests.web.routes_of_comments import COMMENTS
from tests.web.routes_of_exports import EXPORTS
from tests.web.routes_of_gold import GOLD
from tests.web.routes_of_group_progress import GROUP_PROGRESS
from tests.web.routes_of_previews import PREVIEWS
from tests.web.routes_of_review import REVIEW
from tests.web.routes_of_rubric_form import RUBRIC_FORM
from tests.web.routes_of_studio import STUDIO

# In this order: anonymous, owner, trainee, trainer, other trainer, foreign trainer, admin, foreign admin, disabled.
ADMINS_PAGE = WithAccounts(303, 403, 403, 403, 403, 403, 200, 200, 403)
ADMINS_CHANGE = WithAccounts(401, 403, 403, 403, 403, 403, 303, 303, 403)
#: Of a person of the owner's organisation.
PERSON_PAGE = WithAccounts(303, 403, 403, 403, 403, 403, 200, 404, 403)
PERSON_CHANGE = WithAccounts(401, 403, 403, 403, 403, 403, 303, 404, 403)
TRAINERS_PAGE = WithAccounts(303, 403, 403, 200, 200, 200, 200, 200, 403)
TRAINERS_CHANGE = WithAccounts(401, 403, 403, 303, 303, 303, 303, 303, 403)
#: Of the cohort in which the owner practises.
COHORT_PAGE = WithAccounts(303, 404, 404, 200, 404, 404, 200, 404, 403)
COHORT_CHANGE = WithAccounts(401, 404, 404, 303, 404, 404, 303, 404, 403)

#: Of a version that the owner's organisation wrote.
RUBRIC_PAGE = WithAccounts(303, 403, 403, 200, 200, 404, 200, 404, 403)
RUBRIC_CHANGE = WithAccounts(401, 403, 403, 303, 303, 404, 303, 404, 403)

#: Of a grade of the owner's: they see it, as its trainer does.
GRADE_SET = WithAccounts(401, 403, 404, 303, 404, 404, 404, 404, 403)
GRADE_DISPUTED = WithAccounts(401, 303, 404, 403, 404, 404, 404, 404, 403)

_PERSON = "/administration/people/<int(max=2147483647):person_id>"
_OWNER = "/administration/people/{owner}"
_COHORT, _SPRING = "/cohorts/<id:cohort_id>", "/cohorts/{cohort}"
_TWICE: Form = (("password", "six calm blue whales"), ("again", "six calm blue whales"))
_NEW: Form = (("email", "{fresh}@shop.example"), ("name", "Newcomer"), ("role", "trainee"))

_ACCOUNT = (
    Row(
        "POST",
        "/sign-in",
        "/sign-in",
        None,
        all_but(303, anonymous=401, disabled=401),
        (("email", "{email}"), ("password", "{password}")),
    ),
    Row("GET", "/account", "/account", None, COLLEAGUES_PAGE),
    Row("POST", "/account/password", "/account/password", None, COLLEAGUES_CHANGE, (("old", "{password}"), *_TWICE)),
    Row("POST", "/account/sessions/end", "/account/sessions/end", None, COLLEAGUES_CHANGE, (("session", "{place}"),)),
    Row("POST", "/account/sessions/end-others", "/account/sessions/end-others", None, COLLEAGUES_CHANGE),
    Row("POST", "/link", "/link", None, OPEN_CHANGE_TO_ALL, (("email", "olivia@shop.example"),)),
    Row("GET", "/link/sent", "/link/sent", None, OPEN_PAGE_TO_ALL),
    Row("GET", "/link/<token>", "/link/{link_token}", None, OPEN_PAGE_TO_ALL),
    Row("POST", "/link/<token>", "/link/{link_token}", None, OPEN_CHANGE_TO_ALL, _TWICE),
    Row("POST", "/oidc/sign-in", "/oidc/sign-in", None, OPEN_CHANGE_TO_ALL),
    Row("GET", "/oidc/go", "/oidc/go", None, all_but(303)),
    Row("GET", "/oidc/callback", "/oidc/callback", None, all_but(400)),
)
_JOINING = (
    Row("GET", "/join/<token>", "/join/{join_token}", None, all_but(200, owner=303, trainee=303, trainer=303)),
    Row("POST", "/join/<token>", "/join/{join_token}", None, OPEN_CHANGE_TO_ALL, (*_NEW, *_TWICE)),
    Row(
        "POST",
        "/join/<token>/with-my-account",
        "/join/{join_token}/with-my-account",
        None,
        WithAccounts(401, 303, 303, 303, 303, 403, 303, 403, 403),
    ),
)
_COHORTS = (
    Row("GET", "/cohorts", "/cohorts", None, TRAINERS_PAGE),
    Row("POST", "/cohorts", "/cohorts", None, TRAINERS_CHANGE, (("name", "Summer"),)),
    Row("GET", _COHORT, _SPRING, None, COHORT_PAGE),
    Row(
        "GET",
        f"{_COHORT}/people/<int(max=2147483647):person_id>",
        f"{_SPRING}/people/{{owner}}",
        None,
        # An administrator sees who is in a cohort, and reads nobody's talks.
        WithAccounts(303, 404, 404, 200, 404, 404, 404, 404, 403),
    ),
    Row("POST", f"{_COHORT}/name", f"{_SPRING}/name", None, COHORT_CHANGE, (("name", "Spring again"),)),
    Row("POST", f"{_COHORT}/close", f"{_SPRING}/close", None, COHORT_CHANGE),
    Row("POST", f"{_COHORT}/reopen", f"{_SPRING}/reopen", None, COHORT_CHANGE),
    Row(
        "POST",
        f"{_COHORT}/members",
        f"{_SPRING}/members",
        None,
        COHORT_CHANGE,
        (("email", "otto@shop.example"), ("role", "trainer")),
    ),
    Row(
        "GET",
        f"{_COHORT}/members/<int(max=2147483647):person_id>/remove",
        f"{_SPRING}/members/{{owner}}/remove",
        None,
        COHORT_PAGE,
    ),
    Row(
        "POST",
        f"{_COHORT}/members/<int(max=2147483647):person_id>/remove",
        f"{_SPRING}/members/{{owner}}/remove",
        None,
        COHORT_CHANGE,
        (("confirmed", "yes"),),
    ),
    Row("POST", f"{_COHORT}/join-links", f"{_SPRING}/join-links", None, COHORT_CHANGE, (("days", "7"),)),
    Row(
        "POST",
        f"{_COHORT}/join-links/<id:link_id>/revoke",
        f"{_SPRING}/join-links/{{join_link}}/revoke",
        None,
        COHORT_CHANGE,
    ),
)
_RUBRIC, _FRONTLINE = "/rubrics/<key>", "/rubrics/frontline"
_RUBRIC_VERSION, _DRAFT = (
    f"{_RUBRIC}/versions/<int(max=2147483647):number>",
    f"{_FRONTLINE}/versions/{{rubric_version}}",
)
_RUBRICS = (
    Row("GET", "/rubrics", "/rubrics", None, TRAINERS_PAGE),
    Row("GET", _RUBRIC, _FRONTLINE, None, TRAINERS_PAGE),
    Row("GET", f"{_RUBRIC}/edit", f"{_FRONTLINE}/edit", None, TRAINERS_PAGE),
    Row("GET", f"{_RUBRIC}/compare", f"{_FRONTLINE}/compare", None, TRAINERS_PAGE),
    Row("GET", _RUBRIC_VERSION, _DRAFT, None, RUBRIC_PAGE),
    Row("GET", f"{_RUBRIC_VERSION}/file", f"{_DRAFT}/file", None, RUBRIC_PAGE),
    Row(
        "POST",
        f"{_RUBRIC}/versions",
        f"{_FRONTLINE}/versions",
        None,
        TRAINERS_CHANGE,
        (("text", "{rubric_text}"), ("from", "0"), ("seen", "99")),
    ),
    Row(
        "POST",
        f"{_RUBRIC_VERSION}/publish",
        f"{_DRAFT}/publish",
        None,
        RUBRIC_CHANGE,
        (("note", "Better"), ("instead_of", "{rubric_in_force}")),
    ),
    Row("GET", f"{_RUBRIC_VERSION}/retire", f"{_DRAFT}/retire", None, RUBRIC_PAGE),
    Row("POST", f"{_RUBRIC_VERSION}/retire", f"{_DRAFT}/retire", None, RUBRIC_CHANGE),
)
_GRADE = "/grades/<int(max=2147483647):grade_id>"
_ABOUT_IT: Form = (("level", "4"), ("reason", "wrong_level"), ("words", "They named it."))
_EMPATHY: Form = (("criterion", "empathy"), *_ABOUT_IT)
_DISPUTED: Form = (("criterion", "calmness"), *_ABOUT_IT)
_JUDGING = (
    Row("POST", f"{_GRADE}/overrides", "/grades/{grade}/overrides", None, GRADE_SET, _EMPATHY),
    Row("POST", f"{_GRADE}/disputes", "/grades/{grade}/disputes", None, GRADE_DISPUTED, _EMPATHY),
    Row("POST", f"{_GRADE}/answers", "/grades/{grade}/answers", None, GRADE_SET, _DISPUTED),
)
_ADMINISTRATION = (
    Row("GET", "/administration/people", "/administration/people", None, ADMINS_PAGE),
    Row("POST", "/administration/people", "/administration/people", None, ADMINS_CHANGE, _NEW),
    Row("GET", _PERSON, _OWNER, None, PERSON_PAGE),
    Row("POST", f"{_PERSON}/role", f"{_OWNER}/role", None, PERSON_CHANGE, (("role", "trainer"),)),
    Row("POST", f"{_PERSON}/switch-off", f"{_OWNER}/switch-off", None, PERSON_CHANGE),
    Row("POST", f"{_PERSON}/switch-on", f"{_OWNER}/switch-on", None, PERSON_CHANGE),
    Row("POST", f"{_PERSON}/link", f"{_OWNER}/link", None, PERSON_CHANGE),
    Row("POST", f"{_PERSON}/sessions/end", f"{_OWNER}/sessions/end", None, PERSON_CHANGE),
    Row("GET", "/administration/models", "/administration/models", None, ADMINS_PAGE),
    Row(
        "POST",
        "/administration/models/try",
        "/administration/models/try",
        None,
        ADMINS_CHANGE,
        (("role", "customer"), ("model", "queued-customer")),
    ),
    Row("GET", "/administration/limits", "/administration/limits", None, ADMINS_PAGE),
    Row(
        "POST",
        "/administration/limits",
        "/administration/limits",
        None,
        ADMINS_CHANGE,
        (("most_talks_a_day", "90"), ("most_asks_an_hour", "")),
    ),
    Row("GET", "/administration/ways-in", "/administration/ways-in", None, ADMINS_PAGE),
    Row("POST", "/administration/ways-in", "/administration/ways-in", None, ADMINS_CHANGE, (("password", "on"),)),
    Row("GET", "/administration/audit", "/administration/audit", None, ADMINS_PAGE),
    Row("GET", "/administration/audit/export", "/administration/audit/export", None, ADMINS_PAGE, audited=True),
)

ROWS_WITH_ACCOUNTS = tuple(
    row
    for row in (
        *ROWS,
        *_ACCOUNT,
        *_JOINING,
        *_COHORTS,
        *_RUBRICS,
        *_JUDGING,
        *_ADMINISTRATION,
        *ASSIGNMENTS,
        *COMMENTS,
        *EXPORTS,
        *GOLD,
        *GROUP_PROGRESS,
        *PREVIEWS,
        *REVIEW,
        *RUBRIC_FORM,
        *STUDIO,
    )
    if row.accounts is not None
)
