"""Routes of the forms in which rubrics and scenarios are edited."""

from tests.web.routes import Row, WithAccounts

# In this order: anonymous, owner, trainee, trainer, other trainer, foreign trainer, admin, foreign admin, disabled.
_PAGE = WithAccounts(303, 403, 403, 200, 200, 200, 200, 200, 403)
#: The button that saves; the others answer with the form itself, and nothing of it is kept.
_SAVED = WithAccounts(401, 403, 403, 303, 303, 303, 303, 303, 403)
RUBRIC_FORM = (
    Row("GET", "/rubrics/<key>/form", "/rubrics/frontline/form", None, _PAGE),
    Row(
        "POST",
        "/rubrics/<key>/form",
        "/rubrics/frontline/form",
        None,
        _SAVED,
        (("text", "{rubric_text}"), ("from", "0"), ("seen", "99"), ("do", "save")),
    ),
    Row("GET", "/studio/scenarios/<key>/form", "/studio/scenarios/late-parcel/form", None, _PAGE),
    Row(
        "POST",
        "/studio/scenarios/<key>/form",
        "/studio/scenarios/late-parcel/form",
        None,
        _SAVED,
        (("text", "{scenario_text}"), ("from", "0"), ("seen", "99"), ("do", "save")),
    ),
)
