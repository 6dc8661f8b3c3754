"""The routes of assignments and of handing in, and how they answer whom."""

from tests.web.routes import Row, WithAccounts

# In this order: anonymous, owner, trainee, trainer, other trainer, foreign trainer, admin, foreign admin, disabled.
#: Of the cohort in which the owner practises.
GROUPS_PAGE = WithAccounts(303, 404, 404, 200, 404, 404, 200, 404, 403)
GROUPS_CHANGE = WithAccounts(401, 404, 404, 303, 404, 404, 303, 404, 403)
#: Of a change that does not say what it began with: whoever may change it is shown how it stands.
GROUPS_STALE = WithAccounts(401, 404, 404, 409, 404, 404, 409, 404, 403)
#: What is asked of that cohort's trainees.
TRAINEES_PAGE = WithAccounts(303, 200, 200, 404, 404, 404, 404, 404, 403)
TRAINEES_CHANGE = WithAccounts(401, 303, 303, 404, 404, 404, 404, 404, 403)
#: Of a talk that is private, so that its trainer is told like everybody else that it is not there.
PRIVATE_TALK = WithAccounts(401, 303, 404, 404, 404, 404, 404, 404, 403)

_GROUP, _SPRING = "/cohorts/<id:cohort_id>", "/cohorts/{cohort}"
_ONE, _ITS = f"{_GROUP}/assignments/<id:assignment_id>", f"{_SPRING}/assignments/{{assignment}}"
_ASKED = "/assignments/<id:assignment_id>"

ASSIGNMENTS = (
    Row("GET", f"{_GROUP}/assignments/new", f"{_SPRING}/assignments/new", None, GROUPS_PAGE),
    Row(
        "POST",
        f"{_GROUP}/assignments",
        f"{_SPRING}/assignments",
        None,
        GROUPS_CHANGE,
        (("scenario", "late-parcel"), ("mode", "practice")),
    ),
    Row("GET", _ONE, _ITS, None, GROUPS_PAGE),
    Row("GET", f"{_ONE}/change", f"{_ITS}/change", None, GROUPS_PAGE),
    Row(
        "POST",
        f"{_ONE}/change",
        f"{_ITS}/change",
        None,
        GROUPS_STALE,
        (("scenario", "late-parcel"), ("mode", "practice")),
    ),
    Row("POST", f"{_ONE}/withdraw", f"{_ITS}/withdraw", None, GROUPS_CHANGE),
    Row("GET", f"{_GROUP}/privacy", f"{_SPRING}/privacy", None, GROUPS_PAGE),
    Row(
        "POST",
        f"{_GROUP}/privacy",
        f"{_SPRING}/privacy",
        None,
        GROUPS_CHANGE,
        (("private", "yes"), ("confirmed", "yes")),
    ),
    Row("GET", _ASKED, "/assignments/{assignment}", None, TRAINEES_PAGE),
    Row(
        "POST",
        f"{_ASKED}/conversations",
        "/assignments/{assignment}/conversations",
        None,
        TRAINEES_CHANGE,
        (("language", "en"),),
    ),
    Row(
        "POST",
        "/conversations/<id:conversation_id>/hand-in",
        "/conversations/{private_talk}/hand-in",
        None,
        PRIVATE_TALK,
    ),
)
