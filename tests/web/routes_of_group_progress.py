"""The page about how a group is doing, and how it answers whom."""

from tests.web.routes import Row, WithAccounts

GROUP_PROGRESS = (
    Row(
        "GET",
        "/cohorts/<id:cohort_id>/progress",
        "/cohorts/{cohort}/progress",
        None,
        # An administrator sees who is in a cohort, and nothing of anybody's talks.
        WithAccounts(303, 404, 404, 200, 404, 404, 404, 404, 403),
    ),
)
